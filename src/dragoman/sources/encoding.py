"""Bytes to text: UTF-8 where they are UTF-8, else as declared, else as the bytes themselves suggest.

UTF-8 is tried first whatever was declared, since text in another encoding is almost never valid
UTF-8 by chance. A file that is UTF-8 but for a few broken bytes keeps its text, and U+FFFD stands
where they stood. Bytes that no reading makes text of are refused, with what they look like.

>>> decode("Zelenský".encode()), decode("Zelenský arrived in Malmö.".encode("cp1252"), declared="cp1252")
('Zelenský', 'Zelenský arrived in Malmö.')
"""

import codecs
import re

from dragoman.errors import ReportError

_MAGIC = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP, Word or EPUB file"),
    (b"\xd0\xcf\x11\xe0", "an old Office file"),
    (b"\x89PNG", "a PNG image"),
    (b"\xff\xd8\xff", "a JPEG image"),
    (b"GIF8", "a GIF image"),
    (b"RIFF", "a RIFF image or sound"),
    (b"\x1f\x8b", "a gzip file inside another"),
    (b"BZh", "a bzip2 file"),
    (b"\xfd7zXZ", "an xz file"),
    (b"(\xb5/\xfd", "a zstd file"),
    (b"7z\xbc\xaf", "a 7-Zip file"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"{\\rtf", "an RTF file"),
    (b"\x7fELF", "a program"),
)
_NOT_OF_PAGES = frozenset(["idna", "punycode", "undefined", "utf-7", "unicode-escape", "raw-unicode-escape"])
"""Codecs of Python that are no encoding of a text, or none that the web has (WHATWG Encoding Standard, 4.2);
to read ten megabytes of punycode takes hours."""
_UNPRINTABLE = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_MOST_UNPRINTABLE = 0.001
"""Share of control signs that text may hold; a stray form feed or escape sign is no harm."""
_DETECTED_FROM = 100_000


def decode(data: bytes, *, declared: str | None = None, is_html: bool = False) -> str:
    """The text of `data`, without a byte order mark.

    Args:
        declared: an encoding named beside the data (HTTP header); believed where it fits.
        is_html: look for a declaration in the page too.

    Raises:
        ReportError: binary, or text in no encoding that fits.
    """
    for magic, name in _MAGIC:
        if data.startswith(magic):
            raise ReportError(
                "not text",
                found=name,
                expected="text, HTML, JSON Lines, RSS, Atom or WARC",
                next_step=_EXPORT,
            )
    if b"\x00" in data[:1000]:
        raise ReportError("not text", found="NUL bytes", expected="text in UTF-8")
    text = _as_utf8(data)
    if text is None:
        text = _as_declared(data, declared) if declared else None
    if text is None:
        text = _as_detected(data, is_html)
    if text is None:
        raise ReportError(
            "text in an encoding that cannot be told",
            found=f"{data[:12].hex(' ')} …",
            expected="UTF-8",
            next_step="convert it to UTF-8",
        )
    if len(_UNPRINTABLE.findall(text)) > max(2, len(text) * _MOST_UNPRINTABLE):
        raise ReportError("not text", found="many control signs", expected="text in UTF-8")
    return text


_EXPORT = "export its text and read that"


def _as_utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("utf-8-sig", "replace")
    broken = text.count("\ufffd") - data.count(b"\xef\xbf\xbd")
    sound = sum(sign > "\x7f" for sign in text) - text.count("\ufffd")
    return text if sound > 4 * broken else None


def _as_declared(data: bytes, encoding: str) -> str | None:
    try:
        # What the web declares as Latin-1 is Windows-1252 (WHATWG Encoding Standard, 4.2).
        name = codecs.lookup(encoding).name
        if name.replace("_", "-") in _NOT_OF_PAGES:
            return None
        return data.decode("cp1252" if name in ("iso8859-1", "ascii") else name)
    except (LookupError, ValueError):  # a name with a NUL in it is a ValueError
        return None


def _as_detected(data: bytes, is_html: bool) -> str | None:
    from resiliparse.parse.encoding import detect_encoding

    encoding = detect_encoding(data, max_len=_DETECTED_FROM, from_html_meta=is_html)
    # The detector says UTF-8 where it does not know; that was tried.
    return None if encoding in (None, "utf-8") else _as_declared(data, encoding)
