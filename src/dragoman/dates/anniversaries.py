"""Anniversaries: so many years after what they remember.

"The fourth anniversary of the invasion in February 2022" lies in February 2026, the invasion in 2022.
"""

from dragoman.dates import periods
from dragoman.dates.anchors import Anchors, Direction, Reading, unresolved
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period
from dragoman.dates.words import number_in, ordinal_in


def anniversary(number: int, of: Period) -> Period | None:
    """The day, month or year so many years after the first occasion; None where that is none of these."""
    if of.first is None or of.precision not in ("day", "month", "year", "time"):
        return None
    if of.precision == "year":
        return periods.year(of.first.year + number)
    if of.precision == "month":
        return periods.month(of.first.year + number, of.first.month)
    return periods.day(periods.add_months(of.first, 12 * number))


def anniversary_number(expression: Expression) -> int | None:
    """Which anniversary the words count: "the fourth" is 4."""
    if expression.part("number"):
        number = number_in(expression.part("number") or "")
        return int(number) if number and number == int(number) else None
    return ordinal_in(expression.part("which") or "")


def read_anniversary(_e: Expression, _a: Anchors, _d: Direction) -> Reading:
    """Open until the date of what it remembers is known (`find`)."""
    return unresolved("first-occasion-not-told")
