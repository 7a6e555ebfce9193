"""Who says so: each case is a report and the attributions a careful analyst would write."""

import json
import os
from functools import cache
from pathlib import Path

import pytest

from dragoman.events.attribution import attribution_link, find_attributions, speakers_of
from dragoman.events.quotations import find_quotations
from dragoman.events.speakers import classify_speaker
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser, Sentence
from dragoman.records import Attribution, Document, Mention, Party

ROOT = Path(__file__).parents[2]
CASES = [
    json.loads(line)
    for line in (ROOT / "tests/cases/attribution.jsonl").read_text(encoding="utf-8").splitlines()
]


@cache
def parser() -> Parser:
    return Parser()


def report(text: str) -> Document:
    return Document("report", None, None, None, None, None, None, "en", text)


def read(
    text: str, mentions: tuple[Mention, ...] = ()
) -> tuple[tuple[Sentence, ...], tuple[Attribution, ...]]:
    sentences = tuple(parser().parse(split_sentences(text)))
    return sentences, find_attributions(report(text), sentences, mentions)


def speakers_at(text: str, word: str) -> list[str | None]:
    sentences, attributions = read(text)
    for sentence in sentences:
        for token in sentence.tokens:
            if token.text == word:
                return [a.speaker and a.speaker.text for a in speakers_of(sentence, token.i, attributions)]
    raise AssertionError(f"{word} does not stand in the text")


def marked(case: dict):
    marks = [pytest.mark.xfail(strict=True)] if case.get("fails") else []
    return pytest.param(case, id=case["label"], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_case(case):
    _, attributions = read(case["text"])
    found = [
        [
            a.speaker.text if a.speaker else None,
            a.cue.text if a.cue else None,
            a.content.text,
            a.mode,
            attribution_link(a).type,
        ]
        for a in attributions
    ]
    assert found == case["expected"]


def test_every_span_cuts_its_words_out_of_the_text():
    for case in CASES:
        text = case["text"]
        for attribution in read(text)[1]:
            for span in (attribution.speaker, attribution.cue, attribution.content):
                assert span is None or text[span.start : span.end] == span.text


def test_outermost_speaker_stands_first():
    text = "Peskov said Kyiv denied that talks had been held."
    assert speakers_at(text, "talks") == ["Peskov", "Kyiv"]
    assert speakers_at(text, "denied") == ["Peskov"]
    assert speakers_at(text, "said") == []


def test_what_hangs_on_a_cue_in_the_middle_is_not_said():
    text = "The truce, Lavrov told reporters on Monday, would end at midnight."
    assert speakers_at(text, "truce") == ["Lavrov"]
    assert speakers_at(text, "midnight") == ["Lavrov"]
    assert speakers_at(text, "reporters") == []
    assert speakers_at(text, "Monday") == []


def test_reportedly_holds_the_whole_clause_with_nobody_named():
    assert speakers_at("Iran reportedly shipped 200 missiles to Russia.", "shipped") == [None]


def test_the_actor_is_that_of_the_mention_at_the_head():
    text = "Putin's envoy said the talks were over."
    putin = Mention(0, 5, "Putin", 0, 1, Party("Vladimir Putin", "person", actor="Q7747"))
    envoy = Mention(0, 13, "Putin's envoy", 8, 2, Party("the envoy", "person", actor="envoy-id"))
    (attribution,) = read(text, (putin, envoy))[1]
    assert attribution.speaker is not None
    assert (attribution.speaker.text, attribution.speaker.actor) == ("Putin's envoy", "envoy-id")
    (unresolved,) = read(text, (putin,))[1]
    assert unresolved.speaker is not None
    assert unresolved.speaker.actor is None


def test_a_full_name_may_stand_in_the_link():
    (attribution,) = read("Lavrov said the talks were over.")[1]
    link = attribution_link(attribution, "Sergei Lavrov")
    assert (link.type, link.cue, link.mode) == ("named", "said", "indirect")
    assert link.speaker is not None
    assert link.speaker.name == "Sergei Lavrov"


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        (None, "anonymous"),
        ("a senior official", "anonymous"),
        ("a senior Kremlin official", "anonymous"),
        ("Two Western diplomats", "anonymous"),
        ("people familiar with the matter", "anonymous"),
        ("a source close to Erdogan", "anonymous"),
        ("sources", "anonymous"),
        ("a person who asked not to be identified", "anonymous"),
        ("Officials in Kyiv", "anonymous"),
        ("a minister", "anonymous"),
        ("the minister", "named"),
        ("his aides", "anonymous"),
        ("Reuters", "named"),
        ("a poll", "named"),
        ("the document", "named"),
        ("Defence Ministry", "named"),
        ("the ministry's spokesman", "named"),
        ("U.S. official John Smith", "named"),
        ("a retired general, Ivan Petrov", "named"),
        ("he", "named"),
        ("who", "named"),
    ],
)
def test_words_that_leave_the_speaker_open_are_anonymous(words, kind):
    assert classify_speaker(words) == kind


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ('He said “yes” and "no".', ["“yes”", '"no"']),
        ("He said ''never'' again.", ["''never''"]),
        ("‘It’s the leaders’ choice,’ she said.", ["‘It’s the leaders’ choice,’"]),
        ("The '90s, rock 'n' roll and the leaders' pledge.", []),
        ("“He told me ‘no’ twice,” she said.", ["“He told me ‘no’ twice,”"]),
        ("“One.\n\n“Two.”\n\nThree.", ["“One.\n\n“Two.”"]),
        ("“Never closed.\n\nNext paragraph.", ["“Never closed."]),
        ('A 6" gun and a 12" shell.', []),
        ("„Nein“, sagte er.", ["„Nein“"]),
        ('“Typed with a straight end," he said.', ['“Typed with a straight end,"']),
    ],
)
def test_quotations_run_from_mark_to_mark(text, quoted):
    assert [text[q.start : q.end] for q in find_quotations(text)] == quoted


def test_a_report_without_sentences_has_no_attributions():
    assert find_attributions(report(""), (), ()) == ()


def test_unparsed_sentences_are_borne():
    text = '"We leave," Lavrov said. ' + "word " * 900
    assert isinstance(read(text)[1], tuple)
    sentences = split_sentences(text)
    assert isinstance(find_attributions(report(text), sentences, ()), tuple)


def test_alone_and_in_a_crowd_a_report_reads_the_same():
    alone = [read(case["text"])[1] for case in CASES]
    sentences = [split_sentences(case["text"]) for case in CASES]
    parsed = iter(tuple(parser().parse(s for many in sentences for s in many)))
    crowd = [
        find_attributions(report(case["text"]), tuple(next(parsed) for _ in many), ())
        for case, many in zip(CASES, sentences, strict=True)
    ]
    assert alone == crowd


@pytest.mark.skipif(
    not (ROOT.parent / "shared").is_dir(), reason="no folder `shared` beside the repository root"
)
@pytest.mark.skipif(
    "DRAGOMAN_GOLD" not in os.environ, reason="parses 40 articles; set DRAGOMAN_GOLD to run it"
)
def test_most_direct_quotations_of_the_gold_set_are_found():
    gold = ROOT.parent / "shared" / "gold" / "quotes" / "dev.jsonl"
    rows = [json.loads(line) for line in gold.read_text(encoding="utf-8").splitlines()[:40]]
    found = total = 0
    for row in rows:
        contents = [a.content for a in read(row["text"])[1]]
        for quote in row["quotes"]:
            if quote["kind"] == "direct":
                total += 1
                found += any(
                    c.start < quote["quote_end"]
                    and quote["quote_start"] < c.end
                    and min(c.end, quote["quote_end"]) - max(c.start, quote["quote_start"])
                    >= 0.5 * (max(c.end, quote["quote_end"]) - min(c.start, quote["quote_start"]))
                    for c in contents
                )
    assert found >= 0.9 * total


def test_a_spokesman_answers_for_his_government():
    from dragoman.pipeline import code_document, load_resources

    text = "Kremlin spokesman Dmitry Peskov said the plan was unacceptable. Zelensky said it was a start."
    report = Document("0" * 64, None, None, None, None, "2025-11-19", None, "en", text)
    links = [claim.attribution[1] for claim in code_document(report, load_resources()).claims]
    assert [(link.speaker.name, link.on_behalf_of and link.on_behalf_of.name) for link in links] == [
        ("Dmitry Peskov", "Russia"),
        ("Volodymyr Zelensky", None),
    ]
