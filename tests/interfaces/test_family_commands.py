import json

from dragoman.interfaces.cli import main
from dragoman.merge.families import independent
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import report

ORIGIN = (
    "OSLO - Envoys of both sides met at a farm near Oslo on Monday and agreed to open two crossings.\n"
    "Some leaders hope that a third will follow in December."
)
COPY = (
    "Envoys of both sides met at a farm near Oslo on Monday and agreed to open two crossings.\n"
    "Leaders hope that a third will follow."
)
ELSE = "Trucks queued before dawn at the crossing, and drivers slept in their cabs. Nobody knew of any deal."


def kept(folder):
    with open_record(folder / "r") as record:
        for name, outlet, text in (("a", "Fjord Wire", ORIGIN), ("b", "Daily", COPY), ("c", "Post", ELSE)):
            record.add(CodedDocument(report(text, given_id=name, outlet=outlet, published="2031-05-01")))
    return str(folder / "r")


def test_families_are_one_list_of_objects(tmp_path, capsys):
    assert main(["families", "--record", kept(tmp_path), "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [(f["origin"], f["reports"]) for f in found] == [("a", ["a", "b"]), ("c", ["c"])]
    drift = {(d["report"], d["change"], d["before"]) for d in found[0]["drift"]}
    assert drift == {("b", "dropped", "Some"), ("b", "dropped", "December")}
    for d in found[0]["drift"]:
        assert ORIGIN[d["origin"]["start"] : d["origin"]["end"]] == d["origin"]["exact"]
        assert COPY[d["copy"]["start"] : d["copy"]["end"]] == d["copy"]["exact"]


def test_the_table_names_origin_copies_and_drift(tmp_path, capsys):
    assert main(["families", "--record", kept(tmp_path)]) == 0
    told, note = capsys.readouterr()
    assert "a, Fjord Wire  (the likely origin)" in told and "dropped limit: “Some”" in told
    assert "c, Post" not in told
    assert note == "3 reports from 2 independent families, 1 of them of one report\n"


def test_as_of_a_day_before_all_reports_there_is_none(tmp_path, capsys):
    assert main(["families", "--record", kept(tmp_path), "--as-of", "2031-04-30", "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == []


def test_sources_count_families_not_copies(tmp_path, capsys):
    with open_record(tmp_path / "r") as record:
        for name, text in (("a", ORIGIN), ("b", COPY), ("c", ELSE)):
            record.add(CodedDocument(report(text, given_id=name, outlet="Wire", published="2031-05-01")))
    assert main(["sources", "--record", str(tmp_path / "r"), "--csv"]) == 0
    assert capsys.readouterr().out.splitlines()[1].startswith("Wire,3,2,")


def test_the_reports_behind_claims_are_counted_by_family():
    known = {"published": "2031-05-01"}
    copies = [report(text, **known) for text in (ORIGIN, COPY, COPY, ELSE)]
    assert independent(copies) == (3, 2)
    assert independent(report(text) for text in (ORIGIN, COPY)) == (2, 1)
    assert independent(()) == (0, 0)
