"""One party as the record and the knowledge base have it: names, offices, who speaks for it, what it said.

A party is known by the id of an actor or, where none could be found for it, by its name alone; then what it
may mean is said, and nothing is taken for it.
"""

import json
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, and_, func, select

from dragoman.ask.query import is_named, known_by
from dragoman.ask.remembered import remembered
from dragoman.ask.standings import Standing, standings
from dragoman.store import HeldClaim, Record
from dragoman.store.schema import claim, participant, report, sighting

if TYPE_CHECKING:
    from dragoman.actors.knowledge import Actor, Term

LATEST = 8
"""Statements and meetings that are shown, the newest first."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A party of the record.

    Attributes:
        key: the actor's id; the name where it has none.
        claims: how many claims, of whatever confidence, name it.
    """

    key: str
    name: str
    actor: str | None
    country: str | None
    claims: int


@dataclass(frozen=True, slots=True)
class Voice:
    """Words that someone is told to have said in the name of another."""

    speaker: str
    speaker_actor: str | None
    speaks_for: str
    speaks_for_actor: str | None
    times: int
    claim: str
    day: str
    exact: str
    report: str
    outlet: str | None
    published: str | None


@dataclass(frozen=True, slots=True)
class Portrait:
    """A party.

    Attributes:
        actor: None where the knowledge base has none of that id, nor one alone of that name.
        candidates: where there is no `actor`: whom the name may mean.
        names: as the record writes it, with the number of claims.
        terms: offices by their beginning, with their source.
        voices: who speaks for it, and for whom it speaks.
    """

    key: str
    name: str
    actor: "Actor | None"
    candidates: "tuple[Actor, ...]"
    names: tuple[tuple[str, int], ...]
    terms: "tuple[Term, ...]"
    voices: tuple[Voice, ...]
    statements: tuple[HeldClaim, ...]
    meetings: tuple[HeldClaim, ...]
    positions: tuple[Standing, ...]
    claims: int


def listed(record: Record, words: str | None = None, as_of: str | None = None) -> tuple[Listed, ...]:
    """The parties of the record, or those whose names hold the words, the one most told of first."""
    every = remembered(record, ("parties listed", as_of), lambda: _every(record, as_of))
    if not words:
        return every
    return tuple(one for one in every if words == one.key or is_named(words, one.name))


def portrait(
    record: Record, who: str, as_of: str | None = None, min_confidence: float = 0.0
) -> Portrait | None:
    """A party by its id or name; None where neither the record nor the knowledge base knows it."""
    from dragoman.actors.knowledge import load_knowledge
    from dragoman.actors.lookup import find_actors

    knowledge = load_knowledge()
    known = knowledge.actors.get(who) or knowledge.state(who.upper())
    candidates: tuple[Actor, ...] = ()
    bare = and_(participant.c.actor.is_(None), participant.c.name == who)
    if known is None and not record.rows(select(participant.c.claim).where(bare).limit(1)):
        found = find_actors(who, knowledge)
        sure = [one.actor for one in found if one.match in ("id", "name")]
        known = sure[0] if len(sure) == 1 else None
    if known is None:
        candidates = tuple(one.actor for one in find_actors(who, knowledge))[:8]
    key = known.id if known else who
    mine = participant.c.actor == key if known or _is_actor(record, who) else bare
    with record.corrected(as_of) as reading:
        named = reading.rows(
            select(participant.c.name, func.count()).where(mine).group_by(participant.c.name)
        )
        if known is None and not named and not candidates:
            return None
        of = [claim.c.number.in_(select(participant.c.claim).where(mine))]
        of += [claim.c.confidence >= min_confidence, *([known_by(as_of)] if as_of else [])]
        said = [claim.c.kind == "statement"]
        statements = _latest(reading, [*of, *said], as_of)
        meetings = _latest(reading, [*of, claim.c.event_type == "CONSULT"], as_of)
        total = reading.count(of)
    state = known is not None and known.kind == "state"
    held = standings(record, "state" if state else "party", None, as_of, min_confidence)
    side = known.country if known and state else key
    names = tuple(sorted(((n, c) for n, c in named), key=lambda one: (-one[1], one[0])))
    return Portrait(
        key,
        known.name if known else names[0][0] if names else who,
        known,
        candidates,
        names,
        knowledge.terms_of(known.id) if known else (),
        _voices_of(record, key, known.name if known else who, as_of),
        statements,
        meetings,
        tuple(cell for cell in held.cells if cell.key == side),
        total,
    )


def _is_actor(record: Record, who: str) -> bool:
    return bool(record.rows(select(participant.c.claim).where(participant.c.actor == who).limit(1)))


def _latest(record: Record, wanted: list[ColumnElement[bool]], as_of: str | None) -> tuple[HeldClaim, ...]:
    day = select(func.min(sighting.c.day)).where(sighting.c.report == claim.c.report).scalar_subquery()
    return tuple(record.claims(wanted, (day.desc(),), LATEST, as_of))


def _every(record: Record, as_of: str | None) -> tuple[Listed, ...]:
    columns = (participant.c.name, participant.c.actor, participant.c.country)
    question = select(*columns, func.count().label("claims")).group_by(*columns)
    if as_of:
        question = question.join(claim, claim.c.number == participant.c.claim).where(known_by(as_of))
    with record.corrected(as_of) as reading:
        rows = reading.rows(question)
    names: dict[str, Counter[str]] = {}
    about: dict[str, tuple[str | None, Counter[str | None]]] = {}
    for row in rows:
        key = row.actor or row.name
        names.setdefault(key, Counter())[row.name] += row.claims
        about.setdefault(key, (row.actor, Counter()))[1][row.country] += row.claims
    found = [
        Listed(
            key,
            max(called, key=lambda name: (called[name], name)),
            about[key][0],
            max(about[key][1], key=lambda c: (about[key][1][c], c or "")),
            called.total(),
        )
        for key, called in names.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.claims, one.name, one.key)))


def _voices_of(record: Record, key: str, name: str, as_of: str | None) -> tuple[Voice, ...]:
    every = remembered(record, ("on behalf", as_of), lambda: _voices(record, as_of))
    mine = [
        voice
        for voice in every
        if key in (voice.speaker_actor, voice.speaks_for_actor) or name in (voice.speaker, voice.speaks_for)
    ]
    return tuple(mine)


def _voices(record: Record, as_of: str | None) -> tuple[Voice, ...]:
    """Who is told to speak for whom, each with the newest words, those most often told first."""
    day = select(func.min(sighting.c.day)).where(sighting.c.report == claim.c.report).scalar_subquery()
    wanted = [claim.c.json.like('%"on_behalf_of":{%'), *([known_by(as_of)] if as_of else [])]
    with record.corrected(as_of) as reading:
        rows = reading.rows(
            select(
                claim.c.id, claim.c.json, claim.c.exact, day.label("day"), report.c.id.label("report"),
                report.c.outlet, report.c.published,
            )
            .join(report, report.c.number == claim.c.report)
            .where(*wanted)
        )  # fmt: skip
    found: dict[tuple[str, str], Voice] = {}
    times: Counter[tuple[str, str]] = Counter()
    for row in sorted(rows, key=lambda row: (row.day, row.id)):
        for link in json.loads(row.json)["attribution"]:
            speaker, other = link["speaker"], link["on_behalf_of"]
            if speaker and other:
                pair = (speaker["actor"] or speaker["name"], other["actor"] or other["name"])
                times[pair] += 1
                found[pair] = Voice(
                    speaker["name"], speaker["actor"], other["name"], other["actor"], times[pair], row.id,
                    row.day, row.exact, row.report, row.outlet, row.published,
                )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda v: (-v.times, v.speaker, v.speaks_for)))
