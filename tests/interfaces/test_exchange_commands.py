"""The commands that set other coders' rows beside the claims."""

import json

import pytest

from dragoman.interfaces.cli import main
from dragoman.store import open_record
from hand_made import coder_row, denial, visit
from served import client_of


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "r.record"
    with open_record(found) as record:
        record.add_all([visit(), denial()])
        record.keep_rows(
            [
                coder_row("7", url="https://example.org/talks", text="Lind received Reyes."),
                coder_row("8", event_type="ASSAULT", code="190"),
            ]
        )
    return found


def test_a_comparison_shows_the_words_of_both(path, capsys):
    assert main(["compare", "gdelt", "--record", str(path)]) == 0
    told = capsys.readouterr()
    assert "“Alma Reyes will meet Prime Minister Jonas Lind in Oslo on Friday”" in told.out
    assert "gdelt 7 042 ESP → NOR “Lind received Reyes.” https://example.org/talks" in told.out
    assert "Days told of here: 2031-05-06 to 2031-05-08, on 2 days" in told.out
    assert "ASSAULT ESP–NOR: only there" in told.out


def test_a_comparison_as_json_and_csv(path, capsys):
    assert main(["compare", "gdelt", "--has", "both", "--json", "--record", str(path)]) == 0
    [line] = [json.loads(text) for text in capsys.readouterr().out.splitlines()]
    assert line["row"]["raw"] == {"EventCode": "042"} and line["claims"][0]["status"] == "scheduled"
    assert main(["compare", "gdelt", "--csv", "--record", str(path)]) == 0
    head, *rows = capsys.readouterr().out.splitlines()
    assert head.startswith("has,covered,kind,countries,first") and len(rows) == 4


def test_rows_of_a_coder(path, capsys):
    assert main(["coder-rows", "gdelt", "--type", "ASSAULT", "--record", str(path)]) == 0
    assert capsys.readouterr().out == "2031-05-09 ASSAULT gdelt 8 190 ESP → NOR\n"


def test_a_coder_that_was_not_imported_is_one_line(path, capsys):
    for command in ("compare", "coder-rows"):
        assert main([command, "icews", "--record", str(path)]) == 2
        assert capsys.readouterr().err.count("\n") == 1


def test_over_the_api(path):
    with client_of(path) as client:
        answer = client.get("/v1/compare?coder=gdelt&has=theirs").json()
        assert answer["total"] == 1 and answer["about"]["counts"]["only_theirs"] == 1
        assert client.get("/v1/coder-rows?coder=gdelt&actor=Spain").json()["total"] == 2
        assert client.get("/v1/compare.csv?coder=gdelt").text.count("\n") == 5
        assert "no rows of 'icews'" in client.get("/v1/compare?coder=icews").json()["notes"][0]
