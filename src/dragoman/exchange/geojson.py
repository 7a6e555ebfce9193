"""Claims with a place as points on a map: one Feature a claim, as sure as the place was read.

Format: RFC 7946 (GeoJSON); `docs/formats/geojson.md`. The page of the map gives its places in the same form.
"""

import json
from typing import Any, BinaryIO, Final

from dragoman.ask.values import claim_line, claim_value
from dragoman.exchange.formats import Held, Written

NO_PLACE: Final = "no place is told"
NOWHERE: Final = "where the place lies is not known"


def write(given: Held, out: BinaryIO) -> Written:
    """Write one Feature a claim that tells a place."""
    out.write(b'{"type":"FeatureCollection","about":' + _json(given.about) + b',"features":[')
    left_out = {NO_PLACE: 0, NOWHERE: 0}
    rows = 0
    for held in given.claims():
        place = held.claim.place
        if place is None:
            left_out[NO_PLACE] += 1
            continue
        told = claim_line(claim_value(held))
        about = {"precision": place.precision, "admin1": place.admin1, "geonames_id": place.geonames_id}
        feature = point(place.lon, place.lat, {**told, **about}, claim=held.claim.id)
        if feature is None:
            left_out[NOWHERE] += 1
            continue
        out.write((b",\n" if rows else b"\n") + _json(feature))
        rows += 1
    out.write(b"\n]}\n")
    return Written(rows, {reason: count for reason, count in left_out.items() if count})


def point(
    lon: float | None, lat: float | None, properties: dict[str, Any], claim: str | None = None
) -> dict[str, Any] | None:
    """A Feature at a point, degrees east first; None where it is not told or not on the globe."""
    if lon is None or lat is None or not (-180 <= lon <= 180 and -90 <= lat <= 90):
        return None
    named = {} if claim is None else {"id": claim}
    geometry = {"type": "Point", "coordinates": [lon, lat]}
    return {"type": "Feature", **named, "geometry": geometry, "properties": properties}


def _json(value: object) -> bytes:
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8", "backslashreplace")
