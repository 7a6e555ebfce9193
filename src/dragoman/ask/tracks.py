"""Tracks of a negotiation: which issues are alive, when each last moved, and who moved last.

A track is everything told of one issue. It moved where a party took a stance that it had not taken before,
or where an act about the issue was told; a stance told again is no move. A track on which nothing moved for
`ALIVE_DAYS` days is called silent since its last move, which says only that no report of the record tells
of one.
"""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from dragoman.ask.events import told_claims
from dragoman.ask.query import is_named
from dragoman.ask.views import gathered, newest_day
from dragoman.events.issues import issue_of
from dragoman.merge.block import Told
from dragoman.merge.families import independent
from dragoman.store import Record

ALIVE_DAYS = 30


@dataclass(frozen=True, slots=True)
class Track:
    """One issue.

    Attributes:
        last: the newest claim that moved it.
        mover: who acts in it; None where its words name nobody.
        offers: the newest offer, acceptance and rejection that are told, by day.
        alive: did it move within `ALIVE_DAYS` days before the reference day?
        moves, claims, reports, families: how many there are; copies of one origin are one family.
    """

    issue: str
    first_day: str
    last: Told
    mover: str | None
    alive: bool
    offers: tuple[Told, ...]
    moves: int
    claims: int
    reports: int
    families: int


def tracks(
    record: Record,
    as_of: str | None = None,
    min_confidence: float = 0.0,
    issue: str | None = None,
    watch: str | None = None,
) -> tuple[Track, ...]:
    """The issues that the claims are about, the one that moved last first."""
    within = gathered(record, watch, as_of)
    by_issue: dict[str, list[Told]] = defaultdict(list)
    for told in told_claims(record, as_of, min_confidence):
        about = told.claim.issue or (issue_of(told.claim.evidence.exact) if _is_act(told) else None)
        if (
            about
            and (issue is None or is_named(issue, about))
            and (within is None or told.claim.id in within)
        ):
            by_issue[about].append(told)
    day = as_of or newest_day(record)
    found = [_track(about, told, day) for about, told in by_issue.items()]
    return tuple(sorted(sorted(found, key=lambda t: t.issue), key=lambda t: t.last.day, reverse=True))


def _is_act(told: Told) -> bool:
    return told.claim.kind == "event" and told.claim.status != "hypothetical"


def _track(issue: str, told: list[Told], day: str | None) -> Track:
    stances: dict[str, str | None] = {}
    moves: list[Told] = []
    offers: dict[str, Told] = {}
    for one in told:
        mover = _mover(one)
        if _is_act(one):
            moves.append(one)
        elif one.claim.stance and stances.get(mover or "") != one.claim.stance:
            stances[mover or ""] = one.claim.stance
            moves.append(one)
        if one.claim.stance in ("offer", "accept", "reject"):
            offers[one.claim.stance] = one
    last = moves[-1] if moves else told[-1]
    since = (date.fromisoformat(day) - date.fromisoformat(last.day[:10])).days if day else 0
    reports, families = independent(t.held.document for t in told)
    newest = tuple(sorted(offers.values(), key=lambda t: (t.day, t.claim.id)))
    return Track(
        issue, told[0].day, last, _mover(last), since <= ALIVE_DAYS, newest, len(moves), len(told), reports,
        families,
    )  # fmt: skip


def _mover(told: Told) -> str | None:
    parties = told.claim.participants
    acting = (p.name for p in parties if p.role in ("actor", "subject", "member", "signatory"))
    return next(acting, parties[0].name if len(parties) == 1 else None)
