import pytest

from served import client_of, record_at

TOKEN = "a token of the tests"
OURS = {"Origin": "http://testserver"}
HOSTILE = "<script>alert(1)</script> {{ 7*7 }} \u202e"


@pytest.fixture
def client(tmp_path):
    with client_of(record_at(tmp_path / "talks.record"), token=TOKEN) as client:
        yield client


@pytest.fixture
def signed_in(client):
    answer = client.post(
        "/sign-in", data={"token": TOKEN, "next": "/reports"}, headers=OURS, follow_redirects=False
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/reports")
    return client


def claim_of(client):
    return client.get("/v1/claims").json()["rows"][0]


def form_of(client, **more):
    return {"kind": "reject", "subject": claim_of(client)["id"], "reason": HOSTILE, "by": HOSTILE, **more}


def test_where_the_server_only_reads_the_pages_say_so_and_show_no_form(tmp_path):
    with client_of(record_at(tmp_path / "talks.record")) as client:
        report = claim_of(client)["report"]["id"]
        for address in ("/corrections", f"/reports/{report}", "/sign-in"):
            page = client.get(address).text
            assert "This server only reads" in page
            assert 'method="post"' not in page
        assert client.get("/corrections/new?claim=a").status_code == 403
        assert client.post("/corrections", data={}, headers=OURS).status_code == 403
        assert client.post("/sign-in", data={"token": ""}, headers=OURS).status_code == 401


def test_nobody_corrects_who_has_not_signed_in(client):
    answer = client.get("/corrections/new?claim=abc", follow_redirects=False)
    assert answer.headers["location"] == "/sign-in?next=%2Fcorrections%2Fnew%3Fclaim%3Dabc"
    assert client.post("/corrections", data=form_of(client), headers=OURS).status_code == 401
    assert client.post("/reports/add", data={"text": "x"}, headers=OURS).status_code == 401
    assert client.post("/sign-in", data={"token": "wrong"}, headers=OURS).status_code == 401


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://elsewhere.example"}, {"Origin": "null"}])
def test_a_form_that_comes_from_elsewhere_is_refused(signed_in, headers):
    assert signed_in.post("/corrections", data=form_of(signed_in), headers=headers).status_code == 401
    assert signed_in.post("/sign-in", data={"token": TOKEN}, headers=headers).status_code == 401
    assert signed_in.get("/corrections.json").json()["rows"] == []


def test_a_correction_is_listed_as_text_with_who_says_so_and_why_and_can_be_undone(signed_in):
    subject = claim_of(signed_in)["id"]
    page = signed_in.post("/corrections", data=form_of(signed_in), headers=OURS).text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7*7 }}" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert subject not in signed_in.get("/timeline").text
    undo = {"kind": "undo", "subject": "1", "reason": "an error", "by": "Ada"}
    assert "1 correction" in page
    assert "Undo" in signed_in.get("/corrections/new?undo=1").text
    assert signed_in.post("/corrections", data=undo, headers=OURS).status_code == 200
    assert [row["undone"] for row in signed_in.get("/corrections.json").json()["rows"]] == [False, True]


@pytest.mark.parametrize("kind", ["accept", "edit", "merge", "split", "retract"])
def test_each_form_of_a_claim_or_report_does_what_it_says(signed_in, kind):
    rows = signed_in.get("/v1/claims").json()["rows"]
    subject = rows[0]["report"]["id"] if kind == "retract" else rows[0]["id"]
    name = "report" if kind == "retract" else "claim"
    assert f'value="{kind}"' in signed_in.get("/corrections/new", params={name: subject}).text
    more = {"field": "status", "value": "cancelled", "other": rows[1]["id"]}
    given = form_of(signed_in, kind=kind, subject=subject, **more)
    assert signed_in.post("/corrections", data=given, headers=OURS).status_code == 200
    assert [row["kind"] for row in signed_in.get("/corrections.json").json()["rows"]] == [kind]
    page = signed_in.get(f"/reports/{rows[0]['report']['id']}").text
    assert ("<strong>Retracted</strong>" in page) == (kind == "retract")
    assert "#correction-1" in page


def test_a_correction_that_cannot_be_is_told_at_its_form_with_what_was_typed(signed_in):
    given = form_of(signed_in, kind="edit", field="status", value="canceled", reason="page 2")
    answer = signed_in.post("/corrections", data=given, headers=OURS)
    assert answer.status_code == 422
    assert "did you mean cancelled" in answer.text
    assert "page 2" in answer.text
    assert signed_in.post("/corrections", data={"kind": "reject"}, headers=OURS).status_code == 404


def test_signing_in_leads_to_no_other_server(client):
    for address in ("//elsewhere.example/", "https://elsewhere.example/", "/\\elsewhere.example", "/\n/x"):
        given = {"token": TOKEN, "next": address}
        answer = client.post("/sign-in", data=given, headers=OURS, follow_redirects=False)
        assert answer.headers["location"] == "/corrections"


def test_who_signs_out_can_correct_no_more(signed_in):
    assert signed_in.post("/sign-out", headers=OURS).status_code == 200
    assert signed_in.post("/corrections", data=form_of(signed_in), headers=OURS).status_code == 401
