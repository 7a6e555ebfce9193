import re
from itertools import pairwise

import pytest

from dragoman.interfaces.web.pages import MODULES
from served import client_of, record_at


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with client_of(record_at(tmp_path_factory.mktemp("served") / "talks.record")) as client:
        yield client


@pytest.fixture(scope="module")
def act(client):
    return client.get("/events.json").json()["rows"][0]


def test_the_list_has_the_act_once_with_its_reports_and_families(client):
    page = client.get("/events").text
    assert page.count('<article class="card act"') == 1
    assert "2 reports of 1 independent family" in page or "2 reports of 2 independent families" in page


def test_the_list_is_narrowed(client):
    for wanted, count in (
        ({"type": "CONSULT"}, 1),
        ({"type": "ASSAULT"}, 0),
        ({"stage": "held"}, 1),
        ({"stage": "overdue"}, 0),
        ({"party": "Ortiz"}, 1),
        ({"party": "Spain"}, 1),
        ({"party": "Zelensky"}, 0),
        ({"from": "2031-05-06"}, 0),
        ({"from": "2031-05", "to": "2031-05"}, 1),
        ({"several": "true"}, 1),
        ({"as_of": "2031-05-06", "stage": "scheduled"}, 0),
        ({"as_of": "2031-05-05", "stage": "scheduled"}, 1),
    ):
        assert client.get("/events.json", params=wanted).json()["total"] == count, wanted
    assert client.get("/events", params={"stage": "maybe"}).status_code == 422
    assert len(client.get("/events.csv").text.splitlines()) == 2


def test_an_act_tells_its_history_and_each_step_opens_on_its_words(client, act):
    page = client.get(f"/events/{act['event']}")
    assert page.status_code == 200
    for step in act["history"]:
        assert f"/reports/{step['report']['id']}#claim-{step['claim']}" in page.text
    history = page.text.partition('class="history"')[2]
    assert history.index("scheduled") < history.index("held")
    assert "told as “5 May”, exact to the day" in page.text


def test_an_act_is_found_by_the_id_of_any_of_its_claims(client, act):
    other = act["history"][-1]["claim"]
    assert other != act["event"]
    found = client.get(f"/events/{other}?as_of=2031-06-01", follow_redirects=False)
    assert found.status_code == 307
    assert found.headers["location"] == f"/events/{act['event']}?as_of=2031-06-01"
    assert client.get(f"/events/{other}.json").json()["event"] == act["event"]


def test_an_act_as_of_a_day_before_it_was_held_is_a_plan(client, act):
    page = client.get(f"/events/{act['event']}?as_of=2031-05-03").text
    assert "is announced" in page
    assert "took place" not in page
    assert "has not confirmed" in page


def test_what_is_not_there_is_a_page_in_plain_words(client):
    for address in ("/events/0123456789abcdef", "/claims/0123456789abcdef", "/events/%00"):
        page = client.get(address, headers={"Accept": "text/html"})
        assert page.status_code == 404
        assert "<h1>" in page.text


def test_a_claim_opens_on_its_words(client, act):
    step = act["history"][0]
    found = client.get(f"/claims/{step['claim']}", follow_redirects=False)
    assert found.headers["location"] == f"/reports/{step['report']['id']}#claim-{step['claim']}"


def test_the_data_of_an_act_says_which_report_added_what(client, act):
    value = client.get(f"/events/{act['event']}.json").json()
    assert {"what": "party", "value": "Ana Lund"} in value["added"][0]["details"]
    assert [p["status"] for p in value["parties"]] == ["attended", "attended"]
    assert len(client.get(f"/events/{act['event']}.csv").text.splitlines()) == 3


def test_headings_go_down_by_one(client, act):
    for address in ("/", "/events", f"/events/{act['event']}"):
        levels = [int(n) for n in re.findall(r"<h([1-6])", client.get(address).text)]
        assert levels[0] == 1
        assert all(b - a <= 1 for a, b in pairwise(levels)), address
    assert "acts" in MODULES
