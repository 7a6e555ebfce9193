"""The commands that let the record out in other formats, and other coders' rows in."""

import contextlib
import os
import sys
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dragoman.errors import SettingsError
from dragoman.interfaces.arguments import Arguments, add_filters, add_record, question_from, record_path
from dragoman.interfaces.display import print_note
from dragoman.interfaces.printable import on_one_line
from dragoman.store import CoderRow, open_record

if TYPE_CHECKING:
    from dragoman.exchange.formats import Reader

ROWS_AT_ONCE = 5_000
FAULTS_SHOWN = 20


def export(words: list[str]) -> int:
    """`dragoman export`; gives the exit code."""
    from dragoman.exchange.formats import FORMATS, format_named, writer_of

    listed = "; ".join(f"{f.name}: {f.says}" for f in FORMATS if f.writes)
    parser = Arguments("export", f"Write the claims that the filters leave in a format of others. {listed}.")
    parser.add_argument("format", metavar="FORMAT", help="one of the formats above")
    parser.add_argument("--out", metavar="FILE", help="the file to write (else the standard output)")
    add_filters(parser)
    given = parser.parse_args(words)
    wanted = format_named(given.format, writes=True)
    given.json = True  # a pipe: all rows, unless --limit says otherwise
    question = question_from(given)
    with open_record(record_path(given.record), create=False) as record:
        from dragoman.exchange.holding import held_in

        with _output(given.out) as out:
            written = writer_of(wanted)(held_in(record, question), out)
    print_note(f"{written.rows:,} written as {wanted.name}")
    for reason, count in sorted(written.left_out.items()):
        print_note(f"{count:,} claims left out: {reason} (see docs/formats/{wanted.name}.md)")
    return 0


def import_(words: list[str]) -> int:
    """`dragoman import`; gives the exit code."""
    from dragoman.exchange.formats import FORMATS, format_named, reader_of

    listed = "; ".join(f"{f.name}: {f.says}" for f in FORMATS if f.reads)
    parser = Arguments("import", f"Keep rows of another coder beside the claims, marked as theirs. {listed}.")
    parser.add_argument("format", metavar="FORMAT", help="one of the formats above")
    parser.add_argument("files", metavar="FILE", nargs="+", help="files, plain or as gzip or zip")
    add_record(parser)
    given = parser.parse_args(words)
    wanted = format_named(given.format, reads=True)
    new = held = bad = 0
    with open_record(record_path(given.record)) as record:
        for name in given.files:
            rows = _rows_of(reader_of(wanted), Path(name))
            while batch := list(islice(rows, ROWS_AT_ONCE)):
                good = [row for row in batch if row is not None]
                fresh = record.keep_rows(good)
                new, held, bad = new + fresh, held + len(good) - fresh, bad + len(batch) - len(good)
    print(f"read {new + held + bad:,} rows = {new:,} new + {held:,} already held + {bad:,} set aside")
    return 0 if new or held else 2


def _rows_of(read: "Reader", path: Path) -> Iterator[CoderRow | None]:
    """The rows of a file; None for each that is set aside, after its fault was told."""
    from dragoman.exchange.lines import BadRow, lines_of, opened

    told = 0
    with opened(path) as file:
        for row in read(lines_of(file)):
            if not isinstance(row, BadRow):
                yield row
                continue
            told += 1
            if told <= FAULTS_SHOWN:
                sys.stderr.write(f"set aside: {on_one_line(row.said(str(path)))}\n")
            yield None
    if told > FAULTS_SHOWN:
        sys.stderr.write(f"set aside: {on_one_line(str(path))}: {told - FAULTS_SHOWN:,} more rows\n")


@contextlib.contextmanager
def _output(name: str | None) -> Iterator[BinaryIO]:
    """Where to write. A file appears whole or not at all, and never replaces one that could not be written.

    Raises:
        SettingsError: the file cannot be written.
    """
    if name is None or name == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = Path(name)
    unfinished = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        with unfinished.open("wb") as out:
            yield out
        unfinished.replace(path)
    except OSError as error:
        raise SettingsError("the file cannot be written", where=name, found=str(error.strerror)) from error
    finally:
        unfinished.unlink(missing_ok=True)
