"""Asking the knowledge base by name."""

import pytest

from dragoman.actors.knowledge import load_knowledge
from dragoman.actors.lookup import find_actors


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("Q7747", "Q7747"),
        ("vladimir putin", "Q7747"),
        ("Lavrov", "Q58217"),
        ("Erdoğan", "Q39259"),
        ("NATO", "Q7184"),
        ("UKR", "Q212"),
        ("Volodymir Zelenskij", "Q3874799"),
    ],
)
def test_the_likeliest_stands_first(words, first):
    assert find_actors(words, load_knowledge())[0].actor.id == first


def test_the_office_is_that_of_the_day():
    (biden,) = [f for f in find_actors("Joe Biden", load_knowledge(), "2012-05-05") if f.match == "name"]
    assert biden.office is not None
    assert "Vice President" in biden.office.office
    assert find_actors("Joe Biden", load_knowledge())[0].office is None


def test_nobody_is_called_so():
    assert find_actors("Xqzvw Kjhgf", load_knowledge()) == ()
