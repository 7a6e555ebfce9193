"""When: time expressions and the stretches of time they can mean."""

from dragoman.dates.find import find_dates

__all__ = ["find_dates"]
