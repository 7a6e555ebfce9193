"""Holidays by their name: fixed ones, and those that Easter or another reckoning moves.

Source: data/dates.toml; Easter by Meeus, Jones and Butcher.
"""

from datetime import date, timedelta

from dragoman.data import read_toml
from dragoman.dates import periods
from dragoman.dates.anchors import OPEN, Anchors, Direction, Reading, counted_by
from dragoman.dates.expressions import Expression
from dragoman.dates.months import choose_day
from dragoman.dates.periods import Period


def read_holiday(e: Expression, a: Anchors, d: Direction) -> Reading:
    """ "Easter", "last Christmas", "Eid al-Fitr 2025"."""
    name = (e.part("holiday") or "").replace("’", "'")
    if e.part("y"):
        return Reading("DATE", holiday_in(int(e.part("y") or 0), name))
    if a.day is None:
        return OPEN
    near = [holiday_in(year, name) for year in range(a.day.year - 2, a.day.year + 3)]
    days = [p.first for p in near if p and p.first]
    rel = (e.part("rel") or "").lower()
    if rel == "last":
        found = max(x for x in days if x < a.day)
    elif rel == "next":
        found = min(x for x in days if x > a.day)
    elif rel == "this":
        found = next((x for x in days if x.year == a.day.year), None)
    else:
        found = choose_day(days, a.day, d)
    return Reading("DATE", periods.day(found), counted_by(a, f"holiday-{rel or d}")) if found else OPEN


def easter(year_: int, *, orthodox: bool = False) -> date:
    """Easter Sunday, in the Gregorian calendar.

    Source: Meeus, Jones and Butcher (Western); Meeus' Julian algorithm and 13 days (Orthodox,
    1900 to 2099).

    >>> easter(2025), easter(2024, orthodox=True)
    (datetime.date(2025, 4, 20), datetime.date(2024, 5, 5))
    """
    if orthodox:
        d = (19 * (year_ % 19) + 15) % 30
        e = (2 * (year_ % 4) + 4 * (year_ % 7) - d + 34) % 7
        number, rest = divmod(d + e + 114, 31)
        return date(year_, number, rest + 1) + timedelta(13)
    a, (b, c) = year_ % 19, divmod(year_, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    number, rest = divmod(h + m - 7 * n + 114, 31)
    return date(year_, number, rest + 1)


def holiday_in(year_: int, name: str) -> Period | None:
    """The day of a holiday that data/dates.toml knows; None for others."""
    table = read_toml("dates.toml")
    plain = name.removeprefix("Orthodox ")
    if name in table["holidays"]:
        number, on = table["holidays"][name]
        return periods.day(date(year_, number, on))
    if plain in table["holidays_easter"]:
        return periods.day(easter(year_, orthodox=plain != name) + timedelta(table["holidays_easter"][plain]))
    if name in table["holidays_floating"]:
        number, weekday, which = table["holidays_floating"][name]
        whole = periods.month(year_, number)
        if which < 0 and whole.last:
            return periods.day(whole.last - timedelta((whole.last.isoweekday() - weekday) % 7))
        first = date(year_, number, 1)
        return periods.day(first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (which - 1)))
    return None
