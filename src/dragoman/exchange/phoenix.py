"""Phoenix: events that the Open Event Data Alliance coded with PETRARCH, in CAMEO.

Format: "Phoenix Near-Real-Time Data", columns as in `docs/formats/phoenix.md`. The native file stands between
tabs without a header, from GID on. Copies stand between commas below a header, often with row numbers before
it and with the leading zeros of CAMEO lost.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence

from dragoman.exchange import cameo
from dragoman.exchange.cells import Refused, point
from dragoman.exchange.lines import BadRow, Line
from dragoman.store import CoderRow

COLUMNS = (
    "GID", "Date", "Year", "Month", "Day", "Source", "SrcActor", "SrcAgent", "SOthAgent", "Target",
    "TgtActor", "TgtAgent", "TOthAgent", "CAMEO", "RootCode", "QuadClass", "Goldstein", "Issues", "Lat",
    "Lon", "Geoname", "AdminInfo", "CountryCode", "ID", "URL", "sourcetxt",
)  # fmt: skip
"""The 26 columns of the native file, in order. Some headers call Issues "None", the language of Python's."""
_NEEDED = {"GID", "Date", "CAMEO", "Source", "Target"}
_MISSING = frozenset({"", "NA", "NULL", "None"})


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read events between tabs or commas, with a header or without."""
    columns: Sequence[str] = COLUMNS
    separator: str | None = None
    for line in lines:
        if line.text is None:
            yield BadRow(line.number, None, line.fault, "a line of Phoenix")
            continue
        if separator is None:
            separator = "\t" if "\t" in line.text else ","
        try:
            cells = next(csv.reader([line.text])) if separator == "," else line.text.split("\t")
            if set(cells) >= _NEEDED:
                columns = ["Issues" if name == "None" else name for name in cells]
                continue
            yield _event(columns, cells)
        except csv.Error as error:
            yield BadRow(line.number, None, line.text, f"a line of CSV ({error})")
        except Refused as refused:
            yield BadRow(line.number, refused.field, refused.found, refused.expected)


def _event(columns: Sequence[str], cells: Sequence[str]) -> CoderRow:
    if len(cells) != len(columns):
        raise Refused(None, f"{len(cells)} columns", f"{len(columns)}, as the first line or the format has")
    row = {n: c for n, c in zip(columns, cells, strict=True) if n in COLUMNS and c not in _MISSING}
    say = row.get
    if say("GID") is None:
        raise Refused("GID", "", "the row's name")
    day = cameo.day_of(say("Date", ""))
    if day is None:
        raise Refused("Date", say("Date", ""), "a day as YYYYMMDD")
    code = cameo.restored(say("CAMEO", ""), say("RootCode"))
    if code is None:
        told = f"{say('CAMEO', '')} with root {say('RootCode', '')}" if say("RootCode") else say("CAMEO", "")
        raise Refused("CAMEO", told, "an event code of CAMEO under its root, such as 043 or 43")
    event = cameo.codes()[code]
    lat, lon = point(("Lat", row.get("Lat", "")), ("Lon", row.get("Lon", "")))
    (doer, does), (other, bears) = _party(row, "Source", "Src"), _party(row, "Target", "Tgt")
    # Several reports of one event stand between semicolons: the first one opens it.
    url = say("URL", "").split(";")[0] or None
    return CoderRow(
        "phoenix", say("GID", ""), day, day, None, event.event_type, event.mode, code,
        say("Source"), doer, does, say("Target"), other, bears,
        say("Geoname"), _place_country(row), lat, lon, None, url, {**row},
    )  # fmt: skip


def _party(row: dict[str, str], whole: str, side: str) -> tuple[str | None, str | None]:
    """Country and sector: the actor's code, then its agents, the first of which is the main one."""
    actor = row.get(f"{side}Actor", "")
    if actor and actor not in cameo.countries() and actor not in cameo.sectors():
        raise Refused(f"{side}Actor", actor, "a country or role code of CAMEO, such as FRA or IGO")
    country, sector = cameo.actor_of(row.get(whole, ""))
    return country, cameo.sectors().get(row.get(f"{side}Agent", "")) or sector


def _place_country(row: dict[str, str]) -> str | None:
    """The country, which some rows name and others code."""
    told = row.get("CountryCode")
    if told is None:
        return None
    if told in cameo.countries():
        return cameo.countries()[told]
    try:
        return cameo.country_names()[told.casefold()]
    except KeyError:
        raise Refused("CountryCode", told, "ISO 3166-1 alpha-3, or the name of a country") from None
