"""The commands that let the record out in other formats, and other coders' rows in."""

import contextlib
import os
import sys
from collections.abc import Iterator
from dataclasses import fields
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from dragoman.errors import SettingsError
from dragoman.interfaces.arguments import Arguments, add_filters, add_record, question_from, record_path
from dragoman.interfaces.display import print_note, write_csv, write_json
from dragoman.interfaces.printable import counted, on_one_line
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
        print_note(f"{counted(count, 'claim')} left out: {reason} (see docs/formats/{wanted.name}.md)")
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


def compare(words: list[str]) -> int:
    """`dragoman compare`; gives the exit code."""
    from dragoman.exchange.compare import SLACK, compared, lines
    from dragoman.interfaces import compare_display

    parser = Arguments(
        "compare",
        "Another coder's rows beside the claims, for the same days, kinds of act and countries: what both "
        "have, and what only one has. Its rows come in with dragoman import.",
    )
    _add_coder(parser)
    parser.add_argument(
        "--days-apart", metavar="N", type=int, default=SLACK, help=f"days between the two at most ({SLACK})"
    )
    parser.add_argument(
        "--has", choices=("both", "ours", "theirs"), help="only what both, or one alone, have"
    )
    add_filters(parser)
    given = parser.parse_args(words)
    question = question_from(given)
    with open_record(record_path(given.record), create=False) as record:
        if given.json or given.csv:
            found = lines(record, given.coder, question, given.days_apart, given.has)
            values = compare_display.lines_as_values(found)
            if given.json:
                write_json(values)
            else:
                rows = (tuple(compare_display.line_cells(value).values()) for value in values)
                write_csv(compare_display.LINE_COLUMNS, rows)
            return 0
        answer = compared(record, given.coder, question, given.days_apart)
        for note in answer.notes:
            print_note(note)
        compare_display.print_summary(answer)
        compare_display.print_lines(lines(record, given.coder, question, given.days_apart, given.has))
    for why, count in answer.left_out.items():
        print_note(f"not compared: {count:,} {why}")
    total = answer.total(given.has)
    if question.limit and total > question.limit:
        print_note(f"{question.limit:,} of {total:,} lines; narrow the question, or give --limit N")
    return 0


def coder_rows(words: list[str]) -> int:
    """`dragoman coder-rows`; gives the exit code."""
    from dragoman.exchange.compare import coder_named, rows_of
    from dragoman.interfaces import compare_display

    parser = Arguments(
        "coder-rows",
        "Rows of another coder by the day they tell of. --actor, --with, --type, --place, --from, --to and "
        "--as-of narrow them; other filters are about claims.",
    )
    _add_coder(parser)
    add_filters(parser)
    given = parser.parse_args(words)
    question = question_from(given)
    with open_record(record_path(given.record), create=False) as record:
        rows, total = rows_of(record, coder_named(record, given.coder), question)
        if given.json:
            write_json(map(compare_display.row_value, rows))
        elif given.csv:
            names = tuple(field.name for field in fields(CoderRow) if field.name != "raw")
            write_csv(names, ([getattr(row, name) for name in names] for row in rows))
        elif (shown := compare_display.print_rows(rows)) < total:
            print_note(f"{shown:,} of {total:,} rows; narrow the question, or give --limit N")
        elif not total:
            print("No rows.")
    return 0


def _add_coder(parser: Arguments) -> None:
    parser.add_argument("coder", metavar="CODER", help="whose rows, such as gdelt, icews or polecat")


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
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(path)
    except OSError as error:
        raise SettingsError("the file cannot be written", where=name, found=str(error.strerror)) from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink(missing_ok=True)
