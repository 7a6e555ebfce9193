"""The page of positions: a matrix of issues and sides, and one side's words over time."""

import pytest

from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import claim, party, report
from served import client_of

WORDS = (
    ("2031-03-01", "demand", "Lund demands an immediate ceasefire along the whole line."),
    ("2031-04-02", "offer", "Lund offers a ceasefire along the whole line."),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "stances.record"
    with open_record(path) as record:
        for published, stance, text in WORDS:
            document = report(text, given_id=published, outlet="Example Gazette", published=published)
            lund = party(text, "Lund", name="Ana Lund", actor="person:ana-lund", country="NOR")
            told = claim(
                document,
                text[:-1],
                text.split()[1],
                kind="position",
                event_type="REQUEST",
                participants=(lund,),
                issue="ceasefire",
                stance=stance,
            )
            record.add(CodedDocument(document, (told,)))
    return client_of(path)


def test_a_cell_has_the_latest_stance_and_how_it_moved(client):
    page = client.get("/positions").text
    assert "<b>offer</b>" in page and "softened" in page
    assert "/positions?holder=person%3Aana-lund&amp;issue=ceasefire" in page
    assert "alive" in page and "last moved 2 Apr 2031" in page


def test_a_stance_told_once_is_not_called_unchanged(client):
    rows = client.get("/positions.json?as_of=2031-03-15").json()["rows"]
    assert [(row["latest"]["stance"], row["movement"]) for row in rows] == [("demand", "told once")]


def test_the_words_of_one_side_stand_over_time_with_what_was_dropped_and_added(client):
    page = client.get("/positions?holder=Lund&issue=ceasefire").text
    assert page.index("demands an immediate") < page.index("offers a ceasefire")
    assert "<del>demands an immediate</del>" in page and "<ins>offers a</ins>" in page
    assert "#claim-" in page


def test_a_state_holds_what_those_say_who_act_for_it(client):
    assert "holder=NOR" in client.get("/positions?by=state").text


def test_nothing_found_says_so_and_what_to_do(client):
    assert "No report of the record tells what Nobody holds" in client.get("/positions?holder=Nobody").text
    assert "All issues" in client.get("/positions?issue=fishing").text


def test_the_data_is_that_of_the_page(client):
    assert client.get("/v1/standings").json()["about"]["issues"][0]["issue"] == "ceasefire"
    assert len(client.get("/positions.json?holder=Lund").json()["rows"][0]["told"]) == 2
    assert "softened" in client.get("/positions.csv").text
    assert client.get("/positions?by=planet").status_code == 422
