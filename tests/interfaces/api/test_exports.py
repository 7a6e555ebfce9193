"""The record in the formats of others, over HTTP and on pages."""

import re
import sys

import pytest

from dragoman.exchange.formats import FORMATS
from dragoman.interfaces.web.pages import FORMATS_TO_TAKE
from served import client_of, record_at


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    with client_of(record_at(tmp_path_factory.mktemp("exports") / "grain talks.record")) as client:
        yield client


@pytest.mark.parametrize("name", [name for name, _ in FORMATS_TO_TAKE])
def test_every_format_is_sent_as_a_file(name, client):
    wanted = next(one for one in FORMATS if one.name == name)
    answer = client.get(f"/v1/export/{name}?type=CONSULT")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith(wanted.media_type)
    assert answer.headers["content-disposition"] == f'attachment; filename="grain-talks.{wanted.ending}"'
    assert answer.headers["dragoman-rows"].isdecimal()


def test_filters_and_limit_go_along(client):
    lines = client.get("/v1/export/jsonl?status=occurred").text.splitlines()
    assert len(lines) == 1 and '"status":"occurred"' in lines[0]
    assert client.get("/v1/export/jsonl?limit=1").headers["dragoman-rows"] == "1"


def test_what_is_wrong_is_a_problem(client):
    assert client.get("/v1/export/jsonl?status=perhaps").status_code == 422
    assert client.get("/v1/export/docx").status_code == 404


def test_a_missing_package_is_one_clear_problem(client, monkeypatch):
    monkeypatch.setitem(sys.modules, "dragoman.exchange.parquet", None)
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.delitem(sys.modules, "dragoman.exchange.parquet")
    problem = client.get("/v1/export/parquet")
    assert problem.status_code == 501
    assert "dragoman[exchange]" in problem.text and "Traceback" not in problem.text


def test_the_timeline_offers_its_claims_in_every_format(client):
    page = client.get("/timeline?actor=Lund&lanes=party", headers={"Accept": "text/html"}).text
    links = re.findall(r'href="(/v1/export/[^"]+)"', page)
    assert len(links) == len(FORMATS_TO_TAKE)
    assert all(link.endswith("?actor=Lund") for link in links)
    assert client.get(links[0]).status_code == 200
