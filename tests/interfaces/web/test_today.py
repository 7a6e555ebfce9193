import csv
import io
import re

import pytest

from dragoman.store import open_record
from hand_made import claim, day, party, report
from served import client_of, record_at

HOSTILE = "<script>alert(1)</script> {{ 7 * 7 }} \u202eseiklat"


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with client_of(record_at(tmp_path_factory.mktemp("served") / "talks.record")) as client:
        yield client


def planned(path):
    """A meeting that one side confirms and the other does not speak of, and one that is overdue."""
    with open_record(path) as record:
        text = "Lund's office confirmed that Ana Lund will meet Ben Ortiz in Oslo on 9 May."
        document = report(text, outlet=f"Gazette {HOSTILE}", published="2031-05-06", title=HOSTILE)
        lund = party(text, "Ana Lund", actor="person:ana-lund", country="NOR")
        from dragoman.records import AttributionLink, CodedDocument, Speaker

        told = claim(
            document,
            "Ana Lund will meet Ben Ortiz in Oslo on 9 May",
            "meet",
            participants=(lund, party(text, "Ben Ortiz", actor="person:ben-ortiz", country="ESP")),
            status="scheduled",
            time=day(text, "9 May", "2031-05-09"),
            attribution=(
                AttributionLink(
                    "named",
                    Speaker("Lund's office", None),
                    "confirmed",
                    "indirect",
                    Speaker("Ana Lund", "person:ana-lund"),
                ),
            ),
        )
        record.add(CodedDocument(document, (told,)))
        text = "Mia Falk will visit Riga on 2 May, her spokesman said."
        document = report(text, outlet="Fjord Times", published="2031-05-01")
        overdue = claim(
            document,
            "Mia Falk will visit Riga on 2 May",
            "visit",
            participants=(party(text, "Mia Falk", country="SWE"),),
            status="scheduled",
            time=day(text, "2 May", "2031-05-02"),
        )
        record.add(CodedDocument(document, (overdue,)))
    return path


def words_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_what_is_new_opens_on_its_words(client):
    page = client.get("/")
    assert page.status_code == 200
    held = client.get("/v1/claims", params={"status": "occurred"}).json()["rows"][0]
    assert f"/reports/{held['report']['id']}#claim-{held['id']}" in page.text
    assert "took place" in words_of(page.text)
    assert "cannot speak of what they do not tell" in words_of(page.text)


def test_a_plan_says_which_side_has_not_confirmed_it(tmp_path):
    with client_of(planned(tmp_path / "plan.record")) as client:
        page = words_of(client.get("/").text)
        assert "Ana Lund confirmed, by Lund&#39;s office" in page
        assert "Ben Ortiz has not confirmed" in page
        rows = client.get("/today.json").json()
    assert [row["status"] for row in rows["coming"]] == ["confirmed"]
    assert [row["earliest"] for row in rows["overdue"]] == ["2031-05-02"]
    assert "took place" not in rows["overdue"][0]["says"]


def test_hostile_text_shows_as_text(tmp_path):
    with client_of(planned(tmp_path / "plan.record")) as client:
        for address in ("/", "/events"):
            page = client.get(address).text
            assert "<script>alert" not in page
            assert "&lt;script&gt;alert" in page
            assert "{{ 7 * 7 }}" in page
            assert "\u202e" not in page


def test_as_of_shows_the_day_as_it_was_and_goes_along(client):
    page = client.get("/", params={"as_of": "2031-05-03"})
    assert "is announced" in words_of(page.text)
    assert "took place" not in words_of(page.text)
    links = re.findall(r'href="(/(?:events|reports)/[^"]*)"', page.text)
    assert links
    assert all("as_of=2031-05-03" in link for link in links)


def test_since_narrows_what_is_new(client):
    assert client.get("/today.json", params={"since": "2031-05-06"}).json()["reports"] == 1
    assert client.get("/today.json", params={"since": "2031-05-01"}).json()["reports"] == 2
    assert client.get("/", params={"since": "soon"}).status_code == 422


def test_an_empty_record_says_what_to_do_next(tmp_path):
    open_record(tmp_path / "empty.record").close()
    with client_of(tmp_path / "empty.record") as client:
        page = client.get("/")
        assert page.status_code == 200
        assert "dragoman read" in page.text
        assert client.get("/events").status_code == 200


def test_the_data_of_today_is_a_table_too(client):
    rows = list(csv.DictReader(io.StringIO(client.get("/today.csv?since=2031-05-06").text)))
    assert [row["section"] for row in rows] == ["new"]
    assert rows[0]["quotation"] == "Lund and Ortiz met in Oslo on 5 May"
