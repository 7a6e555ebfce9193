import io
import json
from pathlib import Path

import pandas as pd
import pytest
from going_out import come_in, gone_out

from dragoman.exchange import plover
from hand_made import claim, party, report

NATIVE = Path(__file__).parents[3] / "shared/eventdata/plover_records_sample.json"


def record(**said):
    """A made-up record of PLOVER."""
    usual = {
        "id": "MADE-1", "date": "2031-05-09", "source": [{"actorText": "Spain", "code": "ESP"}],
        "target": [{"actorText": "the United Nations", "code": "IGO", "sector": "GOV"}], "event": "CONSULT",
        "mode": "visit", "eventText": "visited", "context": "diplomatic",
        "text": "Spain's envoy visited the UN.",
        "textInfo": {"markup": ""}, "language": "en",
    }  # fmt: skip
    return {**usual, **said}


def test_records_go_out_strict_with_their_words_and_come_in_again(tmp_path):
    out, done = gone_out(tmp_path, plover.write)
    told = json.loads(out)
    assert done.rows == len(told) == 2
    assert done.left_out == {"acts denied, refused or not done": 1, "statements": 1}
    plan = next(one for one in told if one["date"])
    assert (plan["event"], plan["mode"], plan["date"]) == ("AGREE", "", "2031-05-09")
    assert plan["source"] == [
        {"actorText": "Alma Reyes", "actorName": "Alma Reyes", "code": "ESP", "sector": "GOV"}
    ]
    assert plan["textInfo"]["markup"] == (
        "(SRC: Alma Reyes) will (EVT: meet) Prime Minister (TAR: Jonas Lind) in Oslo on Friday"
    )
    assert plan["comment"] == "status scheduled; confidence 0.8"
    rows, bad = come_in(plover.read, out)
    assert not bad
    assert [(r.row, r.event_type, r.first, r.text) for r in rows] == [
        (one["id"], one["event"], one["date"] or None, one["text"]) for one in told
    ]
    assert (rows[0].actor_country, rows[0].recipient_country) == ("ESP", "NOR")


def test_pandas_reads_the_list(tmp_path):
    table = pd.read_json(io.BytesIO(gone_out(tmp_path, plover.write)[0]), dtype=False)
    assert set(table.event) == {"AGREE", "SANCTION"}


def test_who_stayed_away_is_no_side_of_it(tmp_path):
    text = "Reyes met Lind in Oslo without Stoll."
    met = claim(
        report(text), text[:-1], "met",
        participants=(party(text, "Reyes"), party(text, "Lind"), party(text, "Stoll", status="absent")),
    )  # fmt: skip
    doers, others = plover.sides(met)
    assert [p.name for p in doers + others] == ["Reyes", "Lind"]


@pytest.mark.parametrize("indent", [None, 1, 4])
def test_a_list_comes_in_however_it_is_broken_into_lines(indent):
    made = [record(id=f"MADE-{number}") for number in range(3)]
    rows, bad = come_in(plover.read, json.dumps(made, indent=indent))
    assert not bad
    assert [row.row for row in rows] == ["MADE-0", "MADE-1", "MADE-2"]
    assert (rows[0].recipient_country, rows[0].recipient_sector, rows[0].mode) == (None, "GOV", "visit")
    assert come_in(plover.read, "\n".join(map(json.dumps, made)))[0] == rows


def test_two_who_act_together_are_the_two_sides():
    both = [{"actorText": "Spain", "code": "ESP"}, {"actorText": "Norway", "code": "NOR"}]
    [row], _ = come_in(plover.read, json.dumps([record(source=both, target="")]))
    assert (row.actor_country, row.recipient_country) == ("ESP", "NOR")


def test_bad_records_are_told_and_the_others_come_in():
    wrong = [
        record(id="a", event="ACUSE"), record(id="b", date="2031-02-30"),
        record(id="c", source=[{"actorText": "X", "code": "XQX"}]), record(id="d", target="Norway"),
    ]  # fmt: skip
    rows, bad = come_in(plover.read, json.dumps([*wrong, record(), 7], indent=1))
    assert [b.field for b in bad[:4]] == ["event", "date", "source.code", "target"]
    assert bad[0].line == 2
    assert len(rows) == 1


def test_a_broken_record_does_not_take_the_next_one_along():
    text = json.dumps([record(id="a"), record(id="b"), record(id="c")], indent=1)
    rows, bad = come_in(plover.read, text.replace('"id": "b",', '"id": "b'))
    assert [row.row for row in rows] == ["a", "c"]
    assert len(bad) == 1
    rows, bad = come_in(plover.read, text[: len(text) - 60])
    assert [row.row for row in rows] == ["a", "b"]
    assert len(bad) == 1


@pytest.mark.skipif(not NATIVE.exists(), reason="the native sample is not here")
def test_the_projects_gold_records_come_in():
    rows, bad = come_in(plover.read, NATIVE.read_bytes())
    assert len(rows) + len(bad) == 60
    assert {b.found for b in bad} <= {"JAP"}
    assert len(rows) == 59
