"""Whether the record finds the visits and meetings that a list of journeys also holds.

    dragoman evaluate travels FOLDER

FOLDER holds the articles (`articles/wikipedia_current_events_*.jsonl`, or these files themselves). Which
item tells of which journey was judged by reading, without the coder: `data/travels.csv`. Of each such pair
the report's claims of type CONSULT are asked: are the traveller and the other side parties, is the status
what the words say, and does the day fall into the stay? A claim without a day of its own takes that of its
report, as the record's events do; how many there are is printed.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any

from dragoman.data import read_table
from dragoman.errors import SettingsError
from dragoman.evaluation.inputs import make_report, read_rows
from dragoman.evaluation.score import Scores
from dragoman.merge.block import Told
from dragoman.merge.cluster import find_events
from dragoman.pipeline import code_documents, load_resources
from dragoman.records import Claim, CodedDocument
from dragoman.store import HeldClaim

DAYS_BESIDE = timedelta(days=1)
"""How far a day may lie outside the stay: time zones, and dispatches of the morning after."""

LOSSES = ("no claim", "other type", "traveller", "other side", "status", "day")
"""Where a pair is lost, in the order in which it is looked for."""

TOLD = {
    "held": {"occurred", "ongoing"},
    "planned": {"scheduled", "proposed", "hypothetical"},
    "either": {"occurred", "ongoing", "scheduled", "proposed"},
}


@dataclass(frozen=True, slots=True)
class Journey:
    """A row of the list with a report that tells of it; see the head of `data/travels.csv`."""

    half: str
    report: str
    start: date
    end: date
    country: str
    traveller: tuple[str, ...]
    other: tuple[str, ...]
    told: str


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of a pair: `loss` is None where it was found; `claim` is the nearest one."""

    journey: Journey
    loss: str | None
    claim: Claim | None
    text: str


@cache
def journeys() -> tuple[Journey, ...]:
    """The pairs that a reader kept."""
    return tuple(
        Journey(
            row["half"],
            row["report"],
            date.fromisoformat(row["start"]),
            date.fromisoformat(row["end"]),
            row["country"],
            tuple(row["traveller"].split("|")),
            tuple(row["other"].split("|")),
            row["told"],
        )
        for row in read_table("travels.csv")
    )


def measure_travels(folder: Path, errors: int = 0) -> Scores:
    """Found and lost pairs by half, how many reports of one meeting were joined, and the first `errors`.

    Raises:
        SettingsError: the folder holds none of the reports that are asked about.
    """
    texts = dict(_reports(folder, {journey.report for journey in journeys()}))
    asked = [journey for journey in journeys() if journey.report in texts]
    if not asked:
        raise SettingsError(
            "none of the reports", where=str(folder), expected="wikipedia_current_events_*.jsonl in it or in "
            "articles/", next_step="name the folder that holds them",
        )  # fmt: skip
    documents = [make_report(text, given_id=name, published=day) for name, (day, text) in texts.items()]
    coded = {str(c.document.given_id): c for c in code_documents(documents, load_resources())}
    answers = [answer_of(journey, coded[journey.report]) for journey in asked]
    joined, could = _joined(answers, coded.values())
    figures: dict[str, Any] = {}
    for name in sorted({journey.half for journey in asked}):
        some = [answer for answer in answers if answer.journey.half == name]
        losses = Counter(answer.loss for answer in some if answer.loss)
        found = [answer for answer in some if answer.claim and not answer.loss]
        figures[name] = {
            "pairs": len(some),
            "found": len(found),
            "share": len(found) / len(some),
            "day_from_report": sum(_own_days(a.claim) is None for a in found if a.claim),
            "lost": {loss: losses[loss] for loss in LOSSES if losses[loss]},
        }
    figures["reports_of_one_meeting"] = {"pairs": could, "joined": joined}
    lost = [_line(answer) for answer in answers if answer.loss]
    return Scores(figures, tuple(lost[:errors]))


def answer_of(journey: Journey, coded: CodedDocument) -> Answer:
    """What the claims of a report answer for a journey."""
    meetings = [c for c in coded.claims if c.event_type == "CONSULT" and c.kind == "event"]
    if not meetings:
        return Answer(journey, "other type" if coded.claims else "no claim", None, coded.document.text)
    best = max(meetings, key=lambda claim: _passed(journey, claim, coded))
    passed = _passed(journey, best, coded)
    loss = LOSSES[2 + passed] if passed + 2 < len(LOSSES) else None
    return Answer(journey, loss, best, coded.document.text)


def _passed(journey: Journey, claim: Claim, coded: CodedDocument) -> int:
    """How many of the four questions a claim answers rightly before the first that it does not."""
    return next((n for n, right in enumerate(_questions(journey, claim, coded)) if not right), 4)


def _questions(journey: Journey, claim: Claim, coded: CodedDocument) -> Iterator[bool]:
    yield any(_is_one(p.name, p.country, journey.traveller) for p in claim.participants)
    yield any(_is_one(p.name, p.country, journey.other) for p in claim.participants) or (
        claim.mode == "visit" and claim.place is not None and claim.place.country in journey.other
    )
    yield claim.status in TOLD[journey.told]
    day = coded.document.published or ""
    earliest, latest = _own_days(claim) or (day[:10], day[:10])
    first, last = journey.start - DAYS_BESIDE, journey.end + DAYS_BESIDE
    if _own_days(claim) is None:  # a report of the eve or the day after tells no other day
        first, last = first - 2 * DAYS_BESIDE, last + 2 * DAYS_BESIDE
    yield (not earliest or earliest <= last.isoformat()) and (not latest or latest >= first.isoformat())


def _own_days(claim: Claim) -> tuple[str | None, str | None] | None:
    if claim.time is None or (claim.time.earliest is None and claim.time.latest is None):
        return None
    return claim.time.earliest, claim.time.latest


def _is_one(name: str, country: str | None, wanted: Sequence[str]) -> bool:
    return any(word == country if _is_state(word) else word.casefold() in name.casefold() for word in wanted)


def _is_state(word: str) -> bool:
    return len(word) == 3 and word.isupper()


def _joined(answers: Sequence[Answer], coded: Iterable[CodedDocument]) -> tuple[int, int]:
    """Pairs of found claims of two reports on one meeting with one and the same side: joined, and all."""
    told = [
        Told(HeldClaim(claim, c.document, ""), (c.document.published or "")[:10])
        for c in coded
        for claim in c.claims
        if claim.kind == "event" and claim.event_type == "CONSULT"
    ]
    event = {t.claim.id: n for n, found in enumerate(find_events(told)) for t in found.told}
    found = [a for a in answers if a.claim and not a.loss]
    pairs = [
        (a.claim.id, b.claim.id)
        for a, b in combinations(found, 2)
        if a.claim
        and b.claim
        and a.journey.report != b.journey.report
        and (a.journey.start, a.journey.country, a.journey.other)
        == (b.journey.start, b.journey.country, b.journey.other)
    ]
    return sum(event.get(a) == event.get(b) is not None for a, b in pairs), len(pairs)


def _reports(folder: Path, wanted: set[str]) -> Iterator[tuple[str, tuple[str, str]]]:
    """Day and text of the wanted items by name; an item of a daily list is a report of its own."""
    for where in (folder, folder / "articles"):
        for path in sorted(where.glob("wikipedia_current_events_*.jsonl")):
            for row in read_rows(path):
                name, day, text = row["id"], str(row["published"])[:10], str(row["text"])
                if name in wanted:
                    yield name, (day, text)
                for n, line in enumerate(text.split("\n")):
                    if f"{name}#{n}" in wanted:
                        yield f"{name}#{n}", (day, line.strip().lstrip("- "))


def _line(answer: Answer) -> str:
    journey, claim = answer.journey, answer.claim
    seen = (
        "nothing"
        if claim is None
        else json.dumps(
            {
                "trigger": claim.trigger.text,
                "status": claim.status,
                "parties": [f"{p.role} {p.name} {p.country}" for p in claim.participants],
                "days": _own_days(claim),
            },
            ensure_ascii=False,
        )
    )
    wanted = f"{'|'.join(journey.traveller)} with {'|'.join(journey.other)}, {journey.told}"
    return (
        f"{journey.half} {answer.loss}: {wanted}, {journey.start} to {journey.end}; found {seen}\n"
        f"    {journey.report}: {answer.text}"
    )
