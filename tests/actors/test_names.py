"""Folding keeps lengths; spellings of one name are known, other names are not."""

import pytest

from dragoman.actors.names import fold, same_name


@pytest.mark.parametrize("text", ["Erdoğan’s", "Çavuşoğlu", "Łukasz Ørsted", "Zelenśkyj – Kyїv", "ﬁn"])
def test_folding_keeps_the_length(text):
    assert len(fold(text)) == len(text)


@pytest.mark.parametrize(
    ("one", "other"), [("zelensky", "zelenskyy"), ("sergey", "sergei"), ("lukashenko", "lukashenka")]
)
def test_spellings_of_one_name_are_alike(one, other):
    assert same_name(one, other)


@pytest.mark.parametrize(("one", "other"), [("xi", "li"), ("putin", "rutin"), ("merkel", "berkel"), ("", "")])
def test_other_names_are_not(one, other):
    assert not same_name(one, other)
