from served import client_of, record_at

TOKEN = "a token of the tests"
OURS = {"Origin": "http://testserver"}


def test_a_watch_is_defined_by_form_shown_with_its_words_and_stopped(tmp_path):
    with client_of(record_at(tmp_path / "talks.record"), token=TOKEN) as client:
        asked = {"name": "<b>Oslo</b>", "parties": "Lund, Ortiz"}
        assert client.post("/watch", data=asked, headers=OURS).status_code == 401
        client.post("/sign-in", data={"token": TOKEN}, headers=OURS)
        assert client.post("/watch", data=asked).status_code == 401
        page = client.post("/watch", data=asked, headers=OURS)
        assert page.status_code == 200, page.text
        assert "&lt;b&gt;Oslo&lt;/b&gt;" in page.text
        assert "#claim-" in page.text
        assert client.get("/watch").text.count("Oslo") == 2
        assert client.get("/memo", params={"watch": "<b>Oslo</b>"}).status_code == 200
        client.post("/watch", data={"name": "<b>Oslo</b>", "do": "stop"}, headers=OURS)
        assert "Nothing is followed" in client.get("/watch").text


def test_where_there_is_no_such_watch_and_where_the_server_only_reads(tmp_path):
    with client_of(record_at(tmp_path / "talks.record")) as client:
        assert client.get("/watch/none").status_code == 404
        assert "This server only reads" in client.get("/watch").text
        assert "#claim-" in client.get("/memo").text
