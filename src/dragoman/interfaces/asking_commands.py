"""The commands that ask the record. Each turns its words into a question and the answer into rows."""

import sys
from dataclasses import replace

from dragoman.ask import views
from dragoman.ask.query import Question
from dragoman.interfaces import display
from dragoman.interfaces.arguments import (
    Arguments,
    add_filters,
    add_record,
    question_from,
    record_path,
)
from dragoman.interfaces.printable import counted
from dragoman.store import Record, open_record


def timeline(words: list[str]) -> int:
    """`dragoman timeline`; gives the exit code."""
    parser = Arguments("timeline", "Claims by the time they tell of; those that tell no time stand last.")
    add_filters(parser)
    given = parser.parse_args(words)
    question = question_from(given)
    with _opened(given.record) as record:
        answer = views.timeline(record, question)
    _show_claims(answer, given.json, given.csv)
    return 0


def upcoming(words: list[str]) -> int:
    """`dragoman upcoming`; gives the exit code."""
    parser = Arguments(
        "upcoming",
        "Plans (proposed or scheduled) whose time is not over on the day --as-of or, without it, on the "
        "day of the newest report in the record. The clock is not asked.",
    )
    add_filters(parser)
    given = parser.parse_args(words)
    question = question_from(given)
    with _opened(given.record) as record:
        answer = views.upcoming(record, question)
    display.print_note(f"upcoming {display.reference_line(answer)}")
    _show_claims(answer.claims, given.json, given.csv)
    if answer.undated:
        display.print_note(
            f"{counted(answer.undated, 'more plan')} without a day that is still to come; "
            "see dragoman timeline --status scheduled,proposed"
        )
    return 0


def search(words: list[str]) -> int:
    """`dragoman search`; gives the exit code."""
    parser = Arguments(
        "search",
        'Claims whose quotation holds all the words and "phrases", newest report first, then passages of '
        "further reports that hold them. A star leaves the end of a word open: negotiat*.",
    )
    parser.add_argument("words", metavar="WORDS", nargs="+", help='words, and "phrases" in quotation marks')
    add_filters(parser)
    given = parser.parse_args(words)
    question = question_from(given, _asked(given.words))
    with _opened(given.record) as record:
        answer = views.search(record, question)
    if given.json:
        display.write_json(display.claim_value(held) for held in answer.claims.rows)
        display.write_json({"passage": display.passage_value(passage)} for passage in answer.passages)
        return 0
    _show_claims(answer.claims, given.json, given.csv)
    if given.csv:
        return 0
    if answer.passages:
        print("\nIn further reports:")
        display.print_passages(answer.passages)
    return 0


def signed(words: list[str]) -> int:
    """`dragoman signed`; gives the exit code."""
    parser = Arguments(
        "signed",
        "What was signed or is to be, and what the report calls the paper: an intent (letter of intent, "
        "memorandum), a declaration or an agreement. What it binds to, only the paper itself can say.",
    )
    parser.add_argument("--weight", metavar="KIND", help="only intent, declaration, agreement or not told")
    add_filters(parser)
    given = parser.parse_args(words)
    question = question_from(given)
    from dragoman.ask.signed import signed as found_signed

    with _opened(given.record) as record:
        found, papers = found_signed(record, question, given.weight)
    rows = list(map(display.signed_value, found.rows, papers))
    for note in found.notes:
        display.print_note(note)
    if given.json:
        display.write_json(rows)
    elif given.csv:
        columns = ("paper", "weight", *display.CLAIM_COLUMNS)
        display.write_csv(columns, [tuple(display.signed_line(row).values()) for row in rows])
    elif rows:
        display.print_signed(found.rows, papers)
    else:
        print("Nothing that was signed is told.")
    if found.total > len(rows):
        display.print_note(f"{len(rows):,} of {found.total:,} claims; narrow the question, or give --limit N")
    return 0


def show(words: list[str]) -> int:
    """`dragoman show`; gives the exit code."""
    parser = Arguments(
        "show", "One claim in full: its parties, its words in their paragraph, its reasons and history."
    )
    parser.add_argument(
        "claim", metavar="CLAIM", help="the claim's id, or as much of its beginning as is unique"
    )
    parser.add_argument("--as-of", metavar="DATE", help="use only what had been reported by then")
    parser.add_argument("--json", action="store_true", help="one JSON line instead")
    add_record(parser)
    given = parser.parse_args(words)
    from dragoman.ask.events import event_of
    from dragoman.ask.query import ask_for
    from dragoman.interfaces import event_display
    from dragoman.merge.lifecycle import life_of

    question = ask_for(as_of=given.as_of)
    with _opened(given.record) as record:
        answer = views.show(record, given.claim, question.as_of)
        event = event_of(record, answer.held, question.as_of)
    life = life_of(event) if event else None
    judged = {told.claim.id for told in event.told} if event else set[str]()
    answer = replace(answer, also=tuple(held for held in answer.also if held.claim.id not in judged))
    if given.json:
        event_value = event_display.life_value(life) if life else None
        display.write_json([{**display.shown_value(answer), "event": event_value}])
        return 0
    display.print_shown(answer)
    if life:
        print("\nJudged to tell the same act (see docs/merge.md)")
        event_display.print_lives([life])
        event_display.print_rules(life)
    return 0


def sources(words: list[str]) -> int:
    """`dragoman sources`; gives the exit code."""
    parser = Arguments(
        "sources", "Outlets with the number of their reports, and of the claims that the filters leave."
    )
    add_filters(parser)
    given = parser.parse_args(words)
    question: Question = question_from(given)
    with _opened(given.record) as record:
        answer = views.sources(record, question)
    if given.json:
        display.write_json(
            dict(zip(display.OUTLET_COLUMNS, display.outlet_row(line), strict=True)) for line in answer
        )
    elif given.csv:
        display.write_csv(display.OUTLET_COLUMNS, map(display.outlet_row, answer))
    else:
        display.print_outlets(answer)
        display.print_note("families: independent ones; copies of one origin count once (dragoman families)")
    return 0


def _opened(given: str | None) -> Record:
    return open_record(record_path(given), create=False)


def _asked(words: list[str]) -> str:
    """The words as one question; what the shell kept together, between quotation marks, is a phrase."""
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words)


def _show_claims(answer: views.Claims, as_json: bool, as_csv: bool) -> None:
    for note in answer.notes:
        display.print_note(note)
    if as_json:
        display.write_json(display.claim_value(held) for held in answer.rows)
    elif as_csv:
        display.write_csv(display.CLAIM_COLUMNS, map(display.claim_row, answer.rows))
    elif answer.rows:
        display.print_claims(answer.rows)
    else:
        print("No claims.")
    sys.stdout.flush()
    if answer.rows and not (as_json or as_csv):
        display.print_note(display.independence_line(answer.rows))
    if answer.total > len(answer.rows):
        display.print_note(
            f"{len(answer.rows):,} of {answer.total:,} claims; narrow the question, or give --limit N"
        )
