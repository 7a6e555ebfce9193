"""The places of a report: which words name one, which it is, and where it lies.

>>> from dragoman.actors.knowledge import load_knowledge
>>> from dragoman.actors.mentions import find_mentions
>>> from dragoman.parse.sentences import split_sentences
>>> from dragoman.parse.syntax import Parser
>>> from dragoman.places.gazetteer import load_gazetteer
>>> from dragoman.records import Document
>>> text = "Shells fell on Lyman in the Donetsk region. London condemned it. Envoys met in London, Ontario."
>>> report = Document("0" * 64, None, None, None, None, "2025-11-19", None, "en", text)
>>> sentences = tuple(Parser().parse(split_sentences(text)))
>>> mentions = find_mentions(report, sentences, load_knowledge())
>>> for place in literal(find_places(report, sentences, mentions, load_gazetteer())):
...     print(place.text, "|", place.name, place.country, place.admin1, place.precision)
Lyman | Lyman UKR Donetsk city
Donetsk region | Donetsk Oblast UKR Donetsk region
London | London CAN Ontario city
Ontario | Ontario CAN Ontario region
"""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from dragoman.parse.syntax import Sentence
from dragoman.places.gazetteer import Gazetteer, Reading
from dragoman.places.keys import lookup_key
from dragoman.places.namesakes import Ranked, rank_readings
from dragoman.places.toponyms import Toponym, find_toponyms
from dragoman.records import Candidate, Document, Mention, Place

CANDIDATES = 4
"""Other readings that are kept of a name."""

_PRECISION = {"C": "country", "R": "region", "D": "region", "P": "city"}


class Named(NamedTuple):
    """A place that the words name, and whether they mean it.

    Attributes:
        literal: False of a capital or seat that stands for its government ("London condemned it").
    """

    place: Place
    literal: bool


def find_places(
    document: Document, sentences: Sequence[Sentence], mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[Named, ...]:
    """All place names of the report in the order of the text, also those that stand for a government."""
    toponyms = find_toponyms(sentences, mentions, gazetteer)
    governments = {(m.start, m.end): m for m in mentions if m.party.kind in ("state", "organisation")}
    home = outlet_country(document, gazetteer)
    ranked = rank_readings(toponyms, home=home, governments=governments)
    return tuple(
        Named(_place(toponym, readings, gazetteer), _is_literal(toponym, readings, governments))
        for toponym, readings in zip(toponyms, ranked, strict=True)
    )


def literal(named: Iterable[Named]) -> tuple[Place, ...]:
    """The places among them that the words mean."""
    return tuple(item.place for item in named if item.literal)


def outlet_country(document: Document, gazetteer: Gazetteer) -> str | None:
    """Alpha-3 of the country whose top-level domain the outlet or its address ends with; None where none."""
    for words in (document.url, document.outlet):
        if not words:
            continue
        try:
            host = urlsplit(words if "//" in words else f"//{words}").hostname or ""
        except ValueError:
            continue
        match = re.search(r"\.([a-z]{2})$", host)
        if match and match.group(1) not in _GENERIC_ENDINGS:
            return gazetteer.iso2.get("gb" if match.group(1) == "uk" else match.group(1))
    return None


_GENERIC_ENDINGS = frozenset({"tv", "co", "me", "io", "ai", "fm", "eu", "to", "cc", "ly"})
"""Endings that outlets of any country use."""


def _is_literal(
    toponym: Toponym, readings: Sequence[Ranked], governments: dict[tuple[int, int], Mention]
) -> bool:
    mention = governments.get((toponym.start, toponym.end))
    if mention is None or not readings:
        return True
    best = readings[0].reading
    if toponym.within or mention.party.country != best.country:
        # Another town of the name ("Paris, Texas") is no capital.
        return True
    return (
        best.kind == "C" or best.kind == "R" or (best.kind == "A" and best.feature not in ("city", "point"))
    )


def _place(toponym: Toponym, ranked: Sequence[Ranked], gazetteer: Gazetteer) -> Place:
    if toponym.within and not any(_lies_within(r.reading, toponym.within) for r in ranked):
        return _unlisted(toponym, toponym.within, gazetteer)
    if not ranked:
        return Place(
            toponym.start, toponym.end, toponym.text, toponym.text, None, None, None, None, None, "point"
        )
    best = ranked[0].reading
    claims = best.claims
    country = best.country
    area = gazetteer.disputed_area(best)
    if area is not None:
        claims, country = area.claims, area.country
    others = tuple(_candidate(r, ranked[0].score) for r in ranked[1 : CANDIDATES + 1])
    claimed = tuple(
        Candidate(f"claim:{code}", f"{gazetteer.country_name(code)} claims it", round(1 / len(claims), 2))
        for code in claims
    )
    return Place(
        start=toponym.start,
        end=toponym.end,
        text=toponym.text,
        name=best.name,
        country=country,
        admin1=best.admin1 or (best.name if best.kind == "R" else None),
        lat=best.lat,
        lon=best.lon,
        geonames_id=best.geonames_id,
        precision=best.feature if best.kind == "A" else _PRECISION[best.kind],
        candidates=claimed + others,
    )


def _lies_within(reading: Reading, within: tuple[str, str | None]) -> bool:
    country, division = within
    return reading.country == country and (division is None or division in (reading.admin1, reading.name))


def _unlisted(toponym: Toponym, within: tuple[str, str | None], gazetteer: Gazetteer) -> Place:
    """A place of which only the words tell where it is: at the point of its division or country."""
    country, division = within
    around = gazetteer.readings(lookup_key(division or gazetteer.country_name(country)))
    area = next((r for r in around if r.country == country and r.kind in "RCA"), None)
    return Place(
        start=toponym.start,
        end=toponym.end,
        text=toponym.text,
        name=toponym.text,
        country=country or None,
        admin1=division,
        lat=area.lat if area else None,
        lon=area.lon if area else None,
        geonames_id=None,
        precision="region" if division else "country",
    )


def _candidate(ranked: Ranked, best: float) -> Candidate:
    """Another reading; `score` is its share beside the best, from 0 to 1."""
    reading: Reading = ranked.reading
    name = ", ".join(part for part in (reading.name, reading.admin1, reading.country) if part)
    identity = f"geonames:{reading.geonames_id}" if reading.geonames_id else f"place:{reading.name}"
    return Candidate(identity, name, round(1 / (1 + 10 ** min(9.0, max(0.0, best - ranked.score))), 3))
