"""The commands by which people correct the record: each checks its words, adds one row, and says what it did.

What may be corrected, and how, is `ask.correct`; here it is read from the command line and told.
"""

import os
import sys
from argparse import Namespace
from typing import TYPE_CHECKING, Any, TypeAlias

from dragoman.interfaces import display, event_display
from dragoman.interfaces.arguments import (
    Arguments,
    add_options,
    add_own_actors,
    add_record,
    own_actors_path,
    record_path,
)
from dragoman.interfaces.printable import counted, on_one_line
from dragoman.records import to_json
from dragoman.store import Correction, Record, open_record

if TYPE_CHECKING:
    from dragoman.ask.correct import Corrected
    from dragoman.ask.resting import Resting

Takes: TypeAlias = "tuple[str, dict[str, Any]]"
"""An argument: its name and what argparse is told of it."""

CLAIM: Takes = ("claim", {"metavar": "CLAIM", "help": "its id, or as much of the beginning as is unique"})
OTHER: Takes = ("other", {"metavar": "CLAIM", "help": "another claim of an act"})
REPORT: Takes = (
    "report",
    {"metavar": "REPORT", "help": "its id or the beginning of it, the id it came in with, or address"},
)


def accept(words: list[str]) -> int:
    """`dragoman accept`; gives the exit code."""
    given = _asked(words, "accept", "Say that a claim is right. It is never hidden as unsure then.", CLAIM)
    return _corrected("accept", given, given.claim)


def reject(words: list[str]) -> int:
    """`dragoman reject`; gives the exit code."""
    given = _asked(
        words,
        "reject",
        "Say that a claim is wrong. It is kept, and left out of every view without --rejected.",
        CLAIM,
    )
    return _corrected("reject", given, given.claim)


def edit(words: list[str]) -> int:
    """`dragoman edit`; gives the exit code."""
    from dragoman.ask.correct import FIELDS, PARTY_FIELDS

    fields = ", ".join((*FIELDS, *(f"party.NAME.{name}" for name in PARTY_FIELDS)))
    given = _asked(
        words,
        "edit",
        f"Set a field of a claim; its words and the coder's value are kept. Fields: {fields}.",
        CLAIM,
        ("field", {"metavar": "FIELD", "help": "such as status, time or party.Witkoff.status"}),
        ("value", {"metavar": "VALUE", "help": '"none" empties it; a time is DAY or FIRST/LAST'}),
    )
    return _corrected("edit", given, given.claim, given.field, given.value)


def merge(words: list[str]) -> int:
    """`dragoman merge`; gives the exit code."""
    given = _asked(
        words, "merge", "Say that two claims tell of one act, whatever the rules say.", CLAIM, OTHER
    )
    return _corrected("merge", given, given.claim, given.other)


def split(words: list[str]) -> int:
    """`dragoman split`; gives the exit code."""
    given = _asked(
        words, "split", "Say that two claims tell of two acts, whatever the rules say.", CLAIM, OTHER
    )
    return _corrected("split", given, given.claim, given.other)


def retract(words: list[str]) -> int:
    """`dragoman retract`; gives the exit code."""
    given = _asked(
        words,
        "retract",
        "Say that a report no longer stands. Its claims are kept, marked, and left out of every view without "
        "--rejected. What rests on it is listed.",
        REPORT,
    )
    code = _corrected("retract", given, given.report)
    return code or _print_resting(given, None)


def undo(words: list[str]) -> int:
    """`dragoman undo`; gives the exit code."""
    given = _asked(
        words,
        "undo",
        "Take a correction back; that is one more correction.",
        ("number", {"metavar": "CORRECTION", "help": "its number, as dragoman corrections lists it"}),
    )
    return _corrected("undo", given, given.number)


def corrections(words: list[str]) -> int:
    """`dragoman corrections`; gives the exit code."""
    parser = Arguments(
        "corrections", "What people have corrected, undone ones too, in the order it was entered."
    )
    parser.add_argument(
        "--loose",
        action="store_true",
        help="only those that find no claim or party since a newer coding, or that later ones overrule",
    )
    add_options(parser, "--as-of")
    parser.add_argument("--json", action="store_true", help="JSON Lines instead")
    add_record(parser)
    given = parser.parse_args(words)
    from dragoman.ask.correct import all_corrections
    from dragoman.ask.query import ask_for

    with _opened(given) as record:
        found = all_corrections(record, ask_for(as_of=given.as_of).as_of)
    found = [one for one in found if not given.loose or one.loose or one.overruled]
    if given.json:
        display.write_json(display.correction_value(one) for one in found)
        return 0
    for one in found:
        print(_line(one))
    if not found:
        print("No correction is loose." if given.loose else "No corrections.")
    elif loose := [one for one in found if one.loose and not given.loose]:
        display.print_note(f"{counted(len(loose), 'correction')} loose; see dragoman corrections --loose")
    return 0


def rests_on(words: list[str]) -> int:
    """`dragoman rests-on`; gives the exit code."""
    parser = Arguments(
        "rests-on",
        "What rests on a report: its claims, acts that it alone or only its family tells, its copies, and "
        "contradictions. Everything is given as if the report were not retracted.",
    )
    parser.add_argument(REPORT[0], **REPORT[1])
    add_options(parser, "--as-of")
    parser.add_argument("--json", action="store_true", help="one JSON line instead")
    add_record(parser)
    given = parser.parse_args(words)
    from dragoman.ask.query import ask_for

    return _print_resting(given, ask_for(as_of=given.as_of).as_of)


def recode(words: list[str]) -> int:
    """`dragoman recode`: code held reports again with the coder of today; gives the exit code."""
    parser = Arguments(
        "recode",
        "Code the held reports again with this coder. New claims are added, those no longer made leave the "
        "views from today on, and corrections go over to the claims that rest on the same words.",
    )
    parser.add_argument("--all", action="store_true", help="those too that this coder has coded already")
    add_own_actors(parser)
    add_record(parser)
    given = parser.parse_args(words)
    from dragoman.interfaces.recoding import recode_all
    from dragoman.pipeline import load_resources

    path = own_actors_path(given.actors)
    own = None
    if path is not None:
        from dragoman.actors.own import read_own_actors

        own = read_own_actors(path)
    with _opened(given) as record:
        reports = record.size()[0]
        tally = recode_all(record, load_resources(own), everything=given.all)
        loose = len(record.in_force().loose)
    print(
        f"coded {counted(tally.reports, 'report')} of {reports:,} again: "
        f"{counted(tally.added, 'claim')} added, {tally.dropped:,} no longer made, "
        f"{tally.followed:,} of them followed on the same words."
    )
    if loose:
        print(f"{counted(loose, 'correction')} without a claim now: dragoman corrections --loose")
    return 0


def _asked(words: list[str], name: str, does: str, *takes: Takes) -> Namespace:
    """The words of a correction, with the reason, the person and the day."""
    parser = Arguments(name, does)
    for argument, options in takes:
        parser.add_argument(argument, **options)
    parser.add_argument("--reason", metavar="WORDS", required=True, help="why")
    parser.add_argument(
        "--by", metavar="NAME", help="who says so (default: DRAGOMAN_USER, else the name of the login)"
    )
    parser.add_argument("--on", metavar="DATE", help="the day from which it holds (default: today)")
    parser.add_argument("--json", action="store_true", help="one JSON line instead")
    add_record(parser)
    return parser.parse_args(words)


def _corrected(kind: str, given: Namespace, *what: str) -> int:
    from dragoman.ask import correct

    on = correct.day_in("--on", given.on) if given.on else None
    with _opened(given) as record:
        made: Correction = getattr(correct, kind)(
            record, *what, by=_person(given.by), reason=given.reason, on=on
        )
        overruled = record.in_force().overruled
    if given.json:
        display.write_json([to_json(made)])
    else:
        print(f"correction {_said(made)}; take it back with dragoman undo {made.number}")
    if made.kind in ("merge", "split"):
        for one in overruled:
            if one.number == made.number or one.day <= made.day:
                display.print_note(f"this cannot hold beside it, and no longer does: correction {_said(one)}")
    return 0


def _person(given: str | None) -> str:
    import getpass

    from dragoman.errors import SettingsError

    try:
        return given if given is not None else os.environ.get("DRAGOMAN_USER") or getpass.getuser()
    except (OSError, KeyError) as error:
        raise SettingsError(
            "who corrects is not known", where="--by", next_step="give a name, or set DRAGOMAN_USER"
        ) from error


def _said(one: Correction) -> str:
    """A correction in one line."""
    from dragoman.store.corrections import new_value, shown

    what = {"undo": "correction", "retract": "report"}.get(one.kind, "claim")
    told = f"{one.number}: {one.kind} {what} {one.subject[:12]}"
    if one.kind == "edit":
        told += f", {one.field} = {shown(new_value(one))}"
    if one.other:
        told += f" and claim {one.other[:12]}"
    return on_one_line(f"{told}, by {one.person} on {one.day}: {one.reason}")


def _line(one: "Corrected") -> str:
    marks = [name for name in ("undone", "loose", "overruled") if getattr(one, name)]
    return _said(one.correction) + (f"   [{', '.join(marks)}]" if marks else "")


def _print_resting(given: Namespace, as_of: str | None) -> int:
    from dragoman.ask.correct import the_report
    from dragoman.ask.resting import rests_on as found_resting

    with _opened(given) as record:
        found = found_resting(record, the_report(record, given.report), as_of)
    if given.json:
        display.write_json([resting_value(found)])
        return 0
    _say_resting(found)
    return 0


def resting_value(found: "Resting") -> dict[str, Any]:
    """What rests on a report, as plain JSON values."""
    return {
        "report": display.report_value(found.report),
        "claims": [display.claim_value(held) for held in found.claims],
        "events": [
            {"event": event.id, "rests_on": rests, "claims": [t.claim.id for t in event.told]}
            for rests, events in (
                ("this report alone", found.alone),
                ("its family alone", found.family_alone),
                ("independent reports too", found.shared),
            )
            for event in events
        ],
        "family": [
            {"id": p.id, "name": p.name, "outlet": p.outlet, "published": p.published}
            for p in found.family.reports
        ],
        "contradictions": [event_display.contradiction_value(one) for one in found.contradictions],
    }


def _say_resting(found: "Resting") -> None:
    from dragoman.merge.lifecycle import life_of

    print(f"On report {found.report.id[:12]} ({display.provenance(found.report)}) rest:")
    if found.claims:
        print(f"\n{counted(len(found.claims), 'claim')}")
        display.print_claims(found.claims)
    for told, events in (
        ("Acts of which this report alone tells", found.alone),
        ("Acts of which only its family tells (copies of one origin)", found.family_alone),
        ("Acts of which independent reports tell as well", found.shared),
    ):
        if events:
            print(f"\n{told}")
            for life in filter(None, map(life_of, events)):
                print(f"  {event_display.headline(life)}")
    others = [p for p in found.family.reports if p.id != found.report.id]
    if others:
        print("\nCopies of one origin with it, which do not stand on their own")
        for printed in others:
            print("  " + on_one_line(", ".join(filter(None, (printed.day, printed.name, printed.outlet)))))
    if found.contradictions:
        print("\nContradictions with it")
        event_display.print_contradictions(found.contradictions)
    sys.stdout.flush()


def _opened(given: Namespace) -> Record:
    return open_record(record_path(given.record), create=False)
