"""What a page left open asks, and the offer it makes."""

from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import report
from served import client_of, record_at


def test_the_state_says_when_the_record_grew_and_costs_a_line_until_then(tmp_path):
    path = record_at(tmp_path / "r")
    client = client_of(path)
    first = client.get("/state.json")
    assert first.json()["reports"] == 2
    again = client.get("/state.json", headers={"If-None-Match": first.headers["etag"]})
    assert again.status_code == 304 and not again.content
    with open_record(path) as record:
        record.add(CodedDocument(report("They parted in Oslo."), ()))
    grown = client.get("/state.json", headers={"If-None-Match": first.headers["etag"]})
    assert grown.status_code == 200 and grown.json()["reports"] == 3
    assert grown.json()["state"] != first.json()["state"]


def test_every_page_offers_what_is_new_with_its_filters_and_without_scripts(tmp_path):
    client = client_of(record_at(tmp_path / "r"))
    page = client.get("/timeline?actor=Lund").text
    assert 'id="news" role="status" hidden' in page
    assert '<a href="/timeline?actor=Lund">look again for new reports</a>' in page


def test_a_page_of_a_past_day_offers_nothing_new(tmp_path):
    client = client_of(record_at(tmp_path / "r"))
    assert 'id="news"' not in client.get("/timeline?as_of=2031-05-03").text
