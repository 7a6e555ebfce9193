"""Contradictions, search, families, outlets and what the marks mean."""

import csv
import io
import re
from itertools import pairwise

import pytest

from dragoman.interfaces.web.finding import marked
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import city, claim, day, party, report
from served import client_of

REST = (
    " The two ministers agreed that a working group of customs officers will draw up a list of ports by June."
    " Ortiz thanked the Norwegian hosts and spoke of a frank exchange about insurance for freighters."
    " Lund told reporters on the quay that the corridor had carried wheat from Odesa since last autumn."
)
OSLO = "Ana Lund and Ben Ortiz met in Oslo on 5 May. They spoke about grain and gas for two hours." + REST
BERGEN = "Ana Lund and Ben Ortiz met in Bergen on 5 May, aides said after the talks."
COPY = "Ana Lund and Ben Ortiz met in Oslo on 5 May. They spoke about grain and gas for three hours." + REST
HOSTILE = '"><img src=x onerror=alert(1)> {{ 7 * 7 }} \u202eevil grain'


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "talks.record"
    with open_record(path) as record:
        for text, town, outlet, published in (
            (OSLO, "Oslo", "Example Gazette", "2031-05-06"),
            (BERGEN, "Bergen", "Fjord Times", "2031-05-06"),
            (COPY, "Oslo", "Copy & Paste", "2031-05-07"),
        ):
            document = report(text, given_id=outlet, outlet=outlet, published=published, title="Talks")
            told = claim(
                document,
                text.partition(".")[0].partition(",")[0],
                "met",
                participants=(
                    party(text, "Ana Lund", actor="person:ana-lund", country="NOR"),
                    party(text, "Ben Ortiz", actor="person:ben-ortiz", country="ESP"),
                ),
                place=city(text, town, "NOR"),
                time=day(text, "5 May", "2031-05-05"),
            )
            record.add(CodedDocument(document, (told,)))
        hostile = report(HOSTILE, outlet=HOSTILE, title=HOSTILE, published="2031-05-07")
        record.add(CodedDocument(hostile, (claim(hostile, HOSTILE, "evil"),)))
    with client_of(path) as client:
        yield client


PAGES = ("/contradictions", "/search?words=grain", "/search", "/families", "/sources", "/about")


@pytest.mark.parametrize("address", PAGES)
def test_headings_go_down_by_one_and_no_text_of_a_report_is_markup(client, address):
    page = client.get(address)
    assert page.status_code == 200
    levels = [int(n) for n in re.findall(r"<h([1-6])", page.text)]
    assert levels[0] == 1
    assert all(b - a <= 1 for a, b in pairwise(levels))
    assert "<img src=x" not in page.text
    assert "\u202e" not in page.text
    assert " style=" not in page.text


def test_a_contradiction_shows_both_quotations_and_each_opens_on_its_words(client):
    page = client.get("/contradictions").text
    row = client.get("/contradictions.json?kind=place").json()["rows"][0]
    for side in (row["first"], row["second"]):
        assert f"/reports/{side['report']['id']}#claim-{side['claim']}" in page
        assert f"“{side['quotation']}”" in page
    assert {row["first"]["says"], row["second"]["says"]} == {"Oslo", "Bergen"}
    assert client.get("/contradictions.json?kind=date").json()["total"] == 0
    assert client.get("/contradictions?kind=taste").status_code == 422
    assert len(client.get("/contradictions.csv?kind=place").text.splitlines()) == 2


def test_search_marks_the_words_in_their_context(client):
    page = client.get("/search?words=lund+oslo").text
    assert "<mark>Oslo</mark>" in page
    assert 'action="/search"' in page
    assert "2 claims with these words" in page
    passages = client.get('/search?words="gas for two"').text
    assert "<mark>gas for two</mark>" in passages
    assert "Further reports" in passages


def test_search_says_what_silence_means(client):
    page = client.get("/search?words=zeppelin").text
    assert "is not to say “no”" in page
    assert client.get("/search?words=%22").status_code == 422


@pytest.mark.parametrize(
    ("words", "hits"),
    [
        ("lund", ["Lund"]),
        ('"Ben Ortiz"', ["Ben Ortiz"]),
        ("ort*", ["Ortiz"]),
        ("ort", []),
        ('"Ortiz Ben"', []),
    ],
)
def test_only_what_was_searched_for_is_marked(words, hits):
    text = "Ana Lund and Ben Ortiz"
    pieces = marked(text, words)
    assert "".join(piece for piece, _ in pieces) == text
    assert [piece for piece, hit in pieces if hit] == hits


def test_families_show_what_a_copy_changed(client):
    page = client.get("/families").text
    assert "<del>two" in page
    assert "<ins>three" in page
    rows = list(csv.DictReader(io.StringIO(client.get("/families.csv").text)))
    assert {row["outlet"] for row in rows} >= {"Example Gazette", "Fjord Times", "Copy & Paste"}
    assert client.get("/families.json").json()["total"] == 3


def test_outlets_have_their_reports_and_families(client):
    row = client.get("/sources.json").json()["rows"][0]
    assert (row["reports"], row["families"]) == (1, 1)
    assert "Copy &amp; Paste" in client.get("/sources").text
    assert client.get("/sources.csv").text.startswith("outlet,reports,families")


def test_as_of_goes_along(client):
    for address in PAGES:
        link = "&" if "?" in address else "?"
        page = client.get(f"{address}{link}as_of=2031-05-06").text
        assert "evil" not in page
        assert 'href="/timeline?as_of=2031-05-06"' in page


def test_a_search_can_be_kept_as_a_watch_by_who_may_write(tmp_path):
    from served import record_at

    token = "a-token-for-tests-only"
    with client_of(record_at(tmp_path / "talks.record"), token=token) as client:
        page = client.get("/search?words=oslo&actor=Lund").text
        assert '/watch?words=oslo&amp;parties=Lund"' in page
        form = client.get("/watch?words=oslo&parties=Lund", headers={"Authorization": f"Bearer {token}"}).text
    assert 'value="oslo"' in form
    assert 'value="Lund"' in form
