"""Which words tell a time, and which time: what a careful analyst would note (cases/dates.jsonl).

A case lists the dates that its sentences must give, and the tempting words that are none; nothing else may
be found in it.
"""

import json
from datetime import date
from functools import cache
from pathlib import Path

import pytest

from dragoman.dates.find import find_dates
from dragoman.documents.identity import make_document
from dragoman.parse.sentences import split_sentences
from dragoman.pipeline import Resources, code_document, load_resources
from dragoman.records import Document, TimeInterval
from dragoman.sources.raw import RawDocument

CASES = Path(__file__).parents[1] / "cases" / "dates.jsonl"
NEED = ("text", "type", "value", "edtf", "earliest", "latest", "precision", "anchor")


@cache
def resources() -> Resources:
    return load_resources()


def dates_in(text: str, published: str | None = "2025-11-19") -> tuple[TimeInterval, ...]:
    raw = RawDocument("case", None, None, None, published, None, text)
    return code_document(make_document(raw), resources()).dates


def rows() -> list:
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(
            row, id=row["label"], marks=pytest.mark.xfail(reason=row["fails"]) if row.get("fails") else ()
        )
        for row in cases
    ]


@pytest.mark.parametrize("case", rows())
def test_date_is_read_as_an_analyst_would(case):
    found = [{name: getattr(d, name) for name in NEED} for d in dates_in(case["text"], case["published"])]
    for wanted in case["expected"]:
        assert wanted in found, (wanted, found)
    assert len(found) == len(case["expected"]), found
    assert not set(case["absent"]) & {one["text"] for one in found}, found


def test_at_least_300_expressions_are_asked_for_and_few_are_known_to_fail():
    cases = [json.loads(line) for line in CASES.read_text(encoding="utf-8").splitlines()]
    asked = sum(len(case["expected"]) for case in cases)
    assert asked >= 300
    assert sum(max(len(c["expected"]), 1) for c in cases if c.get("fails")) <= 0.05 * asked


def test_every_date_cuts_its_words_out_of_the_text():
    text = "“Kyiv’s” delegation left on 3 March…\n\nMOSCOW, Nov. 17 — It’s over since Tuesday – 5 p.m. GMT."
    found = dates_in(text)
    assert found
    for one in found:
        assert text[one.start : one.end] == one.text


@pytest.mark.parametrize(
    ("published", "reason"),
    [
        (None, "no-publication-date"),
        ("yesterday or so", "publication-date-unreadable"),
        ("2025-02-31", "publication-date-unreadable"),
        ("2025-11-22", "publication-date-in-the-future"),
    ],
)
def test_without_a_day_to_count_from_a_relative_date_stays_open_and_says_why(published, reason):
    text = "The envoys met last week."
    document = Document("x", None, None, None, None, published, None, "en", text)
    (one,) = find_dates(document, split_sentences(text), today=date(2025, 11, 20))
    assert (one.text, one.value, one.earliest, one.anchor) == (
        "last week",
        None,
        None,
        f"unresolved:{reason}",
    )


@pytest.mark.parametrize(
    "words", ["within 99999999 days", "9999999999 years ago", "in the next 9999999 weeks"]
)
def test_number_beyond_the_calendar_stops_nothing(words):
    assert dates_in(f"They must leave {words}.")


@pytest.mark.parametrize("words", ["31 February 2025", "29 February 2023", "3 May 0000", "2025-13-40"])
def test_impossible_date_is_kept_as_printed_with_its_reason(words):
    (one,) = dates_in(f"The paper was dated {words}.")
    assert (one.text, one.value, one.edtf, one.earliest, one.latest) == (words, None, None, None, None)
    assert one.anchor == "unresolved:no-such-day"
