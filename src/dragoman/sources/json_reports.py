"""Reports as JSON: one a line, one array of them, or one alone.

Each is an object with the keys `id url source|outlet published title text`; only `text` is needed,
others are passed over. Lines are read one by one, so a file may be larger than memory; a broken line
costs that line.
"""

import io
import json
from collections.abc import Iterator

from dragoman.errors import ReportError
from dragoman.sources.encoding import decode
from dragoman.sources.publication import read_published
from dragoman.sources.raw import (
    FILE_LIMIT,
    REPORT_LIMIT,
    Origin,
    RawDocument,
    SetAside,
    bounded,
    excerpt,
    nonblank,
    set_aside,
)
from dragoman.sources.streams import read_whole

_TYPES = {dict: "an object", list: "a list", str: "a string", bool: "true or false", type(None): "null"}
_KEYS = "an object with its words under 'text'"


def read_json(head: bytes, stream: io.BufferedReader, origin: Origin) -> Iterator[RawDocument | SetAside]:
    """Every report of the file in order, and a line for each that could not be read.

    Raises:
        ReportError, OSError, EOFError, zlib.error, UnicodeError: the stream breaks off or is too long.
    """
    if head.lstrip().startswith(b"["):
        yield from _read_array(read_whole(stream, FILE_LIMIT), origin)
    elif _looks_printed_over_lines(head):
        yield from _read_object(read_whole(stream, REPORT_LIMIT), origin)
    else:
        yield from _read_lines(stream, origin)


def _looks_printed_over_lines(head: bytes) -> bool:
    """One object, indented: its first line is no object, and neither is its second."""
    first, _, rest = head.strip().partition(b"\n")
    second = rest.lstrip().partition(b"\n")[0]
    return first.startswith(b"{") and first.rstrip().endswith((b"{", b",", b"[")) and second[:1] != b"{"


def _read_lines(stream: io.BufferedReader, origin: Origin) -> Iterator[RawDocument | SetAside]:
    number = 0
    while line := stream.readline(REPORT_LIMIT + 1):
        number += 1
        where = f"{origin.where}:{number}"
        if len(line) > REPORT_LIMIT:
            while line and not line.endswith(b"\n"):
                line = stream.readline(REPORT_LIMIT)
            yield set_aside(
                where,
                f"a line longer than {REPORT_LIMIT // 1_000_000} MB",
                expected="one report a line",
                next_step="cut it into its reports",
            )
        elif line.strip():
            yield _read_one(line, where, origin)


def _read_object(data: bytes, origin: Origin) -> Iterator[RawDocument | SetAside]:
    yield _read_one(data, origin.where, origin)


def _read_array(data: bytes, origin: Origin) -> Iterator[RawDocument | SetAside]:
    try:
        rows = _parse(data)
    except ReportError as error:
        yield SetAside(origin.where, error.line())
        return
    if not rows:
        yield set_aside(origin.where, "an empty list", expected="reports")
    for number, row in enumerate(rows if isinstance(rows, list) else [rows], start=1):
        yield report_of(row, f"{origin.where}:item {number}", origin)


def _read_one(data: bytes, where: str, origin: Origin) -> RawDocument | SetAside:
    try:
        return report_of(_parse(data), where, origin)
    except ReportError as error:
        return SetAside(where, error.line())


def _parse(data: bytes) -> object:
    text = decode(data)
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if error.lineno > 1 else f"column {error.colno}"
        raise ReportError(
            f"broken JSON ({error.msg} at {place})", found=excerpt(text), expected=_KEYS
        ) from error
    except (ValueError, RecursionError) as error:
        # A number of thousands of digits, or brackets nested thousands deep.
        raise ReportError("JSON that is no report", found=excerpt(text), expected=_KEYS) from error


def report_of(row: object, where: str, origin: Origin) -> RawDocument | SetAside:
    """One parsed object as a report. Fields that are no strings count as missing, an id may be a number."""
    if not isinstance(row, dict):
        return set_aside(where, "not a report", found=_type_of(row), expected=_KEYS)
    text = row.get("text")
    if not isinstance(text, str):
        found = f"{_type_of(text)} under 'text'" if "text" in row else _keys_of(row)
        return set_aside(where, "no text", found=found, expected=_KEYS)
    if not text.strip():
        return set_aside(where, "the text is empty")
    given_id = row.get("id")
    if isinstance(given_id, int) and not isinstance(given_id, bool):
        given_id = str(given_id)
    report = RawDocument(
        given_id=nonblank(given_id),
        path=origin.path,
        url=nonblank(row.get("url")) or origin.url,
        outlet=nonblank(row.get("outlet")) or nonblank(row.get("source")) or origin.outlet,
        published=_published(row) or origin.published,
        title=nonblank(row.get("title")),
        text=text,
    )
    try:
        return bounded(report)
    except ReportError as error:
        return SetAside(where, error.line())


def _published(row: dict[str, object]) -> str | None:
    words = nonblank(row.get("published"))
    return read_published(words) if words else None


def _type_of(value: object) -> str:
    return _TYPES.get(type(value), "a number")


def _keys_of(row: dict[str, object]) -> str:
    if not row:
        return "an object without keys"
    keys = ", ".join(excerpt(key) for key in list(row)[:6])
    return f"the keys {keys}" + (" and more" if len(row) > 6 else "")
