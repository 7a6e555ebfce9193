import re

import pytest

from served import client_of, record_at


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with client_of(record_at(tmp_path_factory.mktemp("served") / "talks.record")) as client:
        yield client


def test_the_plan_is_drawn_above_the_line_and_the_meeting_below_it(client):
    page = client.get("/timeline").text
    lane = re.search(r'aria-label="Ana Lund: 2 claims">(.*?)</g>', page, re.DOTALL)[1]
    line = float(re.search(r'class="lane"[^>]*y1="([\d.]+)"', lane)[1])
    planned = float(re.search(r'<circle class="empty" cx="[\d.]+" cy="([\d.]+)"', lane)[1])
    happened = float(re.search(r'<circle class="full" cx="[\d.]+" cy="([\d.]+)"', lane)[1])
    assert planned < line < happened


def test_every_mark_is_named_and_leads_to_its_words(client):
    page = client.get("/timeline").text
    marks = re.findall(r'<a class="mark [^"]+" href="([^"]+)" aria-label="([^"]+)"', page)
    assert len(marks) == 4
    assert all(re.fullmatch(r"/reports/\S+#claim-\S+", href) for href, _ in marks)
    assert {says for _, says in marks} == {
        "scheduled: consult, Ana Lund, Ben Ortiz; 5 May 2031; Example Gazette",
        "occurred: consult, Ana Lund, Ben Ortiz; 5 May 2031; Example Gazette",
    }


@pytest.mark.parametrize("lanes", ["party", "issue", "type"])
def test_the_lanes_can_be_chosen(client, lanes):
    page = client.get("/timeline", params={"lanes": lanes})
    assert page.status_code == 200
    assert f'lanes={lanes}" aria-current="true"' in page.text


def test_the_window_moves_by_links_that_keep_the_filters(client):
    page = client.get("/timeline?from=2031-05-01&to=2031-05-10&actor=Lund&as_of=2031-05-03").text
    moves = dict(re.findall(r'data-move="(\w+)" href="/timeline\?([^"]+)"', page))
    assert set(moves) == {"earlier", "later", "closer", "wider"}
    assert "from=2031-05-06" in moves["later"]
    assert "from=2031-05-03" in moves["closer"]
    assert all("actor=Lund" in address and "as_of=2031-05-03" in address for address in moves.values())


def test_as_of_draws_only_what_had_been_reported_by_then(client):
    page = client.get("/timeline?as_of=2031-05-03").text
    assert "scheduled: consult" in page
    assert "occurred: consult" not in page


def test_a_time_without_claims_says_what_to_do_next(client):
    page = client.get("/timeline?from=1990&to=1991").text
    assert "No claim tells of this time." in page
    assert "2 later</a>" in page


def test_undated_claims_are_listed_apart(client):
    page = client.get("/timeline?undated=yes").text
    assert "Claims that tell no day" in page
    assert "0 claims" in page


def test_other_lanes_are_refused_in_plain_words(client):
    answer = client.get("/timeline?lanes=colour")
    assert answer.status_code == 422
    assert "no such lanes" in answer.text
