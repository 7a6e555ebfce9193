"""Who met whom: the meetings and calls of a stretch of days, pair by pair, and who stands between two sides.

A pair met where one act was held and both are told to have taken part; a round of many is one meeting of each
pair in it. What is only planned is counted apart, and what was wished for, put off or called off not at all.
An act counts where all its days lie in the window; one without a day, where its first report does. One of
which only some of its days do ("in 2031") may lie outside, and is not counted but said.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import Literal, get_args

from sqlalchemy import ColumnElement, and_, exists, func, or_, select

from dragoman.ask.events import Met, Reach, by_phone, day_of, met, reach, told_claims
from dragoman.ask.query import EARLIEST, LATEST, Matched, known_by, takes_part, touches
from dragoman.ask.remembered import parties_named, remembered
from dragoman.ask.views import newest_day
from dragoman.errors import SettingsError
from dragoman.merge.block import NEAR, OPEN_DAYS, party_key
from dragoman.merge.cluster import Event, find_events
from dragoman.merge.lifecycle import OPEN, Attending, Life, life_of
from dragoman.store import Record
from dragoman.store.schema import claim, sighting

By = Literal["person", "state"]
DAYS = 90
"""Days of the window where none are asked for, the last of them that of the newest report."""
BUSIEST = 12
MOST_BUSY = 40
LARGE = 4
"""A round of more parties than this is said to be large."""
_HELD = ("held", "under way")
_CONSULT = (claim.c.kind == "event", claim.c.event_type == "CONSULT")


@dataclass(frozen=True, slots=True)
class Side:
    """A person or a state as it stands in the matrix.

    Attributes:
        key: actor id, alpha-3 code of a state, or the name where it has neither.
        meetings: acts held in which it took part with another of its kind.
        others: how many others it met or spoke to.
    """

    key: str
    name: str
    meetings: int
    others: int


@dataclass(frozen=True, slots=True)
class Pair:
    """What two sides did together in the window, each list by its days.

    Attributes:
        met: held in person. spoke: held by telephone or by video. planned: announced, not yet told as held.
        large: how many of those held had more than `LARGE` parties.
    """

    a: Side
    b: Side
    met: tuple[Life, ...]
    spoke: tuple[Life, ...]
    planned: tuple[Life, ...]
    large: int

    @property
    def last(self) -> Life | None:
        """The last one held; None where none was."""
        return max((*self.met, *self.spoke), key=day_of, default=None)


@dataclass(frozen=True, slots=True)
class Between:
    """Someone who met sides that are not told to have met each other.

    Attributes:
        pairs: those sides, two by two.
    """

    side: Side
    pairs: tuple[tuple[Side, Side], ...]


@dataclass(frozen=True, slots=True)
class Matrix:
    """Meetings of a window, pair by pair.

    Attributes:
        sides: all who met, spoke or plan to with another, the busiest first.
        pairs: by number held, then by day.
        between: of the `sides`, the one between most pairs first.
        unsure: acts of which only some days lie in the window, not counted.
    """

    by: By
    from_: str | None
    to: str | None
    sides: tuple[Side, ...]
    pairs: tuple[Pair, ...]
    between: tuple[Between, ...]
    unsure: int
    reach: Reach


def matrix(
    record: Record,
    by: str | None = None,
    from_: str | None = None,
    to: str | None = None,
    as_of: str | None = None,
    min_confidence: float = 0.0,
) -> Matrix:
    """Who met whom between two days; the last `DAYS` days up to the newest report where none are given.

    Raises:
        SettingsError: `by` is neither "person" nor "state".
    """
    if by not in (None, *get_args(By)):
        raise SettingsError("no such kind of party", found=repr(by), expected="person or state")
    kind: By = "state" if by == "state" else "person"
    last = to or as_of or newest_day(record)
    first = from_ or (_shifted(last, 1 - DAYS) if last else None)
    asked = ("matrix", kind, first, last, as_of, min_confidence)
    return remembered(record, asked, lambda: _matrix(record, kind, first, last, as_of, min_confidence))


def meetings_of(record: Record, a: str, b: str, as_of: str | None = None, min_confidence: float = 0.0) -> Met:
    """Meetings and calls of two parties, read from the claims that name them, not from all."""
    first, second = parties_named(record, a, as_of), parties_named(record, b, as_of)
    among = _acts(record, _of_two(record, first, second, as_of), as_of, min_confidence)
    return met(record, a, b, as_of, min_confidence, among)


def _matrix(
    record: Record, by: By, first: str | None, last: str | None, as_of: str | None, sure: float
) -> Matrix:
    found: dict[tuple[str, str], dict[str, list[Life]]] = defaultdict(lambda: defaultdict(list))
    names: dict[str, str] = {}
    unsure = 0
    for life in filter(None, map(life_of, _acts(record, _within(first, last), as_of, sure))):
        lies = _lies_in(life, first, last)
        parties = _sides_of(life, by)
        kind = kind_of_meeting(life)
        if lies is None and kind and len(parties) > 1:
            unsure += 1
        if not lies or not kind:
            continue
        names.update(parties)
        for pair in combinations(sorted(parties), 2):
            found[pair][kind].append(life)
    met: dict[str, set[str]] = defaultdict(set)
    acts: dict[str, set[str]] = defaultdict(set)
    for (a, b), kinds in found.items():
        held = [*kinds["met"], *kinds["spoke"]]
        for one, other in ((a, b), (b, a)):
            acts[one] |= {life.event.id for life in held}
            if held:
                met[one].add(other)
    sides = {key: Side(key, name, len(acts[key]), len(met[key])) for key, name in names.items()}
    sides = {key: side for key, side in sides.items() if any(key in pair for pair in found)}
    pairs = []
    for (a, b), kinds in found.items():
        in_person, spoke, planned = (tuple(sorted(kinds[k], key=day_of)) for k in ("met", "spoke", "planned"))
        large = sum(len(life.parties) > LARGE for life in (*in_person, *spoke))
        pairs.append(Pair(sides[a], sides[b], in_person, spoke, planned, large))
    pairs.sort(key=lambda p: (-len(p.met) - len(p.spoke), -len(p.planned), p.a.name, p.b.name))
    order = sorted(sides.values(), key=lambda s: (-s.meetings, -s.others, s.name, s.key))
    between = _between(order, met)
    return Matrix(by, first, last, tuple(order), tuple(pairs), between, unsure, reach(record, as_of))


def _between(sides: Sequence[Side], met: dict[str, set[str]]) -> tuple[Between, ...]:
    by_key = {side.key: side for side in sides}
    found = []
    for side in sides:
        apart = [(by_key[a], by_key[b]) for a, b in combinations(sorted(met[side.key]), 2) if b not in met[a]]
        if apart:
            found.append(Between(side, tuple(apart)))
    return tuple(sorted(found, key=lambda one: (-len(one.pairs), one.side.name)))


def kind_of_meeting(life: Life) -> Literal["met", "spoke", "planned"] | None:
    """Met in person, spoke by telephone or video, or planned to; None where it came to nothing."""
    if life.stage in _HELD:
        return "spoke" if by_phone(life) else "met"
    return "planned" if life.stage in OPEN else None


def _sides_of(life: Life, by: By) -> dict[str, str]:
    """Key and name of the parties that count."""
    coming = coming_to(life)
    if by == "state":
        return {p.country: _state_name(p.country) for p in coming if p.country}
    persons = {
        party.actor or party.name
        for told in life.event.told
        for party in told.claim.participants
        if party.kind == "person" and has_own_name(party.actor, party.name) and not party_key(party).vague
    }
    return {p.actor or p.name: p.name for p in coming if (p.actor or p.name) in persons}


def coming_to(life: Life) -> list[Attending]:
    """The parties that took part or, of a plan, are to."""
    wanted = ("attended",) if life.stage in _HELD else ("expected", "invited", "confirmed", "attended")
    return [party for party in life.parties if party.status in wanted]


def has_own_name(actor: str | None, name: str) -> bool:
    """Is it a person's own name, not "Russian officials" or "the minister"?"""
    words = name.split()
    return bool(actor) or (len(words) > 1 and all(word[:1].isupper() for word in (words[0], words[-1])))


def _state_name(country: str) -> str:
    from dragoman.actors.knowledge import load_knowledge

    state = load_knowledge().state(country)
    return state.name if state else {"EUR": "European Union"}.get(country, country)


def _lies_in(life: Life, first: str | None, last: str | None) -> bool | None:
    """Does it lie in the window? None: it may."""
    low, high = first or EARLIEST, last or LATEST
    if not (life.earliest or life.latest):
        return low <= life.event.told[0].day[:10] <= high
    begins, ends = (life.earliest or life.latest or "")[:10], (life.latest or life.earliest or "")[:10]
    # What is planned may lie behind the last report.
    if life.stage in OPEN and begins >= low and life.event.told[0].day[:10] <= high:
        return True
    if low <= begins and ends <= high:
        return True
    return None if begins <= high and low <= ends else False


# ── which claims are read ──


def _acts(
    record: Record, conditions: Iterable[ColumnElement[bool]], as_of: str | None, min_confidence: float
) -> tuple[Event, ...]:
    told = told_claims(record, as_of, min_confidence, *_CONSULT, *conditions)
    return find_events(told, record.in_force(as_of).verdicts)


def _within(first: str | None, last: str | None) -> tuple[ColumnElement[bool], ...]:
    """Claims that tell of these days, and those without a day whose report is of them or soon after."""
    seen = sighting.alias("seen_within")
    low = _shifted(first, -OPEN_DAYS) if first else EARLIEST
    high = _shifted(last, OPEN_DAYS) if last else LATEST
    reported = exists().where(seen.c.report == claim.c.report, seen.c.day >= low, seen.c.day <= high)
    undated = and_(claim.c.earliest.is_(None), claim.c.latest.is_(None))
    return (or_(touches(first, last), and_(or_(undated, claim.c.earliest >= low), reported)),)


def _of_two(record: Record, a: Matched, b: Matched, as_of: str | None) -> tuple[ColumnElement[bool], ...]:
    """Claims that name both parties, and those that name one of them and may tell of the same acts."""
    both = takes_part([a, b])
    reported = select(func.min(sighting.c.day)).where(sighting.c.report == claim.c.report).scalar_subquery()
    known = [known_by(as_of)] if as_of else []
    rows = record.rows(select(claim.c.earliest, claim.c.latest, reported).where(*_CONSULT, both, *known))
    spans = [
        (_shifted(row[0] or row[1] or row[2], -NEAR), _shifted(row[1] or row[0] or row[2], NEAR))
        for row in rows
    ]
    near = [touches(low, high) for low, high in _joined(spans)]
    return (or_(both, and_(takes_part([_either(a, b)]), or_(*near))) if near else both,)


def _either(a: Matched, b: Matched) -> Matched:
    return Matched(
        *(tuple(sorted({*getattr(a, part), *getattr(b, part)})) for part in ("names", "actors", "countries"))
    )


def _joined(spans: list[tuple[str, str]], most: int = 50) -> list[tuple[str, str]]:
    """The spans, those that touch made one; where there are more than `most`, the nearest ones too."""
    joined: list[tuple[str, str]] = []
    for low, high in sorted(spans):
        if joined and low <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], high))
        else:
            joined.append((low, high))
    while len(joined) > most:
        at = min(range(len(joined) - 1), key=lambda n: _days_between(joined[n][1], joined[n + 1][0]))
        joined[at : at + 2] = [(joined[at][0], joined[at + 1][1])]
    return joined


def _days_between(one: str, other: str) -> int:
    return (date.fromisoformat(other[:10]) - date.fromisoformat(one[:10])).days


def _shifted(day: str, by: int) -> str:
    """The day so many days on; the first and last there are stay."""
    try:
        return (date.fromisoformat(day[:10]) + timedelta(days=by)).isoformat()
    except OverflowError:
        return day[:10]
