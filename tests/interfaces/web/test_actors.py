"""The pages of actors: the list with its search, and one party, resolved or known by name alone."""

import pytest

from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import claim, party, report
from served import client_of, record_at

TEXT = "Harbour officials and Vladimir Putin met in Oslo, <b>the host</b> said."


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = record_at(tmp_path_factory.mktemp("served") / "small.record")
    with open_record(path) as record:
        document = report(TEXT, given_id="o", outlet="Example Gazette", published="2031-05-07")
        both = (
            party(TEXT, "Harbour officials", name="Harbour officials", kind="group"),
            party(TEXT, "Vladimir Putin", name="Vladimir Putin", actor="Q7747", country="RUS"),
        )
        record.add(CodedDocument(document, (claim(document, TEXT[:44], "met", participants=both),)))
    return client_of(path)


def test_the_list_says_who_is_not_resolved_and_can_be_searched(client):
    page = client.get("/actors").text
    assert "Ana Lund" in page and "not resolved: by name alone" in page
    found = client.get("/actors?name=lund").text
    assert "Ana Lund" in found and "Ben Ortiz" not in found
    assert "Nobody in the record is called so" in client.get("/actors?name=zzz").text


def test_an_actor_has_offices_with_their_source_and_its_meetings(client):
    page = client.get("/actors/Q7747").text
    assert "Offices" in page and "President of Russia" in page
    assert "#claim-" in page and "/timeline?actor=Q7747" in page


def test_a_party_by_name_alone_is_said_to_be_unresolved(client):
    page = client.get("/actors/Harbour%20officials").text
    assert "Not resolved" in page and "takes nobody for it" in page


def test_a_name_that_several_may_bear_lists_them_and_chooses_none(client):
    page = client.get("/actors/Zelensky").text
    assert "Volodymyr Zelensky" in page


def test_nobody_is_a_page_in_plain_words(client):
    answer = client.get("/actors/Qqqqxzxz%20Vvvvkkk")
    assert answer.status_code == 404 and "nobody of that id or name" in answer.text


def test_the_data_is_that_of_the_page(client):
    assert client.get("/actors/Q7747.json").json()["about"]["actor"]["name"] == "Vladimir Putin"
    assert client.get("/actors.json?name=Lund").json()["total"] == 1
    assert "Harbour officials" in client.get("/actors/Q7747.csv").text
    assert client.get("/v1/actor?party=Q7747").status_code == 200
