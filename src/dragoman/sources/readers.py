"""Reports from files, folders, standard input and addresses: whatever a newsroom keeps them in.

What kind a file is, its content tells: plain text, HTML, JSON, RSS or Atom, WARC, each also gzipped; Parquet.
Everything that was to be read comes out, as a `RawDocument` or as a `SetAside` with its reason; one
bad report never ends the reading of the others.

>>> import io
>>> given = io.BytesIO(b'{"id": 1, "text": "Talks resumed."}\\n{"id": 2}\\n')
>>> for report in read_reports(["-"], stdin=given, outlet="Gulf Wire"):
...     print(report.text if isinstance(report, RawDocument) else f"{report.where}: {report.reason}")
Talks resumed.
standard input:2: no text; found the keys 'id'; expected an object with its words under 'text'
"""

import os
import stat
import sys
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import replace
from io import BufferedReader, BytesIO
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import FAULTS, ReportError, SettingsError, fault_of
from dragoman.sources.encoding import decode
from dragoman.sources.extract import check_markup, extract_page, is_cut_off
from dragoman.sources.feeds_file import read_feed
from dragoman.sources.fetch import fetch, is_address
from dragoman.sources.json_reports import read_json
from dragoman.sources.kinds import FileKind, kind_of
from dragoman.sources.parquet_reports import read_parquet
from dragoman.sources.publication import read_published
from dragoman.sources.raw import (
    FEED_LIMIT,
    REPORT_LIMIT,
    Origin,
    RawDocument,
    SetAside,
    bounded,
    set_aside,
)
from dragoman.sources.streams import Readable, open_stream, read_whole
from dragoman.sources.warc import WebPage, read_pages

__all__ = ["RawDocument", "SetAside", "read_fetched_feed", "read_fetched_page", "read_reports"]


def read_reports(
    paths: Sequence[str],
    *,
    published: str | None = None,
    outlet: str | None = None,
    stdin: BinaryIO | None = None,
) -> Iterator[RawDocument | SetAside]:
    """Every report in `paths`, in the order given; folders in the order of their file names.

    Args:
        paths: files, folders (read with what is below them, hidden files apart), "-" for standard
            input, http and https addresses. Only for the last is a socket opened.
        published: the day or moment of reports that do not say theirs.
        outlet: the publisher of reports that do not say theirs.
        stdin: read for "-"; the process's own where None.

    Raises:
        SettingsError: `published` is no date. While reading, nothing is raised: what cannot be read
            is set aside.
    """
    day = None
    if published is not None and (day := read_published(published)) is None:
        raise SettingsError(
            "the date of publication cannot be read",
            found=f"'{published}'",
            expected="a day such as 2025-11-19",
        )
    user = Origin("", published=day, outlet=outlet)
    return (report for path in paths for report in _read_path(path, user, stdin))


def read_fetched_feed(data: bytes, url: str, charset: str | None = None) -> Iterator[RawDocument | SetAside]:
    """The entries of a feed that came from `url`; one line where it is no feed.

    Args:
        data: its bytes as the server meant them; a file that is itself gzipped is unpacked.
        charset: the encoding declared beside the bytes.
    """
    return _guarded(Origin(url, url=url, charset=charset), BytesIO(data), only="feed")


def read_fetched_page(data: bytes, url: str, charset: str | None = None) -> RawDocument:
    """The one report of a page that came from `url`.

    Raises:
        ReportError: there is none.
    """
    read = list(_guarded(Origin(url, url=url, charset=charset), BytesIO(data), only="html"))
    if not read or isinstance(read[0], SetAside):
        raise ReportError(read[0].reason if read and isinstance(read[0], SetAside) else "empty")
    return read[0]


def _read_path(path: str, user: Origin, stdin: BinaryIO | None) -> Iterator[RawDocument | SetAside]:
    if path == "-":
        return _guarded(replace(user, where="standard input"), stdin or sys.stdin.buffer)
    if is_address(path):
        return _read_address(path, user)
    return _read_below(path, user, set(), is_given=True)


def _read_address(url: str, user: Origin) -> Iterator[RawDocument | SetAside]:
    try:
        answer = fetch(url)
    except ReportError as error:
        yield SetAside(url, error.line())
        return
    yield from _guarded(
        replace(user, where=url, url=answer.url, charset=answer.charset), BytesIO(answer.data)
    )


def _read_below(
    path: str, user: Origin, seen: set[tuple[int, int]], *, is_given: bool
) -> Iterator[RawDocument | SetAside]:
    """The file, or all files below the folder. `seen`: folders that were read, by device and number."""
    try:
        status = Path(path).stat()
        if stat.S_ISDIR(status.st_mode):
            if (status.st_dev, status.st_ino) in seen:
                yield set_aside(path, "a link back to a folder that was read already")
                return
            seen.add((status.st_dev, status.st_ino))
            names = sorted((entry.name for entry in Path(path).iterdir()), key=os.fsencode)
        elif not stat.S_ISREG(status.st_mode) and not is_given:
            yield set_aside(path, "not a file", expected="files and folders")
            return
        else:
            names = None
    except (OSError, ValueError) as error:
        yield _unreadable(path, error)
        return
    if names is None:
        yield from _read_file(path, user)
        return
    shown = [name for name in names if not name.startswith(".")]
    if is_given and not shown:
        yield set_aside(path, "an empty folder", expected="reports")
    for name in shown:
        yield from _read_below(str(Path(path, name)), user, seen, is_given=False)


def _read_file(path: str, user: Origin) -> Iterator[RawDocument | SetAside]:
    try:
        with Path(path).open("rb") as file:
            yield from _guarded(replace(user, where=path, path=path), file)
    except OSError as error:
        yield _unreadable(path, error)


def _unreadable(path: str, error: OSError | ValueError) -> SetAside:
    if isinstance(error, FileNotFoundError):
        return set_aside(path, "no such file", next_step="check the path")
    found = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return set_aside(path, "cannot be read", found=found)


def _guarded(
    origin: Origin, source: Readable, only: FileKind | None = None
) -> Iterator[RawDocument | SetAside]:
    """The reports in `source`; if it breaks, those before the break and a line saying why it broke."""
    try:
        yield from _read_stream(origin, source, only)
    except ReportError as error:
        yield SetAside(origin.where, error.line())
    except EOFError:
        yield set_aside(origin.where, "the gzip file breaks off", next_step="fetch it again")
    except zlib.error as error:
        yield set_aside(origin.where, "a damaged gzip file", found=str(error), next_step="fetch it again")
    except UnicodeError as error:
        yield set_aside(origin.where, "text that breaks its encoding", found=str(error))
    except OSError as error:
        yield _unreadable(origin.where, error)
    except FAULTS as error:
        yield SetAside(origin.where, fault_of(error, "the reader").line())


def _read_stream(
    origin: Origin, source: Readable, only: FileKind | None = None
) -> Iterator[RawDocument | SetAside]:
    head, stream, recoded = open_stream(source)
    if recoded:
        origin = replace(origin, charset=recoded)
    if not head.strip():
        yield set_aside(origin.where, "empty")
        return
    kind = kind_of(head, origin.path or "")
    if only and kind != only:
        wanted = {"feed": "RSS or Atom", "html": "a page"}.get(only, only)
        yield set_aside(origin.where, "not what was asked for", found=kind, expected=wanted)
    elif kind == "json":
        yield from read_json(head, stream, origin)
    elif kind == "feed":
        yield from read_feed(read_whole(stream, FEED_LIMIT), origin)
    elif kind == "warc":
        yield from _read_archive(stream, origin)
    elif kind == "parquet":
        yield from read_parquet(source, origin)
    else:
        yield _read_report(read_whole(stream, REPORT_LIMIT), kind, origin)


def _read_report(data: bytes, kind: FileKind, origin: Origin, given_id: str | None = None) -> RawDocument:
    """The one report that `data` holds.

    Raises:
        ReportError: it holds none.
    """
    if kind == "xml":
        raise ReportError("XML that is no feed", expected="RSS, Atom, HTML or text")
    if kind != "html":
        text = decode(data, declared=origin.charset)
        if not text.strip():
            raise ReportError("empty")
        return bounded(
            RawDocument(given_id, origin.path, origin.url, origin.outlet, origin.published, None, text)
        )
    check_markup(data)
    if is_cut_off(data):
        raise ReportError("the page breaks off", expected="a whole page", next_step="fetch it again")
    page = extract_page(decode(data, declared=origin.charset, is_html=True), origin.url)
    return bounded(
        RawDocument(
            given_id=given_id,
            path=origin.path,
            url=origin.url or page.url,
            outlet=page.outlet or origin.outlet,
            published=page.published or origin.published,
            title=page.title,
            text=page.text,
        )
    )


def _read_archive(stream: BufferedReader, origin: Origin) -> Iterator[RawDocument | SetAside]:
    is_empty = True
    for page in read_pages(stream, origin.where):
        is_empty = False
        if isinstance(page, SetAside):
            yield page
            continue
        where = f"{origin.where}:record {page.number}"
        try:
            yield _read_web_page(page, replace(origin, where=where))
        except ReportError as error:
            yield SetAside(where, error.line())
        except FAULTS as error:
            yield SetAside(where, fault_of(error, "the reader").line())
    if is_empty:
        yield set_aside(origin.where, "an archive without pages", expected="records of HTML or plain text")


def _read_web_page(page: WebPage, origin: Origin) -> RawDocument:
    if not page.body.strip():
        raise ReportError("empty")
    kind = kind_of(page.body[:4096])
    if kind not in ("html", "text"):
        raise ReportError("not a page", found=f"{kind} in the body", expected="HTML or text")
    if len(page.body) > REPORT_LIMIT:
        raise ReportError(f"longer than {REPORT_LIMIT // 1_000_000} MB", expected="a page")
    return _read_report(page.body, kind, replace(origin, url=page.url, charset=page.charset), page.record_id)
