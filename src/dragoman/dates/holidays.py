"""Holidays by their name: fixed ones, and those that Easter or a calendar of their own moves.

A feast that some states keep a day later than others (Eid) has both days; one of several days (Passover) all.

Source: data/dates.toml, data/holidays.toml; Easter by Meeus, Jones and Butcher.
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
    if printed := e.part("y"):
        known = holidays_in(int(printed), name)
        return Reading("DATE", known[0]) if len(known) == 1 else OPEN
    if a.day is None:
        return OPEN
    near = [h for year in range(a.day.year - 2, a.day.year + 3) for h in holidays_in(year, name)]
    first = {period.first: period for period in near if period.first}
    rel = (e.part("rel") or "").lower()
    if rel == "last":
        found = max((x for x in first if x < a.day), default=None)
    elif rel == "next":
        found = min((x for x in first if x > a.day), default=None)
    elif rel == "this":
        found = next((x for x in first if x.year == a.day.year), None)
    else:
        found = next((x for x, p in first.items() if p.last and x <= a.day <= p.last), None)
        found = found or choose_day(list(first), a.day, d)
    return Reading("DATE", first[found], counted_by(a, f"holiday-{rel or d}")) if found else OPEN


def holidays_in(year: int, name: str) -> tuple[Period, ...]:
    """The holidays of that name that begin in the year; none where the name or the year is not known.

    >>> [period.edtf for period in holidays_in(2025, "Eid al-Fitr")]
    ['2025-03-30/2025-03-31']
    """
    table, moving = read_toml("dates.toml"), read_toml("holidays.toml")
    plain = name.removeprefix("Orthodox ")
    if name in table["holidays"]:
        number, on = table["holidays"][name]
        return (periods.day(date(year, number, on)),)
    if plain in table["holidays_easter"]:
        sunday = easter(year, orthodox=plain != name)
        return (periods.day(sunday + timedelta(table["holidays_easter"][plain])),)
    if name in table["holidays_floating"]:
        return (periods.day(_floating(year, *table["holidays_floating"][name])),)
    if name in moving["fixed"]:
        a, b, c, d = moving["fixed"][name]
        return (periods.days(date(year, a, b), date(year, c, d)),)
    known = [_moving(year, one) for one in moving["names"].get(name, [name])]
    return tuple(period for period in known if period is not None)


def _floating(year: int, number: int, weekday: int, which: int) -> date:
    """Such a weekday of the month, counted from its start; -1 is the last."""
    whole = periods.month(year, number)
    if which < 0 and whole.last:
        return whole.last - timedelta((whole.last.isoweekday() - weekday) % 7)
    first = date(year, number, 1)
    return first + timedelta((weekday - first.isoweekday()) % 7 + 7 * (which - 1))


def _moving(year: int, name: str) -> Period | None:
    """The feast of the table that begins in the year; the first of two (Ramadan in 2030)."""
    table = read_toml("holidays.toml")["moving"]
    kept = table.get(name, {"first": ()})
    first: date | None = next((on for on in kept["first"] if on.year == year), None)
    if first is None:
        return None
    last = first + timedelta(kept["days"] - 1)
    if "to_eve_of" in kept:
        last = next((on - timedelta(1) for on in table[kept["to_eve_of"]]["first"] if on > first), last)
    if first == last:
        return periods.day(first)
    return periods.days(first, last, first.isoformat() if kept.get("one_day") else None)


def easter(year: int, *, orthodox: bool = False) -> date:
    """Easter Sunday, in the Gregorian calendar.

    Source: Meeus, Jones and Butcher (Western); Meeus' Julian algorithm and 13 days (Orthodox,
    1900 to 2099).

    >>> easter(2025), easter(2024, orthodox=True)
    (datetime.date(2025, 4, 20), datetime.date(2024, 5, 5))
    """
    if orthodox:
        d = (19 * (year % 19) + 15) % 30
        e = (2 * (year % 4) + 4 * (year % 7) - d + 34) % 7
        number, rest = divmod(d + e + 114, 31)
        return date(year, number, rest + 1) + timedelta(13)
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    number, rest = divmod(h + m - 7 * n + 114, 31)
    return date(year, number, rest + 1)
