"""Events as PLOVER's JSON records: one list, a record for each claim that PLOVER has room for.

Format: the gold standard records of the PLOVER project (openeventdata/PLOVER, gold_standard_records);
`docs/formats/plover.md`. Strict as in POLECAT's table: an act of cooperation to come is AGREE.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO

from dragoman.exchange import cells
from dragoman.exchange.formats import Held, Written
from dragoman.exchange.lines import LONGEST_LINE, BadRow, Line
from dragoman.exchange.strict import Filed, code, filed, sides
from dragoman.records import Claim, Participant
from dragoman.store import CoderRow, HeldClaim

OLDER = {"INVESTIGATE": ("ACCUSE", "investigate")}
"""Types of PLOVER before 2.0, as type and mode of 2.0."""
FAULT = "a record of PLOVER: an object with id, event, date, source and target"


def write(given: Held, out: BinaryIO) -> Written:
    """Write one list of records."""
    left_out: Counter[str] = Counter()
    rows, program = 0, str(given.about["program"]).removeprefix("dragoman ")
    out.write(b"[")
    for held in given.claims():
        as_filed = filed(held.claim)
        if isinstance(as_filed, str):
            left_out[as_filed] += 1
            continue
        text = json.dumps(_record(held, as_filed, program), ensure_ascii=False, indent=1, allow_nan=False)
        out.write((b",\n" if rows else b"\n") + text.encode("utf-8", "backslashreplace"))
        rows += 1
    out.write(b"\n]\n")
    return Written(rows, dict(left_out))


def _record(held: HeldClaim, as_filed: Filed, version: str) -> dict[str, Any]:
    claim, report = held.claim, held.document
    doers, others = sides(claim)
    known: dict[str, Any] = {
        "id": claim.id,
        "date": claim.time.earliest if claim.time else "",
        "source": [_party(p) for p in doers] or "",
        "target": [_party(p) for p in others] or "",
        "event": as_filed.event_type,
        "mode": as_filed.mode or "",
        "eventText": claim.trigger.text,
        "context": ", ".join(claim.contexts),
        "text": claim.evidence.exact,
        "textInfo": {"markup": _markup(claim, doers, others)},
        "language": report.language or "",
        "publication": report.outlet or "",
        "coder": "dragoman",
        "version": version,
        "dateCoded": held.recorded_at[:10],
        "comment": f"status {claim.status}; confidence {claim.confidence:g}",
        "datePublished": (report.published or "")[:10],
        "url": report.url or "",
    }
    if place := claim.place:
        where = {"name": place.name, "country": place.country, "lat": place.lat, "lon": place.lon}
        known["eventLoc"] = {name: value for name, value in where.items() if value is not None}
    return known


def _party(party: Participant) -> dict[str, str]:
    told = {"actorText": party.text or party.name, "actorName": party.name, "code": code(party)}
    return {**told, "sector": party.sector} if party.sector and party.sector != told["code"] else told


def _markup(claim: Claim, doers: list[Participant], others: list[Participant]) -> str:
    """The quotation with the parties and the act marked in it, as PLOVER's gold records have them."""
    trigger = claim.trigger
    marks = [(trigger.start, trigger.end, "EVT")]
    marks += [(p.start, p.end, "SRC") for p in doers if p.start is not None and p.end is not None]
    marks += [(p.start, p.end, "TAR") for p in others if p.start is not None and p.end is not None]
    start, exact, at, parts = claim.evidence.start, claim.evidence.exact, 0, list[str]()
    for first, last, mark in sorted(marks):
        if at <= first - start and last <= claim.evidence.end:
            parts += [exact[at : first - start], f"({mark}: {exact[first - start : last - start]})"]
            at = last - start
    return "".join([*parts, exact[at:]])


def read(lines: Iterable[Line]) -> Iterator[CoderRow | BadRow]:
    """Read a list of records, however it is broken into lines, or one record a line."""
    for number, found in _objects(lines):
        if isinstance(found, BadRow):
            yield found
            continue
        try:
            yield _row(found)
        except cells.Refused as refused:
            yield BadRow(number, refused.field, refused.found, refused.expected)
        except (KeyError, TypeError, AttributeError) as error:
            yield BadRow(number, str(error), json.dumps(found)[:200], FAULT)


def _objects(lines: Iterable[Line]) -> Iterator[tuple[int, dict[str, Any] | BadRow]]:
    """The objects of a JSON list, one at a time, and the line on which each begins.

    A broken object ends where a line opens the next one as far in as it was opened itself.
    """
    held, begun, indent = "", 0, -1
    decode = json.JSONDecoder().raw_decode

    def broken() -> tuple[int, BadRow]:
        return begun, BadRow(begun, None, held, "JSON")

    for line in lines:
        if line.text is None:
            yield line.number, BadRow(line.number, None, line.fault, "JSON in lines")
            continue
        opens = len(line.text) - len(line.text.lstrip("[ \t"))
        if held and line.text.lstrip().startswith("{") and opens <= indent:
            yield broken()
            held = ""
        if not held:
            begun, indent = line.number, opens
        held = (held + "\n" + line.text).lstrip("[], \t\n")
        while held and line.text.rstrip().rstrip(", \t]").endswith("}"):
            try:
                found, end = decode(held)
            except (json.JSONDecodeError, RecursionError):
                break
            yield begun, found if isinstance(found, dict) else BadRow(begun, None, held[:end], FAULT)
            held = held[end:].lstrip("], \t\n")
        if len(held) > LONGEST_LINE:
            yield broken()
            held = ""
    if held:
        yield broken()


def _row(record: dict[str, Any]) -> CoderRow:
    kind, mode = OLDER.get(record["event"], (record["event"], record.get("mode")))
    when = cells.day("date", record.get("date") or "")
    doer, other = (_first(record.get(side), side) for side in ("source", "target"))
    if other == (None, None, None) and isinstance(both := record.get("source"), list) and len(both) > 1:
        other = _first(both[1:], "source")
    where = record.get("eventLoc") or {}
    lat, lon = cells.point(
        ("eventLoc.lat", _text(where.get("lat"))), ("eventLoc.lon", _text(where.get("lon")))
    )
    return CoderRow(
        coder="plover",
        row=cells.needed("id", _text(record["id"])),
        first=when,
        last=when,
        reported=cells.day("datePublished", record.get("datePublished") or ""),
        event_type=cells.event_type("event", kind),
        mode=mode or None,
        code=record["event"],
        actor_name=doer[0],
        actor_country=doer[1],
        actor_sector=doer[2],
        recipient_name=other[0],
        recipient_country=other[1],
        recipient_sector=other[2],
        place_name=where.get("name"),
        place_country=cells.country("eventLoc.country", where.get("country") or ""),
        lat=lat,
        lon=lon,
        text=cells.given(record.get("text")),
        url=cells.given(record.get("url")),
        raw={n: v if isinstance(v, str) else json.dumps(v, ensure_ascii=False) for n, v in record.items()},
    )


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _first(parties: object, side: str) -> tuple[str | None, str | None, str | None]:
    """Name, country and sector of the first of a side's parties."""
    if not parties:
        return None, None, None
    if not isinstance(parties, list):
        raise cells.Refused(side, str(parties), "a list of parties")
    party = parties[0]
    said = party.get("code") or ""
    state = cells.country(f"{side}.code", said)
    sector = party.get("sector") or (said if said in cells.INSTEAD_OF_COUNTRY and said != "---" else None)
    return party.get("actorName") or party.get("actorText") or None, state, sector
