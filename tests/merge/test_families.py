"""Families against an answer key of own-worded reports (tests/cases/families.jsonl)."""

import json
from itertools import combinations, permutations
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.merge.families import Printed, families, families_of
from dragoman.merge.origins import names_outlet, sources_named
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import report

CASES = [
    json.loads(line)
    for line in (Path(__file__).parents[1] / "cases" / "families.jsonl").read_text("utf-8").splitlines()
]
KEY = {case["id"]: case["family"] for case in CASES}
KIND = {case["id"]: case["kind"] for case in CASES}


def printed(case):
    text = case["text"]
    return Printed(
        report(text).id,
        case["id"],
        case["outlet"],
        case["title"],
        case["published"][:10],
        case["published"],
        text,
    )


PRINTED = [printed(case) for case in CASES]


def pairs(groups):
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def found_pairs(found):
    return pairs([p.name for p in family.reports] for family in found)


def key_pairs():
    groups = {}
    for name, family in KEY.items():
        groups.setdefault(family, []).append(name)
    return pairs(groups.values())


def test_the_case_file_is_large_enough():
    sizes = [list(KEY.values()).count(family) for family in set(KEY.values())]
    assert len(CASES) >= 40 and sum(size > 1 for size in sizes) >= 10


def test_pairwise_f1_of_the_case_file_is_at_least_095():
    got, wanted = found_pairs(families_of(PRINTED)), key_pairs()
    right = len(got & wanted)
    f1 = 2 * right / (len(got) + len(wanted))
    assert f1 >= 0.95, (sorted(wanted - got), sorted(got - wanted))


def test_origins_are_those_of_the_key():
    wrong = [
        (family.origin.name, [p.name for p in family.reports])
        for family in families_of(PRINTED)
        if len(family.reports) > 1 and KIND[family.origin.name] not in ("origin", "independent")
    ]
    assert not wrong


@settings(max_examples=15, deadline=None)
@given(st.permutations(PRINTED))
def test_the_order_of_arrival_changes_nothing(shuffled):
    assert families_of(shuffled) == families_of(PRINTED)


@pytest.mark.parametrize("day", sorted({p.day for p in PRINTED})[::4])
def test_as_of_a_day_is_what_a_record_of_that_day_says(tmp_path, day):
    with open_record(tmp_path / "r") as record:
        record.add_all(
            CodedDocument(
                report(c["text"], given_id=c["id"], **{k: c[k] for k in ("outlet", "published", "title")})
            )
            for c in CASES
        )
        assert families(record, day, drift=True) == families_of(
            [p for p in PRINTED if p.day <= day], drift=True
        )


def test_a_text_that_stood_twice_is_one_family_of_two_names(tmp_path):
    text = "Ministers met in Oslo on Monday and agreed to open two crossings for aid by the end of May."
    with open_record(tmp_path / "r") as record:
        for name, outlet in (("a", "Northern Wire"), ("b", "Daily Fjord")):
            record.add(CodedDocument(report(text, given_id=name, outlet=outlet, published="2031-05-01")))
        (family,) = families(record)
    assert [p.name for p in family.reports] == ["a", "b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He had left, Reuters reported.", {"reuters"}),
        ("He had left, Ukraine's emergency service said.", set()),
        ("According to the Aegean Press, he had left.", {"aegean press"}),
        ("He told the Hudson Press that he had left.", {"hudson press"}),
        ("KYIV, May 3 (Lake Wire) - He had left.", {"lake wire"}),
        ("The president told Zelensky that he had left.", set()),
    ],
)
def test_a_report_names_where_it_is_from(text, expected):
    assert sources_named(text) == expected


def test_an_outlet_is_named_as_a_source_only_with_a_word_of_telling():
    assert names_outlet("Lake Wire reports that he left.", "Lake Wire")
    assert not names_outlet("He crossed the lake. A wire ran along the shore.", "Lake Wire")


def test_one_text_under_two_titles_is_shown_under_the_same_one_in_whatever_order_they_came():
    text = "Envoys of both sides met in Oslo on Friday and agreed to meet again in June."
    places = [
        Printed("a" * 64, "wire-1", "Northern Wire", title, "2031-05-09", published, text)
        for title in ("Envoys meet", "Oslo talks", "Talks held", None, "Zealand hosts envoys")
        for published in ("2031-05-09", None)
    ]
    shown = {families_of(some)[0].origin for some in permutations(places[:5])}
    assert len(shown) == 1
    assert {families_of(places[n:] + places[:n])[0].origin.title for n in range(10)} == {None}
