"""The commands that ask for acts across reports, and for what changed between them.

Each does three things: says what it takes (`asked`), asks the record, and gives the answer (`answer`).
"""

import argparse
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from dragoman.interfaces import display, event_display
from dragoman.interfaces.arguments import (
    ROWS_FOR_PEOPLE,
    Arguments,
    add_options,
    add_record,
    record_path,
)
from dragoman.interfaces.printable import counted
from dragoman.store import Record, open_record

SINCE = ("--since", {"metavar": "DATE", "help": "the first day whose reports count as news"})


def events(words: list[str]) -> int:
    """`dragoman events`; gives the exit code."""
    given = asked(
        words,
        "events",
        "Acts as the reports together tell them, each with its history, by first report.",
        "--type",
        "--watch",
        "--rejected",
        ("--several", {"action": "store_true", "help": "only acts that two or more reports tell of"}),
        (
            "--single-origin",
            {"action": "store_true", "help": "only acts that rest on one report, or on copies of one"},
        ),
    )
    from dragoman.ask.acts import Narrowed, acts
    from dragoman.ask.origins import rests_on_one_origin

    with opened(given) as record:
        lives = acts(
            record,
            Narrowed(given.question.event_types, several=given.several),
            given.as_of,
            given.min_confidence,
            given.watch,
            newest=False,
            rejected=given.rejected,
        )
        if given.single_origin:
            lives = [life for life in lives if rests_on_one_origin(life.event)]
        return answer(given, lives, event_display.life_value, event_display.print_lives, "event")


def due(words: list[str]) -> int:
    """`dragoman due`; gives the exit code."""
    given = asked(
        words,
        "due",
        "What was announced for days that are over on the day --as-of (or of the newest report), of which "
        "no report says what came of it. The clock is not asked, and nothing is assumed held.",
        "--watch",
        "--rejected",
    )
    from dragoman.ask.events import due as found_due

    with opened(given) as record:
        overdue = found_due(record, given.as_of, given.min_confidence, given.watch, rejected=given.rejected)
        if given.json:
            display.write_json(event_display.due_value(life) for life in overdue.lives[: given.limit])
        else:
            event_display.print_due(overdue)
    return 0


def met(words: list[str]) -> int:
    """`dragoman met`; gives the exit code."""
    given = asked(
        words,
        "met",
        "When two parties last met as far as reported, and all their meetings and calls.",
        ("a", {"metavar": "A", "help": "a party: its id, name or part of it, or a country"}),
        ("b", {"metavar": "B", "help": "another party"}),
        "--rejected",
    )
    a, b = (is_name(words) for words in (given.a, given.b))
    from dragoman.ask.events import met as found_met

    with opened(given) as record:
        found = found_met(record, a, b, given.as_of, given.min_confidence, rejected=given.rejected)
    for note in found.notes:
        display.print_note(note)
    if given.json:
        display.write_json([event_display.met_value(a, b, found)])
    else:
        event_display.print_met(a, b, found)
    return 0


def matrix(words: list[str]) -> int:
    """`dragoman matrix`; gives the exit code."""
    given = asked(
        words,
        "matrix",
        "Who met whom in a stretch of days (the last 90 days of the record unless said): pairs with their "
        "meetings, calls and plans, and who stands between two sides that did not meet.",
        "--from",
        "--to",
        ("--by", {"choices": ("person", "state"), "default": "person", "help": "what counts as a party"}),
        ("--party", {"metavar": "A", "help": "only pairs with this party: its id or part of its name"}),
    )
    from dragoman.ask.meetings import matrix as found_matrix
    from dragoman.interfaces import people_display as people

    question = given.question
    with opened(given) as record:
        found = found_matrix(record, given.by, question.from_, question.to, given.as_of, given.min_confidence)
    pairs = tuple(pair for pair in found.pairs if people.concerns(pair, given.party))
    show = partial(people.print_matrix, found)
    return answer(given, pairs, people.pair_value, show, "pair")


def contradictions(words: list[str]) -> int:
    """`dragoman contradictions`; gives the exit code."""
    given = asked(
        words,
        "contradictions",
        "Claims of one act that cannot both be right: place, date, order, number, attendance, status, "
        "attribution. A plan that a later report changes or calls off is none, nor are two opinions.",
        "--watch",
        "--rejected",
    )
    from dragoman.ask.events import contradictions as found_contradictions

    with opened(given) as record:
        found = found_contradictions(
            record, given.as_of, given.min_confidence, given.watch, rejected=given.rejected
        )
        show = event_display.print_contradictions
        return answer(given, found, event_display.contradiction_value, show, "contradiction")


def positions(words: list[str]) -> int:
    """`dragoman positions`; gives the exit code."""
    given = asked(
        words,
        "positions",
        "What a party holds on each issue: its first and latest words, and what moved.",
        (
            "--holder",
            {"metavar": "NAME", "required": True, "help": "a party, or a country with all its voices"},
        ),
        "--issue",
        "--watch",
        "--rejected",
    )
    holder = is_name(given.holder)
    from dragoman.ask.positions import positions as found_positions

    with opened(given) as record:
        found = found_positions(
            record,
            holder,
            given.issue,
            given.as_of,
            given.min_confidence,
            given.watch,
            rejected=given.rejected,
        )
    return answer(given, found, event_display.position_value, event_display.print_positions, "position")


def changes(words: list[str]) -> int:
    """`dragoman changes`; gives the exit code."""
    name, how = SINCE
    given = asked(
        words,
        "changes",
        "What is new, confirmed, held, put off, called off, not held, reversed or contradicted since a day, "
        "whose stance moved, and which old acts resurface.",
        "--watch",
        (name, {**how, "required": True}),
        ("--change", {"metavar": "KIND", "help": "only such as new, held, cancelled or resurfaced"}),
    )
    from dragoman.ask.changes import changes as found_changes
    from dragoman.ask.changes import kind_of_change

    wanted = kind_of_change(given.change)

    with opened(given) as record:
        found = found_changes(record, given.since, given.as_of, given.min_confidence, given.watch)
    found = tuple(one for one in found if wanted in (None, one.kind))
    return answer(given, found, event_display.change_value, event_display.print_changes, "change")


def voices(words: list[str]) -> int:
    """`dragoman voices`; gives the exit code."""
    given = asked(
        words,
        "voices",
        "Who speaks for whom, with the first and latest words, and on what voices of one party differ.",
    )
    from dragoman.ask.speaking import voices as found_voices

    with opened(given) as record:
        found = found_voices(record, given.as_of, given.min_confidence)
    return answer(given, found, event_display.voice_value, event_display.print_voices, "voice")


# ── what all of them take and give ──


def asked(
    words: list[str], name: str, does: str, *options: str | tuple[str, dict[str, Any]]
) -> argparse.Namespace:
    """The words behind a command as values; days are checked, and `question` holds the filters.

    Args:
        words: what stands behind the command.
        name: of the command.
        does: what it does, for --help.
        options: what it takes beside --as-of, --min-confidence, --limit, --json and --record: the name of one
            of `arguments.OPTIONS`, or a name of its own with what argparse should know of it.

    Raises:
        SettingsError: an option or a value that there is not.
    """
    from dragoman.ask.query import ask_for, asked_day

    parser = Arguments(name, does)
    for option in options:
        if isinstance(option, str):
            add_options(parser, option)
        else:
            parser.add_argument(option[0], **option[1])
    add_options(parser, "--as-of", "--min-confidence", "--limit")
    parser.add_argument("--json", action="store_true", help="JSON Lines instead")
    add_record(parser)
    given = parser.parse_args(words)
    told = vars(given)
    for name in ("since", "until"):
        if name in told:
            setattr(given, name, asked_day(told[name], f"--{name}", end=name == "until"))
    given.question = ask_for(
        actor=told.get("actor"),
        with_=told.get("with_"),
        event_types=told.get("type"),
        statuses=told.get("status"),
        issue=told.get("issue"),
        place=told.get("place"),
        from_=told.get("from_"),
        to=told.get("to"),
        as_of=given.as_of,
        limit=given.limit,
        min_confidence=given.min_confidence,
    )
    given.as_of = given.question.as_of
    if given.limit is None and not given.json:
        given.limit = ROWS_FOR_PEOPLE
    return given


def is_name(words: str) -> str:
    """The words, which must be able to name a party.

    Raises:
        SettingsError: there is no letter or digit in them.
    """
    from dragoman.ask.query import ask_for

    return ask_for(actor=words).actor or words


def opened(given: argparse.Namespace) -> Record:
    """The record that is meant; use it in a `with` block."""
    return open_record(record_path(given.record), create=False)


def answer(
    given: argparse.Namespace,
    found: Sequence[Any],
    value: Callable[[Any], dict[str, Any]],
    show: Callable[[Any], None],
    noun: str,
    plural: str = "",
) -> int:
    """Give what was found, as lines for people or as JSON Lines, up to the limit; gives the exit code."""
    rows = found[: given.limit]
    if given.json:
        display.write_json(value(one) for one in rows)
    elif rows:
        show(rows)
    else:
        print(f"No {plural or noun + 's'}.")
    if len(rows) < len(found):
        display.print_note(f"{len(rows):,} of {counted(len(found), noun)}; give --limit N for more")
    return 0
