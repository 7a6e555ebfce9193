"""Who is spoken of: sentences from life and what a careful analyst would note (cases/actors.jsonl)."""

import json
from functools import cache
from pathlib import Path

import pytest

from dragoman.actors.knowledge import load_knowledge
from dragoman.actors.mentions import find_mentions
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser
from dragoman.records import Document, Mention

CASES = Path(__file__).parents[1] / "cases"


@cache
def parser() -> Parser:
    return Parser()


def mentions(text: str, published: str | None = "2025-11-19") -> tuple[Mention, ...]:
    report = Document("0" * 64, None, None, None, None, published, None, "en", text)
    return find_mentions(report, tuple(parser().parse(split_sentences(text))), load_knowledge())


def rows(name: str) -> list:
    lines = (CASES / name).read_text(encoding="utf-8").splitlines()
    marked = [json.loads(line) for line in lines]
    return [
        pytest.param(
            row, id=row["label"], marks=pytest.mark.xfail(reason=row["fails"]) if row.get("fails") else ()
        )
        for row in marked
    ]


def described(mention: Mention) -> dict[str, object]:
    party = mention.party
    return {"text": mention.text} | {
        field: getattr(party, field)
        for field in ("kind", "actor", "country", "sector", "office", "basis", "name")
    }


@pytest.mark.parametrize("case", rows("actors.jsonl"))
def test_actor_is_read_as_an_analyst_would(case):
    found = [described(m) for m in mentions(case["text"], case["published"])]
    for wanted in case["expected"]:
        assert any(wanted.items() <= one.items() for one in found), (wanted, found)
    texts = [one["text"] for one in found]
    assert not set(case["absent"]) & set(texts), texts


def test_every_mention_cuts_its_words_out_of_the_text():
    text = (
        "“We agreed,” Ukraine’s Volodymyr Zelensky said.\n\nErdoğan’s aides met U.S. officials — in Ankara."
    )
    for mention in mentions(text):
        assert text[mention.start : mention.end] == mention.text
        assert mention.start <= mention.head < mention.end


def test_the_same_report_gives_the_same_mentions_again():
    text = "Russia and Ukraine met in Istanbul. Both sides left early. He, said Peskov, would not come."
    assert mentions(text) == mentions(text)


def test_a_report_without_actors_has_none():
    assert mentions("It rained all day, and nothing happened.") == ()


def test_an_unparsed_sentence_gives_no_mention():
    text = "Russia met Ukraine."
    report = Document("0" * 64, None, None, None, None, None, None, "en", text)
    assert find_mentions(report, split_sentences(text), load_knowledge()) == ()


@pytest.mark.parametrize(
    ("published", "name"),
    [("2002-05-01", "George W. Bush"), ("1991-05-01", "George H. W. Bush"), (None, "George Bush")],
)
def test_a_name_of_two_presidents_is_that_of_the_day(published, name):
    [found] = [m for m in mentions("President George Bush left.", published) if m.text == "George Bush"]
    assert found.party.name == name
