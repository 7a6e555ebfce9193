"""How far an act is told as a fact, in reports and in talk."""

import pytest

from dragoman.events.factuality import factuality_score, register_of
from dragoman.events.signatures import load_cues
from dragoman.events.status import judge
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser, Sentence


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def parse(parser: Parser, text: str) -> Sentence:
    return next(parser.parse(split_sentences(text)))


def score(parser: Parser, text: str, word: str) -> float:
    sentence, cues = parse(parser, text), load_cues()
    at = next(token.i for token in sentence.tokens if token.text == word)
    return factuality_score(sentence, at, judge(sentence, at, cues), cues)


def test_a_denied_act_scores_below_a_possible_one_and_that_below_a_told_one(parser):
    told, possible, denied = (
        score(parser, f"The navy {verb} the port.", verb.split()[-1])
        for verb in ("attacked", "may attack", "did not attack")
    )
    assert denied < possible < told


def test_a_called_off_act_did_not_happen_in_any_register(parser):
    assert score(parser, "The summit was cancelled.", "summit") == -3
    assert score(parser, "I heard the summit was cancelled.", "summit") == -3


@pytest.mark.parametrize(
    ("text", "register"),
    [
        ("The navy attacked the port.", "report"),
        ("We attacked the port, the admiral wrote.", "talk"),
        ("Will the navy attack?", "talk"),
        ("Please call the embassy.", "talk"),
    ],
)
def test_who_speaks_to_somebody_talks(parser, text, register):
    assert register_of(parse(parser, text)) == register


@pytest.mark.parametrize(
    ("unreal", "word", "real", "told"),
    [
        ("Please send me the treaty by noon.", "send", "I sent them the treaty yesterday.", "sent"),
        ("You should visit the old port.", "visit", "We visited the old port.", "visited"),
        ("I will write to the consul tomorrow.", "write", "I wrote to the consul.", "wrote"),
        ("If they leave, we can talk.", "leave", "They left and we talked.", "left"),
    ],
)
def test_in_talk_what_is_asked_or_ahead_scores_well_below_what_was_done(parser, unreal, word, real, told):
    assert score(parser, unreal, word) < 0 < 1.5 < score(parser, real, told)


def test_every_token_has_a_score_on_the_scale(parser):
    for text in ("I don't know, why did they go?", "Envoys to meet in Doha", "Talks of talks."):
        sentence, cues = parse(parser, text), load_cues()
        for token in sentence.tokens:
            assert -3 <= factuality_score(sentence, token.i, judge(sentence, token.i, cues), cues) <= 3
