"""Stretches told by their two ends: "3 to 5 March", "September–October", "2014-2016".

Source: TIMEX3 has no ranges; `value` joins the ends as ISO 8601 intervals do (docs/dates.md).
"""

from dataclasses import replace
from datetime import date, timedelta

from dragoman.dates import periods
from dragoman.dates.anchors import OPEN, Anchors, Direction, Reading, counted_by
from dragoman.dates.expressions import Expression
from dragoman.dates.months import choose_day, day_in_year
from dragoman.dates.periods import Period
from dragoman.dates.weekdays import weekday_near
from dragoman.dates.words import month_number, weekday_number


def read_day_range(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "3 to 5 March", "28 February – 2 March 2025"."""
    first_month = month_number(e.part("m") or "")
    last_month = month_number(e.part("m2") or e.part("m") or "")
    first_day, last_day = int(e.part("d") or 0), int(e.part("d2") or 0)
    year = int(printed) if (printed := e.part("y")) else None
    rule = None
    if year is None:
        if a.day is None:
            return OPEN
        found = day_in_year(a.day, d, last_month, last_day, None)
        if found is None:
            return OPEN
        year, rule = found.year, counted_by(a, f"range-{d}")
    last = date(year, last_month, last_day)
    first = date(int(e.part("y1") or year - (first_month > last_month)), first_month, first_day)
    if first > last:
        return OPEN
    return Reading("DATE", periods.days(first, last), rule)


def read_month_range(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "September–October 2025"."""
    first_month, last_month = month_number(e.part("m") or ""), month_number(e.part("m2") or "")
    rule = None
    if printed := e.part("y2") or e.part("y"):
        year = int(printed)
    elif a.day is not None:
        found = choose_day([date(y, last_month, 1) for y in range(a.day.year - 2, a.day.year + 3)], a.day, d)
        if found is None:
            return OPEN
        year, rule = found.year, counted_by(a, f"range-{d}")
    else:
        return OPEN
    begins = int(e.part("y") or 0) if e.part("y2") and e.part("y") else year - (first_month > last_month)
    first = periods.month(begins, first_month)
    last = periods.month(year, last_month)
    return Reading(
        "DATE", replace(periods.days(first.first, last.last), value=f"{first.value}/{last.value}"), rule
    )


def read_year_range(e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """ "2014-2016", "2014-16"."""
    first, tail = e.part("y") or "", e.part("y2") or ""
    last = first[: 4 - len(tail)] + tail
    whole = Period(
        date(int(first), 1, 1), date(int(last), 12, 31), f"{first}/{last}", f"{first}/{last}", "interval"
    )
    return Reading("DATE", whole)


def read_weekday_range(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "from Monday to Wednesday", "between Friday and Sunday"."""
    if a.day is None:
        return OPEN
    first, last = weekday_number(e.part("w") or ""), weekday_number(e.part("w2") or "")
    if d == "past":
        end = weekday_near(a.day, last, "past")
        start = weekday_near(end - timedelta(1), first, "past")
    else:
        start = weekday_near(a.day, first, d)
        end = weekday_near(start + timedelta(1), last, "future")
    return Reading("DATE", periods.days(start, end), counted_by(a, f"range-{d}"))
