"""The reports of a record in a list, each as it stood first."""

from dataclasses import dataclass

from sqlalchemy import func, select

from dragoman.ask.query import Question, matching_reports
from dragoman.records import Document
from dragoman.store import Record
from dragoman.store.schema import claim, report, sighting


@dataclass(frozen=True, slots=True)
class ReportLine:
    """A report with the first day on which it stood somewhere, and the number of its claims."""

    report: Document
    day: str
    claims: int


@dataclass(frozen=True, slots=True)
class Reports:
    """A piece of the list; `total` is the length of all of it."""

    rows: tuple[ReportLine, ...]
    total: int


def reports(record: Record, question: Question, outlet: str | None = None) -> Reports:
    """Reports by the day on which they stood first, the newest first unless the oldest are asked for.

    Of the question count the words (of title or text), the days of the report, `as_of`, `sort` and the
    piece.
    """
    first = func.min(sighting.c.day)
    listed = select(report.c.number, report.c.id, first.label("day")).join(
        sighting, sighting.c.report == report.c.number
    )
    if question.as_of:
        listed = listed.where(sighting.c.day <= question.as_of)
    if question.words:
        listed = listed.where(report.c.number.in_(matching_reports(question.words)))
    if outlet:
        listed = listed.where(sighting.c.outlet.contains(outlet, autoescape=True))
    listed = listed.group_by(report.c.number)
    if question.from_:
        listed = listed.having(first >= question.from_)
    if question.to:
        listed = listed.having(first <= question.to)
    total = record.rows(select(func.count()).select_from(listed.subquery()))[0][0]
    order = first.asc() if question.sort == "oldest" else first.desc()
    rows = record.rows(
        listed.order_by(order, report.c.id).limit(question.limit).offset(question.offset or None)
    )
    numbers = [row.number for row in rows]
    with record.corrected(question.as_of) as reading:
        counted = dict(
            tuple(row)
            for row in reading.rows(
                select(claim.c.report, func.count())
                .where(claim.c.report.in_(numbers))
                .group_by(claim.c.report)
            )
        )
    return Reports(
        tuple(
            ReportLine(record.stood_first(row.number, question.as_of), row.day, counted.get(row.number, 0))
            for row in rows
        ),
        total,
    )
