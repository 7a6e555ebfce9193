"""What is new: the reports since a day and what they changed, what comes next, what is overdue or called off.

Only what reports of these days touch is looked at, besides what is still open, so that a long record costs
no more than a short one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from dragoman.ask.acts import Side, sides_of
from dragoman.ask.changes import Changed, changes_of, corrections_since
from dragoman.ask.events import (
    Reach,
    events,
    events_of_late,
    is_kept,
    kept_lives,
    overdue,
    reach,
    told_claims,
)
from dragoman.ask.followed import UNDATED_DAYS, by_day, is_coming
from dragoman.ask.positions import positions_of, stances_of_late
from dragoman.ask.views import newest_day
from dragoman.merge.contradictions import Contradiction, find_contradictions, is_saying
from dragoman.merge.families import independent
from dragoman.merge.kept import SURE, Wanted, kept_contradictions, read_contradictions
from dragoman.merge.lifecycle import CALLED_OFF, Life, is_due, life_of
from dragoman.records import Document
from dragoman.store import Record
from dragoman.store.schema import event_state, sighting

FEW = 20
"""Reports from which on the newest day alone is news; else the days before it are, too."""
LONGEST_BACK = 7
"""Days that are news at most, where no day is asked for."""
CORRECTED_BACK = 30
"""Days for which a correction is still listed."""
OPEN_BACK = 365
"""Days after which a plan is no longer listed as overdue here; `due` lists all."""
KIN_AT_MOST = 400
"""New reports up to which their independent families are counted at once."""


@dataclass(frozen=True, slots=True)
class Coming:
    """A plan, and what each side has itself said of it."""

    life: Life
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Today:
    """What there is to know on a day.

    Attributes:
        day: the day asked for, else that of the newest report; None where neither is known.
        since: the first day whose reports are news; None where `day` is.
        new_reports: how many reports first stood somewhere since then.
        new_families: of how many independent families they are; None where they are too many to compare.
        changes: by those reports, the newest first; corrections and contradictions stand apart.
        coming: by day, those without one last.
        overdue: for days of the last year, the latest first.
        called_off: by those reports.
        contradictions: that came up by those reports or, where none did, before; the newest first.
        fresh_contradictions: how many came up by those reports.
        corrected: by people, in the last days, the newest first.
        outlets: of the whole record.
    """

    day: str | None
    since: str | None
    new_reports: int
    new_families: int | None
    changes: tuple[Changed, ...]
    coming: tuple[Coming, ...]
    overdue: Sequence[Life]
    called_off: tuple[Changed, ...]
    contradictions: tuple[Contradiction, ...]
    fresh_contradictions: int
    corrected: tuple[Changed, ...]
    outlets: int
    reach: Reach


def today(
    record: Record, since: str | None = None, as_of: str | None = None, min_confidence: float = 0.5
) -> Today:
    """What is new since a day, and what stands open."""
    day = as_of or newest_day(record)
    since = since or (_recent(record, day) if day else None)
    opened = (date.fromisoformat(day) - timedelta(days=OPEN_BACK)).isoformat() if day else ""
    # Plans without a day are no longer expected when nobody has spoken of them for so long.
    heard = (date.fromisoformat(day) - timedelta(days=UNDATED_DAYS)).isoformat() if day else ""
    found = events_of_late(record, since, heard, as_of, min_confidence)
    lives = [life for event in found if (life := life_of(event))]
    touched = [e for e in found if since and any(t.day >= since for t in e.told)]
    stances = stances_of_late(record, since, as_of, min_confidence) if since else ()
    differing = find_contradictions(touched, ())
    fresh = [c for c in differing if since and c.second.day >= since]
    if since:
        fresh += _attributions(record, since, as_of, min_confidence)
        fresh.sort(key=lambda c: (c.second.day, c.first.day, c.kind, c.first.claim.id, c.second.claim.id))
    changed = list(changes_of(since, touched, (), positions_of(stances))) if since else []
    changed.sort(key=lambda c: (c.day, c.kind, c.told.claim.id), reverse=True)
    back = (date.fromisoformat(day) - timedelta(days=CORRECTED_BACK)).isoformat() if day else None
    first = min(filter(None, (back, since)), default=None)
    reports, kin = _new_reports(record, since, as_of)
    return Today(
        day,
        since,
        reports,
        kin,
        tuple(c for c in changed if c.now not in CALLED_OFF),
        tuple(Coming(life, sides_of(life)) for life in sorted(lives, key=by_day) if is_coming(life, day)),
        _overdue(record, day, opened, as_of, min_confidence) if day else (),
        tuple(c for c in changed if c.now in CALLED_OFF),
        tuple(reversed(fresh)) or tuple(reversed(differing)),
        len(fresh),
        tuple(reversed(corrections_since(record, first, as_of))) if first else (),
        _outlets(record, as_of),
        reach(record, as_of),
    )


def _latest(life: Life) -> tuple[str, str]:
    return (life.latest or "", life.event.id)


def _recent(record: Record, day: str) -> str:
    """The newest day of reports, or as many days before it, up to a week, as give a few reports."""
    back = (date.fromisoformat(day) - timedelta(days=LONGEST_BACK - 1)).isoformat()
    counted = record.rows(
        select(sighting.c.day, func.count(sighting.c.report.distinct()))
        .where(sighting.c.day <= day, sighting.c.day >= back)
        .group_by(sighting.c.day)
        .order_by(sighting.c.day.desc())
    )
    since, reports = day, 0
    for on, count in counted:
        since, reports = on, reports + count
        if reports >= FEW:
            break
    return since


def _overdue(
    record: Record, day: str, since: str, as_of: str | None, min_confidence: float
) -> Sequence[Life]:
    """What is due on a day of what was announced for days since another, the latest first."""
    if min_confidence == SURE and is_kept(record):
        latest = event_state.c.latest
        order = (latest.desc(), event_state.c.id.desc())
        return kept_lives(record, Wanted(as_of, (overdue(day), latest >= since), order))
    lives = (life for event in events(record, as_of, min_confidence) if (life := life_of(event)))
    found = [life for life in lives if is_due(life, day) and (life.latest or "") >= since]
    return tuple(sorted(found, key=_latest, reverse=True))


def _attributions(
    record: Record, since: str, as_of: str | None, min_confidence: float
) -> tuple[Contradiction, ...]:
    """Words of two speakers, where the later one was told by reports since a day."""
    if min_confidence == SURE and is_kept(record):
        kept = kept_contradictions(record, as_of, ("attribution",))
        return read_contradictions(record, [c for c in kept if c.order[0] >= since], as_of)
    said = (t for t in told_claims(record, as_of, min_confidence) if is_saying(t.claim))
    return tuple(c for c in find_contradictions((), said) if c.second.day >= since)


def _new_reports(record: Record, since: str | None, as_of: str | None) -> tuple[int, int | None]:
    """How many reports stood first since a day, and of how many families they are."""
    if since is None:
        return 0, None
    question = select(sighting.c.report).group_by(sighting.c.report).having(func.min(sighting.c.day) >= since)
    if as_of:
        question = question.where(sighting.c.day <= as_of)
    numbers = [row[0] for row in record.rows(question.limit(100_000))]
    if len(numbers) > KIN_AT_MOST:
        return len(numbers), None
    documents: list[Document] = [record.stood_first(number, as_of) for number in numbers]
    return len(numbers), independent(documents)[1]


def _outlets(record: Record, as_of: str | None) -> int:
    known = [sighting.c.day <= as_of] if as_of else []
    return record.rows(select(func.count(sighting.c.outlet.distinct())).where(*known))[0][0]
