"""GDELT: event files of GDELT 1 (57 or 58 columns) and 2 (61), the reduced file, and mentions of GDELT 2.

Format: "The GDELT Event Database Data Format Codebook V2.0" (2015) and V1.03 (2013); `docs/formats/gdelt.md`.
There is no header and no quoting; fields stand between tabs, those of the reduced file between bytes 0x01.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from typing import BinaryIO

from dragoman.exchange import cameo
from dragoman.exchange.cells import Refused
from dragoman.exchange.formats import Held, Written
from dragoman.exchange.lines import BadRow, Line
from dragoman.records import Participant, Place
from dragoman.store import CoderRow, HeldClaim

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code",
    "Type1Code", "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale",
    "NumMentions", "NumSources", "NumArticles", "AvgTone",
    *(f"Actor1Geo_{name}" for name in _GEO), *(f"Actor2Geo_{name}" for name in _GEO),
    *(f"ActionGeo_{name}" for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""The 61 columns of GDELT 2, in order."""
COLUMNS_58 = tuple(name for name in COLUMNS if not name.endswith("_ADM2Code"))
"""GDELT 1 by the day; its older files lack the last, SOURCEURL."""
REDUCED = (
    "Year", "Actor1Code", "Actor2Code", "EventCode", "EventBaseCode", "EventRootCode", "GoldsteinScale",
    "QuadClass",
)  # fmt: skip
"""The reduced file."""
MENTIONS = (
    "GLOBALEVENTID", "EventTimeDate", "MentionTimeDate", "MentionType", "MentionSourceName",
    "MentionIdentifier", "SentenceID", "Actor1CharOffset", "Actor2CharOffset", "ActionCharOffset",
    "InRawText", "Confidence", "MentionDocLen", "MentionDocTone", "MentionDocTranslationInfo", "Extras",
)  # fmt: skip
"""The 16 columns of mentions."""
_LAYOUTS = {61: COLUMNS, 58: COLUMNS_58, 57: COLUMNS_58[:-1]}
_WEB = "1"
"""The MentionType of a page of the web, whose identifier is its address."""


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read events, each line by the number of its own fields."""
    for line in lines:
        if line.text is None:
            yield BadRow(line.number, None, line.fault, "a line of GDELT")
            continue
        try:
            yield _reduced(line.number, line.text) if "\x01" in line.text else _event(line.text)
        except Refused as refused:
            yield BadRow(line.number, refused.field, refused.found, refused.expected)


def _event(text: str) -> CoderRow:
    cells = text.split("\t")
    columns = _LAYOUTS.get(len(cells))
    if columns is None:
        raise Refused(
            None, f"{len(cells)} columns", "61 (GDELT 2), 58 or 57 (GDELT 1) between tabs, or 8 between 0x01"
        )
    row = {name: cell for name, cell in zip(columns, cells, strict=True) if cell}
    say = row.get
    number, code = say("GLOBALEVENTID", ""), say("EventCode", "")
    if not (number.isascii() and number.isdigit()):
        raise Refused("GLOBALEVENTID", number, "a number")
    day = cameo.day_of(say("SQLDATE", ""))
    if day is None:
        raise Refused("SQLDATE", say("SQLDATE", ""), "a day as YYYYMMDD")
    stamp = say("DATEADDED", "")
    added = _moment(stamp) if len(stamp) == 14 else cameo.day_of(stamp)
    if added is None:
        raise Refused("DATEADDED", stamp, "a day as YYYYMMDD, or a moment as YYYYMMDDHHMMSS")
    event = _coded(code)
    points = [_point(row, f"{side}Geo_Lat", f"{side}Geo_Long") for side in ("Actor1", "Actor2", "Action")]
    # Files of before 2013 put a place that is not known at 0, 0.
    lat, lon = points[2] if say("ActionGeo_Type") != "0" else (None, None)
    return CoderRow(
        "gdelt", number, day, day, added, event.event_type, event.mode, code,
        say("Actor1Name"), _country(row, "Actor1"), _sector(row, "Actor1"),
        say("Actor2Name"), _country(row, "Actor2"), _sector(row, "Actor2"),
        say("ActionGeo_FullName"), _place_country(row), lat, lon,
        None, say("SOURCEURL"), {**row},
    )  # fmt: skip


def _reduced(number: int, text: str) -> CoderRow:
    cells = text.split("\x01")
    if len(cells) != len(REDUCED):
        raise Refused(None, f"{len(cells)} columns", f"{len(REDUCED)} between bytes 0x01")
    row = {name: cell for name, cell in zip(REDUCED, cells, strict=True) if cell}
    year = row.get("Year", "")
    first, last = cameo.day_of(f"{year}0101"), cameo.day_of(f"{year}1231")
    if first is None or last is None:
        raise Refused("Year", year, "a year")
    code, event = row.get("EventCode", ""), _coded(row.get("EventCode", ""))
    (doer, does), (other, bears) = (cameo.actor_of(row.get(f"Actor{n}Code", "")) for n in (1, 2))
    # These rows have no names: the line and its number stand for one, so that the same file comes in once.
    name = f"reduced:{number}:{sha256(text.encode()).hexdigest()[:12]}"
    return CoderRow(
        "gdelt", name, first, last, None, event.event_type, event.mode, code,
        row.get("Actor1Code"), doer, does, row.get("Actor2Code"), other, bears,
        None, None, None, None, None, None, {**row},
    )  # fmt: skip


def _coded(code: str) -> cameo.Code:
    event = cameo.codes().get(code)
    if event is None:
        raise Refused("EventCode", code, "an event code of CAMEO, such as 043")
    return event


def _moment(stamp: str) -> str | None:
    """The day of a moment in fourteen digits."""
    clock = stamp[8:]
    fits = clock.isascii() and clock.isdigit() and clock[:2] < "24" and clock[2:4] < "60" and clock[4:] < "61"
    return cameo.day_of(stamp[:8]) if fits else None


def _point(row: dict[str, str], lat: str, lon: str) -> tuple[float | None, float | None]:
    north, east = row.get(lat), row.get(lon)
    if north is None and east is None:
        return None, None
    y, x = cameo.degrees(north or "", 90), cameo.degrees(east or "", 180)
    if y is None:
        raise Refused(lat, north or "", "degrees from -90 to 90")
    if x is None:
        raise Refused(lon, east or "", "degrees from -180 to 180")
    return y, x


def _country(row: dict[str, str], side: str) -> str | None:
    code = row.get(f"{side}CountryCode")
    if code is None:
        return None
    try:
        return cameo.countries()[code]
    except KeyError:
        raise Refused(f"{side}CountryCode", code, "a country code of CAMEO, such as FRA") from None


def _sector(row: dict[str, str], side: str) -> str | None:
    """The first role that is a sector of PLOVER. A role that CAMEO's list lacks says none."""
    for number in (1, 2, 3):
        role = row.get(f"{side}Type{number}Code")
        if role is None:
            return None
        if (sector := cameo.sectors().get(role)) is not None:
            return sector
    return None


def _place_country(row: dict[str, str]) -> str | None:
    code = row.get("ActionGeo_CountryCode")
    if code is None:
        return None
    try:
        return cameo.fips()[code]
    except KeyError:
        raise Refused("ActionGeo_CountryCode", code, "a country code of FIPS 10-4, such as FR") from None


def read_gdelt_mentions(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read mentions: 16 columns between tabs, or between commas below a header."""
    commas = False
    for line in lines:
        if line.text is None:
            yield BadRow(line.number, None, line.fault, "a line of GDELT's mentions")
            continue
        if line.text.casefold().replace(",", "\t").split("\t") == [name.casefold() for name in MENTIONS]:
            commas = "," in line.text
            continue
        try:
            cells = next(csv.reader([line.text])) if commas else line.text.split("\t")
            yield _mention(cells)
        except csv.Error as error:
            yield BadRow(line.number, None, line.text, f"a line of CSV ({error})")
        except Refused as refused:
            yield BadRow(line.number, refused.field, refused.found, refused.expected)


def _mention(cells: Sequence[str]) -> CoderRow:
    if len(cells) != len(MENTIONS):
        raise Refused(
            None, f"{len(cells)} columns", f"{len(MENTIONS)} between tabs, or commas below a header"
        )
    row = {name: cell for name, cell in zip(MENTIONS, cells, strict=True) if cell}
    number, where = row.get("GLOBALEVENTID", ""), row.get("MentionIdentifier")
    if not (number.isascii() and number.isdigit()):
        raise Refused("GLOBALEVENTID", number, "a number")
    days: list[str] = []
    for name in ("EventTimeDate", "MentionTimeDate"):
        day = _moment(row.get(name, ""))
        if day is None:
            raise Refused(name, row.get(name, ""), "a moment as YYYYMMDDHHMMSS")
        days.append(day)
    # GDELT gives a mention no name of its own; one sentence can tell of an event twice.
    name = f"{number}:{sha256('|'.join(cells).encode()).hexdigest()[:16]}"
    return CoderRow(
        "gdelt-mentions", name, days[0], days[0], days[1], None, None, None,
        None, None, None, None, None, None, None, None, None, None,
        None, where if row.get("MentionType") == _WEB else None, {**row},
    )  # fmt: skip


# ── out ──


def write(given: Held, out: BinaryIO) -> Written:
    """Write GDELT 2's columns, one line for each pair of a claim's parties."""
    rows, left_out = 0, dict[str, int]()
    for held in given.claims():
        reported = (held.document.published or held.recorded_at)[:10]
        pairs = cameo.dyads_of(held.claim, reported)
        if isinstance(pairs, str):
            left_out[pairs] = left_out.get(pairs, 0) + 1
            continue
        for number, pair in enumerate(pairs):
            line = "\t".join(_cell(cell) for cell in _line(held, pair, number))
            out.write(line.encode("utf-8", "replace") + b"\n")
            rows += 1
    return Written(rows, left_out)


def _cell(text: str) -> str:
    """A cell has no tab and no line break, for GDELT quotes nothing."""
    return " ".join(text.split()) if text else text


def _line(held: HeldClaim, pair: cameo.Dyad, number: int) -> list[str]:
    claim, report = held.claim, held.document
    year, month, day = pair.day[:4], pair.day[5:7], pair.day[8:]
    root = cameo.roots()[pair.code[:2]]
    # GDELT's own reckoning, by which a month has thirty days.
    fraction = f"{int(year) + (int(month) * 30 + int(day)) / 365:.4f}"
    name = sha256(f"{claim.id}:{number}".encode()).hexdigest()
    added = "".join(c for c in held.recorded_at if c.isdigit())[:14].ljust(14, "0")
    source = report.url or ", ".join(part for part in (report.outlet, report.published, report.title) if part)
    leads = "\n" not in report.text[: claim.evidence.start].strip()
    return [
        str(int(name[:15], 16)), f"{year}{month}{day}", f"{year}{month}", year, fraction,
        *_party(pair.source), *_party(pair.target),
        "1" if leads else "0", pair.code, pair.code[:3], pair.code[:2], root.quad, root.goldstein,
        "1", "1", "1", "",
        *_NOWHERE, *_NOWHERE, *_place(claim.place), added, source or report.path or report.id,
    ]  # fmt: skip


_NOWHERE = ("0", "", "", "", "", "", "", "")


def _party(party: Participant | None) -> tuple[str, ...]:
    if party is None:
        return ("",) * len(_ACTOR)
    country = party.country or ""
    role = party.sector if party.sector in cameo.written_sectors() and party.kind != "state" else None
    code = role if role == "IGO" else country + (role or "")
    return (code or "", party.name, country, "", "", "", "", role or "", "", "")


def _place(place: Place | None) -> tuple[str, ...]:
    """A place in GDELT's eight fields. Seas and front lines lie in no country and are no place of GDELT's."""
    if place is None or place.country is None or place.precision == "area":
        return _NOWHERE
    american = place.country == "USA"
    kind = {"country": "1", "region": "2" if american else "5"}.get(place.precision, "3" if american else "4")
    country = cameo.names_of_countries().get(place.country, place.country)
    names = (place.name, place.admin1 if kind in "34" else None, country)
    full = ", ".join(dict.fromkeys(name for name in names if name))
    code = cameo.to_fips().get(place.country, "")
    lat, lon = ("" if degrees is None else f"{degrees:g}" for degrees in (place.lat, place.lon))
    return (kind, full, code, code if kind == "1" else "", "", lat, lon, "")
