"""Times of the clock, with the zone where one is told: "5 p.m.", "18:00 GMT", "noon local time".

Source: TIMEX3 times (TimeML guidelines 1.2.1); zones of data/dates.toml.
"""

from datetime import date, timedelta

from dragoman.data import read_toml
from dragoman.dates.anchors import Anchors, Direction, Reading, counted_by, unresolved
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period

MIDNIGHT = "T24:00"
"""What TIMEX3 writes for the midnight that ends a day."""


def clock_value(expression: Expression) -> str | None:
    """The TIMEX3 clock time ("T17:00"); None where there is no such time."""
    name = (expression.part("name") or "").lower()
    if name:
        return MIDNIGHT if name == "midnight" else "T12:00"
    hour, minute = int(expression.part("h") or 0), int(expression.part("mi") or 0)
    half = (expression.part("ap") or "").lower()[:1]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "p" else 0)
    if hour > 23:
        return None
    return f"T{hour:02}:{minute:02}"


def _zone(expression: Expression) -> str | None:
    """The zone as EDTF writes it: "" where none or the local one is told, None where it is not known."""
    words = expression.part("zone")
    if words is None or words.lower() == "local time":
        return ""
    return read_toml("dates.toml")["zones"].get(words)


def clock_on(expression: Expression, on: date, anchor: str | None) -> Reading:
    """A clock time on a known day."""
    clock = clock_value(expression)
    if clock is None:
        return unresolved("no-such-time", "TIME")
    if clock == MIDNIGHT:
        # the night from this day to the next: which of the two is meant the words do not tell
        next_day = on + timedelta(1)
        edtf = f"{next_day.isoformat()}T00:00:00{_zone(expression) or ''}"
        return Reading("TIME", Period(on, next_day, f"{on.isoformat()}T24:00", edtf, "time"), anchor)
    moment = f"{on.isoformat()}{clock}"
    zone = _zone(expression)
    if zone is None:
        anchor = f"{anchor or 'unresolved:clock'}-zone-unknown"
    return Reading("TIME", Period(on, on, moment, f"{moment}:00{zone or ''}", "time"), anchor)


def read_clock(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "5 p.m.", on the day the report speaks from where no other is named beside it."""
    if a.day is None:
        return Reading("TIME", None)
    if clock_value(e) == MIDNIGHT and d == "past":
        return clock_on(e, a.day - timedelta(1), counted_by(a, "clock"))
    return clock_on(e, a.day, counted_by(a, "clock"))
