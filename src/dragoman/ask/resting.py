"""What rests on a report: asked when it is retracted, or before anyone relies on it."""

from dataclasses import dataclass

from dragoman.ask.events import contradictions, events
from dragoman.merge.cluster import Event
from dragoman.merge.contradictions import Contradiction
from dragoman.merge.families import Family, families
from dragoman.records import Document
from dragoman.store import HeldClaim, Record
from dragoman.store.schema import claim, report


@dataclass(frozen=True, slots=True)
class Resting:
    """All that a report carries, as if it were not retracted.

    Attributes:
        claims: its claims, in the order of its text.
        alone: acts of which nobody else tells.
        family_alone: acts of which only its own family tells: copies of the one origin.
        shared: acts that independent reports tell of as well.
        family: the reports of its origin, itself among them.
        contradictions: those in which one side is this report's.
    """

    report: Document
    claims: tuple[HeldClaim, ...]
    alone: tuple[Event, ...]
    family_alone: tuple[Event, ...]
    shared: tuple[Event, ...]
    family: Family
    contradictions: tuple[Contradiction, ...]


def rests_on(record: Record, report_id: str, as_of: str | None = None) -> Resting:
    """What rests on the report of this id (see `correct.the_report`), claims of every confidence included."""
    from sqlalchemy import select

    kept = record.document(report_id)
    assert kept is not None
    number = select(report.c.number).where(report.c.id == report_id).scalar_subquery()
    with record.corrected(as_of, rejected=True) as reading:
        claims = tuple(reading.claims([claim.c.report == number], (claim.c.start,), as_of=as_of))
    family = next(f for f in families(record, as_of) if any(printed.id == report_id for printed in f.reports))
    kin = {printed.id for printed in family.reports}
    told = [e for e in events(record, as_of, 0.0, rejected=True) if report_id in e.reports]
    alone = [e for e in told if e.reports == (report_id,)]
    of_family = [e for e in told if e not in alone and kin.issuperset(e.reports)]
    return Resting(
        kept.document,
        claims,
        tuple(alone),
        tuple(of_family),
        tuple(e for e in told if e not in alone and e not in of_family),
        family,
        tuple(
            c
            for c in contradictions(record, as_of, rejected=True)
            if report_id in (c.first.held.document.id, c.second.held.document.id)
        ),
    )
