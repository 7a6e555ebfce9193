"""Map: where claims say that something happens, over outlines that come with the program.

The world is drawn once, in the projection "Natural Earth"; a view of a region is the same drawing seen
through a smaller window. A town is a small symbol; a region or a country has a faint disc around it, as wide
as we are unsure. What happened is a disc, what is planned a ring, what is off a cross.
"""

from dataclasses import replace
from functools import cache
from math import radians, sqrt
from typing import Any, Final

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from dragoman.ask.places_told import PlaceTold, places_told
from dragoman.data import read_text
from dragoman.errors import SettingsError
from dragoman.exchange.geojson import point
from dragoman.interfaces.answers import OF_CLAIMS, Asked, question_named
from dragoman.interfaces.api.questions import asked_from, record_of
from dragoman.interfaces.web.pages import offer_data, page, shown, with_query

router = APIRouter()
offer_data(router, "/map", "places")

WIDTH: Final = 1000.0
HEIGHT: Final = 520.0
"""The drawing in its own units; the equator is `WIDTH` long."""

VIEWS: Final[dict[str, tuple[str, float, float, float, float]]] = {
    "world": ("World", -180, -60, 180, 84),
    "europe": ("Europe", -12, 34, 50, 70),
    "middle-east": ("Middle East", 24, 12, 64, 43),
    "africa": ("Africa", -20, -36, 54, 38),
    "asia": ("Asia", 55, -10, 150, 56),
    "north-america": ("North America", -135, 8, -55, 62),
    "south-america": ("South America", -86, -56, -32, 14),
}
"""Views by their name in addresses: what it says; degrees west, south, east, north."""

UNSURE: Final = {"country": 20.0, "region": 11.0, "area": 14.0, "city": 0.0}
"""How wide a place of this precision is drawn, beyond its symbol."""

DRAWN: Final = 400
"""Places drawn at most; the table has them all."""

SIDES: Final = {
    "occurred": "happened",
    "ongoing": "happened",
    "proposed": "planned",
    "scheduled": "planned",
    "postponed": "off",
    "cancelled": "off",
    "not_occurring": "off",
}
"""How a status stands on the map; any other is only talked of."""

ROWS: Final = 100
"""Rows of the table of a page."""


@router.get("/map")
def page_of_map(request: Request) -> Response:
    """The page."""
    query = dict(request.query_params)
    view = query.get("view") or "world"
    if view not in VIEWS:
        raise SettingsError("no such view", found=repr(view), expected=", ".join(VIEWS))
    found = places_told(record_of(request), _asked(request).question())
    rows = [_row(place, query) for place in found.places]
    drawn = [row for row in rows if row["x"] is not None][:DRAWN]
    x, y, width, height = _window(*VIEWS[view][1:])
    scale = width / WIDTH
    every = query.get("every") == "yes"
    return page(
        request,
        "map.html",
        {
            "notes": found.notes,
            "rows": rows if every else rows[:ROWS],
            "places": len(rows),
            "claims": sum(row["claims"] for row in rows),
            "without": found.without,
            "unplaced": sum(row["x"] is None for row in rows),
            "undrawn": max(sum(row["x"] is not None for row in rows) - DRAWN, 0),
            "drawn": sorted(drawn, key=lambda row: (-row["halo"], -row["claims"])),
            "labels": _labels(drawn, (x, y, width, height), scale),
            "outlines": outlines(),
            "box": f"{x:.1f} {y:.1f} {width:.1f} {height:.1f}",
            "scale": round(scale, 4),
            "view": view,
            "views": {name: says[0] for name, says in VIEWS.items()},
        },
    )


@router.get("/map.geojson")
def as_geojson(request: Request) -> Response:
    """The places that lie somewhere, as a FeatureCollection (RFC 7946)."""
    found = places_told(record_of(request), _asked(request).question())
    features = [
        point(
            place.lon,
            place.lat,
            {
                "name": place.name,
                "country": place.country,
                "precision": place.precision,
                "claims": place.claims,
                "statuses": place.statuses,
                "words": {"claim": place.claim, "report": place.report, "quotation": place.quotation},
            },
        )
        for place in found.places
    ]
    return JSONResponse(
        {"type": "FeatureCollection", "features": [feature for feature in features if feature]},
        media_type="application/geo+json",
    )


def _asked(request: Request) -> Asked:
    given = {name: value for name, value in request.query_params.items() if name in OF_CLAIMS}
    return replace(asked_from(question_named("places"), given), limit=None)


def _row(place: PlaceTold, query: dict[str, str]) -> dict[str, Any]:
    sides: dict[str, int] = dict.fromkeys(_SAID, 0)
    for status, count in place.statuses.items():
        sides[SIDES.get(status, "raised")] += count
    at = None if place.lat is None or place.lon is None else project(place.lon, place.lat)
    told = ", ".join(f"{n} {_SAID[side]}" for side, n in sides.items() if n)
    name = shown(place.name, 80)
    kept = {n: v for n, v in query.items() if n in OF_CLAIMS}
    return {
        "name": name,
        "country": place.country,
        "precision": place.precision,
        "claims": place.claims,
        "sides": sides,
        "x": at[0] if at else None,
        "y": at[1] if at else None,
        "radius": {side: round(2.6 + 1.5 * sqrt(n) ** 0.8, 1) if n else 0 for side, n in sides.items()},
        "halo": UNSURE.get(place.precision or "", 8.0),
        "says": f"{name}{f', {place.country}' if place.country else ''}"
        f" ({place.precision or 'unsure where'}): {place.claims} claims: {told}",
        "href": "/timeline" + with_query(kept, place=place.name),
        "claim": place.claim,
        "report": place.report,
        "quotation": place.quotation,
    }


_SAID = {"happened": "happened", "planned": "planned", "off": "off or put off", "raised": "only talked of"}


def project(lon: float, lat: float) -> tuple[float, float]:
    """Where a point lies in the drawing, by the projection "Natural Earth" (Tom Patterson; polynomials by
    Bojan Šavrič).

    >>> project(0, 0)
    (500.0, 260.0)
    >>> project(-180, 0)[0], project(180, 0)[0]
    (0.0, 1000.0)
    """
    across, up = radians(lon), radians(lat)
    square = up * up
    fourth = square * square
    x = across * (
        0.8707 - 0.131979 * square + fourth * (-0.013791 + fourth * (0.003971 * square - 0.001529 * fourth))
    )
    y = up * (1.007226 + square * (0.015085 + fourth * (-0.044475 + 0.028874 * square - 0.005916 * fourth)))
    unit = WIDTH / (2 * radians(180) * 0.8707)
    return round(WIDTH / 2 + x * unit, 1), round(HEIGHT / 2 - y * unit, 1)


@cache
def outlines() -> dict[str, str]:
    """The land and the borders as paths of an SVG."""
    paths: dict[str, list[str]] = {"land": [], "border": []}
    for line in read_text("places/outlines.txt").splitlines():
        if line.startswith("#"):
            continue
        kind, *steps = line.split()
        lon = lat = 0
        points: list[tuple[float, float]] = []
        for step in steps:
            by_lon, by_lat = step.split(",")
            lon, lat = lon + int(by_lon), lat + int(by_lat)
            points.append((lon / 100, lat / 100))
        closed = kind == "land"
        for piece in _within_the_map(points) if closed else [points]:
            drawn = (project(*point) for point in piece)
            paths[kind].append("M" + "L".join(f"{x:g} {y:g}" for x, y in drawn) + ("Z" if closed else ""))
    return {kind: "".join(pieces) for kind, pieces in paths.items()}


def _within_the_map(ring: list[tuple[float, float]]) -> list[list[tuple[float, float]]]:
    """A ring of land cut where it crosses the 180th meridian; one around the pole is closed by way of it."""
    whole = [ring[0]]
    for lon, lat in ring[1:]:
        before = whole[-1][0]
        whole.append((lon + 360 * round((before - lon) / 360), lat))
    if abs(whole[-1][0] - whole[0][0]) > 180:
        whole += [(whole[-1][0], -90.0), (whole[0][0], -90.0)]
    pieces = []
    for turn in (-360, 0, 360):
        piece = [(lon + turn, lat) for lon, lat in whole]
        for edge in (-180, 180):
            piece = _cut(piece, edge)
        if len(piece) > 2:
            pieces.append(piece)
    return pieces


def _cut(ring: list[tuple[float, float]], edge: float) -> list[tuple[float, float]]:
    """The part of a ring on the inner side of a meridian (Sutherland and Hodgman)."""
    kept: list[tuple[float, float]] = []
    for (lon_a, lat_a), (lon_b, lat_b) in zip(ring[-1:] + ring[:-1], ring, strict=True):
        in_a, in_b = abs(lon_a) <= abs(edge) or lon_a * edge < 0, abs(lon_b) <= abs(edge) or lon_b * edge < 0
        if in_a != in_b:
            kept.append((edge, lat_a + (lat_b - lat_a) * (edge - lon_a) / (lon_b - lon_a)))
        if in_b:
            kept.append((lon_b, lat_b))
    return kept


def _window(west: float, south: float, east: float, north: float) -> tuple[float, float, float, float]:
    """The part of the drawing that shows these degrees: x, y, width, height, of one shape for all views."""
    corners = [project(lon, lat) for lon in (west, (west + east) / 2, east) for lat in (south, 0, north)]
    xs = (
        [x for x, _ in corners]
        if south <= 0 <= north
        else [project(o, la)[0] for o in (west, east) for la in (south, north)]
    )
    left, right = min(xs), max(xs)
    top, bottom = project(0, north)[1], project(0, south)[1]
    width, height = right - left, bottom - top
    if width < height * 2:
        left, width = left - (height * 2 - width) / 2, height * 2
    else:
        top, height = top - (width / 2 - height) / 2, width / 2
    return left, top, width, height


def _labels(
    drawn: list[dict[str, Any]], box: tuple[float, float, float, float], scale: float
) -> list[dict[str, Any]]:
    """Names of the places with the most claims in the view, where they do not run into one another."""
    x, y, width, height = box
    labels: list[dict[str, Any]] = []
    for row in drawn:
        inside = x <= row["x"] <= x + width * 0.93 and y <= row["y"] <= y + height
        free = all(
            abs(row["y"] - o["y"]) > 13 * scale or abs(row["x"] - o["x"]) > 110 * scale for o in labels
        )
        if inside and free:
            labels.append(row)
        if len(labels) == 14:
            break
    return labels
