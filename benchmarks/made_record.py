"""A record of any size, of invented reports, for measuring how questions grow.

    python benchmarks/made_record.py 1000000 million.record

A seed gives the same reports. They go through the record's own door (`Record.add_all`), so that every
quotation is checked as that of a real report is. A hundred appear a day: a longer record reaches further,
and a day is as full in a small one as in a large one. Persons and towns are drawn so that a few stand in
most of them; acts are planned, confirmed, held or called off by later reports; every sixth report is a copy
of one of the days before, cut or with words changed, and every twentieth stood in two places.
"""

import bisect
import hashlib
import itertools
import random
import sys
import time
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from dragoman.documents.identity import document_id
from dragoman.records import (
    AttributionLink,
    Claim,
    CodedDocument,
    Document,
    Evidence,
    Factuality,
    Kind,
    Method,
    Participant,
    Place,
    Quantity,
    Reason,
    Span,
    Speaker,
    Status,
    TimeInterval,
)
from dragoman.store import open_record

FIRST_DAY = date(2031, 1, 1)
A_DAY = 100
"""Reports that appear each day."""
AT_ONCE = 500
WORLD = 7
"""Seed of who and what there is to tell of, the same for all records."""
STATES = (
    "USA", "RUS", "CHN", "UKR", "ISR", "IRN", "TUR", "DEU", "FRA", "GBR", "IND", "PAK", "SAU", "ARE", "EGY",
    "QAT", "SYR", "IRQ", "LBN", "JOR", "JPN", "KOR", "PRK", "POL", "ITA", "ESP", "BRA", "MEX", "CAN", "AUS",
    "NOR", "SWE", "FIN", "EST", "LVA", "LTU", "ROU", "HUN", "SRB", "GRC", "CYP", "ARM", "AZE", "GEO", "KAZ",
    "UZB", "AFG", "SDN", "ETH", "KEN", "NGA", "ZAF", "MLI", "NER", "TCD", "LBY", "TUN", "DZA", "MAR", "YEM",
    "OMN", "KWT", "BHR", "VNM", "PHL", "IDN", "MYS", "THA", "MMR", "BGD", "LKA", "NPL", "COL", "VEN", "PER",
    "CHL", "ARG", "BOL",
)  # fmt: skip
MEETING = ("CONSULT", "met", None)
ACTS = (
    MEETING, MEETING, ("CONSULT", "received", "visit"), ("CONSULT", "telephoned", "phone"),
    ("CONSULT", "visited", "visit"), ("AGREE", "agreed", None), ("COOPERATE", "signed", "sign"),
    ("SANCTION", "sanctioned", None), ("AID", "aided", "military"), ("ASSAULT", "shelled", "heavy-weapons"),
    ("ASSAULT", "attacked", None), ("REJECT", "rebuffed", None), ("ACCUSE", "accused", None),
    ("MOBILIZE", "mobilised against", None), ("REQUEST", "appealed to", None),
)  # fmt: skip
STANCES = ("demand", "offer", "accept", "reject", "open", "red_line", "prefer")
ISSUES = (
    "ceasefire",
    "sanctions",
    "prisoners",
    "territory",
    "borders",
    "trade",
    "nuclear",
    "grain",
    "gas",
    "aid",
)
FRAMES = (
    "The {a} of {p} {b} the {c} {d}, and {e} {f} {g}.",
    "{a} {b} {c} near {p}: {d} and {e} for the {f} {g}.",
    "In {p} {a} {b} {c} {d} before {e} {f}.",
)
"""Sentences of other things; nearly all of their words are invented, as those of two reports differ."""
METHOD = Method("made_record", "1", (("made_record", "1"),))
NARRATOR = AttributionLink("narrator", None, None, None, None)


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody who acts: name, id, state, kind."""

    name: str
    actor: str | None
    country: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Act:
    """What reports tell of: the act, who, where, on which day of the record, and how it stands by now."""

    kind: tuple[str, str, str | None]
    who: tuple[Who, ...]
    town: tuple[str, str] | None
    day: int
    status: Status


class _World:
    """Who and what there is to tell of."""

    def __init__(self, draw: random.Random, persons: int = 4000, towns: int = 1500) -> None:
        syllables = [c + v for c in "bdfgklmnprstvz" for v in "aeiou"]

        def name(long: int) -> str:
            return "".join(draw.choices(syllables, k=long)).capitalize()

        self.words = ["".join(draw.choices(syllables, k=draw.randint(2, 4))) for _ in range(8000)]
        self.states = [Who(name(3) + "ia", f"S{n}", code, "state") for n, code in enumerate(STATES)]
        codes = list(self._often(draw, STATES, persons))
        self.persons = [Who(f"{name(2)} {name(3)}", f"P{n}", c, "person") for n, c in enumerate(codes)]
        self.towns = [(name(3), c) for c in self._often(draw, STATES, towns)]
        self.outlets = [
            f"{name(2)} {kind}" for kind in ("Wire", "Post", "Courier", "Times") for _ in range(30)
        ]
        self._weights = {
            id(some): list(itertools.accumulate(1 / (n + 3) for n in range(len(some))))
            for some in (self.states, self.persons, self.towns, self.words, self.outlets)
        }

    @staticmethod
    def _often(draw: random.Random, some: tuple[str, ...], count: int) -> list[str]:
        return draw.choices(some, weights=[1 / (n + 2) for n in range(len(some))], k=count)

    def one_of(self, draw: random.Random, some: Any) -> Any:
        """One, the first ones more often."""
        weights = self._weights[id(some)]
        return some[bisect.bisect(weights, draw.random() * weights[-1])]


def reports(claims: int, seed: int = 7, first: int = 0) -> Iterator[CodedDocument]:
    """Coded reports until there are so many claims.

    Args:
        claims: how many claims in all.
        seed: the same gives the same reports.
        first: the day on which they begin, counted from `FIRST_DAY`.
    """
    draw = random.Random(seed)
    world = _World(random.Random(WORLD))
    going: deque[Act] = deque(maxlen=6 * A_DAY)
    lately: deque[CodedDocument] = deque(maxlen=2 * A_DAY)
    made = 0
    for n in itertools.count():
        if made >= claims:
            return
        day = first + n // A_DAY
        coded = (
            _copied(draw, world, draw.choice(lately), n, day)
            if n % 6 == 5 and lately
            else _told(draw, world, going, n, day)
        )
        lately.append(coded)
        made += len(coded.claims)
        yield coded
        if n % 20 == 19:
            yield replace(coded, document=_stood(draw, world, coded.document, n, day, "again"))


def day_of(number: int) -> str:
    """The day of this number as ISO 8601."""
    return (FIRST_DAY + timedelta(days=number)).isoformat()


def _document(text: str) -> Document:
    return Document(document_id(text), None, None, None, None, None, None, "en", text)


def _stood(
    draw: random.Random, world: _World, document: Document, n: int, day: int, again: str = ""
) -> Document:
    return replace(
        document,
        given_id=f"r{n}{again}",
        outlet=world.one_of(draw, world.outlets),
        published=day_of(day + (draw.randint(0, 2) if again else 0)),
        title=f"Of {' '.join(draw.choices(world.words, k=4))}",
    )


def _told(draw: random.Random, world: _World, going: deque[Act], n: int, day: int) -> CodedDocument:
    """A report of one to four acts and stances between sentences of other things."""
    parts: list[tuple[str, str, Act | None, tuple[Any, ...]]] = []
    for _ in range(draw.choice((1, 1, 2, 2, 2, 3, 4))):
        if draw.random() < 0.2:
            parts.append(_stance(draw, world))
            continue
        if going and draw.random() < 0.35:
            act = _next(draw, going[-draw.randint(1, len(going))], day)
        else:
            act = _new(draw, world, day)
        going.append(act)
        parts.append(_act(draw, act, day))
    text, spans = "", list[tuple[int, int]]()
    for sentence, *_ in parts:
        for _ in range(draw.randint(1, 3)):
            words = dict(zip("abcdefg", draw.choices(world.words, k=7), strict=True))
            text += draw.choice(FRAMES).format(p=world.one_of(draw, world.towns)[0], **words) + " "
        spans.append((len(text), len(text) + len(sentence)))
        text += sentence + ". "
    text += f"It was report {n} of the {world.one_of(draw, world.words)}."
    document = _stood(draw, world, _document(text), n, day)
    claims = tuple(
        _claim(draw, document, start, end, trigger, act, more)
        for (start, end), (_, trigger, act, more) in zip(spans, parts, strict=True)
    )
    return CodedDocument(document, claims)


def _copied(draw: random.Random, world: _World, of: CodedDocument, n: int, day: int) -> CodedDocument:
    """The same report with another beginning, sometimes under the name of its source, and its claims."""
    head = f"{of.document.outlet} reported this. " if draw.random() < 0.5 else ""
    head += f"Filed {draw.choice(world.words)} as copy {n}. "
    text, by = head + of.document.text, len(head)
    document = _stood(draw, world, _document(text), n, day)
    return CodedDocument(document, tuple(_moved(one, document, by) for one in of.claims))


def _moved(one: Claim, document: Document, by: int) -> Claim:
    start, end = one.evidence.start + by, one.evidence.end + by
    return replace(
        one,
        id=_id(document, start, end),
        trigger=replace(one.trigger, start=one.trigger.start + by, end=one.trigger.end + by),
        participants=tuple(
            replace(p, start=(p.start or 0) + by, end=(p.end or 0) + by) for p in one.participants
        ),
        place=replace(one.place, start=one.place.start + by, end=one.place.end + by) if one.place else None,
        time=replace(one.time, start=one.time.start + by, end=one.time.end + by) if one.time else None,
        quantities=tuple(replace(q, start=q.start + by, end=q.end + by) for q in one.quantities),
        evidence=_evidence(document.text, start, end),
    )  # fmt: skip


def _new(draw: random.Random, world: _World, day: int) -> Act:
    kind = draw.choice(ACTS)
    people = world.persons if kind[0] in ("CONSULT", "AGREE", "COOPERATE") else world.states
    who = dict.fromkeys(
        world.one_of(draw, people if draw.random() < 0.75 else world.states)
        for _ in range(draw.choice((2, 2, 2, 3)))
    )
    town = world.one_of(draw, world.towns) if draw.random() < 0.6 else None
    planned = kind[0] in ("CONSULT", "AGREE", "COOPERATE") and draw.random() < 0.35
    when = day + draw.randint(1, 14) if planned else day - draw.choice((0, 0, 1, 1, 2, 5))
    return Act(
        kind, tuple(who), town, when, draw.choice(("scheduled", "proposed")) if planned else "occurred"
    )


def _next(draw: random.Random, act: Act, day: int) -> Act:
    """How a later report tells it."""
    if act.status in ("scheduled", "proposed") and act.day <= day:
        return replace(
            act, status=draw.choice(("occurred", "occurred", "occurred", "cancelled", "not_occurring"))
        )
    if act.status in ("scheduled", "proposed") and draw.random() < 0.1:
        return replace(act, status="postponed", day=act.day + draw.randint(1, 10))
    return act


_WORD = {
    "proposed": "may have {} at last",
    "scheduled": "will have {}",
    "occurred": "{}",
    "cancelled": "will not have {}",
    "postponed": "put off that they {}",
    "not_occurring": "never {}",
}


def _act(draw: random.Random, act: Act, day: int) -> tuple[str, str, Act, tuple[Any, ...]]:
    names = [one.name for one in act.who]
    told = " and ".join(names[:1]), " and ".join(names[1:])
    trigger = act.kind[1]
    dated = act.day if draw.random() < 0.65 else None
    words = f"{told[0]} {_WORD[act.status].format(trigger)} {told[1]}".strip()
    if act.town and draw.random() < 0.85:
        words += f" in {act.town[0]}"
        place = act.town
    else:
        place = None
    if dated is not None:
        words += f" on {day_of(dated)}"
    number = draw.randint(2, 80) if act.kind[0] == "ASSAULT" and draw.random() < 0.5 else None
    if number:
        words += f", killing {number} people"
    return words, trigger, act, (place, dated, number)


def _stance(draw: random.Random, world: _World) -> tuple[str, str, None, tuple[Any, ...]]:
    who = world.one_of(draw, world.persons if draw.random() < 0.7 else world.states)
    issue, stance = draw.choice(ISSUES), draw.choice((*STANCES, None))
    said = " ".join(world.one_of(draw, world.words) for _ in range(draw.randint(5, 9)))
    return f'{who.name} said of the {issue}: "{said}"', "said", None, (who, issue, stance)


def _claim(
    draw: random.Random,
    document: Document,
    start: int,
    end: int,
    trigger: str,
    act: Act | None,
    more: tuple[Any, ...],
) -> Claim:
    text = document.text
    at = text.index(trigger, start)
    place = time_told = None
    quantities: tuple[Quantity, ...] = ()
    if act is None:
        who, issue, stance = more
        parties, kind, event_type, mode, status = (who,), "statement", "STATEMENT", None, "occurred"
        kind = "position" if stance else "statement"
        said = AttributionLink("named", Speaker(who.name, who.actor), "said", "direct", None)
        attribution = (NARRATOR, said)
    else:
        where, dated, number = more
        parties, kind, status, (event_type, _, mode) = act.who, "event", act.status, act.kind
        issue, stance, attribution = None, None, (NARRATOR,)
        if where:
            there = text.index(f" in {where[0]}", start) + 4
            place = Place(
                there, there + len(where[0]), where[0], where[0], where[1], None, None, None, None, "city"
            )  # fmt: skip
        if dated is not None:
            value = day_of(dated)
            there = text.index(value, start)
            time_told = TimeInterval(
                there, there + 10, value, "DATE", value, value, value, value, "day", None
            )  # fmt: skip
        if number:
            there = text.index(str(number), text.index(", killing", start))
            quantities = (Quantity(number, "people", "exactly", there, there + len(str(number))),)
        if draw.random() < 0.2:
            speaker = Speaker(parties[0].name, parties[0].actor)
            attribution = (NARRATOR, AttributionLink("named", speaker, "said", "indirect", None))
    return Claim(
        _id(document, start, end),
        kind, event_type, mode, (), Span(at, at + len(trigger), trigger),
        tuple(_party(text, start, one, n) for n, one in enumerate(parties)),
        place, time_told, status,
        (Factuality("narrator", "CT-" if status in ("cancelled", "not_occurring") else "CT+"),),
        attribution, issue, stance, None, quantities, (), _evidence(text, start, end),
        round(draw.choice((0.35, 0.6, 0.7, 0.8, 0.9)), 2), (Reason("trigger", trigger, 1.0),), METHOD,
    )  # fmt: skip


def _party(text: str, start: int, one: Who, n: int) -> Participant:
    at = text.index(one.name, start)
    role = "actor" if n == 0 else "recipient"
    return Participant(
        role, one.name, one.actor, one.kind, one.country, "GOV", None, None, at, at + len(one.name), one.name,
        (), "stated",
    )  # fmt: skip


def _evidence(text: str, start: int, end: int) -> Evidence:
    return Evidence(start, end, text[start:end], text[max(0, start - 32) : start], text[end : end + 32])


def _id(document: Document, start: int, end: int) -> str:
    return hashlib.sha256(f"{document.id}:{start}:{end}".encode()).hexdigest()[:16]


def make(path: Path, claims: int, seed: int = 7) -> None:
    """Keep a record of so many claims at `path`, which must not be there."""
    todo = reports(claims, seed)
    with open_record(path, clock=lambda: f"{FIRST_DAY.isoformat()}T12:00:00Z") as record:
        while batch := list(itertools.islice(todo, AT_ONCE)):
            record.add_all(batch)


def main() -> None:
    """Make it, and say how long it took."""
    claims, path = int(sys.argv[1].replace(",", "")), Path(sys.argv[2])
    if path.exists():
        raise SystemExit(f"{path} is there already")
    begun = time.process_time()
    make(path, claims)
    took = time.process_time() - begun
    with open_record(path, create=False) as record:
        kept, held = record.size()
    size = path.stat().st_size / 1e6
    print(f"{kept:,} reports, {held:,} claims, {size:,.0f} MB, {took:.0f} s of processor")


if __name__ == "__main__":
    main()
