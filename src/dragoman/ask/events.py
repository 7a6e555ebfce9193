"""Questions about acts told by several reports: what became of them, who met whom, what is overdue.

Events come from what is kept of them (`merge.kept`), which knows how they stood on each day, so that an
answer as of a day is that of a record which holds only the reports up to that day.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, and_, func, or_, select

from dragoman.ask.listed import Listed
from dragoman.ask.query import Matched, Names, is_named, known_by, match_parties, meaning_of
from dragoman.ask.views import gathered, gathering, names_in, newest_day
from dragoman.merge.block import Told, group_of, types_of
from dragoman.merge.block import by_phone as phone
from dragoman.merge.cluster import Event, find_events
from dragoman.merge.contradictions import Contradiction, find_contradictions, is_saying
from dragoman.merge.kept import (
    NEWEST_FIRST,
    SURE,
    Wanted,
    has_party,
    is_merged,
    kept_contradictions,
    kept_count,
    kept_event_of,
    kept_events,
    read_contradictions,
    tells,
    told_in,
)
from dragoman.merge.lifecycle import OPEN, Attending, Life, is_due, life_of
from dragoman.store import HeldClaim, Record
from dragoman.store.schema import claim, event_state, sighting

_SINCE = re.compile(r"\b(since|never|yet)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reach:
    """What the record can speak of: days of the first and last report (None where it has none)."""

    first: str | None
    last: str | None
    reports: int


@dataclass(frozen=True, slots=True)
class Overdue:
    """Acts announced for days that are over, without a report of what came of them.

    Attributes:
        day: what "over" counts from: the day asked for, else of the newest report; None where none is known.
    """

    day: str | None
    lives: Sequence[Life]
    reach: Reach


@dataclass(frozen=True, slots=True)
class Met:
    """Meetings and calls of two parties.

    Attributes:
        meetings: those that reports tell, plans and cancelled ones too, by the days they fall on.
        last_met: the last one held in person, with both reported to have taken part; None where no report
            tells of one, which does not mean that there was none.
        last_spoke: the same for calls and meetings of any kind.
        said_not: claims that the two have not met, or will not.
        notes: what the reader should know of how the names were understood.
    """

    meetings: tuple[Life, ...]
    last_met: Life | None
    last_spoke: Life | None
    said_not: tuple[Told, ...]
    reach: Reach
    notes: tuple[str, ...] = ()


def told_claims(
    record: Record,
    as_of: str | None = None,
    min_confidence: float = SURE,
    *more: ColumnElement[bool],
    rejected: bool = False,
) -> tuple[Told, ...]:
    """Claims with the day their report was first known to have appeared, by that day.

    They are as people corrected them by then; what people rejected or retracted is left out, unless
    `rejected` asks for it.
    """
    wanted = [claim.c.confidence >= min_confidence, *more]
    if as_of:
        wanted.append(known_by(as_of))
    with record.corrected(as_of, rejected=rejected) as read:
        told = list(told_in(read, wanted, as_of))
    return tuple(sorted(told, key=lambda t: (t.day, t.claim.id)))


def events(
    record: Record,
    as_of: str | None = None,
    min_confidence: float = SURE,
    types: Sequence[str] = (),
    watch: str | None = None,
    *,
    rejected: bool = False,
) -> tuple[Event, ...]:
    """The acts that the reports tell of, of these types or all, by first report.

    Claims that a person has merged with one of these types are read with them. A watch gathers an
    act, with all its claims, where it gathers one of them. Where nobody has corrected anything, and at the
    confidence `SURE`, events are kept; else they are worked out from the claims.
    """
    if min_confidence == SURE and not rejected and is_kept(record):
        wanted = [of_kinds(types)] if types else []
        if watch is not None:
            wanted.append(tells(*gathering(record, watch, as_of)))
        found = kept_events(record, Wanted(as_of, tuple(wanted)))
        within = gathered(record, watch, as_of) if watch and as_of else None
        return tuple(e for e in found if within is None or any(t.claim.id in within for t in e.told))
    verdicts = record.in_force(as_of).verdicts
    wanted = {t for kind in types for t in types_of(kind)}
    more = [claim.c.kind == "event"]
    if wanted:
        merged = {name for pair, verdict in verdicts.items() if verdict.kind == "merge" for name in pair}
        more.append(or_(claim.c.event_type.in_(sorted(wanted)), claim.c.id.in_(sorted(merged))))
    found = find_events(told_claims(record, as_of, min_confidence, *more, rejected=rejected), verdicts)
    found = tuple(e for e in found if not wanted or any(t.claim.event_type in wanted for t in e.told))
    within = gathered(record, watch, as_of)
    return tuple(e for e in found if within is None or any(t.claim.id in within for t in e.told))


def events_of_late(
    record: Record, since: str | None, open_since: str, as_of: str | None = None, min_confidence: float = SURE
) -> tuple[Event, ...]:
    """Acts that reports since a day tell of, and plans that are or were to take place since `open_since`.

    A plan without a day counts by its last report. Where events are kept, only these are read.
    """
    if min_confidence == SURE and is_kept(record):
        told = event_state.c.since >= (since or "9999")
        when = func.coalesce(event_state.c.latest, event_state.c.since)
        planned = and_(event_state.c.stage.in_(OPEN), when >= open_since)
        return kept_events(record, Wanted(as_of, (or_(told, planned),)))
    return events(record, as_of, min_confidence)


def of_kinds(types: Iterable[str]) -> ColumnElement[bool]:
    """Kept events of these types, and of those that tell the same kind of act."""
    return event_state.c.kind.in_(sorted({group_of(kind) for kind in types}))


def overdue(day: str) -> ColumnElement[bool]:
    """Kept events that are due on a day (see `lifecycle.is_due`)."""
    announced = func.substr(event_state.c.first_day, 1, 10) <= event_state.c.latest
    return and_(event_state.c.stage.in_(OPEN), event_state.c.latest < day, announced)


def kept_lives(record: Record, wanted: Wanted) -> Listed[Life]:
    """The histories of kept events, in the order wanted. Ask `is_kept` first."""

    def read(first: int, end: int) -> tuple[Life, ...]:
        part = replace(wanted, offset=first, limit=end - first)
        return tuple(_lives(kept_events(record, part)))

    return Listed(lambda: kept_count(record, wanted), read)


def is_kept(record: Record) -> bool:
    """Do the events that are kept answer for the record as it stands?"""
    return record.is_as_coded() and is_merged(record)


def event_of(record: Record, held: HeldClaim, as_of: str | None = None) -> Event | None:
    """The act that a claim tells of together with others; None where no other claim is judged to tell it.

    A claim below the confidence `SURE` is looked for among claims of every confidence.
    """
    if held.claim.kind != "event":
        return None
    if held.claim.confidence >= SURE and is_kept(record):
        event = kept_event_of(record, held.claim.id, as_of)
    else:
        least = min(SURE, held.claim.confidence)
        found = events(record, as_of, least, (held.claim.event_type,), rejected=True)
        event = next((e for e in found if any(t.claim.id == held.claim.id for t in e.told)), None)
    return event if event and len(event.told) > 1 else None


def reach(record: Record, as_of: str | None = None) -> Reach:
    """Days of the first and last report, and how many there are."""
    until = [sighting.c.day <= as_of] if as_of else []
    columns = (func.min(sighting.c.day), func.max(sighting.c.day), func.count(sighting.c.report.distinct()))
    first, last, reports = record.rows(select(*columns).where(*until))[0]
    return Reach(first, last, reports)


def due(
    record: Record,
    as_of: str | None = None,
    min_confidence: float = SURE,
    watch: str | None = None,
    *,
    rejected: bool = False,
) -> Overdue:
    """What was announced for days that are over and of which no report says what came, by those days."""
    day = as_of or newest_day(record)
    if day and min_confidence == SURE and watch is None and not rejected and is_kept(record):
        in_order = (event_state.c.latest, event_state.c.id)
        return Overdue(
            day, kept_lives(record, Wanted(as_of, (overdue(day),), in_order)), reach(record, as_of)
        )
    lives = _lives(events(record, as_of, min_confidence, watch=watch, rejected=rejected))
    found = [life for life in lives if day and is_due(life, day)]
    found.sort(key=lambda life: (life.latest or "", life.event.id))
    return Overdue(day, tuple(found), reach(record, as_of))


def met(
    record: Record,
    a: str,
    b: str,
    as_of: str | None = None,
    min_confidence: float = SURE,
    among: Iterable[Event] | None = None,
    *,
    rejected: bool = False,
) -> Met:
    """Meetings and calls of two parties, each named by id, name, part of a name or country.

    Args:
        among: the acts to look among, where they are known; else all meetings of the record.
    """
    if among is None and min_confidence == SURE and not rejected and is_kept(record):
        names = names_in(record)
        asked = [match_parties(words, names, meaning_of(words)) for words in (a, b)]
        some = [has_party(one.names, one.actors, one.countries) for one in asked]
        talks = of_kinds(("CONSULT",))
        known = [bool(kept_events(record, Wanted(as_of, (talks, one), NEWEST_FIRST, 1))) for one in some]
        lives = _lives(kept_events(record, Wanted(as_of, (talks, *some)))) if all(known) else []
    else:
        if among is None:
            among = events(record, as_of, min_confidence, ("CONSULT",), rejected=rejected)
        lives = _lives(among)
        named = {(p.name, p.actor, p.country) for life in lives for p in life.parties}
        names = Names(tuple(sorted(named, key=lambda n: tuple(part or "" for part in n))))
        asked = [match_parties(words, names, meaning_of(words)) for words in (a, b)]
        known = [any(_is(party, one) for life in lives for party in life.parties) for one in asked]
    both = [(life, pair) for life in lives if (pair := _pair(life.parties, *asked))]
    both.sort(key=lambda found: _by_day(found[0]))
    held = [life for life, pair in both if life.stage == "held" and all(p.status == "attended" for p in pair)]
    in_person = [life for life in held if not by_phone(life)]
    said_not = [
        t
        for life, _ in both
        for t in life.event.told
        if t.claim.status == "not_occurring" and _SINCE.search(t.claim.evidence.exact)
    ]
    notes = [
        f"no meeting or call of {words!r} is in the record"
        for words, there in zip((a, b), known, strict=True)
        if not there
    ]
    return Met(
        tuple(life for life, _ in both),
        in_person[-1] if in_person else None,
        held[-1] if held else None,
        tuple(sorted(said_not, key=lambda t: (t.day, t.claim.id))),
        reach(record, as_of),
        tuple(notes),
    )


def contradictions(
    record: Record,
    as_of: str | None = None,
    min_confidence: float = SURE,
    watch: str | None = None,
    *,
    rejected: bool = False,
) -> Sequence[Contradiction]:
    """What reports say otherwise of one act, or of who said something, by the day it came up."""
    if min_confidence == SURE and not rejected and is_kept(record):
        kept = kept_contradictions(record, as_of)
        if watch is None:
            return Listed(lambda: len(kept), lambda a, b: read_contradictions(record, kept[a:b], as_of))
        within = gathered(record, watch, as_of) or frozenset()
        kept = tuple(one for one in kept if not within.isdisjoint(one.order[-2:]))
        return read_contradictions(record, kept, as_of)
    told = told_claims(record, as_of, min_confidence, rejected=rejected)
    found = find_contradictions(
        find_events(told, record.in_force(as_of).verdicts),
        (t for t in told if is_saying(t.claim)),
    )
    within = gathered(record, watch, as_of)
    return tuple(
        c for c in found if within is None or c.first.claim.id in within or c.second.claim.id in within
    )


def by_phone(life: Life) -> bool:
    """Is it told as a call?"""
    return any(phone(t.claim) for t in life.event.told)


def _lives(found: Iterable[Event]) -> list[Life]:
    return [life for event in found if (life := life_of(event))]


def day_of(life: Life) -> str:
    """The last day an act can have fallen on: the last that is told, of what was held not after its report;
    else the day of its first report.
    """
    told = [step.told.day for step in life.steps if step.stage in ("held", "under way")]
    day = life.latest or life.steps[0].told.day
    return (min(day, told[0]) if told and life.stage in ("held", "under way") else day)[:10]


def _by_day(life: Life) -> tuple[str, str, str]:
    return (day_of(life), life.steps[0].told.day, life.event.id)


def _pair(parties: tuple[Attending, ...], a: Matched, b: Matched) -> tuple[Attending, Attending] | None:
    """Two different parties, one for each; where several fit, those who took part."""
    fits = [(p, q) for p in parties if _is(p, a) for q in parties if q is not p and _is(q, b)]
    fits.sort(key=lambda pair: (-sum(p.status == "attended" for p in pair), pair[0].name, pair[1].name))
    return fits[0] if fits else None


def _is(party: Attending, matched: Matched) -> bool:
    return party.name in matched.names or party.actor in matched.actors or party.country in matched.countries


def same_issue(asked: str | None, issue: str | None) -> bool:
    """Is this the issue asked for? Any is, where none is asked for."""
    return asked is None or (issue is not None and is_named(asked, issue))
