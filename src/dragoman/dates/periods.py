"""Stretches of the calendar: a day, a week, a month … and how TIMEX3 and EDTF write each.

A `Period` runs from a first to a last day, both belonging to it, and carries the three ways of
writing it that the record wants. Weeks begin on Monday (ISO 8601), seasons are the northern
meteorological ones, the twentieth century is 1901 to 2000.

>>> february = month(2024, 2)
>>> february.last, february.value, february.precision
(datetime.date(2024, 2, 29), '2024-02', 'month')
>>> week(date(2025, 11, 19)).value
'2025-W47'
>>> part_of(month(2025, 9), "early").edtf
'2025-09-01/2025-09-10'

Source: TIMEX3 values in the TimeML guidelines 1.2.1; season, quarter and half codes of
ISO 8601-2:2019. The thirds behind "early", "mid" and "late" are ours (docs/dates.md).
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta

from dragoman.data import read_toml


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days.

    Attributes:
        first, last: inclusive; None is open.
        value: TIMEX3 value.
        edtf: ISO 8601-2 form.
        precision: as in `records.TimeInterval`.
    """

    first: date | None
    last: date | None
    value: str
    edtf: str
    precision: str


def day(on: date) -> Period:
    """One day."""
    return Period(on, on, on.isoformat(), on.isoformat(), "day")


def days(
    first: date | None, last: date | None, value: str | None = None, precision: str = "interval"
) -> Period:
    """From one day to another; None is open. `value` is the TIMEX3 value where the words have one."""
    edtf = f"{first.isoformat() if first else '..'}/{last.isoformat() if last else '..'}"
    return Period(first, last, edtf if value is None else value, edtf, precision)


def week(on: date) -> Period:
    """The ISO week that holds the day."""
    year_, number, weekday = on.isocalendar()
    monday = on - timedelta(weekday - 1)
    return days(monday, monday + timedelta(6), f"{year_:04}-W{number:02}", "week")


def weekend(on: date) -> Period:
    """Saturday and Sunday of the ISO week that holds the day."""
    whole = week(on)
    saturday = on + timedelta(6 - on.isoweekday())
    return days(saturday, saturday + timedelta(1), f"{whole.value}-WE", "week")


def month(year_: int, number: int) -> Period:
    """A calendar month.

    Raises:
        ValueError: no such month or year.
    """
    first = date(year_, number, 1)
    text = f"{year_:04}-{number:02}"
    return Period(first, first.replace(day=monthrange(year_, number)[1]), text, text, "month")


def quarter(year_: int, number: int) -> Period:
    """A calendar quarter, 1 to 4."""
    first, last = date(year_, 3 * number - 2, 1), month(year_, 3 * number).last
    return Period(first, last, f"{year_:04}-Q{number}", f"{year_:04}-{32 + number}", "quarter")


def half(year_: int, number: int) -> Period:
    """A half year, 1 or 2."""
    first, last = date(year_, 6 * number - 5, 1), month(year_, 6 * number).last
    return Period(first, last, f"{year_:04}-H{number}", f"{year_:04}-{39 + number}", "interval")


def season(year_: int, name: str) -> Period:
    """A season by its English name; the winter of a year begins in its December."""
    code, edtf, first, last = read_toml("dates.toml")["seasons"][name]
    end = month(year_ + (last < first), last).last
    return Period(date(year_, first, 1), end, f"{year_:04}-{code}", f"{year_:04}-{edtf}", "season")


def year(number: int) -> Period:
    """A calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04}", f"{number:04}", "year")


def decade(first: int) -> Period:
    """The ten years from `first` (1990)."""
    value = f"{first:04}"[:3]
    return Period(date(first, 1, 1), date(first + 9, 12, 31), value, f"{value}X", "decade")


def century(number: int) -> Period:
    """The 20th century is 1901 to 2000; TIMEX3 writes "19"."""
    value = f"{number - 1:02}"
    return Period(date(100 * number - 99, 1, 1), date(100 * number, 12, 31), value, f"{value}XX", "interval")


def part_of(whole: Period, part: str) -> Period:
    """The early, mid or late third of a period; the TIMEX3 value stays that of the whole."""
    if whole.first is None or whole.last is None:
        return whole
    first, last = whole.first, whole.last
    if whole.precision == "month":
        cuts = {"early": (1, 10), "mid": (11, 20), "late": (21, last.day)}[part]
        span = first.replace(day=cuts[0]), first.replace(day=cuts[1])
    elif whole.precision == "year":
        months = {"early": (1, 4), "mid": (5, 8), "late": (9, 12)}[part]
        span = first.replace(month=months[0]), month(first.year, months[1]).last or last
    elif whole.precision == "decade":
        years = {"early": (0, 3), "mid": (3, 6), "late": (6, 9)}[part]
        span = date(first.year + years[0], 1, 1), date(first.year + years[1], 12, 31)
    else:
        third = max((last - first).days // 3, 1)
        span = {
            "early": (first, first + timedelta(third)),
            "mid": (first + timedelta(third), last - timedelta(third)),
            "late": (last - timedelta(third), last),
        }[part]
    return replace(days(*span), value=whole.value)


def half_of(whole: Period, number: int) -> Period:
    """The first or second half of a period."""
    if whole.precision == "year" and whole.first:
        return half(whole.first.year, number)
    if whole.first is None or whole.last is None:
        return whole
    middle = whole.first + timedelta((whole.last - whole.first).days // 2)
    span = (whole.first, middle) if number == 1 else (middle + timedelta(1), whole.last)
    return replace(days(*span), value=whole.value)


def add_months(on: date, number: int) -> date:
    """The same day so many months on, or the month's last where it is shorter.

    >>> add_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    years, index = divmod(on.year * 12 + on.month - 1 + number, 12)
    return date(years, index + 1, min(on.day, monthrange(years, index + 1)[1]))


def shift(on: date, number: int, unit: str) -> date:
    """The day so many units on; units are TIMEX3 letters (D, W, M, Q, Y, DE, CE).

    Raises:
        ValueError, OverflowError: outside the calendar's years 1 to 9999.
    """
    if unit in ("D", "W", "2W", "WE"):
        return on + timedelta(number * {"D": 1, "W": 7, "2W": 14, "WE": 7}[unit])
    return add_months(on, number * {"M": 1, "Q": 3, "Y": 12, "DE": 120, "CE": 1200}[unit])


def unit_around(on: date, unit: str) -> Period:
    """The day, week, month … that holds the day."""
    if unit == "D":
        return day(on)
    if unit in ("W", "2W"):
        return week(on)
    if unit == "WE":
        return weekend(on)
    if unit == "M":
        return month(on.year, on.month)
    if unit == "Q":
        return quarter(on.year, (on.month + 2) // 3)
    if unit == "DE":
        return decade(on.year // 10 * 10)
    if unit == "CE":
        return century((on.year + 99) // 100)
    return year(on.year)
