"""One report as a whole: its text, all that was marked in it, where it stood, and the copies of its origin.

    whole = whole_report(record, the_report(record, "9f3c"), as_of=None)
    whole.claims, whole.layers["dates"], whole.sightings

Only this report's rows are read. Its family is sought among the reports that share its longest phrases, by
the full-text index, so that a large record need not be read for one page.
"""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import func, select

from dragoman.merge.families import LONGEST, Family, Printed, families_of
from dragoman.records import Document
from dragoman.store import Correction, HeldClaim, Record, Sighting
from dragoman.store.schema import claim, coding, report, sighting
from dragoman.store.words import holding

PHRASES = 12
"""Phrases of a report by which its kin are sought, spread over its text."""
PHRASE_WORDS = 4
NEAREST = 40
"""Reports sharing most of the phrases that are laid beside it."""
READ_FOR_PHRASES = 20_000
"""Characters of a report in which phrases are sought."""

_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class WholeReport:
    """A report as it reads on a day.

    Attributes:
        document: as it stood first.
        layers: contract JSON of mentions, dates, places, attributions and skipped sentences, by the newest
            coding of that day.
        claims: in the order of the text, as people corrected them; those rejected too.
        sightings: places where it stood by that day, the first one first.
        retracted: the correction that took the report back; None where it stands.
    """

    document: Document
    layers: Mapping[str, Any]
    claims: tuple[HeldClaim, ...]
    sightings: tuple[Sighting, ...]
    recorded_at: str
    retracted: Correction | None


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report in a list: as it stood first, the day of that, and how many claims were read in it."""

    document: Document
    day: str
    claims: int


def whole_report(record: Record, identity: str, as_of: str | None = None) -> WholeReport | None:
    """The report of this id (see `correct.the_report`); None where it had not appeared by that day."""
    kept = record.document(identity)
    if kept is None:
        return None
    seen = tuple(s for s in kept.sightings if as_of is None or s.day <= as_of)
    if not seen:
        return None
    number = select(report.c.number).where(report.c.id == identity).scalar_subquery()
    with record.corrected(as_of, rejected=True) as reading:
        claims = tuple(reading.claims([claim.c.report == number], (claim.c.start,), as_of=as_of))
    newer = select(coding.c.layers).where(coding.c.report == number)
    if as_of:
        newer = newer.where(coding.c.day <= as_of)
    coded = record.rows(newer.order_by(coding.c.number.desc()).limit(1))
    layers = json.loads(coded[0].layers) if coded else kept.layers
    retracted = record.in_force(as_of).retracted.get(identity)
    return WholeReport(kept.document, layers, claims, seen, kept.recorded_at, retracted)


def newest_reports(
    record: Record, outlet: str | None = None, as_of: str | None = None, limit: int = 50, offset: int = 0
) -> tuple[tuple[ReportLine, ...], int]:
    """A piece of the list of reports, newest first, and how many there are in all.

    Args:
        outlet: only those that stood in an outlet of this name, or with this in its name.
    """
    day = func.min(sighting.c.day)
    listed = select(sighting.c.report, day.label("day")).group_by(sighting.c.report)
    if as_of:
        listed = listed.where(sighting.c.day <= as_of)
    if outlet:
        listed = listed.where(sighting.c.outlet.icontains(outlet, autoescape=True))
    total = record.rows(select(func.count()).select_from(listed.subquery()))[0][0]
    rows = record.rows(listed.order_by(day.desc(), sighting.c.report.desc()).limit(limit).offset(offset))
    numbers = [row.report for row in rows]
    counted = select(claim.c.report, func.count()).where(claim.c.report.in_(numbers)).group_by(claim.c.report)
    claims: dict[int, int] = {row[0]: row[1] for row in record.rows(counted)}
    lines = (ReportLine(record.stood_first(r.report, as_of), r.day, claims.get(r.report, 0)) for r in rows)
    return tuple(lines), total


def family_of(record: Record, document: Document, as_of: str | None = None) -> Family | None:
    """The reports of one origin with this one, and what the copies changed; None where it stands alone."""
    numbers = _sharing(record, document)
    printed = [p for p in _printed(record, numbers, as_of) if p.id == document.id or _is_near(p, document)]
    found = families_of(printed, drift=False)
    mine = next((f for f in found if any(p.id == document.id for p in f.reports)), None)
    if mine is None or len({p.id for p in mine.reports}) < 2:
        return None
    return families_of(mine.reports, drift=True)[0]


def _sharing(record: Record, document: Document) -> list[int]:
    """Row numbers of the reports that share the most phrases with this one, itself among them."""
    own = record.rows(select(report.c.number).where(report.c.id == document.id))
    asked = " OR ".join(f'"{phrase}"' for phrase in phrases_of(document.text))
    if not asked:
        return [row.number for row in own]
    words = holding("report_words", asked)
    found = select(words.c.rowid).order_by(words.c.rank).limit(NEAREST)
    return sorted({row[0] for row in (*own, *record.rows(found))})


def phrases_of(words: str) -> Sequence[str]:
    """Phrases that a copy is likely to keep: of each stretch of the text the one with the longest words.

    >>> phrases_of("The envoys met in Oslo.")
    ('The envoys met in', 'envoys met in Oslo')
    """
    found = _WORDS.findall(words[:READ_FOR_PHRASES])
    runs = [found[n : n + PHRASE_WORDS] for n in range(len(found) - PHRASE_WORDS + 1)]
    if not runs:
        return tuple(dict.fromkeys(found[:1]))
    size = max(1, -(-len(runs) // PHRASES))
    stretches: Iterable[list[list[str]]] = (runs[n : n + size] for n in range(0, len(runs), size))
    best = (max(some, key=lambda run: sum(map(len, run))) for some in stretches)
    return tuple(dict.fromkeys(" ".join(run) for run in best))


def _printed(record: Record, numbers: Sequence[int], as_of: str | None) -> list[Printed]:
    names = (sighting.c.given_id, sighting.c.outlet, sighting.c.title, sighting.c.day, sighting.c.published)
    asked = (
        select(report.c.id, report.c.text, *names)
        .join(sighting, sighting.c.report == report.c.number)
        .where(report.c.number.in_(numbers))
    )
    if as_of:
        asked = asked.where(sighting.c.day <= as_of)
    return [
        Printed(row.id, row.given_id or row.id, row.outlet, row.title, row.day, row.published, row.text)
        for row in record.rows(asked)
    ]


def _is_near(printed: Printed, document: Document) -> bool:
    try:
        day = date.fromisoformat((document.published or "")[:10])
        return abs(date.fromisoformat(printed.day) - day) <= timedelta(days=LONGEST)
    except ValueError:
        return True
