"""What a watch shows, and what a memo is made of: where a negotiation stands on a day, and what is new in it.

Everything is worked out once from the claims that had been reported by then; a watch leaves only the acts,
contradictions and positions of which it gathers a claim.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from dragoman.ask.changes import Changed, changes_of, corrections_since
from dragoman.ask.events import Reach, reach, told_claims
from dragoman.ask.positions import Position, positions_of
from dragoman.ask.views import gathered, newest_day
from dragoman.ask.watches import Watch, watch_named, watches
from dragoman.merge.block import Told
from dragoman.merge.cluster import find_events
from dragoman.merge.contradictions import Contradiction, find_contradictions, is_saying
from dragoman.merge.families import independent
from dragoman.merge.lifecycle import CALLED_OFF, OPEN, Life, is_due, life_of
from dragoman.store import Record

NEWS_DAYS = 7
"""Days before the reference day whose reports are news, where no day is asked for."""


UNDATED_DAYS = 30
"""Days for which a plan without a day, or with a first day alone, is still listed as to come."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where things stand on a day.

    Attributes:
        watch: None where all of the record is meant.
        day: the day asked for, else that of the newest report; None where neither is known.
        since: the first day whose reports are news; None where `day` is.
        coming: announced acts whose days are not over, by day; those without a day last.
        overdue: announced for days that are over, without a report of what came of it.
        last_held: the newest act held, by its last day; None where no report tells a day of one.
        called_off: postponed, cancelled or not held, the newest report first.
        positions: by issue and holder.
        contradictions: by the day they came up.
        changes: since `since`, by day.
        told: the claims gathered, by day of report.
        reports, families: how many reports these stand in, and how many independent families there are.
        reach: of the whole record.
    """

    watch: Watch | None
    day: str | None
    since: str | None
    coming: tuple[Life, ...]
    overdue: tuple[Life, ...]
    last_held: Life | None
    called_off: tuple[Life, ...]
    positions: tuple[Position, ...]
    contradictions: tuple[Contradiction, ...]
    changes: tuple[Changed, ...]
    told: tuple[Told, ...]
    reports: int
    families: int
    reach: Reach


@dataclass(frozen=True, slots=True)
class WatchLine:
    """A watch in a list: what it gathers, and the day of the newest report among them (None: none)."""

    watch: Watch
    claims: int
    reports: int
    families: int
    newest: str | None


def standing(
    record: Record,
    watch: str | None = None,
    since: str | None = None,
    as_of: str | None = None,
    min_confidence: float = 0.0,
) -> Standing:
    """Where things stand: all of the record, or what a watch gathers.

    Raises:
        SettingsError: there is no such watch, or it was stopped.
    """
    asked = watch_named(record, watch, as_of) if watch else None
    day = as_of or newest_day(record)
    if since is None and day is not None:
        since = (date.fromisoformat(day) - timedelta(days=NEWS_DAYS)).isoformat()
    within = gathered(record, watch, as_of)
    told = told_claims(record, as_of, min_confidence)
    found = find_events(told, record.in_force(as_of).verdicts)
    differing = find_contradictions(found, [t for t in told if is_saying(t.claim)])
    if within is not None:
        found = tuple(e for e in found if any(t.claim.id in within for t in e.told))
        differing = tuple(c for c in differing if {c.first.claim.id, c.second.claim.id} & within)
        told = tuple(t for t in told if t.claim.id in within)
    lives = [life for event in found if (life := life_of(event))]
    held = [life for life in lives if life.stage == "held" and life.latest]
    stances = positions_of(told)
    reports, families = independent(t.held.document for t in told)
    return Standing(
        asked,
        day,
        since,
        tuple(sorted((life for life in lives if is_coming(life, day)), key=by_day)),
        tuple(sorted((life for life in lives if day and is_due(life, day)), key=by_day)),
        max(held, key=lambda life: (life.latest or "", life.event.id)) if held else None,
        _newest_first(life for life in lives if life.stage in CALLED_OFF),
        stances,
        differing,
        _changes(record, since, as_of, within, changes_of(since, found, differing, stances)) if since else (),
        told,
        reports,
        families,
        reach(record, as_of),
    )


def watch_lines(
    record: Record, as_of: str | None = None, min_confidence: float = 0.0
) -> tuple[WatchLine, ...]:
    """The watches that are not stopped, each with what it gathers."""
    told = told_claims(record, as_of, min_confidence)
    lines: list[WatchLine] = []
    for watch in watches(record, as_of):
        within = gathered(record, watch.name, as_of) or frozenset()
        mine = [t for t in told if t.claim.id in within]
        reports, families = independent(t.held.document for t in mine)
        lines.append(WatchLine(watch, len(mine), reports, families, max((t.day for t in mine), default=None)))
    return tuple(lines)


def _changes(
    record: Record, since: str, as_of: str | None, within: frozenset[str] | None, found: tuple[Changed, ...]
) -> tuple[Changed, ...]:
    corrected = corrections_since(record, since, as_of)
    mine = [c for c in corrected if within is None or c.told.claim.id in within]
    return tuple(sorted([*found, *mine], key=lambda c: (c.day, c.kind, c.told.claim.id)))


def is_coming(life: Life, day: str | None) -> bool:
    """Is it announced, and its day not over? A plan without a day is taken for dropped in the end."""
    if life.stage not in OPEN or day is None:
        return life.stage in OPEN
    if life.latest:
        return life.latest >= day
    heard = date.fromisoformat(life.event.told[-1].day[:10])
    return (date.fromisoformat(day) - heard).days <= UNDATED_DAYS


def by_day(life: Life) -> tuple[str, str, str]:
    """Acts in the order of their days; those without a day last."""
    return (life.earliest or life.latest or "9999", life.latest or "9999", life.event.id)


def _newest_first(lives: Iterable[Life]) -> tuple[Life, ...]:
    return tuple(sorted(lives, key=lambda life: (life.event.told[-1].day, life.event.id), reverse=True))
