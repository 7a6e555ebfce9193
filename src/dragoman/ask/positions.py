"""What a party holds on an issue, over time: its first and latest words, and how its stance moved."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from sqlalchemy import ColumnElement, or_, select

from dragoman.ask.events import same_issue, told_claims
from dragoman.ask.query import Names, match_parties, meaning_of
from dragoman.ask.remembered import names_of, parties_named
from dragoman.ask.views import gathered
from dragoman.merge.block import Told, rules
from dragoman.merge.kept import SURE
from dragoman.records import Participant
from dragoman.store import Record
from dragoman.store.schema import claim, participant, sighting

Movement = Literal["hardened", "softened", "other stance", "unchanged", "told once"]

HOLDING = ("actor", "subject", "member", "signatory")


@dataclass(frozen=True, slots=True)
class Shift:
    """A stance that differs from the one told before."""

    before: Told
    after: Told
    movement: Movement


@dataclass(frozen=True, slots=True)
class Position:
    """A holder's stance on one issue.

    Attributes:
        holder: as the record names it.
        issue: None where the words name none of the tree; such stances are told apart by nothing and are
            never compared.
        told: its claims by day of report.
        shifts: where one stance follows on another.
        movement: from the first words to the latest; "unchanged" has words at both ends, of two days;
            "told once" says that all words are of one day, or that there is no issue to compare them on.
    """

    holder: str
    issue: str | None
    told: tuple[Told, ...]
    shifts: tuple[Shift, ...]
    movement: Movement

    @property
    def first(self) -> Told:
        """The first words."""
        return self.told[0]

    @property
    def latest(self) -> Told:
        """The latest words."""
        return self.told[-1]


def positions(
    record: Record,
    holder: str,
    issue: str | None = None,
    as_of: str | None = None,
    min_confidence: float = SURE,
    watch: str | None = None,
    *,
    rejected: bool = False,
) -> tuple[Position, ...]:
    """Positions of a holder (a country: of everyone who acts for it), by issue and holder."""
    # Only what can be meant is read: the claims that name the holder and, if one is asked for, the issue.
    meant = parties_named(record, holder, as_of)
    named = or_(
        participant.c.name.in_(meant.names),
        participant.c.actor.in_(meant.actors),
        participant.c.country.in_(meant.countries),
    )
    narrowed: list[ColumnElement[bool]] = [claim.c.number.in_(select(participant.c.claim).where(named))]
    if issue is not None:
        known = names_of(record, as_of).issues
        narrowed.append(claim.c.issue.in_([one for one in known if same_issue(issue, one)]))
    found = _stances(record, as_of, min_confidence, watch, *narrowed, rejected=rejected)
    return _positions(found, holder, issue)


def all_positions(
    record: Record, as_of: str | None = None, min_confidence: float = SURE, watch: str | None = None
) -> tuple[Position, ...]:
    """Positions of everyone, by issue and holder; with a watch, by the claims that it gathers."""
    return _positions(_stances(record, as_of, min_confidence, watch), None, None)


def positions_of(told: Iterable[Told]) -> tuple[Position, ...]:
    """The positions among these claims, by issue and holder."""
    return _positions(tuple(t for t in told if t.claim.kind == "position" and t.claim.stance), None, None)


def stances_of_late(
    record: Record, since: str, as_of: str | None = None, min_confidence: float = SURE
) -> tuple[Told, ...]:
    """Stances that reports since a day tell, and the earlier ones of the same holders on the same issues."""
    fresh = select(sighting.c.report).where(sighting.c.day >= since)
    told = _stances(record, as_of, min_confidence, None, claim.c.report.in_(fresh))
    sides: dict[str, set[str]] = {}
    for one in told:
        holder = _holder(one)
        if holder is not None and one.claim.issue is not None and one.day >= since:
            sides.setdefault(one.claim.issue, set()).add(holder.actor or holder.name)
    before: list[Told] = []
    for issue, holders in sorted(sides.items()):
        held = or_(participant.c.actor.in_(sorted(holders)), participant.c.name.in_(sorted(holders)))
        who = claim.c.number.in_(select(participant.c.claim).where(held))
        before += _stances(record, as_of, min_confidence, None, claim.c.issue == issue, who)
    found = {t.claim.id: t for t in (*told, *before)}
    return tuple(sorted(found.values(), key=lambda t: (t.day, t.claim.id)))


def _stances(
    record: Record,
    as_of: str | None,
    min_confidence: float,
    watch: str | None,
    *narrowed: ColumnElement[bool],
    rejected: bool = False,
) -> tuple[Told, ...]:
    wanted = (claim.c.kind == "position", claim.c.stance.is_not(None), *narrowed)
    within = gathered(record, watch, as_of)
    told = told_claims(record, as_of, min_confidence, *wanted, rejected=rejected)
    return tuple(t for t in told if within is None or t.claim.id in within)


def _positions(told: tuple[Told, ...], holder: str | None, issue: str | None) -> tuple[Position, ...]:
    held = [(t, p) for t in told if (p := _holder(t)) and same_issue(issue, t.claim.issue)]
    if holder is not None:
        names = Names(tuple(sorted({(p.name, p.actor, p.country) for _, p in held}, key=str)))
        asked = match_parties(holder, names, meaning_of(holder))
        held = [
            (t, p)
            for t, p in held
            if p.name in asked.names or p.actor in asked.actors or p.country in asked.countries
        ]
    by_side: dict[tuple[str, str], list[tuple[Told, Participant]]] = {}
    for t, p in held:
        by_side.setdefault((t.claim.issue or "", p.actor or p.name), []).append((t, p))
    found = [_position(rows) for rows in by_side.values()]
    return tuple(sorted(found, key=lambda p: (p.issue is None, p.issue or "", p.holder, p.first.claim.id)))


def _holder(told: Told) -> Participant | None:
    """Who acts in the claim or, where nobody does, its only party."""
    parties = told.claim.participants
    alone = parties[0] if len(parties) == 1 else None
    return next((p for p in parties if p.role in HOLDING), alone)


def _position(rows: list[tuple[Told, Participant]]) -> Position:
    told = tuple(t for t, _ in rows)
    issue = told[0].claim.issue
    comparable = issue is not None and told[0].day < told[-1].day
    shifts = [
        Shift(a, b, _movement(a, b))
        for a, b in pairwise(told)
        if issue is not None and a.day < b.day and a.claim.stance != b.claim.stance
    ]
    return Position(
        rows[0][1].name,
        issue,
        told,
        tuple(shifts),
        _movement(told[0], told[-1]) if comparable else "told once",
    )


def _movement(before: Told, after: Told) -> Movement:
    return movement(before.claim.stance, after.claim.stance)


def movement(before: str | None, after: str | None) -> Movement:
    """How one stance moved to another.

    >>> movement("demand", "offer"), movement("demand", "demand")
    ('softened', 'unchanged')
    """
    if before == after:
        return "unchanged"
    firm = rules()["firmness"]
    old, new = firm.get(before), firm.get(after)
    if old is None or new is None or old == new:
        return "other stance"
    return "hardened" if new > old else "softened"
