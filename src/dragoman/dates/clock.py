"""Times of the clock, with the zone where one is told: "5 p.m.", "18:00 GMT", "noon local time".

Source: TIMEX3 times (TimeML guidelines 1.2.1); zones of data/dates.toml.
"""

from datetime import date

from dragoman.data import read_toml
from dragoman.dates.anchors import Anchors, Direction, Reading, counted_by
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period


def clock_value(expression: Expression) -> tuple[str, str] | None:
    """The TIMEX3 clock time ("T17:00") and its zone for EDTF ("" if unknown); None where impossible."""
    name = (expression.part("name") or "").lower()
    zone = read_toml("dates.toml")["zones"].get(expression.part("zone") or "", "")
    if name:
        return ("T00:00" if name == "midnight" else "T12:00"), zone
    hour, minute = int(expression.part("h") or 0), int(expression.part("mi") or 0)
    half = (expression.part("ap") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    return f"T{hour:02}:{minute:02}", zone


def clock_on(expression: Expression, on: date, anchor: str | None) -> Reading:
    """A clock time on a known day."""
    clock = clock_value(expression)
    if clock is None:
        return Reading("TIME", None)
    moment = f"{on.isoformat()}{clock[0]}"
    return Reading("TIME", Period(on, on, moment, f"{moment}:00{clock[1]}", "time"), anchor)


def read_clock(e: Expression, a: Anchors, _d: Direction) -> Reading:
    """ "5 p.m.", on the day the report speaks from where no other is named beside it."""
    if a.day is None:
        return Reading("TIME", None)
    return clock_on(e, a.day, counted_by(a, "clock"))
