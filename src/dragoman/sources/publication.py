"""When a report says it was published, in ISO 8601.

Feeds write RFC 822, pages and JSON ISO 8601, people "19 November 2025". What fixes a day is
normalised, with the time of day and the offset where they were given; what does not ("yesterday",
"11/12/2025", which is two days) is None. Nothing is filled in from a clock.

>>> read_published("Wed, 19 Nov 2025 10:00:00 +0300"), read_published("Nov. 19, 2025")
('2025-11-19T10:00:00+03:00', '2025-11-19')
>>> read_published("yesterday") is None
True
"""

import re
from datetime import date, datetime
from email.utils import parsedate_to_datetime

EARLIEST_YEAR = 1500
"""Before it there were no newspapers; such years are the blank dates of databases ("0001-01-01")."""

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?"
_WRITTEN = tuple(
    re.compile(_WEEKDAY + order + r"(?:,?\s+(?:at\s+)?\d{1,2}[:.]\d{2}.{0,20})?", re.IGNORECASE)
    for order in (
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+{_MONTH},?\s+(?P<year>\d{{4}})",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})",
    )
)
_YEAR_FIRST = re.compile(r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})")
_DOTTED = re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})")
_SLASHED = re.compile(r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})")
_LONGEST = 80


def read_published(words: str) -> str | None:
    """ISO 8601 day ("2025-11-19") or moment ("2025-11-19T10:00:00+03:00"); None where no day is fixed.

    The offset is kept as given; a moment without one stays without. Of a written date with a time of
    day only the day is kept, since its time zone is a matter of custom. A slashed date counts only
    where one number can be no month.
    """
    words = words.strip()
    if not words or len(words) > _LONGEST:
        return None
    for read in (_read_iso, _read_mail, _read_written, _read_numbers):
        value = read(words)
        if value is not None and int(value[:4]) >= EARLIEST_YEAR:
            return value
    return None


def _read_iso(words: str) -> str | None:
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        pass
    try:
        return datetime.fromisoformat(words).isoformat()
    except ValueError:
        return None


def _read_mail(words: str) -> str | None:
    """RFC 822 and 5322, as in RSS."""
    if ":" not in words:
        return None
    try:
        return parsedate_to_datetime(words).isoformat()
    except (ValueError, TypeError, OverflowError):
        return None


def _read_written(words: str) -> str | None:
    for order in _WRITTEN:
        if match := order.fullmatch(words):
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            return _day(int(match["year"]), month, int(match["day"]))
    return None


def _read_numbers(words: str) -> str | None:
    if match := _YEAR_FIRST.fullmatch(words) or _DOTTED.fullmatch(words):
        return _day(int(match["year"]), int(match["month"]), int(match["day"]))
    if match := _SLASHED.fullmatch(words):
        first, second = int(match["first"]), int(match["second"])
        if first > 12 >= second:
            return _day(int(match["year"]), second, first)
        if second > 12 >= first or first == second:
            return _day(int(match["year"]), first, second)
    return None


def _day(year: int, month: int, day: int) -> str | None:
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None
