"""Repair of damaged text, with the way back to what was printed.

Between a newsroom and a file, text gets hurt: line ends of three kinds, spaces that are not spaces,
marks nobody sees, letters glued into one sign, bytes read in the wrong encoding ("â€™"), entities that
were escaped twice. The stages read the repaired text; a claim quotes the printed one. `Repaired` holds
the repaired text and, for each place where they differ, which printed characters it came from.

>>> report = repair("Merkel&rsquo;s of\\ufb01ce\\r\\nsaid no.")
>>> report.text
'Merkel’s office\\nsaid no.'
>>> start, end = report.printed(9, 15)
>>> "Merkel&rsquo;s of\\ufb01ce\\r\\nsaid no."[start:end]
'ofﬁce'

Hyphens at line ends stay: whether "peace-\\nkeeping" is one word is not ours to say.
"""

import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache

_CONTINUATION = (
    "\u0080-\u00bf\u0152\u0153\u0160\u0161\u0178\u017d\u017e\u0192\u02c6\u02dc"
    "\u2013\u2014\u2018-\u201a\u201c-\u201e\u2020-\u2022\u2026\u2030\u2039\u203a\u20ac\u2122"
)
"""What the bytes 80 to BF look like when read as Latin-1 or Windows-1252."""
_INVISIBLE = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_SPACES = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f"

_SUSPECT = re.compile(
    f"[&\r{_CONTROLS}{_SPACES}{_INVISIBLE}\u2028\u2029\ufb00-\ufb06\u00c2-\u00f4\u0432\u201a]"
)
"""One character that may be, or begin, damage: the only search a sound text has to pay for."""
_DAMAGE = re.compile(
    r"(?P<line_end>\r\n?)"
    r"|(?P<entity>&(?:amp;)*(?:\#\d{1,7}|\#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    f"|(?P<mojibake>(?:[\u00c2-\u00f4][{_CONTINUATION}]|\u0432\u0402|\u201a\u00c4)[^\\x00-\\x7f]*)"
    f"|(?P<sign>[{_CONTROLS}{_SPACES}{_INVISIBLE}\u2028\u2029\ufb00-\ufb06])"
)
_LONGEST_STRETCH = 2000
"""Characters. Mojibake is looked at in stretches of signs outside ASCII; a longer one is another script."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One place where repaired and printed text differ: half-open ranges in both. Either may be empty."""

    start: int
    end: int
    printed_start: int
    printed_end: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """A text fit to read, and the way back.

    Attributes:
        text: for the stages. The same string as the printed one where nothing had to be repaired.
        edits: in order; empty where every character stands where it was printed.
    """

    text: str
    edits: tuple[Edit, ...] = ()

    def printed(self, start: int, end: int) -> tuple[int, int]:
        """The half-open range of the printed text that became `text[start:end]`.

        A range that cuts through a repaired sign ("f" of "ﬁ") is widened to the whole sign. Invisible
        marks inside the range belong to it, those at its edges do not. An empty range stays empty.
        """
        if not self.edits:
            return start, end
        first, _ = self._origin(start)
        if end <= start:
            return first, first
        _, last = self._origin(end - 1)
        return first, last

    def _origin(self, at: int) -> tuple[int, int]:
        """The printed range that the one character at `at` came from."""
        n = bisect_right(self.edits, at, key=_start) - 1
        if n < 0:
            return at, at + 1
        edit = self.edits[n]
        if at < edit.end:
            return edit.printed_start, edit.printed_end
        origin = edit.printed_end + at - edit.end
        return origin, origin + 1


def _start(edit: Edit) -> int:
    return edit.start


def repair(text: str) -> Repaired:
    """The text as the stages should read it: lines end in "\\n", spaces are spaces, letters are letters.

    Repairs: CR and CRLF; Unicode spaces; zero-width, bidi and soft-hyphen marks; stray control signs;
    Latin ligatures; HTML entities left in the text; UTF-8 read as an 8-bit encoding (found by ftfy's
    rules, stretch by stretch). Lone surrogates are left alone: `identity.make_document` replaces them.
    """
    if _SUSPECT.search(text) is None:
        return Repaired(text)
    pieces: list[str] = []
    edits: list[Edit] = []
    done = length = 0
    for match in _DAMAGE.finditer(text):
        for start, end, mended in _mend(text, match):
            pieces.append(text[done:start])
            length += start - done
            pieces.append(mended)
            if end - start != 1 or len(mended) != 1:
                edits.append(Edit(length, length + len(mended), start, end))
            length += len(mended)
            done = end
    if not done:
        return Repaired(text)
    pieces.append(text[done:])
    return Repaired("".join(pieces), tuple(edits))


def _mend(text: str, match: re.Match[str]) -> list[tuple[int, int, str]]:
    """What to put in place of the damage: (start, end, mended) in order; nothing where it is sound."""
    start, end = match.span()
    if match.lastgroup == "line_end":
        return [(start, end, "\n")]
    if match.lastgroup == "entity":
        return _mend_entity(match.group(), start, end)
    if match.lastgroup == "mojibake":
        return _mend_mojibake(text, start, end)
    return [(start, end, _mend_sign(match.group()))]


def _mend_entity(printed: str, start: int, end: int) -> list[tuple[int, int, str]]:
    from html import unescape
    from html.entities import html5

    *escapes, name = printed[1:-1].split(";")
    if name.startswith("#") or f"{name};" in html5:
        return [(start, end, _mend_signs(unescape(f"&{name};")))]
    # "&amp;Partners;" is an ampersand and a word; "&Partners;" has nothing to mend.
    return [(start, end, f"&{name};")] if escapes else []


def _mend_mojibake(text: str, start: int, end: int) -> list[tuple[int, int, str]]:
    """The stretch as it was before it was read in the wrong encoding, or else its signs one by one."""
    stretch = text[start:end]
    if len(stretch) <= _LONGEST_STRETCH:
        from ftfy import fix_encoding

        # ftfy weighs the letters around: "cafÃ©" is damaged where "Ã©" alone might be meant.
        before = text[start - 1 : start] if start and text[start - 1].isalpha() else ""
        after = text[end : end + 1] if text[end : end + 1].isalpha() else ""
        whole = fix_encoding(before + stretch + after)
        kept = whole.startswith(before) and whole.endswith(after)
        mended = whole[len(before) : len(whole) - len(after)] if kept else stretch
        if mended == stretch and before.islower() and stretch[0].isupper():
            # ftfy spares "ErdoÄŸan"; but no word goes from a small letter to a capital with an accent.
            mended = _read_again(stretch) or stretch
        if mended != stretch:
            return [(start, end, _mend_signs(mended))]
    signs = ((start + n, sign, _mend_sign(sign)) for n, sign in enumerate(stretch))
    return [(at, at + 1, mended) for at, sign, mended in signs if mended != sign]


def _read_again(stretch: str) -> str | None:
    """The bytes of a Windows-1252 reading, read as UTF-8; None where they are not UTF-8."""
    try:
        return stretch.encode("cp1252").decode()
    except UnicodeError:
        return None


def _mend_signs(text: str) -> str:
    """Repaired text may itself hold signs to repair: "&nbsp;" is a space, "&#13;" a line end."""
    return "".join(_mend_sign(sign) for sign in text)


@cache
def _mend_sign(sign: str) -> str:
    if sign in "\t\n":
        return sign
    if sign in "\r\x0b\x0c\u2028\u2029":
        return "\n"
    if "\x80" <= sign <= "\x9f":
        # Windows-1252 read as Latin-1. Five of its 32 places are empty.
        mended = sign.encode("latin-1").decode("cp1252", "replace")
        return mended if mended != "\ufffd" else " "
    if "\ufb00" <= sign <= "\ufb06":
        return unicodedata.normalize("NFKC", sign)
    category = unicodedata.category(sign)
    if category == "Cf" and _SUSPECT.fullmatch(sign):
        return ""
    return " " if category in ("Zs", "Cc") else sign
