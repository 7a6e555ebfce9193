"""Timeline: claims along time, drawn and as a list; what is planned above the line, what happened below.

The drawing is an SVG made here from counts (`ask.chronology`). A claim whose day is sure is a point, one told
to fall within a week or a month is a bar as long, and an end that nobody told fades out. Claims that share a
place in the drawing are gathered into one mark with their number, whose link shows that stretch of time.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from dragoman.ask.chronology import Chronology, Group, Lane, LaneKind, chronology, window_of
from dragoman.ask.views import newest_day, timeline
from dragoman.errors import SettingsError
from dragoman.interfaces import display
from dragoman.interfaces.answers import Answer, question_named
from dragoman.interfaces.api.questions import as_values, asked_from, record_of
from dragoman.interfaces.web.pages import days, offer_data, page, shown, with_query
from dragoman.store import Record

router = APIRouter()
offer_data(router, "/timeline", "claims")

KINDS: Final[dict[str, tuple[LaneKind, str]]] = {
    "party": ("party", "Party"),
    "issue": ("issue", "Issue"),
    "type": ("type", "Type"),
}
"""Lanes that can be chosen: by their name in addresses, with their label."""

STEPS: Final = 66
STEP: Final = 15
LEFT: Final = 5
WIDTH: Final = LEFT * 2 + STEPS * STEP
ROW: Final = 16
ROWS: Final = 4
AXIS: Final = 26
"""Measures of the drawing, in its own units: a step of the window is one mark wide."""

HAPPENED: Final = ("occurred", "ongoing")
"""Statuses below the line; all others are plans, talk, or told not to be, and stand above it."""


@dataclass(slots=True)
class Mark:
    """A mark of the drawing: a shape at a point or a bar, and where it leads."""

    status: str
    side: str
    x: float
    y: float
    width: float
    count: int
    href: str
    says: str
    open_start: bool = False
    open_end: bool = False
    more: bool = False


@dataclass(slots=True)
class Band:
    """A lane as drawn."""

    name: str
    count: int
    href: str
    top: float
    line: float
    height: float
    marks: list[Mark] = field(default_factory=list)


@router.get("/timeline")
def page_of_timeline(request: Request) -> Response:
    """The page."""
    entry = question_named("claims")
    query = dict(request.query_params)
    asked = asked_from(entry, {n: v for n, v in query.items() if n in (*entry.takes, "cursor")})
    lanes = query.get("lanes") or "party"
    if lanes not in KINDS:
        raise SettingsError("no such lanes", found=repr(lanes), expected=", ".join(KINDS))
    undated = query.get("undated") == "yes"
    record = record_of(request)
    question = asked.question()
    if undated:
        question = replace(question, from_=None, to=None)
    found = timeline(record, question, dated=not undated)
    answer = as_values(
        Answer(tuple(map(display.claim_value, found.rows)), found.total, notes=found.notes), asked
    )
    drawing = _drawing(record, replace(question, limit=None, offset=0), KINDS[lanes][0], query)
    return page(
        request,
        "timeline.html",
        {
            "answer": answer,
            "lanes": lanes,
            "kinds": {name: label for name, (_, label) in KINDS.items()},
            "undated": undated,
            "drawing": drawing,
            "as_of_day": asked.value("as_of"),
        },
    )


def _drawing(record: Record, question: Any, kind: LaneKind, query: dict[str, str]) -> dict[str, Any] | None:  # noqa: ANN401 - a Question
    window = window_of(record, question)
    if window is None:
        return None
    kept = {name: value for name, value in query.items() if name not in ("cursor", "undated")}
    told = chronology(record, question, kind, window, STEPS)
    first, last = (date.fromisoformat(day) for day in window)
    bands = list(_bands(told, kind, first, last, kept))
    height = AXIS + sum(band.height for band in bands) + 8
    day = question.as_of or newest_day(record)
    return {
        "window": window,
        "told": told,
        "bands": bands,
        "width": WIDTH,
        "height": height,
        "axis": AXIS,
        "ticks": list(_ticks(first, last)),
        "now": _x(date.fromisoformat(day), first, last) if day and window[0] <= day <= window[1] else None,
        "now_says": f"as of {day}" if question.as_of else f"newest report, {day}",
        "moves": _moves(first, last, kept),
        "before": with_query(kept, **{"from": None, "to": (first - timedelta(1)).isoformat()}),
        "after": with_query(kept, **{"from": (last + timedelta(1)).isoformat(), "to": None}),
    }


def _bands(told: Chronology, kind: LaneKind, first: date, last: date, kept: dict[str, str]) -> Iterator[Band]:
    top = float(AXIS)
    for lane in told.lanes:
        groups = [g for g in told.groups if g.lane == lane.key]
        above = [g for g in groups if g.status not in HAPPENED]
        below = [g for g in groups if g.status in HAPPENED]
        placed_above, rows_above = _placed(above)
        placed_below, rows_below = _placed(below)
        narrowed = _narrowed(kind, lane, kept)
        line = top + 20 + max(rows_above, 1) * ROW
        band = Band(lane.name, lane.count, with_query(narrowed), top, line, 0)
        for side, placed in (("above", placed_above), ("below", placed_below)):
            for row, start, end, members in placed:
                y = line - ROW * (row + 0.5) - 1 if side == "above" else line + ROW * (row + 0.5) + 1
                band.marks.append(_mark(told, members, side, start, end, y, first, last, narrowed))
        band.height = 20 + (max(rows_above, 1) + max(rows_below, 1)) * ROW + 8
        top += band.height
        yield band


Placed = tuple[int, int, int, list[Group]]


def _placed(groups: list[Group]) -> tuple[list[Placed], int]:
    """Groups in rows, the row next to the line first: points before bars, short bars before long ones.

    What finds no room in the rows is gathered, by the step it begins at, in a row behind them.
    """
    rows: list[list[tuple[int, int]]] = []
    placed: list[Placed] = []
    rest: dict[int, list[Group]] = {}
    for group in sorted(groups, key=lambda g: (g.last - g.first, g.first, g.status)):
        start, end = max(group.first, 0), min(group.last, STEPS - 1)
        for row in range(ROWS):
            if row == len(rows):
                rows.append([])
            if all(end < a or start > b for a, b in rows[row]):
                rows[row].append((start, end))
                placed.append((row, start, end, [group]))
                break
        else:
            rest.setdefault(start - start % 2, []).append(group)
    for start, members in rest.items():
        placed.append((len(rows), start, min(start + 1, STEPS - 1), members))
    return placed, len(rows) + bool(rest)


def _mark(
    told: Chronology,
    members: list[Group],
    side: str,
    start: int,
    end: int,
    y: float,
    first: date,
    last: date,
    narrowed: dict[str, str],
) -> Mark:
    group, count = members[0], sum(g.count for g in members)
    more = len(members) > 1
    alone = told.singles.get(group.number) if count == 1 else None
    x = LEFT + start * STEP
    mark = Mark(group.status, side, x, y, (end - start + 1) * STEP, count, "", "", more=more)
    when = days(
        None if more else group.earliest and max(group.earliest, "0001"), None if more else group.latest
    )
    status = group.status.replace("_", " ")
    if alone:
        mark.href = f"/reports/{alone.report}#claim-{alone.claim}"
        who = shown(", ".join(alone.parties), 120)
        mark.says = f"{status}: {alone.event_type.lower()}{f', {who}' if who else ''}; {when}" + (
            f"; {shown(alone.outlet, 60)}" if alone.outlet else ""
        )
    else:
        stretch = _stretch(members, start, end, first, last)
        statuses = sorted({g.status for g in members})
        mark.href = "/timeline" + with_query(
            narrowed, **{"from": stretch[0], "to": stretch[1], "status": ",".join(statuses)}
        )
        named = ", ".join(s.replace("_", " ") for s in statuses)
        mark.says = f"{count} claims, {named}; {days(*stretch)}"
        if (stretch[0], stretch[1]) == (first.isoformat(), last.isoformat()):
            mark.href += "#list"
    if not more:
        mark.open_start, mark.open_end = group.open_start, group.open_end
    return mark


def _stretch(members: list[Group], start: int, end: int, first: date, last: date) -> tuple[str, str]:
    """The days that a gathered mark opens: those its claims tell, within the window."""
    begins = [g.earliest for g in members if g.earliest]
    ends = [g.latest for g in members if g.latest]
    length = ((last - first).days + 1) / STEPS
    low = min(begins)[:10] if begins else (first + timedelta(int(start * length))).isoformat()
    high = max(ends)[:10] if ends else (first + timedelta(int((end + 1) * length))).isoformat()
    low, high = max(low, first.isoformat()), min(high, last.isoformat())
    return (low, high) if low <= high else (first.isoformat(), last.isoformat())


def _narrowed(kind: LaneKind, lane: Lane, kept: dict[str, str]) -> dict[str, str]:
    """The filters of the page, with the lane's own."""
    if lane.key is None:
        return kept
    if kind == "party":
        name = "with" if kept.get("actor") not in (None, "", lane.key) else "actor"
        return {**kept, name: lane.key}
    return {**kept, kind: lane.key}


def _x(day: date, first: date, last: date) -> float:
    return round(LEFT + (day - first).days / ((last - first).days + 1) * STEPS * STEP, 1)


def _ticks(first: date, last: date) -> Iterator[tuple[float, str]]:
    """Where the axis is marked, by days, weeks, months or years, at most some dozen times."""
    span = (last - first).days + 1
    if span <= 100:
        every = 1 if span <= 12 else 2 if span <= 24 else 7 if span <= 80 else 14
        for n in range(0, span, every):
            day = first + timedelta(n)
            yield _x(day, first, last), f"{day.day} {day:%b}" + (f" {day.year}" if n == 0 else "")
        return
    months = next(m for m in (1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000) if span / 30.4 / m <= 13)
    at = first.year * 12 + first.month - 1
    at += -at % months
    named = False
    while at < last.year * 12 + last.month:
        day = date(at // 12, at % 12 + 1, 1)
        if day >= first:
            said = str(day.year) if months >= 12 else f"{day:%b}"
            if months < 12 and (day.month == 1 or not named):
                said += f" {day.year}"
            named = True
            yield _x(day, first, last), said
        at += months


def _moves(first: date, last: date, kept: dict[str, str]) -> list[tuple[str, str, str]]:
    """Links that move the window: name, what it says, address."""
    span = (last - first).days + 1
    half, quarter = timedelta(max(span // 2, 1)), timedelta(span // 4)
    wider = timedelta(max(span // 2, 3))
    wanted = (
        ("earlier", "← Earlier", first, -half, last, -half),
        ("later", "Later →", first, half, last, half),
        ("closer", "+ Closer", first, quarter, last, -quarter),
        ("wider", "− Wider", first, -wider, last, wider),
    )
    moves = []
    for name, says, start, by_start, end, by_end in wanted:
        try:
            low, high = start + by_start, end + by_end
        except OverflowError:
            continue
        if low.year >= 1000 and high.year < 3000:
            moves.append((name, says, with_query(kept, **{"from": low.isoformat(), "to": high.isoformat()})))
    return moves
