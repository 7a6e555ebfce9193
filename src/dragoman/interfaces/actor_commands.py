"""`dragoman actors`: look into what is known of actors, see what the record could not settle, add to it."""

import argparse
import csv
import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.errors import SettingsError
from dragoman.interfaces.arguments import (
    ROWS_FOR_PEOPLE,
    Arguments,
    add_output,
    add_own_actors,
    add_record,
    own_actors_path,
    record_path,
)

if TYPE_CHECKING:
    from dragoman.actors.knowledge import Actor, Knowledge, Term

FOUND_COLUMNS = ("id", "name", "kind", "country", "sector", "match", "office", "start", "end")
TERM_COLUMNS = ("office", "role", "country", "start", "end", "origin", "sureness")
UNRESOLVED_COLUMNS = ("words", "kind", "mentions", "reports", "candidates", "report")

HELP = """\
usage: dragoman actors find NAME [--on DATE]    who is called so, and the office held on a day
       dragoman actors show ID-OR-NAME          all that is known of one actor
       dragoman actors unresolved               what the record could not settle, most frequent first
       dragoman actors add NAME ...             make an actor known, in a file of yours

  dragoman actors COMMAND --help    what a command takes
"""


def actors(words: list[str]) -> int:
    """`dragoman actors`; gives the exit code."""
    commands = {"find": _find, "show": _show, "unresolved": _unresolved, "add": _add}
    if not words or words[0] in ("-h", "--help"):
        sys.stdout.write(HELP)
        raise SystemExit(0 if words else 2)
    if words[0] not in commands:
        raise SettingsError(
            "no such command",
            where="dragoman actors",
            found=repr(words[0]),
            expected="one of " + ", ".join(commands),
        )
    return commands[words[0]](words[1:])


def _knowledge(given: str | None) -> "Knowledge":
    from dragoman.actors.own import load_knowledge_with, read_own_actors

    path = own_actors_path(given)
    return load_knowledge_with(read_own_actors(path) if path else None)


def _find(words: list[str]) -> int:
    parser = Arguments(
        "actors find", "Who is called so, the likeliest first; with --on, the office of that day."
    )
    parser.add_argument("name", metavar="NAME", nargs="+", help="a name, surname, abbreviation or id")
    parser.add_argument("--on", metavar="DATE", help="the day on which offices are asked for")
    add_own_actors(parser)
    add_output(parser)
    given = parser.parse_args(words)
    on = _day(given.on)
    from dragoman.actors.lookup import find_actors

    found = find_actors(" ".join(given.name), _knowledge(given.actors), on)
    rows = [
        (
            f.actor.id,
            f.actor.name,
            f.actor.kind,
            f.actor.country,
            f.actor.sector,
            f.match,
            f.office.office if f.office else None,
            f.office.start if f.office else None,
            f.office.end if f.office else None,
        )
        for f in found
    ]
    _write(rows, FOUND_COLUMNS, given, "Nobody of that name is known; see dragoman actors add --help")
    return 0 if rows else 1


def _day(words: str | None) -> str | None:
    if words is None:
        return None
    import re

    if not re.fullmatch(r"\d{4}-\d{2}-\d{2}", words):
        raise SettingsError("not a day", where="--on", found=repr(words), expected="a day such as 2025-11-19")
    return words


def _show(words: list[str]) -> int:
    parser = Arguments(
        "actors show", "All that is known of one actor: names, offices, and where each is from."
    )
    parser.add_argument("actor", metavar="ID-OR-NAME", nargs="+", help="an id, or a name that only one bears")
    add_own_actors(parser)
    parser.add_argument("--json", action="store_true", help="one JSON line instead")
    given = parser.parse_args(words)
    from dragoman.actors.lookup import find_actors

    asked, knowledge = " ".join(given.actor), _knowledge(given.actors)
    found = find_actors(asked, knowledge)
    exact = [f for f in found if f.match == "id"] or [f for f in found if f.match == "name"] or list(found)
    if len(exact) != 1:
        raise SettingsError(
            "several are called so" if exact else "nobody is called so",
            found=repr(asked),
            expected="one of " + ", ".join(f"{f.actor.id} ({f.actor.name})" for f in exact[:8])
            if exact
            else "",
            next_step="give the id" if exact else "see dragoman actors add --help",
        )
    _show_actor(exact[0].actor, knowledge, given.json)
    return 0


def _show_actor(actor: "Actor", knowledge: "Knowledge", as_json: bool) -> None:
    from dragoman.interfaces.printable import json_line, on_one_line

    terms = knowledge.terms_of(actor.id)
    if as_json:
        value = actor._asdict() | {"terms": [_term(term) for term in terms]}
        print(json_line(value))
        return
    print(f"{actor.name}   {actor.id}")
    print("  " + ", ".join(filter(None, (actor.kind, actor.country, actor.sector))))
    written = [name for name, meant in knowledge.surfaces.items() if any(s.actor == actor.id for s in meant)]
    names = dict.fromkeys([*actor.aliases, *written])
    names.pop(actor.name, None)
    if names:
        print("  also: " + on_one_line(", ".join(names)))
    for term in terms:
        end = {"": "today or unknown", "?": "an end nobody noted"}.get(
            term.end, term.end.replace("~", "at least ")
        )
        print(f"  {term.start or '?'} to {end}: {term.office} [{term.origin}, {term.sureness}]")


def _term(term: "Term") -> dict[str, str]:
    return {name: getattr(term, name) for name in TERM_COLUMNS}


def _unresolved(words: list[str]) -> int:
    parser = Arguments(
        "actors unresolved",
        "Names and descriptions in the record that no known actor could be found for, most frequent first.",
    )
    add_output(parser)
    parser.add_argument(
        "--limit", metavar="N", type=int, help=f"at most so many rows (tables: {ROWS_FOR_PEOPLE} unless said)"
    )
    add_record(parser)
    given = parser.parse_args(words)
    from dragoman.ask.unresolved import find_unresolved
    from dragoman.store import open_record

    with open_record(record_path(given.record), create=False) as record:
        found = find_unresolved(record)
    limit = given.limit if given.limit is not None or given.json or given.csv else ROWS_FOR_PEOPLE
    rows = [
        (
            u.text,
            u.kind,
            u.mentions,
            u.reports,
            list(u.candidates) if given.json else "; ".join(u.candidates),
            u.report if given.json or given.csv else u.report[:12],
        )
        for u in found[:limit]
    ]
    _write(rows, UNRESOLVED_COLUMNS, given, "Nothing is unresolved.")
    return 0


def _add(words: list[str]) -> int:
    parser = Arguments(
        "actors add",
        "Make an actor known, or one of its offices, by a row in your own file of actors (CSV); reports read "
        "with that file from then on use it.",
    )
    parser.add_argument("name", metavar="NAME", nargs="+", help="the full name")
    parser.add_argument("--kind", metavar="KIND", help="person, organisation, group or place")
    parser.add_argument(
        "--country", metavar="CODE", help="ISO 3166-1 alpha-3, such as EST; EUR for the Union"
    )
    parser.add_argument("--sector", metavar="CODE", help="PLOVER sector, such as GOV or MIL")
    parser.add_argument(
        "--alias", metavar="NAME", action="append", default=[], help="another name; may be repeated"
    )
    parser.add_argument("--office", metavar="WORDS", help='an office, such as "Foreign Minister of Estonia"')
    parser.add_argument(
        "--role", metavar="WORDS", help='its kind, such as "foreign minister", if not plain from it'
    )
    parser.add_argument("--start", metavar="DATE", help="year, month or day from which it was held")
    parser.add_argument("--end", metavar="DATE", help="year, month or day on which it ended")
    parser.add_argument("--id", metavar="ID", help="a Wikidata item, or the id of a known actor to add to")
    add_own_actors(parser)
    given = parser.parse_args(words)
    path = own_actors_path(given.actors)
    if path is None:
        raise SettingsError(
            "no file to add to",
            expected="--actors FILE, or DRAGOMAN_ACTORS",
            next_step="name a CSV file, new or old",
        )
    if path.suffix.lower() in (".yaml", ".yml"):
        raise SettingsError(
            "only CSV is written here", where=str(path), next_step="add the entry to it by hand"
        )
    from dragoman.actors.knowledge import load_knowledge
    from dragoman.actors.own import FIELDS, read_own_text
    from dragoman.actors.own import add_own_actors as with_them

    before = path.read_text(encoding="utf-8-sig") if path.exists() else ",".join(FIELDS) + "\n"
    head = next(
        (row for row in csv.reader(io.StringIO(before)) if row and not row[0].startswith("#")), list(FIELDS)
    )
    row = {
        "name": " ".join(given.name), "id": given.id, "kind": given.kind, "country": given.country,
        "sector": given.sector, "aliases": "|".join(given.alias), "weak": "", "office": given.office,
        "role": given.role, "start": given.start, "end": given.end,
    }  # fmt: skip
    lost = [field for field, value in row.items() if value and field not in head]
    if lost:
        raise SettingsError(
            "the file has no such column",
            where=str(path),
            found=", ".join(lost),
            next_step="add it to the first row",
        )
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow([row.get(field) or "" for field in head])
    text = before + ("" if before.endswith("\n") else "\n") + out.getvalue()
    own = read_own_text(path, text)
    with_them(load_knowledge(), own)
    _replace(path, text)
    print(f"{path} now has {len(own.entries)} rows. Use it: --actors {path}, or DRAGOMAN_ACTORS={path}")
    return 0


def _replace(path: Path, text: str) -> None:
    """Write beside the file and put it in its place, so that an interruption leaves the old one whole."""
    beside = path.with_name(path.name + ".new")
    beside.write_text(text, encoding="utf-8")
    beside.replace(path)


def _write(
    rows: Sequence[tuple[object, ...]], columns: tuple[str, ...], given: argparse.Namespace, none: str
) -> None:
    from dragoman.interfaces.display import print_rows, write_csv, write_json

    if given.json:
        write_json(dict(zip(columns, row, strict=True)) for row in rows)
    elif given.csv:
        write_csv(columns, rows)
    elif rows:
        print_rows(columns, rows)
    else:
        print(none)
