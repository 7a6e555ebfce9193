import pytest

from dragoman.ask.query import Meaning, Names, ask_for, full_text, is_named, match_parties, meaning_of
from dragoman.errors import SettingsError


@pytest.mark.parametrize(
    ("typed", "first", "last"),
    [
        ("2025", "2025-01-01", "2025-12-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2025-11-19", "2025-11-19", "2025-11-19"),
    ],
)
def test_a_month_or_year_is_all_its_days(typed, first, last):
    question = ask_for(from_=typed, to=typed, as_of=typed)
    assert (question.from_, question.to, question.as_of) == (first, last, last)


@pytest.mark.parametrize("typed", ["yesterday", "2025-13", "2025-02-30", "19.11.2025", "", "0000"])
def test_a_day_that_is_none_says_what_was_expected(typed):
    with pytest.raises(SettingsError, match="2025-11-19, 2025-11 or 2025"):
        ask_for(from_=typed)


def test_types_and_statuses_may_be_several_in_any_case():
    question = ask_for(event_types="consult, AGREE,consult", statuses="Scheduled")
    assert question.event_types == ("CONSULT", "AGREE")
    assert question.statuses == ("scheduled",)


def test_a_wrong_type_is_met_with_the_nearest_right_one():
    with pytest.raises(SettingsError, match="did you mean ACCUSE") as caught:
        ask_for(event_types="ACUSE")
    assert "--type" in str(caught.value) and "\n" not in str(caught.value)
    with pytest.raises(SettingsError, match="did you mean cancelled"):
        ask_for(statuses="canceled")


@pytest.mark.parametrize(
    "wrong", [{"limit": 0}, {"actor": "--"}, {"issue": ""}, {"from_": "2026", "to": "2025"}], ids=str
)
def test_questions_that_ask_nothing_are_refused(wrong):
    with pytest.raises(SettingsError):
        ask_for(**wrong)


@pytest.mark.parametrize(
    ("words", "name", "same"),
    [
        ("Erdogan", "Recep Tayyip Erdoğan", True),
        ("ERDOĞAN tayyip", "Recep Tayyip Erdogan", True),
        ("Zelenskiy", "Volodymyr Zelensky", True),
        ("Zelen", "Volodymyr Zelensky", True),
        ("Iran", "Tirana", False),
        ("Oman", "Roman Abramovich", False),
        ("Alma Lind", "Alma Reyes", False),
        ("", "Alma Reyes", False),
    ],
)
def test_part_of_a_name_is_enough_and_accents_do_not_count(words, name, same):
    assert is_named(words, name) is same


def test_words_that_name_a_country_match_whole_words_only():
    names = Names(parties=(("Nigeria", None, "NGA"), ("Niger", None, "NER")))
    assert match_parties("Niger", names, Meaning(countries=("NER",))).names == ("Niger",)


@pytest.mark.parametrize("words", ["Turkey", "turkish", "TUR", "tur"])
def test_a_country_is_known_by_name_adjective_and_code(words):
    assert meaning_of(words).countries == ("TUR",)


def test_a_capital_is_an_actor_not_all_its_country():
    meaning = meaning_of("Moscow")
    assert meaning.actors and not meaning.countries
    assert meaning_of("Nowhere in particular") == Meaning()


@pytest.mark.parametrize(
    ("typed", "asked"),
    [
        ("ceasefire talks", '"ceasefire" AND "talks"'),
        ('"prisoner exchange" Kyiv', '"prisoner exchange" AND "Kyiv"'),
        ("“prisoner exchange”", '"prisoner exchange"'),
        ('unclosed "phrase here', '"unclosed" AND "phrase here"'),
        ("text: OR NOT NEAR(a b)", '"text:" AND "OR" AND "NOT" AND "NEAR(a" AND "b)"'),
        ("negotiat*", '"negotiat"*'),
        ("a -- b", '"a" AND "b"'),
    ],
)
def test_what_a_user_types_never_reaches_the_syntax_of_the_index(typed, asked):
    assert full_text(typed) == asked


@pytest.mark.parametrize("typed", ["", "  ", '"', "*", "-- ()", '""'])
def test_a_search_without_words_is_refused(typed):
    with pytest.raises(SettingsError, match="no word"):
        full_text(typed)


@pytest.mark.parametrize("share", [-0.1, 1.5])
def test_a_confidence_is_a_share(share):
    with pytest.raises(SettingsError, match="not a confidence"):
        ask_for(min_confidence=share)
