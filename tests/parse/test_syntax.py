"""A sentence is parsed by itself, and its tokens stand where the report has them."""

import pytest

from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import LONGEST, Parser, Sentence

TEXT = "Norway's envoy met rebel leaders in Doha. He flew home on Friday.\nNo date is set."


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


def test_tokens_stand_where_the_report_has_them(parser):
    for sentence in parser.parse(split_sentences(TEXT)):
        assert sentence.tokens
        assert all(TEXT[t.start : t.end] == t.text for t in sentence.tokens)


def test_a_sentence_alone_and_in_a_crowd_gives_the_same(parser):
    sentences = split_sentences(TEXT)
    together = list(parser.parse(sentences))
    alone = [next(parser.parse([sentence])) for sentence in reversed(sentences)]
    assert together == alone[::-1]


def test_the_subtree_of_the_root_is_the_whole_sentence(parser):
    sentence = next(parser.parse(split_sentences(TEXT)))
    assert sentence.subtree(sentence.root) == list(range(len(sentence.tokens)))
    envoy = next(t for t in sentence.tokens if t.text == "envoy")
    assert sentence.ancestors(envoy.i) == [sentence.root]


def test_a_wall_of_text_is_not_parsed(parser):
    wall = "a " * LONGEST
    assert next(parser.parse([Sentence(0, 0, len(wall), wall, "body", 0)])).tokens == ()
