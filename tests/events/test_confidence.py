"""A claim is as sure as claims like it were right when read."""

from functools import cache

import pytest

from dragoman.data import read_toml
from dragoman.pipeline import Resources, code_document, load_resources
from dragoman.records import Document


@cache
def resources() -> Resources:
    return load_resources()


def sureness(text: str) -> dict[str, float]:
    report = Document("0" * 64, None, None, None, None, "2031-03-05", None, "en", text)
    return {c.event_type: c.confidence for c in code_document(report, resources()).claims}


@pytest.mark.parametrize(
    ("surer", "less_sure", "event_type"),
    [
        ("Norway imposed sanctions on Belarus.", "Norway wants to impose sanctions on Belarus.", "SANCTION"),
        ("Kenya attacked Somalia.", "Kenya resigned itself to a Somali attack.", "ASSAULT"),
    ],
)
def test_what_is_told_plainly_is_surer(surer, less_sure, event_type):
    assert sureness(surer)[event_type] > sureness(less_sure)[event_type]


def test_every_sort_was_read_and_its_counts_are_counts():
    rows = read_toml("confidence.toml")["claims"]
    assert {row["sort"] for row in rows} >= {"cue", "noun", "verb likely", "verb unlikely", "verb alone"}
    assert all(0 <= row["right"] <= row["read"] for row in rows)
