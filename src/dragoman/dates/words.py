"""The words that date expressions are made of: numbers, ordinals, months, weekdays, units, "early", "last".

>>> number_in("twenty-one"), ordinal_in("fourth"), month_number("Sept."), weekday_number("Thurs.")
(21.0, 4, 9, 4)

Source: the lists of data/dates.toml.
"""

import re
from dataclasses import replace
from datetime import date

from dragoman.data import read_toml
from dragoman.dates import periods
from dragoman.dates.expressions import Expression
from dragoman.dates.periods import Period


def number_in(words: str) -> float | None:
    """The number that the words name; None where they name none exactly ("several").

    >>> number_in("twenty-one"), number_in("2,000"), number_in("a few"), number_in("two and a half")
    (21.0, 2000.0, None, 2.5)
    """
    words = words.lower().strip()
    known = read_toml("dates.toml")["numbers"]
    half = "and a half" in words or "-and-a-half" in words
    words = re.sub(r"[ -]and[ -]a[ -]half$", "", words)
    if re.fullmatch(r"\d[\d,]*(?:\.\d+)?", words):
        return float(words.replace(",", "")) + 0.5 * half
    if words in ("a", "an", "a full", "a whole", "a single", "an entire", "an full"):
        return 1.0 + 0.5 * half
    if words.startswith("half"):
        return 0.5
    special = {"a couple of": 2.0, "a couple": 2.0, "couple of": 2.0, "a dozen": 12.0, "two dozen": 24.0}
    if words in special:
        return special[words]
    total = 0.0
    for word in re.split(r"[ -]", words):
        if word == "hundred":
            total = max(total, 1.0) * 100
        elif word in known:
            total += known[word]
        elif word != "a":
            return None
    return total + 0.5 * half if total else None


def ordinal_in(words: str) -> int:
    """The number an ordinal names: "fourth" and "4th" are 4."""
    digits = re.match(r"\d+", words)
    return int(digits.group()) if digits else read_toml("dates.toml")["ordinals"][words.lower()]


def month_number(words: str) -> int:
    """1 to 12."""
    return read_toml("dates.toml")["months"][words.rstrip(".").capitalize()]


def weekday_number(words: str) -> int:
    """ISO: Monday is 1."""
    table, name = read_toml("dates.toml"), words.rstrip(".").capitalize()
    return table["weekdays"].get(name) or table["weekdays_short"][name]


def unit_code(words: str) -> str:
    """The TIMEX3 letters of a unit; a "T" in front stands for a unit of the clock."""
    return read_toml("dates.toml")["units"][words.lower()]


def third_named(expression: Expression) -> str | None:
    """ "early", "mid" or "late", where the words say one."""
    words = expression.part("mod")
    if words is None:
        return None
    thirds = read_toml("dates.toml")["thirds"]
    return next((thirds[word] for word in words.lower().split() if word in thirds), None)


def within_third(expression: Expression, whole: Period, here: date | None = None) -> Period:
    """The period, or the part of it that the words name: a third, or what lies before or after `here`."""
    words = (expression.part("mod") or "").lower()
    if words in ("earlier", "later"):
        if here is None or whole.first is None or whole.last is None or not whole.first <= here <= whole.last:
            return whole
        span = (whole.first, here) if words == "earlier" else (here, whole.last)
        return replace(periods.days(*span), value=whole.value)
    part = third_named(expression)
    return periods.part_of(whole, part) if part else whole


def steps_named(words: str | None) -> int:
    """How many units on from the anchor's own: last -1, this 0, next 1."""
    words = (words or "").lower().removeprefix("the ").removeprefix("very ")
    if words in ("last", "past", "this past"):
        return -1
    if words in ("next", "this coming", "coming"):
        return 1
    return 0


def counts_from_story(words: str | None) -> bool:
    """Whether the words count from what was told, and not from the day of the report."""
    return bool(
        re.fullmatch(
            r"(?i)following|that|that same|the (?:following|previous|preceding|next|same|very next)",
            words or "",
        )
    )
