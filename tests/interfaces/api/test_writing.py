import json

import pytest

from dragoman.interfaces.api.incoming import MOST_WAITING, IncomingReports
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import claim
from served import client_of, record_at

TOKEN = "a token of the tests"
BEARER = {"Authorization": f"Bearer {TOKEN}"}
SAID = {"reason": "the ministry's denial", "by": "Ada"}


@pytest.fixture
def client(tmp_path):
    with client_of(record_at(tmp_path / "talks.record"), token=TOKEN) as client:
        yield client


def code(documents):
    for document in documents:
        yield CodedDocument(document, (claim(document, document.text[:20], document.text.split()[0]),))


def claims_of(client):
    return client.get("/v1/claims").json()["rows"]


@pytest.mark.parametrize("address", ["/v1/corrections", "/v1/reports", "/v1/watches"])
@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Authorization": "Bearer wrong"},
        {"Authorization": "Basic YQ=="},
        {"Cookie": "dragoman_session=x"},
    ],
)
def test_nothing_is_written_without_the_token(client, address, headers):
    before = client.get("/v1/claims").headers["etag"]
    answer = client.post(address, json={"name": "x"}, headers=headers)
    assert answer.status_code == 401
    assert answer.headers["content-type"] == "application/problem+json"
    assert client.get("/v1/claims").headers["etag"] == before


def test_a_server_without_a_token_only_reads(tmp_path):
    with client_of(record_at(tmp_path / "talks.record")) as client:
        assert client.post("/v1/corrections", json={}, headers=BEARER).status_code == 403


def test_a_claim_is_rejected_with_the_reason_and_the_name_and_taken_back(client):
    first = claims_of(client)[0]["id"]
    made = client.post("/v1/corrections", json={"kind": "reject", "subject": first, **SAID}, headers=BEARER)
    assert made.status_code == 201
    assert (made.json()["person"], made.json()["reason"]) == ("Ada", "the ministry's denial")
    assert first not in [row["id"] for row in claims_of(client)]
    number = str(made.json()["number"])
    client.post("/v1/corrections", json={"kind": "undo", "subject": number, **SAID}, headers=BEARER)
    assert first in [row["id"] for row in claims_of(client)]


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"kind": "reject", "reason": "x", "by": "Ada"}, "subject"),
        ({"kind": "reject", "subject": "CLAIM", "by": "Ada"}, "reason"),
        ({"kind": "reject", "subject": "CLAIM", "reason": "  ", "by": "Ada"}, "reason is missing"),
        ({"kind": "reject", "subject": "none such", **SAID}, "no such claim"),
        ({"kind": "edit", "subject": "CLAIM", "field": "status", "value": "canceled", **SAID}, "cancelled"),
        ({"kind": "edit", "subject": "CLAIM", "value": "cancelled", **SAID}, "field is missing"),
        ({"kind": "merge", "subject": "CLAIM", "other": "CLAIM", **SAID}, "named twice"),
        ({"kind": "erase", "subject": "CLAIM", **SAID}, "kind"),
        ({"kind": "accept", "subject": "CLAIM", "colour": "red", **SAID}, "colour"),
        ({"kind": "accept", "subject": "CLAIM", "on": "yesterday", **SAID}, "not a day"),
    ],
)
def test_what_cannot_be_corrected_is_told_as_problem_details(client, given, words):
    first = claims_of(client)[0]["id"]
    given = {name: first if value == "CLAIM" else value for name, value in given.items()}
    answer = client.post("/v1/corrections", json=given, headers=BEARER)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert words in answer.text


@pytest.mark.parametrize("body", [b"", b"[1]", b"{", b"[" * 100_000, b"\xff\xfe"])
def test_a_body_that_is_no_object_is_refused(client, body):
    assert client.post("/v1/corrections", content=body, headers=BEARER).status_code == 422


def test_each_report_of_an_upload_is_told_what_became_of_it(client, tmp_path):
    with open_record(tmp_path / "talks.record") as record:
        client.app.state.incoming = IncomingReports(record, code)
        lines = (
            {"id": "a", "text": "The ministers will meet in Oslo on Friday.", "published": "2031-05-08"},
            {"id": "b", "text": "The ministers will meet in Oslo on Friday."},
            {"id": "c", "text": "  "},
        )
        sent = "\n".join(map(json.dumps, lines))
        answer = client.post("/v1/reports", content=sent, headers=BEARER)
        client.app.state.incoming.close()
    assert answer.status_code == 200, answer.text
    told = answer.json()
    assert (told["coded"], told["held"], told["set_aside"]) == (1, 1, 1)
    assert [one["became"] for one in told["reports"]] == ["coded", "held", "set aside"]
    assert told["reports"][2]["reason"]
    assert client.get(f"/reports/{told['reports'][0]['report']}").status_code == 200


def test_an_upload_is_told_to_come_back_where_too_many_wait(client):
    client.app.state.incoming._waiting = MOST_WAITING
    answer = client.post("/v1/reports", content=b"The ministers met.", headers=BEARER)
    assert answer.status_code == 503
    assert answer.headers["retry-after"]


def test_a_watch_is_defined_and_stopped(client):
    asked = {"name": "grain", "parties": ["Lund"], "words": "grain"}
    made = client.post("/v1/watches", json=asked, headers=BEARER)
    assert made.status_code == 201, made.text
    assert made.json()["parties"] == ["Lund"]
    stopped = client.post("/v1/watches", json={"name": "grain", "stop": True}, headers=BEARER)
    assert stopped.json() == {"name": "grain", "stopped": True}
    again = client.post("/v1/watches", json={"name": "grain", "stop": True}, headers=BEARER)
    assert (again.status_code, "was stopped" in again.text) == (422, True)


@pytest.mark.parametrize(
    "asked", [{"name": "x"}, {"name": " ", "words": "grain"}, {"name": "x", "types": ["CONSLT"]}]
)
def test_a_watch_that_asks_for_nothing_or_what_there_is_not_is_refused(client, asked):
    assert client.post("/v1/watches", json=asked, headers=BEARER).status_code == 422


def test_the_description_of_the_api_says_what_each_writing_address_takes(client):
    paths = client.get("/v1/openapi.json").json()["paths"]
    for address in ("/v1/corrections", "/v1/reports", "/v1/watches"):
        assert "application/json" in paths[address]["post"]["requestBody"]["content"]
