"""The tables: who held which office when, and that every row can be read."""

import csv
import re

import pytest

from dragoman.actors.knowledge import Term, load_knowledge
from dragoman.data import FOLDER


@pytest.mark.parametrize(
    ("country", "role", "on", "name"),
    [
        ("USA", "president", "2016-06-01", "Barack Obama"),
        ("USA", "president", "2017-01-20", "Donald Trump"),
        ("USA", "president", "2023-01-01", "Joe Biden"),
        ("UKR", "president", "2025-11-19", "Volodymyr Zelensky"),
        ("RUS", "president", "2010-01-01", "Dmitry Medvedev"),
        ("GBR", "prime minister", "2022-10-01", "Liz Truss"),
        ("DEU", "chancellor", "2015-01-01", "Angela Merkel"),
    ],
)
def test_office_is_told_by_the_day(country, role, on, name):
    knowledge = load_knowledge()
    assert [knowledge.actor(term.actor).name for term in knowledge.holders(country, role, on)] == [name]


def test_without_a_day_nobody_holds_an_office():
    assert load_knowledge().holders("USA", "president", None) == ()


def test_a_source_that_ended_long_ago_does_not_tell_who_holds_an_office():
    term = Term(
        "Q1", "Minister of X", "foreign minister", "KOR", "2022-05", "~2022-08-03", "wikidata", "sourced"
    )
    assert term.covers("2022-07-01")
    assert not term.covers("2025-01-01")
    assert term.is_stale("2025-01-01")


def test_every_actor_of_an_office_is_known():
    knowledge = load_knowledge()
    assert set(knowledge.terms) <= set(knowledge.actors)


def test_ids_are_items_or_slugs():
    for identity in load_knowledge().actors:
        assert re.fullmatch(r"Q\d+|(?:person|org|seat|area):[a-z0-9-]+", identity), identity


def test_every_country_code_is_in_the_table_of_states():
    knowledge = load_knowledge()
    codes = {actor.country for actor in knowledge.actors.values() if actor.country}
    assert codes - set(knowledge.states) <= {"EUR"}


@pytest.mark.parametrize("name", ["states", "organisations", "seats", "people", "offices"])
def test_every_table_says_where_it_comes_from_and_repeats_no_row(name):
    lines = (FOLDER / "actors" / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].startswith("#")
    rows = [tuple(row) for row in csv.reader(line for line in lines if not line.startswith("#"))]
    assert len(rows) == len(set(rows))
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize(
    ("country", "role", "on", "name"),
    [
        ("PRK", "supreme leader", "2002-08-01", "Kim Jong-il"),
        ("PRK", "supreme leader", "2020-01-01", "Kim Jong-un"),
        ("KHM", "prime minister", "2015-01-01", "Hun Sen"),
        ("KHM", "prime minister", "2024-01-01", "Hun Manet"),
    ],
)
def test_father_and_son_are_two(country, role, on, name):
    knowledge = load_knowledge()
    assert name in [knowledge.actor(term.actor).name for term in knowledge.holders(country, role, on)]
