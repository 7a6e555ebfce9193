"""The commands that take reports in: `read` keeps their claims, `code` prints them."""

import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import RecordError, SettingsError
from dragoman.interfaces.arguments import (
    Arguments,
    add_own_actors,
    add_record,
    add_reports,
    own_actors_path,
    published_day,
    record_path,
)
from dragoman.interfaces.printable import counted, json_line, on_one_line
from dragoman.interfaces.progress import ReadingBar
from dragoman.interfaces.reading import AlreadyHeld, Coder, Outcome, read_through
from dragoman.records import CodedDocument, Document, to_json
from dragoman.sources.raw import RawDocument, SetAside

if TYPE_CHECKING:
    from dragoman.actors.own import OwnActors
    from dragoman.interfaces.keeping import Tally
    from dragoman.store import Record

COMING_UP = 5
"""Plans shown after reading."""


def read(words: list[str]) -> int:
    """`dragoman read`: code reports and keep their claims; gives the exit code."""
    from dragoman.interfaces.keeping import Tally, keep_all
    from dragoman.merge.kept import merge_new
    from dragoman.store import open_record

    parser = Arguments("read", "Read reports into the record. What is already held is not read again.")
    add_reports(parser)
    add_own_actors(parser)
    add_record(parser)
    parser.add_argument("--workers", metavar="N", type=int, default=1, help="processes that code (1)")
    given = parser.parse_args(words)
    published = published_day(given.published)
    own = own_actors(given.actors)
    if given.workers < 1:
        raise SettingsError("must be 1 or more", where="--workers", found=str(given.workers))
    tally = Tally()
    with open_record(record_path(given.record)) as record, ReadingBar(given.paths) as bar:
        outcomes = _outcomes(given, published, bar, record, own)
        try:
            keep_all(outcomes, record, tally)
        except KeyboardInterrupt:
            _report_set_aside(tally.set_aside)
            sys.stderr.write(
                f"dragoman: interrupted; {_reports(tally.coded)} kept; run the same again to go on\n"
            )
            return 130
        except RecordError:
            _report_set_aside(tally.set_aside)
            sys.stderr.write(f"dragoman: stopped; {_reports(tally.coded)} of this run kept\n")
            raise
    _report_set_aside(tally.set_aside)
    with open_record(record_path(given.record)) as record:
        merge_new(record)
        _summarise(tally, record)
    return 0 if tally.coded or tally.held else 2


def code(words: list[str]) -> int:
    """`dragoman code`: print each report with its layers as one JSON line; gives the exit code."""
    parser = Arguments(
        "code", "Code reports and print one JSON line each, in the order they come; keep nothing."
    )
    add_reports(parser)
    add_own_actors(parser)
    given = parser.parse_args(words)
    published = published_day(given.published)
    own = own_actors(given.actors)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8", errors="strict")  # pyright: ignore[reportAttributeAccessIssue]
    coded, set_aside = 0, []
    with ReadingBar(given.paths) as bar:
        raws = _taken_in(given.paths, given, published, bar)
        for outcome in read_through(raws, coder(own)):
            bar.done()
            if isinstance(outcome, CodedDocument):
                sys.stdout.write(json_line(to_json(outcome)) + "\n")
                coded += 1
            elif isinstance(outcome, SetAside):
                set_aside.append(outcome)
    _report_set_aside(set_aside)
    sys.stderr.write(f"read {coded + len(set_aside)} = {coded} coded + {len(set_aside)} set aside\n")
    return 0 if coded else 2


def own_actors(given: str | None) -> "OwnActors | None":
    """The user's file, read and checked before any report is."""
    path = own_actors_path(given)
    if path is None:
        return None
    from dragoman.actors.own import read_own_actors

    return read_own_actors(path)


def _taken_in(
    paths: list[str], given: Namespace, published: str | None, bar: ReadingBar
) -> Iterator[RawDocument | SetAside]:
    """The reports as they are read, at once told to the bar."""
    from dragoman.sources.readers import read_reports

    return bar.taken_in(read_reports(paths, published=published, outlet=given.outlet, stdin=sys.stdin.buffer))


def _outcomes(
    given: Namespace, published: str | None, bar: ReadingBar, record: "Record", own: "OwnActors | None"
) -> Iterator[Outcome]:
    """What becomes of each report; the output of `dragoman batch` is taken as it was coded."""
    batches = [path for path in given.paths if _is_batch(path)]
    for path in batches:
        from dragoman.batch.loading import load_batch

        for found in load_batch(Path(path)):
            yield AlreadyHeld(found) if isinstance(found, Document) else found
            bar.done()
    others = [path for path in given.paths if path not in batches]
    if not others:
        return
    raws = _taken_in(others, given, published, bar)
    if given.workers == 1:
        coded = read_through(raws, coder(own), record.held_among)
    else:
        from dragoman.batch.reading import code_in_processes

        actors = own_actors_path(given.actors)
        coded = code_in_processes(
            raws, record.held_among, given.workers, str(actors.resolve()) if actors else None
        )
    for found in coded:
        yield AlreadyHeld(found) if isinstance(found, Document) else found
        bar.done()


def _is_batch(path: str) -> bool:
    if not (Path(path) / "manifest.json").is_file():
        return False
    from dragoman.batch.shards import is_batch

    return is_batch(Path(path))


def coder(own: "OwnActors | None" = None) -> Coder:
    """The coder; its resources are loaded when the first report is to be coded."""
    from dragoman.pipeline import Resources, code_documents, load_resources

    loaded: list[Resources] = []

    def run(documents: Iterable[Document]) -> Iterator[CodedDocument]:
        todo = list(documents)
        if todo and not loaded:
            loaded.append(load_resources(own))
        return code_documents(todo, loaded[0]) if todo else iter(())

    return run


def _report_set_aside(set_aside: list[SetAside]) -> None:
    for item in set_aside:
        sys.stderr.write(f"set aside: {on_one_line(item.where)}: {on_one_line(item.reason)}\n")


def _summarise(tally: "Tally", record: "Record") -> None:
    """What was read, and what was learnt from it."""
    parts = f"{tally.coded} coded + {tally.held} already held + {len(tally.set_aside)} set aside"
    print(f"read {tally.read} = {parts}")
    if not tally.coded:
        if tally.held:
            print(f"Nothing new: {_reports(tally.held)} already held.")
        return
    by_count = sorted(tally.statuses.items(), key=lambda item: (-item[1], item[0]))
    told = ", ".join(f"{count:,} {status.replace('_', ' ')}" for status, count in by_count)
    print(f"{_reports(tally.coded)} gave {counted(tally.claims, 'claim')}{': ' + told if told else ''}.")
    reports, claims = record.size()
    print(f"{on_one_line(str(record.path))} now holds {_reports(reports)} and {counted(claims, 'claim')}.")
    if tally.undated:
        print(
            f"{_reports(tally.undated)} of these without a day of publication: what is told relative to it "
            "stays open; --published DATE gives one."
        )
    _coming_up(record)


def _coming_up(record: "Record") -> None:
    from dragoman.ask.query import ask_for
    from dragoman.ask.views import upcoming
    from dragoman.interfaces.display import print_claims, reference_line

    coming = upcoming(record, ask_for(limit=COMING_UP))
    if coming.claims.rows:
        print(f"\nComing up, {reference_line(coming)}:")
        print_claims(coming.claims.rows)
        print("\nNext: dragoman timeline, dragoman upcoming, dragoman show CLAIM")
    else:
        print("\nNext: dragoman timeline, dragoman show CLAIM")


def _reports(count: int) -> str:
    return counted(count, "report")
