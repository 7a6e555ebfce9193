"""The table of formats. A module is imported only when its format is asked for.

A reader is `read(lines) -> Iterator[CoderRow | BadRow]`, a writer `write(given: Held, out) -> Written`. Each
module names the document that defines its format; `docs/formats/NAME.md` says what columns mean and what is
lost.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any, BinaryIO

from dragoman.errors import SettingsError
from dragoman.exchange.lines import BadRow, Line
from dragoman.merge.lifecycle import Life
from dragoman.store import CoderRow, HeldClaim


@dataclass(frozen=True, slots=True)
class Format:
    """A format.

    Attributes:
        name: as in commands and addresses.
        ending: of its files, without the dot.
        media_type: over HTTP.
        says: what it is, in a few words.
        module: in `exchange/`.
        writes, reads: can it go out, and come in?
    """

    name: str
    ending: str
    media_type: str
    says: str
    module: str
    writes: bool = True
    reads: bool = False


FORMATS: tuple[Format, ...] = (
    Format(
        "jsonl", "jsonl", "application/x-ndjson", "claims as contract JSON, one a line", "jsonl", reads=True
    ),
    Format("csv", "csv", "text/csv", "claims as a table", "csv_table"),
    Format(
        "parquet",
        "parquet",
        "application/vnd.apache.parquet",
        "claims as a table for DuckDB or Arrow",
        "parquet",
    ),
    Format("plover", "json", "application/json", "events as PLOVER JSON", "plover", reads=True),
    Format("polecat", "tsv", "text/tab-separated-values", "POLECAT's 40 columns", "polecat", reads=True),
    Format("gdelt", "tsv", "text/tab-separated-values", "dyads in GDELT's 61 columns", "gdelt", reads=True),
    Format("icews", "tab", "text/tab-separated-values", "dyads in ICEWS's 20 columns", "icews", reads=True),
    Format("icalendar", "ics", "text/calendar", "meetings for a calendar", "icalendar"),
    Format("graphml", "graphml", "application/graphml+xml", "who met whom as a network", "graphs"),
    Format("gexf", "gexf", "application/gexf+xml", "who met whom as a network for Gephi", "graphs"),
    Format("geojson", "geojson", "application/geo+json", "claims with a place, for maps", "geojson"),
    Format("ftm", "ftm.json", "application/x-ndjson", "FollowTheMoney entities, one a line", "ftm"),
    Format("prov", "provn.jsonld", "application/ld+json", "where each claim comes from, as W3C PROV", "prov"),
    Format("schema-org", "jsonld", "application/ld+json", "events as schema.org JSON-LD", "schema_org"),
    Format(
        "gdelt-mentions",
        "tsv",
        "text/tab-separated-values",
        "GDELT 2 mentions",
        "gdelt",
        writes=False,
        reads=True,
    ),
    Format("acled", "csv", "text/csv", "ACLED, 31 or 25 columns", "acled", writes=False, reads=True),
    Format("ucdp", "csv", "text/csv", "UCDP GED, 49 columns", "ucdp", writes=False, reads=True),
    Format("pax", "csv", "text/csv", "PA-X agreements", "pax", writes=False, reads=True),
    Format("phoenix", "csv", "text/csv", "Phoenix", "phoenix", writes=False, reads=True),
)
"""The formats, in the order in which they are listed."""


@dataclass(frozen=True, slots=True)
class Held:
    """What is written: functions, so that a writer streams what it needs and no more.

    Attributes:
        claims: the claims that the filters leave, in the order of time.
        lives: the acts among them with their histories.
        about: what is said of the record in a header: reach, filters, day, version.
    """

    claims: Callable[[], Iterator[HeldClaim]]
    lives: Callable[[], Iterable[Life]]
    about: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Written:
    """What went out.

    Attributes:
        rows: how many rows, entities or entries.
        left_out: reason to number of claims that the format has no room for.
    """

    rows: int
    left_out: dict[str, int]


def format_named(name: str, *, writes: bool = False, reads: bool = False) -> Format:
    """The format of that name.

    Raises:
        SettingsError: there is none, or it cannot be written or read.
    """
    fit = [f.name for f in FORMATS if (f.writes or not writes) and (f.reads or not reads)]
    if name not in fit:
        from difflib import get_close_matches

        meant = get_close_matches(name, fit, 1)
        raise SettingsError(
            "no such format",
            found=repr(name),
            expected="one of " + ", ".join(fit),
            next_step=f"did you mean {meant[0]}?" if meant else "see docs/formats",
        )
    return next(f for f in FORMATS if f.name == name)


Writer = Callable[[Held, BinaryIO], Written]
Reader = Callable[[Iterable[Line]], Iterator[CoderRow | BadRow]]


def writer_of(wanted: Format) -> Writer:
    """The writer of a format; a module that writes several has `write_NAME`."""
    module = import_module(f"dragoman.exchange.{wanted.module}")
    return getattr(module, f"write_{wanted.name}", None) or module.write


def reader_of(wanted: Format) -> Reader:
    """The reader of a format; a module that reads several has `read_NAME`."""
    module = import_module(f"dragoman.exchange.{wanted.module}")
    return getattr(module, f"read_{wanted.name.replace('-', '_')}", None) or module.read
