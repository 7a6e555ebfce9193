import pytest

from dragoman.interfaces.answers import QUESTIONS
from dragoman.interfaces.api.guards import Limits
from served import client_of, record_at

GIVEN = {
    "actor": {"party": "Lund"},
    "search": {"words": "Oslo"},
    "passages": {"words": "Oslo"},
    "meetings": {"party": "Lund", "other": "Ortiz"},
    "changes": {"since": "2031"},
    "coder-rows": {"coder": "gdelt"},
    "compare": {"coder": "gdelt"},
}


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with client_of(record_at(tmp_path_factory.mktemp("served") / "talks.record")) as client:
        yield client


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry.name)
def test_every_question_of_the_table_has_an_address_and_a_table(client, entry):
    given = GIVEN.get(entry.name, {})
    answer = client.get(entry.path, params=given)
    assert answer.status_code == 200, answer.text
    assert set(answer.json()) == {"rows", "total", "about", "notes", "next"}
    table = client.get(entry.path + ".csv", params=given)
    assert table.headers["content-type"].startswith("text/csv")
    assert len(table.text.splitlines()) == len(answer.json()["rows"]) + 1


def test_a_claim_comes_with_its_words_and_its_report(client):
    row = client.get("/v1/claims", params={"status": "occurred"}).json()["rows"][0]
    assert row["evidence"]["exact"] == "Lund and Ortiz met in Oslo on 5 May"
    assert row["report"]["outlet"] == "Example Gazette"


def test_as_of_gives_what_had_been_reported_by_then(client):
    then = client.get("/v1/events", params={"as_of": "2031-05-03"}).json()["rows"]
    now = client.get("/v1/events").json()["rows"]
    assert [row["status"] for row in then] == ["scheduled"]
    assert [row["status"] for row in now] == ["held"]


def test_the_cursor_gives_the_rest_once(client):
    first = client.get("/v1/claims", params={"limit": 1}).json()
    second = client.get("/v1/claims", params={"limit": 1, "cursor": first["next"]}).json()
    assert first["total"] == second["total"] == 2
    assert second["next"] is None
    assert first["rows"][0]["id"] != second["rows"][0]["id"]


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/v1/claims?type=CONSLT", 422, "did you mean CONSULT"),
        ("/v1/claims?as_of=yesterday", 422, "yesterday"),
        ("/v1/claims?limit=0", 422, "limit"),
        ("/v1/claims?cursor=%00", 422, "not a cursor"),
        ("/v1/claims?colour=red", 422, "colour"),
        ("/v1/changes", 422, "since"),
        ("/v1/nothing", 404, "Not Found"),
    ],
)
def test_what_cannot_be_answered_is_told_as_problem_details(client, address, status, words):
    answer = client.get(address)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == status
    assert words in answer.text


def test_nothing_can_be_written_without_a_token(client):
    for address in ("/v1/claims", "/v1/reports", "/v1/corrections"):
        assert client.post(address, json={}).status_code in (401, 403, 404, 405)


def test_an_unchanged_answer_is_not_sent_twice(client):
    tag = client.get("/v1/claims").headers["etag"]
    again = client.get("/v1/claims", headers={"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert client.get("/v1/claims?limit=1", headers={"If-None-Match": tag}).status_code == 200


def test_every_answer_forbids_what_comes_from_elsewhere(client):
    for address in ("/v1/claims", "/timeline", "/v1/nothing", "/static/style.css"):
        policy = client.get(address).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


def test_a_page_asked_for_under_a_foreign_host_name_is_refused(client):
    assert client.get("/timeline", headers={"Host": "rebound.example"}).status_code == 421


def test_limits_of_size_and_rate_hold(tmp_path):
    limits = Limits(body=100, address=200, per_second=0.001, burst=3)
    with client_of(record_at(tmp_path / "talks.record"), token="t" * 20, limits=limits) as client:
        assert client.get("/v1/claims", params={"actor": "x" * 300}).status_code == 414
        assert client.post("/v1/reports", content=b"x" * 200).status_code == 413
        answers = [client.get("/v1/claims").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]


def test_a_table_of_claims_has_the_columns_of_the_command(client):
    from dragoman.interfaces.display import CLAIM_COLUMNS

    head, first = client.get("/v1/claims.csv").text.splitlines()[:2]
    assert head == ",".join(CLAIM_COLUMNS)
    assert "Ana Lund; Ben Ortiz" in first


def test_things_are_given_by_their_id(client):
    row = client.get("/v1/claims").json()["rows"][0]
    claim = client.get(f"/v1/claims/{row['id'][:10]}").json()
    assert claim["paragraph"]["text"][claim["paragraph"]["start"] :].startswith(row["evidence"]["exact"])
    act = client.get(f"/v1/events/{row['id']}").json()
    assert (act["status"], len(act["history"])) == ("held", 2)
    report = client.get(f"/v1/reports/{row['report']['id']}").json()
    assert [told["id"] for told in report["claims"]] == [row["id"]]
    assert client.get("/v1/reports/r-2031-05-02").json()["id"] == row["report"]["id"]
    assert client.get(f"/v1/rests-on/{row['report']['id']}").json()["claims"]
    assert client.get("/v1/memo").json()["notes"]
    told = client.get("/v1").json()
    assert (told["reports"], told["claims"], told["record"]["last"]) == (2, 2, "2031-05-06")


@pytest.mark.parametrize(
    "address",
    [
        "/v1/claims/nothing",
        "/v1/events/nothing",
        "/v1/reports/%00",
        "/v1/actors/Q0",
        "/v1/watches/x",
        "/v1/reports/r-2031-05-06?as_of=2031-05-03",
    ],
)
def test_what_the_record_does_not_hold_is_told_as_not_found(client, address):
    assert client.get(address).status_code == 404


def test_claims_come_in_the_order_asked_for(client):
    days = [
        [
            row["report"]["published"]
            for row in client.get("/v1/search", params={"words": "Oslo", "sort": sort}).json()["rows"]
        ]
        for sort in ("newest", "oldest", "best")
    ]
    assert days[0] == ["2031-05-06", "2031-05-02"]
    assert days[1] == days[0][::-1]
    assert sorted(days[2]) == sorted(days[0])


def test_only_what_this_voice_answers_for_is_given(client):
    assert client.get("/v1/claims", params={"voice": "narrator"}).json()["total"] == 2
    assert client.get("/v1/claims", params={"voice": "anonymous"}).json()["total"] == 0
    assert client.get("/v1/events", params={"single_origin": "true"}).json()["total"] in (0, 1)
