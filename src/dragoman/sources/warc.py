"""Web archives (WARC, ISO 28500): each page or text that was fetched is a report.

Read are `response`, `resource` and `conversion` records (the last as in Common Crawl's WET files) of
HTML or plain text; requests, images, style sheets are passed over. Records are cut by their declared
length. Where a record is damaged, reading goes on at the next line that opens one.

The cutting is ours rather than fastwarc's: version 2.0 panics on streams that cannot seek, stops at
the first damaged record, and gives a truncated record out as whole (docs/sources.md).
"""

import io
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message
from typing import IO

from dragoman.errors import ReportError
from dragoman.sources.raw import REPORT_LIMIT, SetAside, excerpt, set_aside

_LONGEST_LINE = 65_536
_MOST_HEADER_LINES = 500
_READ_TYPES = ("response", "resource", "conversion")
_MOST_DIGITS = 15
"""Digits of a length in bytes: a petabyte. A longer number is no length, and Python reads no such number."""
_CHUNK_SIZE = re.compile(rb"[0-9A-Fa-f]{1,12}")
_MOST_CODINGS = 3
"""Ways in which a body is packed, one around the other. Servers pack once; more is a trap."""
_PAGE_TYPES = ("text/html", "application/xhtml+xml", "text/plain", "")


@dataclass(frozen=True, slots=True)
class WebPage:
    """What was fetched from an address, unpacked.

    Attributes:
        number: of the record in its file, from 1.
        record_id: `WARC-Record-ID` without its brackets; None where it has none.
        charset: from the HTTP header; None where it names none.
    """

    number: int
    record_id: str | None
    url: str | None
    charset: str | None
    body: bytes


def read_pages(stream: io.BufferedReader, where: str) -> Iterator[WebPage | SetAside]:
    """Every page of the archive in order, and a line for each record that could not be read.

    Raises:
        ReportError, OSError, EOFError, zlib.error: the stream itself is damaged from here on.
    """
    number = 0
    lost = False
    while line := stream.readline(_LONGEST_LINE):
        if not line.startswith(b"WARC/"):
            if line.strip() and not lost:
                lost = True
                yield set_aside(
                    f"{where}:after record {number}",
                    "damaged",
                    found=excerpt(line.decode("latin-1")),
                    expected="a record that begins 'WARC/1.'",
                    next_step="reading goes on at the next record",
                )
            continue
        number, lost = number + 1, False
        at = f"{where}:record {number}"
        try:
            page = _read_record(stream, number)
        except ReportError as error:
            yield SetAside(at, error.line())
        else:
            if page is not None:
                yield page


def _read_record(stream: io.BufferedReader, number: int) -> WebPage | None:
    """The page in the record whose first line has been read; None where it is of another kind."""
    headers = _read_headers(stream)
    length = headers.get("Content-Length", "").strip()
    if not length.isascii() or not length.isdigit() or len(length) > _MOST_DIGITS:
        raise ReportError("no length", found=excerpt(length), expected="Content-Length in bytes")
    if not headers.get("WARC-Type", "").strip():
        _pass_over(stream, int(length))
        raise ReportError("a record of no kind", expected="WARC-Type, such as response")
    if headers.get("WARC-Type", "").strip().lower() not in _READ_TYPES or int(length) > 2 * REPORT_LIMIT:
        wanted = headers.get("WARC-Type", "").strip().lower() in _READ_TYPES
        _pass_over(stream, int(length))
        if wanted:
            raise ReportError(f"a record longer than {2 * REPORT_LIMIT // 1_000_000} MB", expected="a page")
        return None
    block = stream.read(int(length))
    if len(block) < int(length):
        raise ReportError("the archive breaks off here", found=f"{len(block)} bytes", expected=f"{length}")
    if stream.peek(2)[:1] not in (b"\r", b"\n", b""):
        raise ReportError("a record longer than it says", expected=f"its end after {length} bytes")
    content_type = headers.get_content_type() if "Content-Type" in headers else ""
    if content_type == "application/http":
        http, body = _read_response(block)
        if http is None:
            return None
    else:
        http, body = headers, block
    if (http.get_content_type() if "Content-Type" in http else "") not in _PAGE_TYPES:
        return None
    return WebPage(
        number=number,
        record_id=headers.get("WARC-Record-ID", "").strip().strip("<>") or None,
        url=headers.get("WARC-Target-URI", "").strip().strip("<>") or None,
        charset=http.get_content_charset(),
        body=body,
    )


def _pass_over(stream: io.BufferedReader, length: int) -> None:
    while length > 0 and (data := stream.read(min(length, 1 << 20))):
        length -= len(data)


def _read_headers(stream: IO[bytes]) -> Message:
    """The lines up to an empty one. A header of its own kind is kept as a `Message`, which folds case."""
    headers = Message()
    last = ""
    for _ in range(_MOST_HEADER_LINES):
        line = stream.readline(_LONGEST_LINE).decode("utf-8", "replace")
        if not line.strip():
            return headers
        name, colon, value = line.partition(":")
        if line[0] in " \t" and last:
            headers.replace_header(last, headers[last] + " " + line.strip())
        elif colon and name.strip():
            last = name.strip()
            del headers[last]
            headers[last] = value.strip()
        else:
            raise ReportError("a damaged header", found=excerpt(line), expected="'Name: value'")
    raise ReportError("a header without an end", expected=f"at most {_MOST_HEADER_LINES} lines")


def _read_response(block: bytes) -> tuple[Message | None, bytes]:
    """Header and body of an HTTP response; no header where it is of a kind that holds no page."""
    stream = io.BytesIO(block)
    status_line = stream.readline(_LONGEST_LINE).decode("latin-1").split(None, 2)
    if len(status_line) < 2 or not status_line[0].startswith("HTTP/"):
        raise ReportError(
            "no HTTP response", found=excerpt(" ".join(status_line)), expected="'HTTP/1.1 200 OK'"
        )
    headers = _read_headers(stream)
    if headers.get_content_type() not in _PAGE_TYPES and "Content-Type" in headers:
        return None, b""
    if status_line[1] != "200":
        raise ReportError("no page was fetched", found=f"HTTP status {status_line[1]}", expected="200")
    body = stream.read()
    if "chunked" in headers.get("Transfer-Encoding", "").lower():
        body = _join_chunks(body)
    codings = headers.get("Content-Encoding", "").lower().replace(" ", "").split(",")
    if len(codings) > _MOST_CODINGS:
        raise ReportError(
            "a body packed many times over",
            found=f"{len(codings)} times",
            expected=f"at most {_MOST_CODINGS}",
        )
    for coding in reversed(codings):
        body = _unpack(body, coding)
    return headers, body


def _join_chunks(body: bytes) -> bytes:
    """A chunked body in one piece (RFC 9112, 7.1). Some archives keep the header and join the body."""
    stream, chunks = io.BytesIO(body), []
    while line := stream.readline(1_000):
        size = line.partition(b";")[0].strip()
        if not _CHUNK_SIZE.fullmatch(size):
            if not chunks:
                return body
            raise ReportError("a damaged chunked body", found=excerpt(size.decode("latin-1")))
        length = int(size, 16)
        if length == 0:
            break
        chunks.append(stream.read(length))
        if len(chunks[-1]) < length:
            raise ReportError("the body breaks off", expected=f"a chunk of {length} bytes")
        stream.readline(10)
    return b"".join(chunks)


def _unpack(body: bytes, coding: str) -> bytes:
    if coding in ("", "identity"):
        return body
    if coding in ("gzip", "x-gzip"):
        if not body.startswith(b"\x1f\x8b"):
            return body  # unpacked by the archiver, who kept the header
        window = 31
    elif coding == "deflate":
        window = 15 if body[:1] == b"x" else -15
    else:
        raise ReportError(
            "a body packed in a way we cannot open", found=excerpt(coding), expected="gzip or deflate"
        )
    unpacker = zlib.decompressobj(window)
    try:
        data = unpacker.decompress(body, REPORT_LIMIT)
    except zlib.error as error:
        raise ReportError("a damaged packed body", found=coding) from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        what = "breaks off" if not unpacker.unconsumed_tail else "is too long"
        raise ReportError(f"a packed body that {what}", found=coding)
    return data
