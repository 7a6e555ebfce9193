import re
from dataclasses import replace
from itertools import pairwise

import pytest

from dragoman.interfaces.web.maps import VIEWS, outlines, project
from dragoman.records import CodedDocument, Place
from dragoman.store import open_record
from hand_made import claim, report
from served import client_of

TOLD = (
    ("Envoys met in Oslo.", "Oslo", "occurred", "city", 59.91, 10.75, "NOR"),
    ("Envoys will meet in Oslo again.", "Oslo", "scheduled", "city", 59.91, 10.75, "NOR"),
    ("Shelling was reported in Norway.", "Norway", "occurred", "country", 62.0, 10.0, "NOR"),
    ("Envoys met <b>somewhere</b>.", None, "occurred", None, None, None, None),
)


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = tmp_path_factory.mktemp("served") / "places.record"
    with open_record(path) as record:
        for n, (text, name, status, precision, lat, lon, country) in enumerate(TOLD):
            document = report(
                text, given_id=f"r-{n}", outlet="Example Gazette", published=f"2031-05-0{n + 1}"
            )
            told = claim(document, text[:-1], text.split()[1], status=status)
            if name:
                start = text.index(name)
                where = Place(
                    start=start,
                    end=start + len(name),
                    text=name,
                    name=name,
                    country=country,
                    admin1=None,
                    lat=lat,
                    lon=lon,
                    geonames_id=None,
                    precision=precision,
                    candidates=(),
                )
                told = replace(told, place=where)
            record.add(CodedDocument(document, (told,)))
    with client_of(path) as client:
        yield client


def test_a_place_is_named_with_what_happened_there_and_what_is_only_planned(client):
    page = client.get("/map").text
    says = re.findall(r'<a class="place" href="([^"]+)" aria-label="([^"]+)"', page)
    assert ("/timeline?place=Oslo", "Oslo, NOR (city): 2 claims: 1 happened, 1 planned") in says
    assert "3 claims at 2 places · 1 claims tell no place" in page


def test_a_country_has_a_wide_faint_disc_and_a_town_none(client):
    page = client.get("/map").text
    drawn = dict(re.findall(r'aria-label="(\w+), NOR.*?<circle class="(halo[^"]*)"', page, re.DOTALL))
    assert drawn == {"Oslo": "halo small", "Norway": "halo"}


def test_the_table_says_the_same_and_opens_on_the_words(client):
    page = client.get("/map").text
    table = page[page.index("<tbody>") :]
    assert "Oslo</a>" in table and "Norway</a>" in table
    assert re.search(r'href="/reports/[^"#]+#claim-[^"]+">“Envoys will meet in Oslo again”', table)


@pytest.mark.parametrize("view", VIEWS)
def test_each_view_is_an_address(client, view):
    page = client.get("/map", params={"view": view, "as_of": "2031-05-09"})
    assert page.status_code == 200
    assert "&amp;view=world" in page.text or "?view=world" in page.text


def test_what_is_not_there_is_refused_or_said(client):
    assert client.get("/map?view=moon").status_code == 422
    assert "No claim of these tells a place" in client.get("/map?as_of=2031-04-01").text


def test_the_places_come_as_geojson_and_as_a_table(client):
    answer = client.get("/map.geojson?status=scheduled")
    assert answer.headers["content-type"].startswith("application/geo+json")
    (feature,) = answer.json()["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [10.75, 59.91]}
    assert feature["properties"]["statuses"] == {"scheduled": 1}
    assert client.get("/map.json").json()["about"] == {"without_a_place": 1}
    assert len(client.get("/map.csv").text.splitlines()) == 3


def test_the_outlines_lie_where_the_land_is():
    assert outlines()["land"].startswith("M")
    assert project(10.75, 59.91)[1] < project(10.0, 0)[1]


def test_no_outline_runs_across_the_map():
    for ring in re.findall(r"M([^MZ]+)Z", outlines()["land"]):
        points = [tuple(map(float, point.split())) for point in ring.split("L")]
        steps = pairwise(points)
        assert all(abs(b[0] - a[0]) < 200 for a, b in steps if a[1] < 480), ring[:80]
