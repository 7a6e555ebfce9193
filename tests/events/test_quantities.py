"""How many of what, and how exact."""

import pytest

from dragoman.events.quantities import find_quantities
from dragoman.parse.sentences import split_sentences
from dragoman.parse.syntax import Parser


@pytest.fixture(scope="module")
def parser() -> Parser:
    return Parser()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Norway ordered up to 40 patrol boats.", [(40, "patrol boats", "at_most", "up to 40 patrol boats")]),
        ("At least 12 people were killed.", [(12, "people", "at_least", "At least 12 people")]),
        ("Chad got a €140bn loan.", [(140e9, "EUR", "exactly", "€140bn")]),
        ("Chad got $3.5 million in aid.", [(3.5e6, "USD", "exactly", "$3.5 million")]),
        ("Two ministers resigned.", [(2, "ministers", "exactly", "Two ministers")]),
        ("More than 1,200 refugees crossed.", [(1200, "refugees", "more_than", "More than 1,200 refugees")]),
        ("About five hundred soldiers left.", [(500, "soldiers", "about", "About five hundred soldiers")]),
        ("They met on 19 November 2025.", []),
        ("It was the fourth capital of his tour.", []),
        ("Talks began in 2022.", []),
    ],
)
def test_a_number_is_told_with_what_it_counts_and_how_exactly(text, expected, parser):
    [sentence] = parser.parse(split_sentences(text))
    found = find_quantities(sentence, 0, len(text))
    assert [(q.value, q.unit, q.qualifier, text[q.start : q.end]) for q in found] == expected
