"""The command that lists families of reports: what is copied from what, and what the copies changed."""

from typing import Any

from dragoman.interfaces import display
from dragoman.interfaces.arguments import Arguments, add_record, record_path
from dragoman.interfaces.printable import counted
from dragoman.merge.families import Family
from dragoman.records import to_json
from dragoman.store import open_record


def families(words: list[str]) -> int:
    """`dragoman families`; gives the exit code."""
    parser = Arguments(
        "families",
        "Reports copied or rewritten from one origin, which count as one source, and what the copies "
        "changed. Tables show families of two or more; --json gives one list of all, alone or not.",
    )
    parser.add_argument("--as-of", metavar="DATE", help="use only what had been reported by then")
    parser.add_argument("--json", action="store_true", help="a list of objects: family origin reports drift")
    add_record(parser)
    given = parser.parse_args(words)
    from dragoman.ask.query import ask_for
    from dragoman.merge import families as kin

    question = ask_for(as_of=given.as_of)
    with open_record(record_path(given.record), create=False) as record:
        found = kin.families(record, question.as_of, drift=True)
    if given.json:
        display.write_json([[family_value(family) for family in found]])
        return 0
    several = [family for family in found if len(family.reports) > 1]
    if several:
        display.print_families(several)
    else:
        print("No report is a copy of another.")
    reports = sum(len(family.reports) for family in found)
    alone = len(found) - len(several)
    display.print_note(
        f"{counted(reports, 'report')} from {len(found):,} independent "
        f"{'family' if len(found) == 1 else 'families'}, {alone:,} of them of one report"
    )
    return 0


def family_value(family: Family) -> dict[str, Any]:
    """A family as plain JSON values; reports are named by the id they came in with."""
    return {
        "family": family.id,
        "origin": family.origin.name,
        "reports": [printed.name for printed in family.reports],
        "drift": [to_json(item) for item in family.drift],
    }
