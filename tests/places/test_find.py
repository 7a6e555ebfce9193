"""Which words name a place, and which place it is: what a careful analyst would note (cases/places.jsonl)."""

import json
from functools import cache
from pathlib import Path

import pytest

from dragoman.documents.identity import make_document
from dragoman.pipeline import Resources, code_document, load_resources
from dragoman.places.find import find_places
from dragoman.records import CodedDocument, Document, Place
from dragoman.sources.raw import RawDocument

CASES = Path(__file__).parents[1] / "cases" / "places.jsonl"


@cache
def resources() -> Resources:
    return load_resources()


@cache
def coded(text: str, outlet: str | None = None) -> CodedDocument:
    raw = RawDocument("case", None, None, outlet, "2025-11-19", None, text)
    return code_document(make_document(raw), resources())


def rows() -> list:
    marked = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(
            row, id=row["label"], marks=pytest.mark.xfail(reason=row["fails"]) if row.get("fails") else ()
        )
        for row in marked
    ]


def described(place: Place) -> dict[str, object]:
    claims = [c.id.removeprefix("claim:") for c in place.candidates if c.id.startswith("claim:")]
    return {name: getattr(place, name) for name in ("text", "name", "country", "admin1", "precision")} | {
        "claims": sorted(claims)
    }


@pytest.mark.parametrize("case", rows())
def test_place_is_read_as_an_analyst_would(case):
    report = coded(case["text"], case.get("outlet"))
    found = [described(place) for place in report.places]
    for wanted in case["expected"]:
        assert any(wanted.items() <= one.items() for one in found), (wanted, found)
    assert not set(case["absent"]) & {one["text"] for one in found}, found
    for wanted in case.get("claims", ()):
        told = [c for c in report.claims if c.trigger.text == wanted["trigger"]]
        places = [claim.place and claim.place.name for claim in told]
        assert told and all(place == wanted["place"] for place in places), (wanted, places)


def test_place_lies_where_the_atlas_has_it():
    places = {place.name: place for place in coded("A train ran from Lviv to Odesa and Paris, Texas.").places}
    assert (round(places["Lviv"].lat or 0), round(places["Lviv"].lon or 0)) == (50, 24)
    assert places["Odesa"].geonames_id == 698740
    assert round(places["Paris"].lon or 0) == -96


def test_other_readings_are_kept_best_first():
    place = next(
        p for p in coded("The museum in Alexandria lent the statue.").places if p.text == "Alexandria"
    )
    names = [candidate.name for candidate in place.candidates]
    scores = [candidate.score for candidate in place.candidates]
    assert any("Virginia" in name for name in names)
    assert scores == sorted(scores, reverse=True)


def test_every_place_cuts_its_words_out_of_the_text():
    text = (
        "“Kyiv’s troops” left Saint-Denis, St. Louis, Mo., and W.Va.\n\nDELHI — Rain fell in Côte d’Ivoire."
    )
    for place in coded(text).places:
        assert text[place.start : place.end] == place.text


@pytest.mark.parametrize(
    "text",
    [
        "",
        ", , ,",
        "In , near (",
        "Paris, " * 300,
        "IN OR ME OK HI",
        "\u200b\u202eParis\u202c",
        "in Ⅻ 北京 Київ 🇫🇷",
        "St. St. St. of of of",
        "A" * 5000,
    ],
)
def test_awkward_text_gives_places_or_none_and_no_error(text):
    for place in coded(text).places:
        assert place.text in text


@pytest.mark.parametrize(
    "outlet", ["", "http://[", "//", "a.b.c.", "💥", "www.example.zz", "https://example.co.uk:99999/"]
)
def test_awkward_outlets_do_not_matter(outlet):
    report = Document("0" * 64, None, None, outlet, outlet, None, None, "en", "")
    assert find_places(report, (), (), resources().gazetteer) == ()
