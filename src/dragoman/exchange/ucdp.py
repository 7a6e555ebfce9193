"""UCDP's Georeferenced Event Dataset comes in: 49 columns with a head or without, or UCDP-AEC's JSON lines.

Format: the UCDP GED codebook (CC BY 4.0; cite UCDP), and the AEC corpus made from it;
`docs/formats/ucdp.md`. Every event is an attack with deaths, of side a on side b.
"""

import json
import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from dragoman.exchange import cells
from dragoman.exchange.lines import BadRow, Line
from dragoman.store import CoderRow

COLUMNS = (
    "id", "relid", "year", "active_year", "code_status", "type_of_violence", "conflict_dset_id",
    "conflict_new_id", "conflict_name", "dyad_dset_id", "dyad_new_id", "dyad_name", "side_a_dset_id",
    "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b", "number_of_sources",
    "source_article", "source_office", "source_date", "source_headline", "source_original",
    "where_prec", "where_coordinates", "where_description", "adm_1", "adm_2", "latitude", "longitude",
    "geom_wkt", "priogrid_gid", "country", "country_id", "region", "event_clarity", "date_prec",
    "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best",
    "high", "low", "gwnoa", "gwnob",
)  # fmt: skip
"""The 49 columns in their order."""
AEC = "a record of UCDP-AEC: an object with id, side_a_name, side_b_name, start_date and end_date"


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read GED's table, or AEC's JSON lines: which it is, the first line says."""
    lines = iter(lines)
    first = next(lines, None)
    if first is None:
        return iter(())
    whole = chain([first], lines)
    if first.text and first.text.lstrip().startswith("{"):
        return _json(whole)
    return cells.coded(cells.quoted(whole, len(COLUMNS).__eq__), _columns, _row)


def _columns(first: list[str]) -> tuple[tuple[str, ...], bool]:
    names = tuple(name.strip() for name in first)
    if "date_start" not in names:
        return COLUMNS, False
    if len(names) != len(COLUMNS) or set(names) != set(COLUMNS):
        missing = next((f", no {name}" for name in COLUMNS if name not in names), "")
        raise cells.Refused(cells.HEAD, f"{len(names)} columns{missing}", "GED's 49 columns")
    return names, True


def _row(cell: dict[str, str]) -> CoderRow:
    first, last = _span(cell["date_start"], cell["date_end"], "date_start", "date_end")
    lat, lon = cells.point(("latitude", cell["latitude"]), ("longitude", cell["longitude"]))
    violence = cell["type_of_violence"].strip()
    if violence not in {"1", "2", "3"}:
        raise cells.Refused("type_of_violence", violence, "1 (state-based), 2 (non-state) or 3 (one-sided)")
    reported = [day for text in cell["source_date"].split(";") if (day := _day_or_none(text))]
    a, b = cells.given(cell["side_a"]), cells.given(cell["side_b"])
    return CoderRow(
        coder="ucdp",
        row=cells.needed("id", cell["id"]),
        first=first,
        last=last,
        reported=min(reported, default=None),
        event_type="ASSAULT",
        mode=None,
        code=violence,
        actor_name=a,
        actor_country=cells.state_numbered("gwnoa", cell["gwnoa"]) or _government(a),
        actor_sector=_sector(a),
        recipient_name=b,
        recipient_country=cells.state_numbered("gwnob", cell["gwnob"]) or _government(b),
        recipient_sector=_sector(b),
        place_name=cells.given(cell["where_coordinates"]),
        place_country=cells.state_numbered("country_id", cell["country_id"]),
        lat=lat,
        lon=lon,
        text=cells.given(cell["source_headline"]),
        url=None,
        raw={name: said for name, text in cell.items() if (said := cells.given(text)) is not None},
    )


def _json(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    for line in lines:
        try:
            yield _record(json.loads(line.text or ""))
        except cells.Refused as refused:
            yield BadRow(line.number, refused.field, refused.found, refused.expected)
        except json.JSONDecodeError as error:
            found = line.fault if line.text is None else line.text
            yield BadRow(line.number, None, found, f"JSON ({error.msg} at character {error.colno})")
        except (KeyError, TypeError, AttributeError, RecursionError) as error:
            yield BadRow(line.number, str(error), line.text or "", AEC)


def _record(record: dict[str, Any]) -> CoderRow:
    first, last = _span(record["start_date"], record["end_date"], "start_date", "end_date")
    a, b = cells.given(record["side_a_name"]), cells.given(record["side_b_name"])
    where = [record.get(f"location_{level}_name") for level in ("where", "adm2", "adm1", "root")]
    return CoderRow(
        coder="ucdp",
        row=cells.needed("id", str(record["id"])),
        first=first,
        last=last,
        reported=_day_or_none(record.get("source_date") or ""),
        event_type="ASSAULT",
        mode=None,
        code=None,
        actor_name=a,
        actor_country=_government(a),
        actor_sector=_sector(a),
        recipient_name=b,
        recipient_country=_government(b),
        recipient_sector=_sector(b),
        place_name=next((name for name in where if name), None),
        place_country=cells.state_named(record.get("location_root_name")),
        lat=None,
        lon=None,
        text=None,
        url=None,
        raw={name: None if value is None else str(value) for name, value in record.items()},
    )


def _span(start: str, end: str, first: str, last: str) -> tuple[str, str]:
    days = cells.day(first, start), cells.day(last, end)
    if days[0] is None or days[1] is None or days[0] > days[1]:
        raise cells.Refused(last, f"{start} to {end}", "a first day and a last one that is not before it")
    return days[0], days[1]


def _day_or_none(text: str) -> str | None:
    """Days of sources are remarks of the coders, and one that is none is no reason to drop the event."""
    try:
        return cells.day("source_date", text)
    except cells.Refused:
        return None


def _government(side: str | None) -> str | None:
    """The state whose government a side is."""
    of = re.match(r"Government of (.+)", side or "")
    return cells.state_named(of[1]) if of else None


def _sector(side: str | None) -> str | None:
    if not side:
        return None
    return "GOV" if side.startswith("Government of") else "CVL" if side == "Civilians" else "REB"
