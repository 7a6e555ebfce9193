"""ICEWS: coded events as the Harvard Dataverse publishes them, 20 columns between tabs below a header.

Format: Boschee et al., "ICEWS Coded Event Data" (doi:10.7910/DVN/28075), read-me; `docs/formats/icews.md`.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from hashlib import sha256
from typing import BinaryIO

from dragoman.exchange import cameo
from dragoman.exchange.cells import Refused, point
from dragoman.exchange.formats import Held, Written
from dragoman.exchange.lines import BadRow, Line
from dragoman.records import Participant
from dragoman.store import CoderRow, HeldClaim

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number",
    "Publisher", "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip
"""The 20 columns, in order."""
MISSING = frozenset({"", "NA", "NULL", "None"})
"""What a cell without a value may hold."""


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read events, with or without their header."""
    for line in lines:
        if line.text is None:
            yield BadRow(line.number, None, line.fault, "a line of ICEWS")
            continue
        cells = [cell.strip('"') for cell in line.text.split("\t")]
        if tuple(cells) == COLUMNS:
            continue
        try:
            yield _event(cells)
        except Refused as refused:
            yield BadRow(line.number, refused.field, refused.found, refused.expected)


def _event(cells: list[str]) -> CoderRow:
    if len(cells) != len(COLUMNS):
        raise Refused(None, f"{len(cells)} columns", f"{len(COLUMNS)} between tabs")
    row = {name: cell for name, cell in zip(COLUMNS, cells, strict=True) if cell not in MISSING}
    say = row.get
    number, day = say("Event ID", ""), say("Event Date", "")
    if not (number.isascii() and number.isdigit()):
        raise Refused("Event ID", number, "a number")
    try:
        day = date.fromisoformat(day[:10]).isoformat()
    except ValueError:
        raise Refused("Event Date", day, "a day as YYYY-MM-DD") from None
    code = cameo.restored(say("CAMEO Code", ""))
    if code is None:
        raise Refused("CAMEO Code", say("CAMEO Code", ""), "an event code of CAMEO, such as 043")
    event = cameo.codes()[code]
    lat, lon = point(("Latitude", row.get("Latitude", "")), ("Longitude", row.get("Longitude", "")))
    city, district, province = say("City"), say("District"), say("Province")
    return CoderRow(
        "icews", number, day, day, None, event.event_type, event.mode, code,
        say("Source Name"), _country(row, "Source Country"), _sector(say("Source Sectors")),
        say("Target Name"), _country(row, "Target Country"), _sector(say("Target Sectors")),
        city or district or province or say("Country"), _country(row, "Country"), lat, lon,
        None, None, {**row},
    )  # fmt: skip


def _country(row: dict[str, str], field: str) -> str | None:
    name = row.get(field)
    if name is None:
        return None
    try:
        return cameo.country_names()[name.casefold()]
    except KeyError:
        raise Refused(field, name, "the name of a country") from None


def _sector(listed: str | None) -> str | None:
    """The sector that the first of a row's names stands for, in the order of our table, which ranks them."""
    names = set(listed.split(",")) if listed else set[str]()
    return next((sector for name, sector in cameo.sector_names().items() if name in names), None)


# ── out ──


def write(given: Held, out: BinaryIO) -> Written:
    """Write one line for each pair of a claim's parties, below the header."""
    out.write("\t".join(COLUMNS).encode() + b"\n")
    rows, left_out = 0, dict[str, int]()
    for held in given.claims():
        reported = (held.document.published or held.recorded_at)[:10]
        pairs = cameo.dyads_of(held.claim, reported)
        if isinstance(pairs, str):
            left_out[pairs] = left_out.get(pairs, 0) + 1
            continue
        for number, pair in enumerate(pairs):
            cells = (" ".join(cell.split()) if cell else "NA" for cell in _line(held, pair, number))
            out.write("\t".join(cells).encode("utf-8", "replace") + b"\n")
            rows += 1
    return Written(rows, left_out)


def _line(held: HeldClaim, pair: cameo.Dyad, number: int) -> list[str | None]:
    claim, report, place = held.claim, held.document, held.claim.place
    names = cameo.names_of_countries()
    near = place is not None and place.precision in ("city", "point")
    return [
        _number(f"{claim.id}:{number}"), pair.day, *_party(pair.source),
        cameo.codes()[pair.code].name, pair.code, cameo.roots()[pair.code[:2]].goldstein,
        *_party(pair.target), _number(report.id), None, report.outlet,
        place.name if place and near else None, None,
        (place.name if place.precision == "region" else place.admin1) if place else None,
        names.get(place.country or "", place.country) if place else None,
        *(("" if at is None else f"{at:g}") for at in ((place.lat, place.lon) if place else (None, None))),
    ]  # fmt: skip


def _number(name: str) -> str:
    """A number that stands for a name of ours, the same each time."""
    return str(int(sha256(name.encode()).hexdigest()[:15], 16))


def _party(party: Participant | None) -> tuple[str | None, str | None, str | None]:
    """Name, sectors, country."""
    if party is None:
        return None, None, None
    country = cameo.names_of_countries().get(party.country or "", party.country)
    return party.name, cameo.names_of_sectors().get(party.sector or ""), country
