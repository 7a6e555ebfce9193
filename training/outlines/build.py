"""Builds `src/dragoman/data/places/outlines.txt` from the shapes of Natural Earth.

    npm pack world-atlas@2 && tar xzf world-atlas-2.*.tgz
    python training/outlines/build.py package/countries-110m.json

A ring of land is a line "land", a border between two states a line "border"; then come longitude and latitude
in hundredths of a degree, the first point as it is and each further one as steps from the one before.
"""

import json
import sys
from collections import Counter
from pathlib import Path

TARGET = Path(__file__).parents[2] / "src/dragoman/data/places/outlines.txt"
HEAD = """\
# Outlines of the land and the borders of states, for the map.
# Origin: Natural Earth, 1:110m (naturalearthdata.com), by way of the package world-atlas 2.0.2 (ISC licence,
# Copyright 2013-2019 Michael Bostock). Licence: Natural Earth is in the public domain.
# Borders are as Natural Earth draws them: by who holds the ground. They are no judgement of anybody's right.
# Made by training/outlines/build.py; a line: land|border, then longitude and latitude in hundredths of a
# degree, the first point whole and each further one in steps from the one before.
"""


def decode(topology: dict) -> list[list[tuple[float, float]]]:
    """The arcs as points in degrees."""
    (sx, sy), (tx, ty) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * sx + tx, y * sy + ty))
        arcs.append(points)
    return arcs


def rings(geometry: dict) -> list[list[int]]:
    """The rings of a shape, each by its arcs."""
    if geometry["type"] == "Polygon":
        return geometry["arcs"]
    if geometry["type"] == "MultiPolygon":
        return [ring for polygon in geometry["arcs"] for ring in polygon]
    return [ring for part in geometry.get("geometries", ()) for ring in rings(part)]


def line(kind: str, points: list[tuple[float, float]]) -> str:
    """A line of the file."""
    whole = [(round(x * 100), round(y * 100)) for x, y in points]
    kept = [p for n, p in enumerate(whole) if n == 0 or p != whole[n - 1]]
    steps = [kept[0], *((b[0] - a[0], b[1] - a[1]) for a, b in zip(kept, kept[1:], strict=False))]
    return " ".join([kind, *(f"{x},{y}" for x, y in steps)])


def main() -> None:
    """Read, take apart, write."""
    topology = json.loads(Path(sys.argv[1]).read_text())
    arcs = decode(topology)
    lines = []
    for ring in rings(topology["objects"]["land"]):
        points: list[tuple[float, float]] = []
        for number in ring:
            piece = arcs[number] if number >= 0 else arcs[~number][::-1]
            points += piece[1:] if points else piece
        lines.append(line("land", points))
    used = Counter()
    for country in topology["objects"]["countries"]["geometries"]:
        used.update({n if n >= 0 else ~n for ring in rings(country) for n in ring})
    lines += [line("border", arcs[number]) for number, times in sorted(used.items()) if times > 1]
    TARGET.write_text(HEAD + "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
