"""The words behind a command, turned into values."""

import argparse
import difflib
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from dragoman.errors import SettingsError
from dragoman.sources.publication import read_published

if TYPE_CHECKING:
    from dragoman.ask.query import Question
    from dragoman.store.address import Address

MIN_CONFIDENCE = 0.5
"""Claims below it are kept, and hidden unless asked for: more of their kind are wrong than right."""

DEFAULT_RECORD = "dragoman.record"
"""In the current folder, where neither --record nor DRAGOMAN_RECORD names another."""

ROWS_FOR_PEOPLE = 50
"""Rows of a table where --limit does not say; pipes get all."""


class Arguments(argparse.ArgumentParser):
    """A parser whose complaints are one line like every other, with the option that was meant."""

    def __init__(self, name: str, does: str) -> None:
        super().__init__(prog=f"dragoman {name}", description=does, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """Raise the complaint as a SettingsError."""
        meant = ""
        if message.startswith("unrecognized arguments: -"):
            known = list(self._option_string_actions)
            alike = difflib.get_close_matches(message.split()[2].partition("=")[0], known, 1, 0.6)
            meant = f"did you mean {alike[0]}?" if alike else ""
        raise SettingsError(message, where=self.prog, next_step=meant or f"see {self.prog} --help")


def add_record(parser: argparse.ArgumentParser) -> None:
    """--record."""
    parser.add_argument(
        "--record",
        metavar="RECORD",
        help="the record, a file or postgresql://USER@HOST/DATABASE (default: the one named by "
        f"DRAGOMAN_RECORD, else the file {DEFAULT_RECORD} in this folder)",
    )


def record_path(given: str | None) -> "Path | Address":
    """Which record is meant: a file, or the address of a PostgreSQL database."""
    from dragoman.store.address import record_at

    return record_at(given or os.environ.get("DRAGOMAN_RECORD") or DEFAULT_RECORD)


def add_own_actors(parser: argparse.ArgumentParser) -> None:
    """--actors."""
    parser.add_argument(
        "--actors",
        metavar="FILE",
        help="actors of your own, CSV or YAML (default: the file named by DRAGOMAN_ACTORS, else none)",
    )


def own_actors_path(given: str | None) -> Path | None:
    """Which file of the user's own actors is meant; None where none is named."""
    named = given or os.environ.get("DRAGOMAN_ACTORS")
    return Path(named) if named else None


def add_reports(parser: argparse.ArgumentParser) -> None:
    """PATH..., --published and --outlet."""
    parser.add_argument(
        "paths",
        metavar="PATH",
        nargs="+",
        help="files, folders, addresses, - for standard input: text, HTML, JSON Lines, Parquet, feeds, WARC",
    )
    parser.add_argument(
        "--published", metavar="DATE", help="when reports that do not say so appeared (ISO 8601)"
    )
    parser.add_argument("--outlet", metavar="NAME", help="the outlet of reports that name none")


def published_day(words: str | None) -> str | None:
    """A day or moment as ISO 8601.

    Raises:
        SettingsError: it is neither.
    """
    if words is None:
        return None
    day = read_published(words)
    if day is None:
        raise SettingsError(
            "not a day or moment",
            where="--published",
            found=repr(words),
            expected="ISO 8601 such as 2025-11-19 or 2025-11-19T08:30:00Z",
        )
    return day


OPTIONS: "dict[str, dict[str, Any]]" = {
    "--actor": {"metavar": "NAME", "help": "a party: its id, name or part of it, or a country"},
    "--with": {"metavar": "NAME", "dest": "with_", "help": "a second party of the same claim"},
    "--type": {"metavar": "TYPE", "help": "PLOVER type such as CONSULT; several with commas"},
    "--status": {"metavar": "STATUS", "help": "such as scheduled or cancelled; several with commas"},
    "--issue": {"metavar": "ISSUE", "help": "what a position is about"},
    "--place": {"metavar": "NAME", "help": "where: a place, part of its name, or a country"},
    "--from": {"metavar": "DATE", "dest": "from_", "help": "first day, month or year of what is told"},
    "--to": {"metavar": "DATE", "help": "last day, month or year of what is told"},
    "--watch": {"metavar": "NAME", "help": "only what this watch gathers (dragoman follow)"},
    "--as-of": {"metavar": "DATE", "help": "use only what had been reported by then"},
    "--min-confidence": {
        "metavar": "SHARE",
        "type": float,
        "default": MIN_CONFIDENCE,
        "help": f"hide claims that are less sure, 0 to 1 ({MIN_CONFIDENCE} unless said otherwise)",
    },
    "--rejected": {
        "action": "store_true",
        "help": "give what people rejected, and claims of retracted reports, too",
    },
    "--voice": {
        "metavar": "WHO",
        "help": "who answers for it: narrator (the report alone), named, anonymous, or reportedly",
    },
    "--stance": {"metavar": "STANCE", "help": "what is held, such as demand, offer, accept or reject"},
    "--quoted": {"action": "store_true", "help": "only what someone is quoted with word for word"},
    "--sort": {"metavar": "ORDER", "help": "day (told of), newest, oldest or best"},
    "--limit": {
        "metavar": "N",
        "type": int,
        "help": f"at most so many rows (for people: {ROWS_FOR_PEOPLE} unless said otherwise)",
    },
}
"""The options that more than one command takes, each described once; `add_options` gives them to a parser."""


def add_options(parser: "argparse.ArgumentParser | argparse._ArgumentGroup", *names: str) -> None:
    """The options of these names (of `OPTIONS`)."""
    for name in names:
        parser.add_argument(name, **OPTIONS[name])


FILTERS = (
    "--actor", "--with", "--type", "--status", "--issue", "--place", "--from", "--to", "--watch",
    "--voice", "--stance", "--quoted", "--sort", "--as-of", "--min-confidence",
)  # fmt: skip
"""What every question about claims can be narrowed by."""


def add_filters(parser: argparse.ArgumentParser) -> None:
    """The filters that every question about claims takes, its output, its limit and its record."""
    add_options(parser.add_argument_group("filters"), *FILTERS, "--rejected")
    add_output(parser)
    add_options(parser, "--limit")
    add_record(parser)


def add_output(parser: argparse.ArgumentParser) -> None:
    """--json and --csv."""
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="JSON Lines instead of a table")
    form.add_argument("--csv", action="store_true", help="CSV instead of a table")


def question_from(given: argparse.Namespace, words: str | None = None) -> "Question":
    """The question that the filters ask.

    Raises:
        SettingsError: a filter has a value that there is not.
    """
    from dragoman.ask.query import ask_for

    limit = given.limit if given.limit is not None or given.json or given.csv else ROWS_FOR_PEOPLE
    return ask_for(
        actor=given.actor,
        with_=given.with_,
        event_types=given.type,
        statuses=given.status,
        issue=given.issue,
        place=given.place,
        from_=given.from_,
        to=given.to,
        as_of=given.as_of,
        words=words,
        limit=limit,
        min_confidence=given.min_confidence,
        watch=given.watch,
        rejected=given.rejected,
        voice=given.voice,
        stance=given.stance,
        quoted=given.quoted,
        sort=given.sort,
    )
