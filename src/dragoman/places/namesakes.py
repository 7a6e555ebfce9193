"""Which of its namesakes a place name means: Alexandria in Egypt, Virginia, Louisiana or Minnesota.

Size speaks first: a name means the best known place that goes by it. What stands in the report can outvote
it: the words behind a comma, the other places of the report (a name that lies near them, or in the same
division or country), the states it speaks of, and the outlet's country. One name means one place throughout
a report, unless its own words say otherwise ("Paris, Texas" beside "Paris").
"""

from collections import defaultdict
from collections.abc import Container, Mapping, Sequence
from itertools import islice
from math import asin, cos, exp, log10, radians, sin, sqrt
from typing import NamedTuple

from dragoman.places.gazetteer import Reading
from dragoman.places.keys import lookup_key
from dragoman.places.toponyms import Toponym

EARTH_KM = 6371.0

COMPANY, COMPANY_CAP = 1.3, 4.5
"""What the company of other places is worth against a tenfold of inhabitants, and the most it can be worth.
By trial on
geo dev (docs/places.md)."""

ROUNDS = 3

MOST_COMPANY = 150
"""Names whose company counts, in the order of the text: a list of thousands must not take minutes."""


class Ranked(NamedTuple):
    """A reading and how well it fits; the higher the better, comparable within one name only."""

    reading: Reading
    score: float


def rank_readings(
    toponyms: Sequence[Toponym], *, home: str | None, governments: Container[tuple[int, int]] = ()
) -> tuple[tuple[Ranked, ...], ...]:
    """For each toponym its readings, best first; empty where it has none.

    Args:
        home: alpha-3 of the outlet's country, None where unknown.
        governments: character ranges of names that stand for a government: "London" beside "London, Ontario".
    """
    groups: dict[tuple[str, tuple[str, str | None] | None, str], list[int]] = defaultdict(list)
    spoken: dict[str, set[tuple[str, str | None]]] = defaultdict(set)
    for toponym in toponyms:
        if toponym.within:
            spoken[toponym.key].add(toponym.within)
    for number, toponym in enumerate(toponyms):
        within = toponym.within
        governs = (toponym.start, toponym.end) in governments
        if within is None and len(spoken[toponym.key]) == 1 and not governs and not _has_listed(toponym):
            within = next(iter(spoken[toponym.key]))
        groups[toponym.key, within, toponym.wants].append(number)
    priors = {
        group: [
            Ranked(r, _prior(r, toponyms[members[0]], group[1], group[2], home))
            for r in toponyms[members[0]].readings
        ]
        for group, members in groups.items()
    }
    weights = {group: _weights(ranked) for group, ranked in priors.items()}
    final = priors
    for _ in range(ROUNDS):
        final = {
            group: ranked
            if len(ranked) < 2
            else [
                Ranked(r, score + _company(r, group[0], weights, state=_state(ranked))) for r, score in ranked
            ]
            for group, ranked in priors.items()
        }
        weights = {group: _weights(ranked) for group, ranked in final.items()}
    result: list[tuple[Ranked, ...]] = [()] * len(toponyms)
    for group, members in groups.items():
        ordered = tuple(sorted(final[group], key=lambda ranked: -ranked.score))
        for number in members:
            result[number] = ordered
    return tuple(result)


def _has_listed(toponym: Toponym) -> bool:
    return any(reading.kind in "CA" for reading in toponym.readings)


def _prior(
    reading: Reading, toponym: Toponym, within: tuple[str, str | None] | None, wants: str, home: str | None
) -> float:
    if reading.kind == "C" or (reading.kind == "A" and reading.feature == "country"):
        score = 9.0
    elif reading.kind == "A":
        score = 7.5
    else:
        score = log10(reading.population + 300)
        score += {"PPLC": 1.0, "PPLA": 0.4, "PPLX": -0.7}.get(reading.feature, 0.0)
        if reading.kind == "R":
            score += 0.6 if reading.country in ("USA", "CAN", "AUS", "GBR") else -0.4
        if reading.kind == "R" and any(_outshines(other, reading) for other in toponym.readings):
            score -= 1.5
        if reading.kind == "D" and " " not in toponym.key:
            score -= 1.0
    if not reading.own:
        score -= 0.3 if lookup_key(reading.name).startswith(toponym.key + " ") else 2.2
    if reading.kind == "C" and not reading.own:
        score -= 0.5
    if within is not None:
        country, division = within
        if reading.country == country and reading.kind != "C":
            score += 6.0 if division is None or _same(reading, division) else -2.0
        elif reading.kind == "C" or reading.country != country:
            score -= 4.0
    if wants == "division":
        score += (
            3.0
            if reading.kind in "RD" or (reading.kind == "A" and reading.feature in ("region", "area"))
            else -1.0
        )
    elif wants == "city":
        score += 3.0 if reading.kind == "P" or reading.feature == "city" else -3.0
    if home is not None and reading.country == home and reading.kind != "C":
        score += 1.0
    return score


def _outshines(town: Reading, division: Reading) -> bool:
    """Is the town better known by the name than the division (New York, Washington)?"""
    return (
        town.kind == "P"
        and town.country == division.country
        and (town.feature == "PPLC" or (town.population > 1_000_000 and town.admin1 == division.admin1))
    )


def _same(reading: Reading, division: str) -> bool:
    return reading.admin1 == division or reading.name == division


def _weights(ranked: Sequence[Ranked]) -> list[tuple[Reading, float]]:
    """How likely each reading is beside the others, from 0 to 1; those below a twentieth are left out."""
    if not ranked:
        return []
    best = max(score for _, score in ranked)
    raw = [(reading, exp(1.6 * (score - best))) for reading, score in ranked]
    total = sum(weight for _, weight in raw)
    return [(reading, weight / total) for reading, weight in raw if weight / total > 0.05]


def _company(
    reading: Reading,
    key: str,
    weights: Mapping[tuple[str, tuple[str, str | None] | None, str], Sequence[tuple[Reading, float]]],
    *,
    state: bool,
) -> float:
    """How much the other names of the report speak for the reading; `state`: the name is also a state's."""
    total = 0.0
    told: set[str] = {key}
    for (other, _, _), options in islice(weights.items(), MOST_COMPANY):
        if other in told:
            continue
        told.add(other)
        total += max(
            (weight * _nearness(reading, option, state=state) for option, weight in options), default=0.0
        )
    return min(COMPANY_CAP, COMPANY * total)


def _state(ranked: Sequence[Ranked]) -> bool:
    return any(reading.kind == "C" for reading, _ in ranked)


def _nearness(one: Reading, other: Reading, *, state: bool) -> float:
    if one.kind == "C":
        return 0.5 if one.country == other.country and other.kind != "C" else 0.0
    if other.kind == "C":
        return 0.5 if one.country == other.country else 0.0
    if one.geonames_id is not None and one.geonames_id == other.geonames_id:
        return 0.0
    if other.kind == "R":
        if one.country == other.country and (one.admin1 == other.admin1 or one.name == other.name):
            return 1.0 if one.kind != "R" else 0.0
        if one.kind == "R" and state:
            # Georgia beside Alabama and Florida.
            return 1.0 if one.country == other.country else 0.0
        return 0.3 if one.country == other.country else 0.0
    apart = abs(one.lat - other.lat)
    km = distance_km(one.lat, one.lon, other.lat, other.lon) if apart < 4.0 else 111.0 * apart
    if other.kind == "A" and other.feature in ("region", "area"):
        return 0.4 if km < 400 else 0.0
    if km < 60:
        return 1.0
    if one.country is not None and one.country == other.country:
        if one.admin1 is not None and one.admin1 == other.admin1:
            return 0.8
        return 0.5 if km < 200 else 0.25
    return 0.3 if km < 200 else 0.0


def distance_km(lat_a: float, lon_a: float, lat_b: float, lon_b: float) -> float:
    """Great-circle distance by the haversine formula."""
    a, b, c, d = radians(lat_a), radians(lon_a), radians(lat_b), radians(lon_b)
    h = sin((c - a) / 2) ** 2 + cos(a) * cos(c) * sin((d - b) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(h)))
