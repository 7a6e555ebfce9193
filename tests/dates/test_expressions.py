"""The grammar: what a rule demands of a sentence never keeps out what its pattern would find."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from dragoman.dates import expressions
from dragoman.dates.expressions import find_expressions
from dragoman.dates.find import find_dates
from dragoman.parse.sentences import split_sentences
from dragoman.records import Document

CASES = Path(__file__).parents[1] / "cases" / "dates.jsonl"
WORDS = [
    "3",
    "May",
    "2024",
    "the",
    "last",
    "next",
    "week",
    "years",
    "ago",
    "later",
    "Friday",
    "at",
    "5 p.m.",
    "from",
    "to",
    "-",
    "early",
    "’s",
    "since",
    "before",
    "two",
    "Eid",
    "half",
    "of",
    "quarter",
    ".",
    "31",
    "00:00",
    "weekend",
    "yesterday",
    "today",
    "decade",
    "century",
    "winter",
    "within",
    "30 days",
]


def test_letters_that_a_rule_needs_keep_nothing_out(monkeypatch):
    texts = [json.loads(line)["text"] for line in CASES.read_text(encoding="utf-8").splitlines()]
    before = [find_expressions(text) for text in texts]
    plain = tuple(replace(rule, needs=()) for rule in expressions._rules())
    monkeypatch.setattr(expressions, "_rules", lambda: plain)
    assert [find_expressions(text) for text in texts] == before


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_any_words_give_expressions_in_order_that_cut_out_their_text(text):
    end = 0
    for found in find_expressions(text):
        assert end <= found.start < found.end
        assert text[found.start : found.end] == found.text
        end = found.end


@given(
    st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join),
    st.sampled_from(
        [None, "0001-01-01", "9999-12-31", "2024-02-29", "2025-12-31T23:59:59-11:00", "0000", "x"]
    ),
)
def test_no_words_and_no_day_of_publication_stop_the_reading(text, published):
    document = Document("x", None, None, None, None, published, None, "en", text)
    for found in find_dates(document, split_sentences(text), today=date.max - timedelta(1)):
        assert found.earliest is None or found.latest is None or found.earliest <= found.latest
        assert (found.value is None) <= (found.anchor or "").startswith("unresolved:")
