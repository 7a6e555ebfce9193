"""A sentence and its claims, with the parties given by hand."""

import pytest

from dragoman.events.attribution import find_attributions
from dragoman.events.claims import coder_method, make_claims
from dragoman.events.plover import load_acts
from dragoman.events.signatures import load_cues
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser
from dragoman.pipeline import code_document, load_resources
from dragoman.records import Document, Mention, Party

PARTIES = {
    "Norway": Party("Norway", "state", country="NOR", sector="GOV"),
    "Norwegian": Party("Norway", "state", country="NOR", sector="GOV"),
    "Sudan": Party("Sudan", "state", country="SDN", sector="GOV"),
    "Egypt": Party("Egypt", "state", country="EGY", sector="GOV"),
    "Burhan": Party("Abdel Fattah al-Burhan", "person", country="SDN", sector="GOV"),
    "Barth": Party("Espen Barth", "person", country="NOR", sector="GOV"),
    "rebels": Party("rebels", "group", country="SDN", sector="REB"),
}


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def claims_of(text, parser):
    document = Document("d", None, None, None, None, "2025-03-03", None, "en", text)
    sentences = tuple(parser.parse(split_sentences(text)))
    tokens = [t for s in sentences for t in s.tokens if t.text in PARTIES]
    mentions = [Mention(t.start, t.end, t.text, t.start, n, PARTIES[t.text]) for n, t in enumerate(tokens)]
    attributions = find_attributions(document, sentences, mentions)
    return list(
        make_claims(
            document,
            sentences,
            mentions,
            (),
            (),
            attributions,
            acts=load_acts(),
            cues=load_cues(),
            method=coder_method(()),
        )
    )


def roles(claim):
    return [(p.role, p.name) for p in claim.participants]


@pytest.mark.parametrize(
    ("text", "event_type", "status", "expected"),
    [
        ("Burhan met Barth in Cairo.", "CONSULT", "occurred", ["Abdel Fattah al-Burhan", "Espen Barth"]),
        ("Burhan will meet Barth.", "CONSULT", "scheduled", ["Abdel Fattah al-Burhan", "Espen Barth"]),
        ("Burhan did not meet Barth.", "CONSULT", "not_occurring", ["Abdel Fattah al-Burhan", "Espen Barth"]),
        ("Sudan and Egypt signed an agreement.", "SUPPORT", "occurred", ["Sudan", "Egypt"]),
        ("Norway urged Sudan to stop the war.", "REQUEST", "occurred", ["Norway", "Sudan"]),
        ("Sudan rejected the Norwegian proposal.", "REJECT", "occurred", ["Sudan", "Norway"]),
        ("Sudan was attacked by rebels.", "ASSAULT", "occurred", ["rebels", "Sudan"]),
        ("Norway provided aid to Sudan.", "AID", "occurred", ["Norway", "Sudan"]),
    ],
)
def test_an_act_is_told_with_its_parties_and_status(text, event_type, status, expected, parser):
    [claim] = claims_of(text, parser)
    assert (claim.event_type, claim.status) == (event_type, status)
    assert [name for _, name in roles(claim)] == expected


def test_the_content_of_a_promise_is_no_act_of_its_own(parser):
    [claim] = claims_of("Norway pledged to provide aid to Sudan.", parser)
    assert claim.event_type == "AGREE"


def test_the_speaker_answers_for_what_is_said_and_the_narrator_does_not(parser):
    claims = claims_of("Barth said rebels attacked Sudan.", parser)
    [claim] = [c for c in claims if c.event_type == "ASSAULT"]
    assert [link.type for link in claim.attribution] == ["narrator", "named"]
    assert claim.attribution[1].speaker.name == "Espen Barth"
    assert claim.factuality[0].value == "Uu"


@pytest.mark.parametrize(
    "text", ["The storm attacked the coast.", "He attacked the problem.", "It rained in Oslo."]
)
def test_a_sentence_without_a_known_party_gives_no_claim(text, parser):
    assert claims_of(text, parser) == []


def test_a_quotation_cuts_its_words_out_exactly_and_ids_are_stable(parser):
    text = "On Monday, Norway urged Sudan to stop the war, and Burhan met Barth."
    claims = claims_of(text, parser)
    assert len(claims) == 2
    assert all(text[c.evidence.start : c.evidence.end] == c.evidence.exact for c in claims)
    assert [c.id for c in claims] == [c.id for c in claims_of(text, parser)]
    assert len({c.id for c in claims}) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "However, no Norwegian minister is expected to attend the meeting.",
            "no Norwegian minister is expected",
        ),
        ("A planned summit between Sudan and Egypt was scrapped on Friday.", "was scrapped"),
    ],
)
def test_the_words_that_decide_whether_it_happened_stand_in_the_evidence(text, words, parser):
    [claim] = claims_of(text, parser)
    assert claim.status in {"not_occurring", "cancelled"}
    assert words in claim.evidence.exact


def test_a_saying_that_tells_no_act_is_kept_as_a_statement(parser):
    [claim] = claims_of("Barth said the winter would be long.", parser)
    assert (claim.kind, claim.event_type, claim.status) == ("statement", "STATEMENT", "occurred")
    assert roles(claim) == [("actor", "Espen Barth")]
    assert [link.speaker.name for link in claim.attribution[1:]] == ["Espen Barth"]
    assert claim.evidence.exact == "Barth said the winter would be long"


def test_a_saying_that_tells_an_act_is_no_second_claim(parser):
    assert [c.event_type for c in claims_of("Barth said rebels attacked Sudan.", parser)] == ["ASSAULT"]


@pytest.mark.parametrize(
    "text",
    [
        "Norway demonstrated that it stands for freedom.",
        "Norway rallied the world.",
        "The plan meets Sudan's needs.",
        "Barth knows that winter is long.",
        "The firm was sued by its owner.",
    ],
)
def test_words_that_tell_an_act_elsewhere_tell_none_here(text, parser):
    assert claims_of(text, parser) == []


def test_the_first_since_ties_broke_down_is_not_of_the_day_they_broke_down():
    text = "Kenya's president held talks with Uganda, the first since ties broke down in the spring of 2014."
    report = Document("0" * 64, None, None, None, None, "2031-03-05", None, "en", text)
    talks = [c for c in code_document(report, load_resources()).claims if c.event_type == "CONSULT"]
    assert [claim.time for claim in talks] == [None]
