"""ACLED's tables come in: 31 columns as they are given out now, or the older 25.

Format: the ACLED codebook; `docs/formats/acled.md`. ACLED's rows may not be passed on. Its notes are its own
words and not a report's, so a row has no text; they stay in the row as it came.
"""

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cache

from dragoman.data import read_table
from dragoman.exchange import cells
from dragoman.exchange.lines import BadRow, Line
from dragoman.store import CoderRow

COLUMNS = (
    "event_id_cnty", "event_date", "year", "time_precision", "disorder_type", "event_type",
    "sub_event_type", "actor1", "assoc_actor_1", "inter1", "actor2", "assoc_actor_2", "inter2",
    "interaction", "civilian_targeting", "iso", "region", "country", "admin1", "admin2", "admin3",
    "location", "latitude", "longitude", "geo_precision", "source", "source_scale", "notes",
    "fatalities", "tags", "timestamp",
)  # fmt: skip
"""The 31 columns of now."""
OLDER = (
    "gwno", "event_id_cnty", "event_id_no_cnty", "event_date", "year", "time_precision", "event_type",
    "actor1", "ally_actor_1", "inter1", "actor2", "ally_actor_2", "inter2", "interaction", "country",
    "admin1", "admin2", "admin3", "location", "latitude", "longitude", "geo_precision", "source",
    "notes", "fatalities",
)  # fmt: skip
"""The 25 columns of before."""
SECTORS = {
    "1": "MIL", "2": "REB", "3": "UAF", "4": "UAF", "5": "CVL", "6": "CVL", "7": "CVL",
    "state forces": "MIL", "rebel group": "REB", "rebel groups": "REB", "political militia": "UAF",
    "political militias": "UAF", "identity militia": "UAF", "identity militias": "UAF", "rioters": "CVL",
    "protesters": "CVL", "civilians": "CVL",
}  # fmt: skip
"""ACLED's kinds of actors, by number or name, as PLOVER sectors; PLOVER has none for external forces (8)."""


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read a table of ACLED, with its head or without."""
    return cells.coded(cells.quoted(lines, {len(COLUMNS), len(OLDER)}.__contains__), _columns, _row)


def _columns(first: list[str]) -> tuple[tuple[str, ...], bool]:
    names = tuple(name.strip().casefold() for name in first)
    if "event_date" in names:
        if set(names) in (set(COLUMNS), set(OLDER)) and len(names) == len(set(names)):
            return names, True
        wrong = sorted(set(names) - set(COLUMNS) - set(OLDER))
        found = f"{len(names)} columns" + (f", among them {wrong[0]}" if wrong else "")
        raise cells.Refused(cells.HEAD, found, "ACLED's 31 columns, or its older 25")
    for known in (COLUMNS, OLDER):
        if len(names) == len(known):
            return known, False
    raise cells.Refused(None, f"{len(names)} columns", "ACLED's 31 columns, or its older 25")


def _row(cell: dict[str, str]) -> CoderRow:
    when = cells.day("event_date", cell["event_date"])
    if when is None:
        raise cells.Refused("event_date", "", "a day")
    first, last = _span(when, cell["time_precision"].strip())
    kind, mode = _kind(cell["event_type"].strip(), (cell.get("sub_event_type") or "").strip())
    where = _state(cell)
    lat, lon = cells.point(("latitude", cell["latitude"]), ("longitude", cell["longitude"]))
    names = cells.given(cell["actor1"]), cells.given(cell["actor2"])
    return CoderRow(
        coder="acled",
        row=cells.needed("event_id_cnty", cell["event_id_cnty"]),
        first=first,
        last=last,
        reported=None,
        event_type=kind,
        mode=mode,
        code=cells.given(cell.get("sub_event_type") or cell["event_type"]),
        actor_name=names[0],
        actor_country=state_of(names[0]),
        actor_sector=_sector(names[0], cell["inter1"]),
        recipient_name=names[1],
        recipient_country=state_of(names[1]),
        recipient_sector=_sector(names[1], cell["inter2"]),
        place_name=cells.given(cell["location"]),
        place_country=where,
        lat=lat,
        lon=lon,
        text=None,
        url=None,
        raw={name: said for name, text in cell.items() if (said := cells.given(text)) is not None},
    )


def _span(when: str, precision: str) -> tuple[str, str]:
    """The days in which it happened: 1 is the day itself, 2 about that week, 3 that month.

    Source: "time precision" in ACLED's codebook.
    """
    day = date.fromisoformat(when)
    if precision == "1":
        return when, when
    if precision == "2":
        return (day - timedelta(3)).isoformat(), (day + timedelta(3)).isoformat()
    if precision == "3":
        last = monthrange(day.year, day.month)[1]
        return day.replace(day=1).isoformat(), day.replace(day=last).isoformat()
    raise cells.Refused("time_precision", precision, "1 (day), 2 (week) or 3 (month)")


def state_of(actor: str | None) -> str | None:
    """The state that an actor's name gives it to.

    >>> state_of("Military Forces of Norway (2013-) Navy"), state_of("Protesters (Spain)"), state_of("Wagner")
    ('NOR', 'ESP', None)
    """
    if not actor:
        return None
    if of := re.match(r"(?:Military Forces|Police Forces|Government) of (?:the )?([^(]+?)\s*(?:\(|$)", actor):
        return cells.state_named(of[1])
    if of := re.match(r"(?:Protesters|Rioters|Civilians) \(([^)]+)\)", actor):
        return cells.state_named(of[1])
    return None


def _sector(name: str | None, kind: str) -> str | None:
    if name is None:
        return None
    if name.startswith("Police Forces"):
        return "COP"
    return "GOV" if name.startswith("Government of") else SECTORS.get(kind.strip().casefold())


def _state(cell: dict[str, str]) -> str | None:
    named = cells.state_named(cells.given(cell["country"]))
    return named or cells.state_numbered("gwno", cell.get("gwno", ""))


def _kind(kind: str, finer: str) -> tuple[str | None, str | None]:
    known = _types()
    found = known.get((kind.casefold(), finer.casefold())) or known.get((kind.casefold(), ""))
    if found is None:
        raise cells.Refused("event_type", kind, "an event type of ACLED's codebook")
    return found


@cache
def _types() -> dict[tuple[str, str], tuple[str | None, str | None]]:
    return {
        (row["event_type"].casefold(), row["sub_event_type"].casefold()): (
            row["plover"] or None,
            row["mode"] or None,
        )
        for row in read_table("exchange/acled_types.csv")
    }
