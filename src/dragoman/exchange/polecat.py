"""POLECAT's table: 40 columns, tabs between them, a head; one line for each pair of an act's parties.

Format: POLECAT weekly files (Halterman, Bagozzi, Beger, Schrodt, Scarborough 2023, Harvard Dataverse,
doi:10.7910/DVN/AJGVIT) as the NGEC coder writes them; `docs/formats/polecat.md`. PLOVER has no status: an
act of cooperation to come is AGREE, of conflict THREATEN, and what was not done is left out and counted.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import product
from typing import BinaryIO

from dragoman.exchange import cells
from dragoman.exchange.formats import Held, Written
from dragoman.exchange.lines import BadRow, Line
from dragoman.exchange.strict import QUADS, Filed, code, filed, sides
from dragoman.records import Participant
from dragoman.store import CoderRow, HeldClaim

_PARTY = (
    "{0} Name", "{0} Country", "{0} COW", "Primary {0} Sector", "{0} Sectors", "{0} Title", "{0} Name Raw",
    "Wikipedia {0} ID",
)  # fmt: skip
COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    *(name.format("Actor") for name in _PARTY), *(name.format("Recipient") for name in _PARTY),
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID",
    "Raw Placename", "Feature Type", "Source", "Publication Date", "Story People", "Story Organizations",
    "Story Locations", "Language", "Version",
)  # fmt: skip
"""The 40 columns in their order."""
FEATURES = {"country": "A", "region": "A", "city": "P", "area": "L", "point": "S"}
"""GeoNames' feature classes, coarsely, by the precision of a place."""


def write(given: Held, out: BinaryIO) -> Written:
    """Write one line for each pair of parties of each claim that PLOVER has room for."""
    out.write("\t".join(COLUMNS).encode() + b"\n")
    left_out: Counter[str] = Counter()
    rows, program = 0, given.about["program"]
    for held in given.claims():
        as_filed = filed(held.claim)
        if isinstance(as_filed, str):
            left_out[as_filed] += 1
            continue
        doers, others = sides(held.claim)
        for number, (doer, other) in enumerate(product(doers or [None], others or [None])):
            line = _line(held, as_filed, number, doer, other, program)
            out.write("\t".join(map(_plain, line)).encode("utf-8", "backslashreplace") + b"\n")
            rows += 1
    return Written(rows, dict(left_out))


def _line(
    held: HeldClaim,
    as_filed: Filed,
    number: int,
    doer: Participant | None,
    other: Participant | None,
    program: str,
) -> Iterator[object]:
    claim, report = held.claim, held.document
    yield claim.id if number == 0 else f"{claim.id}-{number + 1}"
    yield claim.time.earliest if claim.time else None
    yield from (
        as_filed.event_type,
        as_filed.mode,
        None,
        QUADS[as_filed.event_type],
        "; ".join(claim.contexts),
    )
    for party in (doer, other):
        yield from _party(party)
    if place := claim.place:
        city = place.name if place.precision == "city" else None
        yield from (
            place.name,
            city,
            None,
            place.admin1,
            place.country,
            place.lat,
            place.lon,
            place.geonames_id,
        )
        yield from (place.text, FEATURES.get(place.precision))
    else:
        yield from (None,) * 10
    yield from (report.outlet or report.url, report.published and report.published[:10])
    named = {
        kind: [p.name for p in claim.participants if p.kind == kind] for kind in ("person", "organisation")
    }
    yield from ("; ".join(dict.fromkeys(named["person"])), "; ".join(dict.fromkeys(named["organisation"])))
    yield from (claim.place and claim.place.name, report.language, program)


def _party(party: Participant | None) -> Iterator[object]:
    if party is None:
        yield from (None,) * 8
        return
    state = code(party)
    yield from (party.name, None if state == "---" else state, cells.cow_numbers().get(party.country or ""))
    yield from (party.sector, party.sector, party.office, party.text)
    yield party.actor if party.actor and re.fullmatch(r"Q\d+", party.actor) else None


def _plain(cell: object) -> str:
    """A cell in a line that knows no quoting, and that reads the same where a reader honours quotes."""
    return "" if cell is None else " ".join(str(cell).replace('"', "'").split())


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read POLECAT's files, with their head or without."""
    return cells.coded(cells.separated(lines, "\t"), _columns, _row)


def _columns(first: list[str]) -> tuple[tuple[str, ...], bool]:
    names = tuple("Intensity" if name.strip() == "Event Intensity" else name.strip() for name in first)
    if names[0] != COLUMNS[0]:
        return COLUMNS, False
    if names != COLUMNS:
        wrong = next(
            (f"{a!r}" for a, b in zip(names, COLUMNS, strict=False) if a != b), f"{len(names)} columns"
        )
        raise cells.Refused(cells.HEAD, wrong, "POLECAT's 40 columns in their order")
    return COLUMNS, True


def _row(cell: dict[str, str]) -> CoderRow:
    when = cells.day("Event Date", cell["Event Date"])
    lat, lon = cells.point(("Latitude", cell["Latitude"]), ("Longitude", cell["Longitude"]))
    mode = cells.given(cell["Event Mode"])
    return CoderRow(
        coder="polecat",
        row=cells.needed("Event ID", cell["Event ID"]),
        first=when,
        last=when,
        reported=cells.day("Publication Date", cell["Publication Date"]),
        event_type=cells.event_type("Event Type", cell["Event Type"]),
        mode=mode and mode.casefold(),
        code=cells.given(cell["Event Type"]),
        actor_name=cells.given(cell["Actor Name"]),
        actor_country=cells.country("Actor Country", cell["Actor Country"]),
        actor_sector=_sector(cell, "Actor"),
        recipient_name=cells.given(cell["Recipient Name"]),
        recipient_country=cells.country("Recipient Country", cell["Recipient Country"]),
        recipient_sector=_sector(cell, "Recipient"),
        place_name=cells.given(cell["Placename"]),
        place_country=cells.country("Country", cell["Country"]),
        lat=lat,
        lon=lon,
        text=None,
        url=None,
        raw={name: said for name, text in cell.items() if (said := cells.given(text)) is not None},
    )


def _sector(cell: dict[str, str], side: str) -> str | None:
    """The sector of a side; where POLECAT writes IGO in a country's stead, that."""
    said = cells.given(cell[f"Primary {side} Sector"])
    instead = cells.given(cell[f"{side} Country"])
    return said or (instead if instead in cells.INSTEAD_OF_COUNTRY and instead != "---" else None)
