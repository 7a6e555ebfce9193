"""One act as its reports tell it: which sides have confirmed it, which report added what, what is of one origin.

An act is found by the id of any of its claims, so that its address stays good when an earlier report arrives.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from dragoman.ask.correct import the_claim
from dragoman.ask.events import event_of, told_claims
from dragoman.merge.block import Told
from dragoman.merge.cluster import Event
from dragoman.merge.contradictions import Contradiction, find_contradictions
from dragoman.merge.families import Family, families_of, printed_of
from dragoman.merge.lifecycle import OPEN, Attending, Life, life_of
from dragoman.records import Claim
from dragoman.store import HeldClaim, Record
from dragoman.store.schema import claim

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
    held = the_claim(record, claim_id, as_of)
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
