"""The commands that ask for acts across reports, and for what changed between them."""

import argparse
from collections.abc import Callable, Iterable
from typing import Any

from dragoman.errors import SettingsError
from dragoman.interfaces import display, event_display
from dragoman.interfaces.arguments import MIN_CONFIDENCE, ROWS_FOR_PEOPLE, Arguments, add_record, record_path
from dragoman.interfaces.printable import counted
from dragoman.store import Record, open_record


def events(words: list[str]) -> int:
    """`dragoman events`; gives the exit code."""
    from dragoman.ask.events import events as found_events
    from dragoman.merge.lifecycle import life_of

    parser = Arguments(
        "events", "Acts as the reports together tell them, each with its history, by first report."
    )
    parser.add_argument("--type", metavar="TYPE", help="PLOVER type such as CONSULT; several with commas")
    parser.add_argument("--several", action="store_true", help="only acts that two or more reports tell of")
    given = _parsed(parser, words)
    types = _question(type=given.type).event_types
    with _opened(given) as record:
        found = found_events(record, given.as_of, given.min_confidence, types)
    lives = [life for e in found if (life := life_of(e)) and (not given.several or len(e.reports) > 1)]
    _answer(given, lives, event_display.life_value, event_display.print_lives, "event")
    return 0


def due(words: list[str]) -> int:
    """`dragoman due`; gives the exit code."""
    from dragoman.ask.events import due as found_due

    parser = Arguments(
        "due",
        "What was announced for days that are over on the day --as-of (or of the newest report), of which "
        "no report says what came of it. The clock is not asked, and nothing is assumed held.",
    )
    given = _parsed(parser, words)
    with _opened(given) as record:
        overdue = found_due(record, given.as_of, given.min_confidence)
    if given.json:
        display.write_json(event_display.due_value(life) for life in overdue.lives[: given.limit])
    else:
        event_display.print_due(overdue)
    return 0


def met(words: list[str]) -> int:
    """`dragoman met`; gives the exit code."""
    from dragoman.ask.events import met as found_met

    parser = Arguments(
        "met", "When two parties last met as far as reported, and all their meetings and calls."
    )
    parser.add_argument("a", metavar="A", help="a party: its id, name or part of it, or a country")
    parser.add_argument("b", metavar="B", help="another party")
    given = _parsed(parser, words)
    _question(actor=given.a, with_=given.b)
    with _opened(given) as record:
        answer = found_met(record, given.a, given.b, given.as_of, given.min_confidence)
    for note in answer.notes:
        display.print_note(note)
    if given.json:
        display.write_json([event_display.met_value(given.a, given.b, answer)])
    else:
        event_display.print_met(given.a, given.b, answer)
    return 0


def contradictions(words: list[str]) -> int:
    """`dragoman contradictions`; gives the exit code."""
    from dragoman.ask.events import contradictions as found_contradictions

    parser = Arguments(
        "contradictions",
        "Claims of one act that cannot both be right: place, date, order, number, attendance, status, "
        "attribution. A plan that a later report changes or calls off is none, nor are two opinions.",
    )
    given = _parsed(parser, words)
    with _opened(given) as record:
        found = found_contradictions(record, given.as_of, given.min_confidence)
    _answer(
        given, found, event_display.contradiction_value, event_display.print_contradictions, "contradiction"
    )
    return 0


def positions(words: list[str]) -> int:
    """`dragoman positions`; gives the exit code."""
    from dragoman.ask.positions import positions as found_positions

    parser = Arguments(
        "positions", "What a party holds on each issue: its first and latest words, and what moved."
    )
    parser.add_argument(
        "--holder", metavar="NAME", required=True, help="a party, or a country with all its voices"
    )
    parser.add_argument("--issue", metavar="ISSUE", help="one issue only")
    given = _parsed(parser, words)
    _question(actor=given.holder, issue=given.issue)
    with _opened(given) as record:
        found = found_positions(record, given.holder, given.issue, given.as_of, given.min_confidence)
    _answer(given, found, event_display.position_value, event_display.print_positions, "position")
    return 0


def changes(words: list[str]) -> int:
    """`dragoman changes`; gives the exit code."""
    from dragoman.ask.changes import changes as found_changes

    parser = Arguments(
        "changes", "What is new, confirmed, held, put off, cancelled, reversed or contradicted since a day."
    )
    parser.add_argument(
        "--since", metavar="DATE", required=True, help="the first day whose reports count as news"
    )
    given = _parsed(parser, words)
    since = _question(from_=given.since).from_
    if since is None:
        raise SettingsError(
            "not a day", where="--since", found=repr(given.since), expected="a day such as 2025-11-19"
        )
    with _opened(given) as record:
        found = found_changes(record, since, given.as_of, given.min_confidence)
    _answer(given, found, event_display.change_value, event_display.print_changes, "change")
    return 0


def _parsed(parser: Arguments, words: list[str]) -> argparse.Namespace:
    """The words with what all these commands take; `as_of` is a day."""
    parser.add_argument("--as-of", metavar="DATE", help="use only what had been reported by then")
    parser.add_argument(
        "--min-confidence",
        metavar="SHARE",
        type=float,
        default=MIN_CONFIDENCE,
        help=f"leave out claims that are less sure, 0 to 1 ({MIN_CONFIDENCE} unless said otherwise)",
    )
    parser.add_argument(
        "--limit", metavar="N", type=int, help=f"at most so many (for people: {ROWS_FOR_PEOPLE})"
    )
    parser.add_argument("--json", action="store_true", help="JSON Lines instead")
    add_record(parser)
    given = parser.parse_args(words)
    given.as_of = _question(as_of=given.as_of, limit=given.limit, min_confidence=given.min_confidence).as_of
    if given.limit is None and not given.json:
        given.limit = ROWS_FOR_PEOPLE
    return given


def _question(**asked: Any) -> Any:  # noqa: ANN401 - what `ask_for` takes, and the Question it gives
    from dragoman.ask.query import ask_for

    if "type" in asked:
        asked["event_types"] = asked.pop("type")
    return ask_for(**asked)


def _opened(given: argparse.Namespace) -> Record:
    return open_record(record_path(given.record), create=False)


def _answer(
    given: argparse.Namespace,
    found: Iterable[Any],
    value: Callable[[Any], dict[str, Any]],
    show: Callable[[Any], None],
    noun: str,
) -> None:
    rows = list(found)
    if given.json:
        display.write_json(value(one) for one in rows[: given.limit])
    elif rows:
        show(rows[: given.limit])
    else:
        print(f"No {noun}s.")
    if given.limit is not None and len(rows) > given.limit:
        display.print_note(f"{given.limit:,} of {counted(len(rows), noun)}; give --limit N for more")
