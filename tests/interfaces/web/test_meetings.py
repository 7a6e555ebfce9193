"""The page of who met whom: a matrix, a drawing with its table, and the meetings of two."""

import pytest

from served import client_of, record_at


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    return client_of(record_at(tmp_path_factory.mktemp("served") / "small.record"))


def test_the_matrix_counts_what_was_held_once_and_opens_on_the_pair(client):
    page = client.get("/meetings").text
    assert "Who met whom" in page
    assert "met 1, spoke 0, planned 0" in page
    assert "/meetings?party=person%3Aana-lund&amp;other=person%3Aben-ortiz" in page
    assert 'stroke-dasharray="5 5"' not in page, "nothing is only planned any more"


def test_a_plan_is_never_in_the_number_of_what_was_held(client):
    page = client.get("/meetings?as_of=2031-05-03").text
    assert "met 0, spoke 0, planned 1" in page
    assert 'stroke-dasharray="5 5"' in page
    assert "<b>1</b>" not in page


def test_states_are_told_by_country(client):
    page = client.get("/meetings?by=state").text
    assert "Norway" in page and "Spain" in page and "party=NOR&amp;other=ESP" in page


def test_two_parties_have_their_last_meeting_with_its_words_and_all_that_led_to_it(client):
    page = client.get("/meetings?party=Lund&other=Ortiz").text
    assert "5 May 2031" in page and "Lund and Ortiz met in Oslo on 5 May" in page
    assert "will meet in Oslo" in page
    assert "#claim-" in page and "does not mean that there was none" in page


def test_silence_is_not_a_denial(client):
    page = client.get("/meetings?party=Lund&other=Nobody").text
    assert "That is not a denial" in page and "Said not to have met" not in page


def test_days_without_a_report_say_what_to_do_next(client):
    page = client.get("/meetings?from=2020-01-01&to=2020-02-01").text
    assert "Choose more days" in page


def test_the_data_is_that_of_the_page(client):
    rows = client.get("/meetings.json").json()["rows"]
    assert [(r["party"]["name"], r["other"]["name"], r["met"]) for r in rows] == [
        ("Ana Lund", "Ben Ortiz", 1)
    ]
    assert client.get("/meetings.json?party=Lund&other=Ortiz").json()["rows"][0]["status"] == "held"
    assert "Ana Lund" in client.get("/meetings.csv").text
    assert client.get("/v1/matrix?by=state").json()["about"]["by"] == "state"


@pytest.mark.parametrize(
    "query", ["by=planet", "busiest=many", "busiest=0", "from=yesterday", "min_confidence=abc"]
)
def test_what_cannot_be_is_refused_in_words(client, query):
    assert client.get(f"/meetings?{query}").status_code == 422
