"""What is new: the reports since a day and what they changed, what comes next, what is overdue or called off.

Only what reports of these days touch is looked at, besides what is still open, so that a long record costs
no more than a short one.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, select

from dragoman.ask.acts import Side, sides_of
from dragoman.ask.changes import Changed, changes_of, corrections_since
from dragoman.ask.events import Reach, events_of_late, reach, told_claims
from dragoman.ask.followed import by_day, is_coming
from dragoman.ask.positions import positions_of
from dragoman.ask.views import newest_day
from dragoman.merge.block import Told
from dragoman.merge.contradictions import Contradiction, find_contradictions
from dragoman.merge.families import independent
from dragoman.merge.lifecycle import CALLED_OFF, Life, is_due, life_of
from dragoman.records import Document
from dragoman.store import Record
from dragoman.store.schema import claim, sighting

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
    overdue: tuple[Life, ...]
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
    found = events_of_late(record, since, opened, as_of, min_confidence)
    lives = [life for event in found if (life := life_of(event))]
    touched = [e for e in found if since and any(t.day >= since for t in e.told)]
    statements = [t for t in _said(record, since, as_of, min_confidence) if t.claim.kind != "event"]
    differing = find_contradictions(touched, statements)
    fresh = [c for c in differing if since and c.second.day >= since]
    changed = list(changes_of(since, touched, (), positions_of(statements))) if since else []
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
        tuple(
            sorted(
                (life for life in lives if day and is_due(life, day) and (life.latest or "") >= opened),
                key=_latest,
                reverse=True,
            )
        ),
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


def _said(record: Record, since: str | None, as_of: str | None, min_confidence: float) -> list[Told]:
    """Statements and stances on what the reports since a day speak of: theirs, and the earlier ones."""
    if since is None:
        return []
    numbers = select(sighting.c.report).group_by(sighting.c.report).having(func.min(sighting.c.day) >= since)
    fresh = told_claims(record, as_of, min_confidence, claim.c.kind != "event", claim.c.report.in_(numbers))
    issues = sorted({t.claim.issue for t in fresh if t.claim.issue})
    before = told_claims(record, as_of, min_confidence, claim.c.kind != "event", claim.c.issue.in_(issues))
    return sorted({t.claim.id: t for t in (*before, *fresh)}.values(), key=lambda t: (t.day, t.claim.id))


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
