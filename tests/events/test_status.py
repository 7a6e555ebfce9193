"""Sentences of diplomacy and conflict, and whether the act they tell happened."""

import json
from functools import cache
from pathlib import Path

import pytest

from dragoman.data import read_toml
from dragoman.errors import SettingsError
from dragoman.events.signatures import build_cues, load_cues
from dragoman.events.status import Judgement, judge
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser, Sentence
from dragoman.pipeline import Resources, code_document, load_resources
from dragoman.records import Document

FILE = Path(__file__).parents[1] / "cases" / "status.jsonl"
CASES = [json.loads(line) for line in FILE.read_text(encoding="utf-8").splitlines()]
EXPECTED_SHARE = 0.92


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.fixture(scope="module")
def sentences(parser) -> dict[str, Sentence]:
    cut = [split_sentences(case["text"]) for case in CASES]
    assert all(len(pieces) == 1 for pieces in cut)
    parsed = parser.parse(pieces[0] for pieces in cut)
    return {case["label"]: sentence for case, sentence in zip(CASES, parsed, strict=True)}


def verdict(sentence: Sentence, trigger: str) -> Judgement:
    at = next(token.i for token in sentence.tokens if token.text == trigger)
    return judge(sentence, at, load_cues())


def parse(parser: Parser, text: str) -> Sentence:
    return next(parser.parse(split_sentences(text)))


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["label"],
            marks=pytest.mark.xfail(strict=True, reason=case["fails"]) if case.get("fails") else (),
        )
        for case in CASES
    ],
)
def test_status_is_that_of_a_careful_reader(case, sentences):
    sentence = sentences[case["label"]]
    found = verdict(sentence, case["trigger"])
    assert found.status == case["status"]
    if "participation" in case:
        told = found.participation
        assert (told and told.status) == case["participation"]
        assert (told and sentence.tokens[told.participant].text) == case["participant"]


def test_nearly_all_cases_are_expected_to_be_right():
    known = sum(bool(case.get("fails")) for case in CASES)
    assert len(CASES) >= 430
    assert 1 - known / len(CASES) >= EXPECTED_SHARE


def test_every_status_gives_its_reasons(sentences):
    for case in CASES:
        found = verdict(sentences[case["label"]], case["trigger"])
        assert found.reasons
        assert all(reason.feature and reason.detail for reason in found.reasons)


def test_a_sentence_judged_in_a_crowd_is_judged_the_same_alone(parser, sentences):
    for case in CASES[::25]:
        alone = parse(parser, case["text"])
        assert verdict(alone, case["trigger"]) == verdict(sentences[case["label"]], case["trigger"])


def test_any_token_can_be_judged(sentences):
    cues = load_cues()
    for sentence in sentences.values():
        for token in sentence.tokens:
            assert judge(sentence, token.i, cues).reasons


@cache
def resources() -> Resources:
    return load_resources()


PROBES = [
    ("Russia will attack Ukraine on Friday.", {("ASSAULT", "scheduled", "Russia", "Ukraine")}),
    ("Russia may attack Ukraine.", {("ASSAULT", "hypothetical", "Russia", "Ukraine")}),
    ("Russia did not attack Ukraine.", {("ASSAULT", "not_occurring", "Russia", "Ukraine")}),
    ("Russia attacked Ukraine on Friday.", {("ASSAULT", "occurred", "Russia", "Ukraine")}),
    ("Germany invaded Poland in 1939.", {("ASSAULT", "occurred", "Germany", "Poland")}),
    ("Iran said Israel attacked Syria.", {("ASSAULT", "occurred", "Israel", "Syria")}),
    ("If Russia attacks Poland, the alliance will meet.", {("ASSAULT", "hypothetical", "Russia", "Poland")}),
    ("Russia is planning to attack Ukraine.", {("ASSAULT", "scheduled", "Russia", "Ukraine")}),
    ("Russia threatened to attack Ukraine.", {("THREATEN", "occurred", "Russia", "Ukraine")}),
    ("Iran refused to attack Israel.", {("REJECT", "occurred", "Iran", "Israel")}),
    (
        "Iran accused Israel of attacking Syria.",
        {("ACCUSE", "occurred", "Iran", "Israel"), ("ASSAULT", "occurred", "Israel", "Syria")},
    ),
    ("Iran denied attacking Israel.", {("ASSAULT", "not_occurring", "Iran", "Israel")}),
]
"""What other coders take for an attack, lose, or credit to the wrong party: the acts and no others."""


@pytest.mark.parametrize(("text", "expected"), PROBES)
def test_the_twelve_probes_come_out_right_of_the_whole_pipeline(text, expected):
    document = Document("0" * 64, None, None, None, None, "2031-03-05", None, "en", text)
    found = set()
    for claim in code_document(document, resources()).claims:
        parties = {p.role: p.name for p in claim.participants}
        found.add((claim.event_type, claim.status, parties["actor"], parties.get("recipient")))
        assert claim.reasons
    assert {row for row in found if row[0] != "CONSULT"} == expected


def test_who_said_it_is_not_who_did_it():
    document = Document(
        "0" * 64, None, None, None, None, None, None, "en", "Iran said Israel attacked Syria."
    )
    (claim,) = code_document(document, resources()).claims
    assert [link.speaker and link.speaker.name for link in claim.attribution] == [None, "Iran"]
    assert [f.value for f in claim.factuality] == ["Uu", "CT+"]


@pytest.mark.parametrize(
    ("text", "trigger", "certainty"),
    [
        ("Gunmen stormed the prison.", "stormed", "CT+"),
        ("Gunmen reportedly stormed the prison.", "stormed", "PR+"),
        ("The alleged attack killed nobody.", "attack", "PS+"),
        ("Gunmen may storm the prison.", "storm", "PS+"),
        ("Gunmen may not storm the prison.", "storm", "PS-"),
        ("Gunmen did not storm the prison.", "storm", "CT-"),
        ("Gunmen will not storm the prison.", "storm", "PR-"),
        ("Police want the gunmen to leave the prison.", "leave", "Uu"),
    ],
)
def test_certainty_is_that_of_the_teller(parser, text, trigger, certainty):
    assert verdict(parse(parser, text), trigger).certainty == certainty


def test_an_unknown_status_in_the_data_file_is_one_clear_line():
    table = {**read_toml("status.toml"), "signature": {"x": {"status": "hapened", "negated": "same"}}}
    with pytest.raises(SettingsError, match=r"data/status.toml: unknown status; found 'hapened'"):
        build_cues(table)
