"""One act as its reports tell it: which sides have confirmed it, which report added what, which are copies.

An act is found by the id of any of its claims, so that its address stays good when an earlier report arrives.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import ColumnElement, func, or_

from dragoman.ask.correct import the_claim
from dragoman.ask.events import event_of, events, is_kept, kept_lives, of_kinds, overdue, told_claims
from dragoman.ask.query import EARLIEST, LATEST, Names, known_by, match_parties, meaning_of
from dragoman.ask.views import gathering, names_in, newest_day
from dragoman.errors import SettingsError
from dragoman.merge.block import Told
from dragoman.merge.cluster import Event
from dragoman.merge.contradictions import Contradiction, find_contradictions
from dragoman.merge.families import Family, families_of, printed_of
from dragoman.merge.kept import BY_FIRST_REPORT, NEWEST_FIRST, SURE, Wanted, has_party, tells
from dragoman.merge.lifecycle import OPEN, Attending, Life, is_due, life_of
from dragoman.records import Claim
from dragoman.store import HeldClaim, Record
from dragoman.store.schema import claim, event_state

Word = Literal["confirmed", "announced", "declined", "none"]
"""What a side itself has said of a plan; "none" where no report quotes it."""


@dataclass(frozen=True, slots=True)
class Side:
    """Those who act together: all named of one country, else one party alone.

    Attributes:
        names: of its parties, in order of the alphabet.
        country: ISO 3166-1 alpha-3; None where it is not known.
        word: what it has said of the act itself.
        speaker: who said it for the side; None where nobody has.
        told: the claim that says so; None where none does.
    """

    names: tuple[str, ...]
    country: str | None
    word: Word
    speaker: str | None
    told: Told | None


@dataclass(frozen=True, slots=True)
class Added:
    """What a report was the first to tell of an act: kind of detail and value."""

    told: Told
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An act with what is asked of it beside its history.

    Attributes:
        held: the claim that was asked for.
        families: the reports by their origin; what copies changed stands in `drift`.
        added: for each report in order, what it was the first to tell; reports that added nothing too.
        contradictions: what its reports say otherwise of it.
    """

    held: HeldClaim
    life: Life
    sides: tuple[Side, ...]
    families: tuple[Family, ...]
    added: tuple[Added, ...]
    contradictions: tuple[Contradiction, ...]


def act_of(record: Record, claim_id: str, as_of: str | None = None) -> Act | None:
    """The act that a claim tells; None where the claim tells none (a statement, a stance).

    Raises:
        SettingsError: no claim has this id, or none had by the day.
    """
    held = known_claim(record, claim_id, as_of)
    told = told_claims(record, as_of, 0.0, claim.c.id == held.claim.id, rejected=True)
    if held.claim.kind != "event" or not told:
        return None
    event = event_of(record, held, as_of) or Event(held.claim.id, told)
    life = life_of(event)
    assert life is not None
    return Act(
        held,
        life,
        sides_of(life),
        families_of(printed_of(t.held.document for t in event.told), drift=True),
        tuple(added_by(event)),
        find_contradictions([event]),
    )


def known_claim(record: Record, claim_id: str, as_of: str | None = None) -> HeldClaim:
    """A claim by its id or the beginning of it, where a report of the day or before tells it.

    Raises:
        SettingsError: none has this id, or several do.
    """
    return the_claim(record, claim_id, as_of, *([known_by(as_of)] if as_of else []))


def sides_of(life: Life) -> tuple[Side, ...]:
    """The sides of an act and what each has itself said of it, by the latest words; confirming goes before.

    A side speaks through one of its parties, or through someone who speaks for it. What others say of it,
    and what the reports tell in their own words, is no word of the side.
    """
    grouped: dict[str, list[Attending]] = {}
    for party in life.parties:
        grouped.setdefault(party.country or party.actor or party.name, []).append(party)
    return tuple(_side(parties, life) for parties in grouped.values())


def _side(parties: list[Attending], life: Life) -> Side:
    names = tuple(sorted({p.name for p in parties}))
    country = parties[0].country
    best: tuple[Word, str | None, Told | None] = ("none", None, None)
    for step in life.steps:
        speaker = _speaks_for(step.told.claim, parties, country)
        if speaker is None:
            continue
        if step.stage == "confirmed":
            best = ("confirmed", speaker, step.told)
        elif step.stage in OPEN and best[0] != "confirmed":
            best = ("announced", speaker, step.told)
    declined = [p for p in parties if p.status == "declined"]
    if declined and best[0] == "none":
        best = ("declined", declined[0].name, declined[0].told[-1])
    return Side(names, country, *best)


def _speaks_for(one: Claim, parties: list[Attending], country: str | None) -> str | None:
    """Who of this side is quoted for the claim; None where nobody of it is."""
    names = {p.name for p in parties}
    actors = {p.actor for p in parties if p.actor}
    for link in reversed(one.attribution):
        for who in (link.on_behalf_of, link.speaker):
            if who is None:
                continue
            if who.name in names or who.actor in actors or (country and _country(who.actor) == country):
                return (link.speaker or who).name
    return None


def _country(actor: str | None) -> str | None:
    from dragoman.actors.knowledge import load_knowledge

    if actor is None:
        return None
    try:
        return load_knowledge().actor(actor).country
    except KeyError:
        return None


def added_by(event: Event) -> Iterable[Added]:
    """What each report was the first to tell, by the day of the reports."""
    known: set[tuple[str, str]] = set()
    for told in event.told:
        details = [d for d in _details(told.claim) if d not in known]
        known.update(details)
        yield Added(told, tuple(details))


def _details(one: Claim) -> Iterable[tuple[str, str]]:
    for party in one.participants:
        if party.kind != "place":
            yield "party", party.name
    if one.time and (one.time.earliest or one.time.latest):
        yield "day", one.time.text
    if one.place:
        yield "place", one.place.name
    if one.mode:
        yield "kind", one.mode
    for quantity in one.quantities:
        yield "number", f"{quantity.value:g} {quantity.unit}".strip()
    if one.issue:
        yield "issue", one.issue
    if one.condition:
        yield "condition", one.condition


# ── lists ──

STAGES = (
    "raised", "proposed", "scheduled", "confirmed", "under way", "held", "postponed", "cancelled",
    "not held", "overdue",
)  # fmt: skip
"""How an act can stand; "overdue" is announced for days that are over, with no report of what came of it."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """Which acts are listed; empty fields ask for nothing.

    Attributes:
        stages: any of `STAGES`.
        party: id, name, part of a name or country.
        first, last: days (ISO 8601) that the act must touch; undated ones touch none.
        several: only acts that two or more reports tell of.
    """

    types: tuple[str, ...] = ()
    stages: tuple[str, ...] = ()
    party: str | None = None
    first: str | None = None
    last: str | None = None
    several: bool = False


def acts(
    record: Record,
    wanted: Narrowed,
    as_of: str | None = None,
    min_confidence: float = 0.5,
    watch: str | None = None,
    *,
    newest: bool = True,
    rejected: bool = False,
) -> Sequence[Life]:
    """Acts with the newest report first, else by first report; with a watch, those that it gathers.

    Where events are kept, only those that are looked at are read.

    Raises:
        SettingsError: a stage that there is not.
    """
    strange = [stage for stage in wanted.stages if stage not in STAGES]
    if strange:
        raise SettingsError(
            "no such state", where="stage", found=repr(strange[0]), expected="one of " + ", ".join(STAGES)
        )
    day = as_of or newest_day(record)
    if min_confidence == SURE and not rejected and not (watch and as_of) and is_kept(record):
        asked_of_kept = _kept(record, wanted, day, watch)
        return kept_lives(record, Wanted(as_of, asked_of_kept, NEWEST_FIRST if newest else BY_FIRST_REPORT))
    found = events(record, as_of, min_confidence, wanted.types, watch, rejected=rejected)
    lives = [life for event in found if (life := life_of(event)) and _fits(life, wanted, day)]
    if wanted.party:
        names = Names(
            tuple(sorted({(p.name, p.actor, p.country) for x in lives for p in x.parties}, key=str))
        )
        asked = match_parties(wanted.party, names, meaning_of(wanted.party))
        lives = [
            life
            for life in lives
            if any(
                p.name in asked.names or p.actor in asked.actors or p.country in asked.countries
                for p in life.parties
            )
        ]
    if not newest:
        return tuple(sorted(lives, key=lambda x: (x.event.told[0].day, x.event.id)))
    return tuple(sorted(lives, key=lambda x: (x.event.told[-1].day, x.event.id), reverse=True))


def _kept(
    record: Record, wanted: Narrowed, day: str | None, watch: str | None
) -> tuple[ColumnElement[bool], ...]:
    """The same as `_fits`, over the columns of `event_state`."""
    state = event_state.c
    asked: list[ColumnElement[bool]] = [of_kinds(wanted.types)] if wanted.types else []
    if wanted.stages:
        stages = state.stage.in_([stage for stage in wanted.stages if stage != "overdue"])
        asked.append(or_(stages, overdue(day)) if "overdue" in wanted.stages and day else stages)
    if wanted.several:
        asked.append(state.reports > 1)
    if wanted.first or wanted.last:
        asked.append(or_(state.earliest.is_not(None), state.latest.is_not(None)))
    if wanted.first:
        asked.append(func.coalesce(state.latest, LATEST) >= wanted.first)
    if wanted.last:
        asked.append(func.coalesce(state.earliest, EARLIEST) <= wanted.last)
    if wanted.party:
        meant = match_parties(wanted.party, names_in(record), meaning_of(wanted.party))
        asked.append(has_party(meant.names, meant.actors, meant.countries))
    if watch:
        asked.append(tells(*gathering(record, watch)))
    return tuple(asked)


def _fits(life: Life, wanted: Narrowed, day: str | None) -> bool:
    if wanted.several and len(life.event.reports) < 2:
        return False
    if (wanted.first or wanted.last) and not (life.earliest or life.latest):
        return False
    if wanted.first and (life.latest or LATEST) < wanted.first:
        return False
    if wanted.last and (life.earliest or EARLIEST) > wanted.last:
        return False
    if not wanted.stages:
        return True
    return life.stage in wanted.stages or bool("overdue" in wanted.stages and day and is_due(life, day))
