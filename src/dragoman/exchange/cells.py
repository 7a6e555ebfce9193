"""Cells of a table, checked one by one: a cell that cannot be is refused, and its row is set aside.

    for number, cells in quoted(lines, ","): ...        rows of RFC 4180, line breaks in quotes included
    day("event_date", "01 January 2015")                "2015-01-01"

A reader checks a row's cells with the functions below; what they refuse becomes a `BadRow` (`lines.py`).
"""

import csv
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime
from functools import cache

from dragoman.data import read_table
from dragoman.exchange.lines import LONGEST_LINE, BadRow, Line
from dragoman.store import CoderRow

ABSENT = frozenset(["", "NA", "None", "nan", "NaN", "NULL", "null"])
"""How tables write that there is nothing."""
csv.field_size_limit(LONGEST_LINE)
MOST_LINES = 1_000
"""A quoted row of more lines than these is one whose quote was never closed."""
HEAD = "head"
"""The field of a refusal that is about the columns' names."""
INSTEAD_OF_COUNTRY = frozenset(["IGO", "NGO", "NGM", "IMG", "MNC", "---"])
"""Codes that PLOVER writes where a country would stand."""


class Refused(Exception):  # noqa: N818 - it is caught where it is raised, and never an error of the program
    """A cell that cannot be: the field, what stood there, what should have."""

    def __init__(self, field: str | None, found: str, expected: str) -> None:
        super().__init__(field, found, expected)
        self.field, self.found, self.expected = field, found, expected


Row = tuple[int, list[str] | BadRow]
"""A line's number and its cells, or what is wrong with it."""


def separated(lines: Iterable[Line], separator: str) -> Iterator[Row]:
    """The cells of lines that know no quoting."""
    for line in lines:
        if line.text is None:
            yield line.number, BadRow(line.number, None, line.fault, "a row of the table")
        else:
            yield line.number, line.text.split(separator)


def quoted(lines: Iterable[Line], width: Callable[[int], bool] | None = None) -> Iterator[Row]:
    """The rows of a CSV file (RFC 4180), in which a quoted cell may run over several lines.

    A row with an open quote is joined with the lines below it. Where that gives no row of the `width` that
    the table has, its first line is set aside alone, so that one stray quote does not swallow the file.
    """
    waiting: deque[Line] = deque()
    source = iter(lines)

    def following() -> Line | None:
        return waiting.popleft() if waiting else next(source, None)

    while (first := following()) is not None:
        if first.text is None:
            yield first.number, BadRow(first.number, None, first.fault, "a row of the table")
            continue
        block, whole = [first], first.text.count('"') % 2 == 0
        while not whole and len(block) < MOST_LINES and (more := following()) is not None:
            block.append(more)
            whole = more.text is None or more.text.count('"') % 2 == 1
        cells = _cells([line.text or "" for line in block]) if whole else None
        if cells is None or (len(block) > 1 and width and not width(len(cells))):
            waiting.extendleft(reversed(block[1:]))
            yield (
                first.number,
                BadRow(first.number, None, first.text, "a row whose quotes are closed, by RFC 4180"),
            )
        else:
            yield first.number, cells


def _cells(texts: Sequence[str]) -> list[str] | None:
    try:
        rows = list(csv.reader(["\n".join(texts)], strict=True)) if '"' in texts[0] else [texts[0].split(",")]
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None


def coded(
    rows: Iterable[Row],
    columns: Callable[[list[str]], tuple[Sequence[str], bool]],
    made: Callable[..., CoderRow],
) -> Iterator[CoderRow | BadRow]:
    """Each row as a row of another coder.

    Args:
        columns: from the first row, the names of the columns and whether that row is their head. A head
            that is not of this table is refused as `HEAD`, and nothing below it is read.
        made: from a row's cells by column; what it refuses is set aside.
    """
    names: Sequence[str] | None = None
    for number, cells in rows:
        if isinstance(cells, BadRow):
            yield cells
            continue
        try:
            if names is None:
                names, head = columns(cells)
                if head:
                    continue
            if len(cells) != len(names):
                raise Refused(None, f"{len(cells)} columns", f"{len(names)} columns")
            yield made(dict(zip(names, cells, strict=True)))
        except Refused as refused:
            yield BadRow(number, refused.field, refused.found, refused.expected)
            if refused.field == HEAD:
                return


def given(text: str | None) -> str | None:
    """The cell's text, or None where it says that there is nothing."""
    text = text.strip() if text else ""
    return None if text in ABSENT else text


def needed(field: str, text: str) -> str:
    """The cell's text, which must be there."""
    said = given(text)
    if said is None:
        raise Refused(field, text, "something")
    return said


FORMS = ("%d %B %Y", "%d-%B-%Y", "%d/%m/%Y", "%d-%b-%Y", "%d %b %Y")


def day(field: str, text: str) -> str | None:
    """The day of a cell (ISO 8601), its hour left out; None where there is none."""
    said = given(text)
    if said is None:
        return None
    start = said[:10]
    try:
        if len(start) == 10 and start[4] == "-":
            return date.fromisoformat(start).isoformat()
    except ValueError:
        raise Refused(field, said, "a day of the calendar, such as 2015-01-31") from None
    for form in FORMS:
        try:
            return datetime.strptime(said, form).date().isoformat()
        except ValueError:
            continue
    raise Refused(field, said, "a day of the calendar, such as 2015-01-31")


def point(lat: tuple[str, str], lon: tuple[str, str]) -> tuple[float | None, float | None]:
    """Latitude and longitude, each given as field and text: both or none."""
    found = [_degrees(*lat, 90.0), _degrees(*lon, 180.0)]
    return (found[0], found[1]) if None not in found else (None, None)


def _degrees(field: str, text: str, most: float) -> float | None:
    said = given(text)
    if said is None:
        return None
    try:
        value = float(said)
    except ValueError:
        value = most + 1
    if not -most <= value <= most:
        raise Refused(field, said, f"degrees from -{most:g} to {most:g}")
    return value


def country(field: str, text: str) -> str | None:
    """An ISO 3166-1 alpha-3 code; None for none, and for what PLOVER writes in a country's stead."""
    said = given(text)
    if said is None or said in INSTEAD_OF_COUNTRY:
        return None
    if said not in _iso3():
        raise Refused(field, said, "a country by ISO 3166-1 alpha-3")
    return said


def event_type(field: str, text: str) -> str:
    """A type of PLOVER."""
    from dragoman.events.plover import EVENT_TYPES

    said = needed(field, text).upper()
    if said not in EVENT_TYPES:
        raise Refused(field, said, "one of the 16 types of PLOVER 2.0")
    return said


def state_numbered(field: str, text: str) -> str | None:
    """The country of a number of Gleditsch and Ward's list (or of COW's, where only that has it)."""
    said = given(text)
    if said is None:
        return None
    found = _by_number().get(said.removesuffix(".0"))
    if found is None:
        raise Refused(field, said, "a state's number in Gleditsch and Ward's list")
    return found


def state_named(name: str | None) -> str | None:
    """The country of that name in common English; None where no state is called so.

    >>> state_named("Myanmar (Burma)"), state_named("DR Congo (Zaire)"), state_named("Atlantis")
    ('MMR', 'COD', None)
    """
    if not name:
        return None
    plain = re.sub(r"\s*\([^)]*\)", "", name).strip().casefold()
    return _by_name().get(plain)


@cache
def cow_numbers() -> dict[str, str]:
    """ISO 3166-1 alpha-3 to the state's number in the Correlates of War."""
    return {row["iso3"]: row["cow"] for row in read_table("exchange/state_numbers.csv")}


@cache
def _by_number() -> dict[str, str]:
    rows = read_table("exchange/state_numbers.csv")
    return {row["cow"]: row["iso3"] for row in rows} | {row["gw"]: row["iso3"] for row in rows}


@cache
def _iso3() -> frozenset[str]:
    """Codes of today, and those of our own tables: SUN and YUG of before, XKX, EUR for the Union."""
    codes = {
        row["iso3"] for name in ("places/countries.csv", "actors/states.csv") for row in read_table(name)
    }
    codes |= {row["country"] for row in read_table("actors/organisations.csv")}
    return frozenset(codes - {""}) | {"XKX", "EUR", "SUN", "YUG"}


@cache
def _by_name() -> dict[str, str]:
    names = {row["name"].casefold(): row["iso3"] for row in read_table("places/countries.csv")}
    for row in read_table("actors/states.csv"):
        for name in (row["name"], *row["aliases"].split("|")):
            if name:
                names.setdefault(name.casefold(), row["iso3"])
    return names
