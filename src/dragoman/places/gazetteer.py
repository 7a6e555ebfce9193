"""What places there are: their names, where they lie, and who claims them.

Four files of the package hold it (`data/places/`): a table of towns and divisions made from GeoNames, the
states, the divisions with their abbreviations, and a reviewed list of regions, seas, rivers, crossings and
disputed territories. The table stays one block of bytes, sorted by name, and is searched by halving: it
loads in a fifth of a second and takes no more memory than its text (25 MB).

>>> gazetteer = load_gazetteer()
>>> [(reading.name, reading.country, reading.kind) for reading in gazetteer.readings("strait of hormuz")]
[('Strait of Hormuz', None, 'A')]
>>> sorted({reading.country for reading in gazetteer.readings("paris") if reading.population > 20_000})
['FRA', 'USA', 'ZAF']
>>> gazetteer.abbreviated("La.")
('USA', 'Louisiana')
"""

import gzip
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Literal, NamedTuple

from dragoman.data import read_bytes, read_table
from dragoman.errors import SettingsError
from dragoman.places.keys import lookup_key

TABLE = "gazetteer.tsv.gz"


class Reading(NamedTuple):
    """One place that a name can mean.

    Attributes:
        kind: "C" state or territory, "R" first-level division, "D" second-level division,
            "P" populated place, "A" from the reviewed list.
        country: ISO 3166-1 alpha-3; None where it lies in several countries or states dispute it.
        admin1: name of the first-level division, None where unknown.
        feature: GeoNames feature code ("PPLC"); of the reviewed list its precision.
        own: whether it goes by this name first, or only also.
        claims: alpha-3 codes of the states that claim it; empty where undisputed.
    """

    name: str
    kind: Literal["C", "R", "D", "P", "A"]
    geonames_id: int | None
    lat: float
    lon: float
    country: str | None
    admin1: str | None
    population: int
    feature: str
    own: bool
    claims: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The files, loaded; look up through `readings`."""

    table: bytes
    listed: Mapping[str, tuple[Reading, ...]]
    short: Mapping[str, tuple[str, str]]
    names: Mapping[str, str]
    iso2: Mapping[str, str]
    disputed: Mapping[tuple[str, str], Reading]
    _known: dict[str, tuple[Reading, ...]] = field(default_factory=dict)

    def readings(self, key: str) -> tuple[Reading, ...]:
        """All places that go by the name with this `lookup_key`; empty where none does."""
        found = self._known.get(key)
        if found is None:
            found = self._search(key)
            if len(self._known) > REMEMBERED:
                self._known.clear()
            self._known[key] = found
        return found

    def abbreviated(self, words: str) -> tuple[str, str] | None:
        """Country and first-level division that an abbreviation means ("La.", "B.C."); None where none."""
        return self.short.get(words)

    def country_name(self, code: str) -> str:
        """The usual name of the state with this alpha-3 code; the code itself where unknown."""
        return self.names.get(code, code)

    def disputed_area(self, reading: Reading) -> Reading | None:
        """The disputed area that GeoNames files the town or division under a country in; None where none."""
        if reading.kind == "A" or reading.country is None or reading.admin1 is None:
            return None
        return self.disputed.get((reading.country, reading.admin1))

    def _search(self, key: str) -> tuple[Reading, ...]:
        listed = [self._filled(reading) for reading in self.listed.get(key, ())]
        ids = {reading.geonames_id for reading in listed if reading.geonames_id}
        found = {}
        for reading in self._in_table(key):
            if reading.geonames_id not in ids:
                at = (reading.kind, reading.geonames_id or (reading.name, reading.admin1), reading.country)
                if at not in found or reading.own:
                    found[at] = reading
        return (*listed, *found.values())

    def _filled(self, reading: Reading) -> Reading:
        """A listed town or region with the division, inhabitants and rank that the table has of it."""
        if reading.geonames_id is None:
            return reading
        for known in self._in_table(lookup_key(reading.name)):
            if known.geonames_id == reading.geonames_id:
                if known.kind != "P":
                    return reading._replace(admin1=known.admin1, population=known.population)
                return reading._replace(
                    kind="P", admin1=known.admin1, population=known.population, feature=known.feature
                )
        return reading

    def _in_table(self, key: str) -> Iterator[Reading]:
        for line in _lines(self.table, key.encode()):
            if reading := _reading(line):
                yield reading


REMEMBERED = 100_000
"""Names whose readings are kept for the next time; a bound on memory, not on the answer."""


@cache
def load_gazetteer() -> Gazetteer:
    """The gazetteer of the package, read once a process.

    Raises:
        SettingsError: a file of it is missing or broken.
    """
    table = b"\n" + gzip.decompress(read_bytes(f"places/{TABLE}")).split(b"\n", 4)[4]
    listed: dict[str, list[Reading]] = defaultdict(list)
    for key, reading in _areas():
        listed[key].append(reading)
    names, iso2 = {}, {}
    aliases = _aliases()
    for row in _rows("countries.csv"):
        code = row["iso3"]
        names[code] = aliases.get(code, [row["name"]])[0]
        iso2[row["iso2"].lower()] = code
        if any(
            r.kind == "A" and r.feature == "country" and r.country == code
            for rs in listed.values()
            for r in rs
        ):
            continue
        reading = Reading(
            names[code], "C", int(row["geonames_id"]), float(row["lat"]), float(row["lon"]), code, None,
            int(row["population"]), "PCLI", own=True,
        )  # fmt: skip
        for key in {lookup_key(name) for name in (row["name"], *aliases.get(code, ()))}:
            listed[key].append(reading)
    short = {}
    for row in _rows("divisions.csv"):
        for word in row["abbreviations"].split("|"):
            if word:
                short[word] = (row["country"], row["name"])
    by_name = {reading.name: reading for readings in listed.values() for reading in readings}
    disputed = {(row["country"], row["admin1"]): by_name[row["area"]] for row in _rows("disputed.csv")}
    return Gazetteer(
        table,
        {key: tuple(dict.fromkeys(rs)) for key, rs in listed.items()},
        short,
        names,
        iso2,
        disputed,
    )


def _areas() -> Iterator[tuple[str, Reading]]:
    for number, row in enumerate(_rows("areas.csv")):
        try:
            reading = Reading(
                row["name"], "A", int(row["geonames_id"]) if row["geonames_id"] else None, float(row["lat"]),
                float(row["lon"]), row["country"] or None, None, 0, row["precision"], own=True,
                claims=tuple(code for code in row["claims"].split("|") if code),
            )  # fmt: skip
        except (ValueError, TypeError, AttributeError) as error:
            raise SettingsError(
                "not a place", where=f"data/places/areas.csv, row {number + 1}", found=str(error)
            ) from error
        for name in (row["name"], *row["aliases"].split("|")):
            if key := lookup_key(name):
                yield key, reading


def _aliases() -> dict[str, list[str]]:
    """Names of the states, as the stage of actors knows them, by alpha-3."""
    return {
        row["iso3"]: [row["name"], *(a for a in row["aliases"].split("|") if a)]
        for row in read_table("actors/states.csv")
    }


def _rows(name: str) -> list[dict[str, str]]:
    return read_table(f"places/{name}")


def _lines(table: bytes, key: bytes) -> Iterator[bytes]:
    """The lines whose first column is `key`. Every line of `table` begins behind a line break."""
    low, high = 0, len(table) - 1
    while low < high:
        middle = table.rfind(b"\n", 0, (low + high) // 2 + 1)
        start = middle + 1
        if table[start : table.index(b"\t", start)] < key:
            low = table.index(b"\n", start)
        else:
            high = middle
            if high <= low:
                break
    at = low + 1
    mark = key + b"\t"
    while table.startswith(mark, at):
        end = table.index(b"\n", at)
        yield table[at:end]
        at = end + 1


def _reading(line: bytes) -> Reading | None:
    cells = line.decode().split("\t")
    if len(cells) != 11:
        return None
    _, name, kind, number, lat, lon, country, admin1, population, feature, own = cells
    return Reading(
        name, kind, int(number) if number else None, float(lat), float(lon), country, admin1 or None,  # type: ignore[arg-type]
        int(population), feature, own == "1",
    )  # fmt: skip
