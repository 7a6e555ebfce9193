"""Claims gathered along time, for a drawing: how many of each status fall where, in lanes.

Counting is done in the database, over the claims that tell a time; they are few beside those that tell none.
A window is cut into steps of equal length. Claims of one lane and status that begin and end in the same
steps are one group.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from sqlalchemy import Integer, case, cast, func, literal, select

from dragoman.ask.query import EARLIEST, LATEST, Question
from dragoman.ask.views import reading_for, with_a_time
from dragoman.store import Record
from dragoman.store.schema import claim, participant, report

LaneKind = Literal["party", "issue", "type"]

LANES = 10
"""Lanes of a drawing at most: those with the most claims."""

TAIL = 0.04
"""Share of dated claims at either end that a window leaves out where nobody asks for one."""


@dataclass(frozen=True, slots=True)
class Group:
    """Claims of one lane and status that begin and end in the same steps of the window.

    Attributes:
        lane: actor id (else name), issue or type; None for claims without an issue.
        first, last: steps of begin and end; -1 and the number of steps where they lie outside.
        open_start, open_end: is the begin (the end) unknown?
        count: how many claims.
        number: of the one claim, where it is one.
        earliest, latest: the first and last day told, None where none is.
    """

    lane: str | None
    status: str
    first: int
    last: int
    open_start: bool
    open_end: bool
    count: int
    number: int
    earliest: str | None
    latest: str | None


@dataclass(frozen=True, slots=True)
class Lane:
    """A lane and how many claims of the window it has."""

    key: str | None
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Single:
    """One claim, for a mark of its own."""

    claim: str
    report: str
    outlet: str | None
    event_type: str
    mode: str | None
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Chronology:
    """What a drawing shows.

    Attributes:
        lanes: the largest, largest first.
        more_lanes: how many further lanes there are.
        groups: of the lanes given.
        before, after: dated claims that end before the window or begin after it.
        singles: claims that are alone in their group, by their number.
    """

    lanes: tuple[Lane, ...]
    more_lanes: int
    groups: tuple[Group, ...]
    inside: int
    before: int
    after: int
    undated: int
    singles: dict[int, Single]
    notes: tuple[str, ...]


def window_of(record: Record, question: Question) -> tuple[str, str] | None:
    """The days in which most dated claims lie: what the question says, else without a tail at either end.

    None where no claim tells a day.
    """
    if question.from_ and question.to:
        return question.from_, question.to
    with reading_for(record, question) as (reading, asked, _):
        month = func.substr(func.coalesce(claim.c.earliest, claim.c.latest), 1, 7)
        counted = reading.rows(
            select(month.label("month"), func.count().label("claims"))
            .where(with_a_time(), *asked)
            .group_by(month)
            .order_by(month)
        )
    months = [(row.month, row.claims) for row in counted]
    if not months:
        return None
    left_out = sum(n for _, n in months) * TAIL
    first, last = _within(months, left_out), _within(months[::-1], left_out)
    start, end = question.from_ or f"{first}-01", question.to or _month_end(last)
    return (start, end) if start <= end else (start, start)


def chronology(
    record: Record, question: Question, kind: LaneKind, window: tuple[str, str], steps: int
) -> Chronology:
    """The claims of a window, gathered in steps and lanes; by party, a claim is in the lane of each."""
    start, end = window
    whole = replace(question, from_=None, to=None)
    with reading_for(record, whole) as (reading, asked, notes):
        about = (with_a_time(), *asked)
        begins, ends = func.coalesce(claim.c.earliest, EARLIEST), func.coalesce(claim.c.latest, LATEST)
        inside = (*about, begins <= end, ends >= start)
        groups = _groups(reading, inside, kind, window, steps)
        counts: Counter[str | None] = Counter()
        for group in groups:
            counts[group.lane] += group.count
        order = sorted(counts, key=lambda key: (key is None, -counts[key], key or ""))
        kept = order[:LANES]
        names = _names(reading, kind, kept)
        shown = tuple(g for g in groups if g.lane in kept)
        over, coming, dated = reading.rows(
            select(
                func.coalesce(func.sum(cast(ends < start, Integer)), 0),
                func.coalesce(func.sum(cast(begins > end, Integer)), 0),
                func.count(),
            ).where(*about)
        )[0]
        return Chronology(
            tuple(Lane(key, names[key], counts[key]) for key in kept),
            len(order) - len(kept),
            shown,
            dated - over - coming,
            over,
            coming,
            reading.count(asked) - dated,
            _singles(reading, [g.number for g in shown if g.count == 1]),
            notes,
        )


def _groups(
    reading: Record, inside: Sequence[Any], kind: LaneKind, window: tuple[str, str], steps: int
) -> list[Group]:
    lane: Any = {
        "party": func.coalesce(participant.c.actor, participant.c.name),
        "issue": claim.c.issue,
        "type": claim.c.event_type,
    }[kind]
    start, end = window
    first = _step(claim.c.earliest, window, steps)
    last = _step(claim.c.latest, window, steps)
    columns = (
        lane.label("lane"),
        claim.c.status,
        case((claim.c.earliest.is_(None), -1), (claim.c.earliest < start, -1), else_=first).label("first"),
        case((claim.c.latest.is_(None), steps), (claim.c.latest > f"{end}T99", steps), else_=last).label(
            "last"
        ),
        claim.c.earliest.is_(None).label("open_start"),
        claim.c.latest.is_(None).label("open_end"),
    )
    counted = select(
        *columns,
        func.count(claim.c.number.distinct()).label("claims"),
        func.min(claim.c.number).label("number"),
        func.min(claim.c.earliest).label("earliest"),
        func.max(claim.c.latest).label("latest"),
    ).select_from(claim)
    if kind == "party":
        counted = counted.join(participant, participant.c.claim == claim.c.number)
    rows = reading.rows(counted.where(*inside).group_by(*range_of(len(columns))))
    return [
        Group(
            row.lane,
            row.status,
            row.first,
            min(row.last, steps),
            bool(row.open_start),
            bool(row.open_end),
            row.claims,
            row.number,
            row.earliest,
            row.latest,
        )
        for row in rows
    ]


def range_of(columns: int) -> list[Any]:
    """Positions of the first columns of a question, for grouping by them."""
    from sqlalchemy import text

    return [text(str(n)) for n in range(1, columns + 1)]


def _step(day: Any, window: tuple[str, str], steps: int) -> Any:  # noqa: ANN401 - an expression of SQLAlchemy
    start, end = window
    begin = func.julianday(literal(start))
    length = (func.julianday(literal(end)) + 1 - begin) / steps
    return cast((func.julianday(day) - begin) / length, Integer)


def _names(reading: Record, kind: LaneKind, keys: Sequence[str | None]) -> dict[str | None, str]:
    """A name for each lane."""
    if kind == "issue":
        return {key: key or "no issue told" for key in keys}
    if kind == "type":
        return {key: (key or "").lower() for key in keys}
    from dragoman.actors.knowledge import load_knowledge

    actors = load_knowledge().actors
    named = {key: actors[key].name for key in keys if key and key in actors}
    unknown = [key for key in keys if key and key not in named]
    if unknown:
        written = select(participant.c.actor, func.max(participant.c.name).label("name"))
        rows = reading.rows(written.where(participant.c.actor.in_(unknown)).group_by(participant.c.actor))
        named.update({row.actor: row.name for row in rows})
    return {key: named.get(key or "", key or "") for key in keys}


def _singles(reading: Record, numbers: Sequence[int]) -> dict[int, Single]:
    found: dict[int, Single] = {}
    for at in range(0, len(numbers), 500):
        some = numbers[at : at + 500]
        parties: dict[int, list[str]] = {}
        for row in reading.rows(
            select(participant.c.claim, participant.c.name)
            .where(participant.c.claim.in_(some), participant.c.position < 4)
            .order_by(participant.c.claim, participant.c.position)
        ):
            parties.setdefault(row.claim, []).append(row.name)
        for row in reading.rows(
            select(
                claim.c.number,
                claim.c.id,
                claim.c.event_type,
                claim.c.mode,
                report.c.id.label("report"),
                report.c.outlet,
            )
            .join(report, report.c.number == claim.c.report)
            .where(claim.c.number.in_(some))
        ):
            names = tuple(parties.get(row.number, ()))
            found[row.number] = Single(row.id, row.report, row.outlet, row.event_type, row.mode, names)
    return found


def _within(months: list[tuple[str, int]], left_out: float) -> str:
    for month, claims in months:
        left_out -= claims
        if left_out < 0:
            return month
    return months[-1][0]


def _month_end(month: str) -> str:
    import calendar

    year, number = int(month[:4]), int(month[5:7])
    return f"{month}-{calendar.monthrange(year, number)[1]:02d}"
