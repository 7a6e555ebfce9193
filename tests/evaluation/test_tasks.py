"""Predictors see inputs only, and write what the judge reads."""

import json

import pytest

from dragoman.errors import SettingsError
from dragoman.evaluation.inputs import read_rows, record_reports, row_document
from dragoman.evaluation.tasks import PREDICTORS, predict_records
from dragoman.pipeline import load_resources

ANSWERS = frozenset(
    [
        "root",
        "quad",
        "code",
        "root_2016",
        "mode",
        "factuality",
        "cluster",
        "wikidata",
        "name",
        "type",
        "value",
        "lat",
        "lon",
        "quotes",
        "toponyms",
        "timexes",
        "entities",
        "speaker",
        "cue",
        "content",
    ]
)
TEXT = "Ruritania accused Borduria on Tuesday of shelling a border village. Borduria denied it."


class Watched(dict):
    """A row that remembers which of its fields were read."""

    def __init__(self, values, read):
        super().__init__(values)
        self._read = read

    def __getitem__(self, key):
        self._read.add(key)
        return super().__getitem__(key)

    def get(self, key, default=None):
        self._read.add(key)
        return super().get(key, default)


@pytest.fixture(scope="module")
def resources():
    return load_resources()


@pytest.mark.parametrize("task", PREDICTORS)
def test_no_answer_is_read(task, resources):
    read = set()
    span = Watched({"start": 10, "end": 17, "event_start": 10, "event_end": 17, "cluster": "A"}, read)
    span.update(factuality=3.0, root="ACCUSE", wikidata="Q1")
    row = {"id": "a", "text": TEXT, "source": "Ruritania", "target": "Borduria", "topic": "t"}
    row |= {"root": "ACCUSE", "quad": 3, "events": [span], "mentions": [span], "timexes": [], "toponyms": []}
    assert next(PREDICTORS[task]([Watched(row, read)], resources))["id"] == "a"
    assert not read & ANSWERS


@pytest.mark.parametrize("task", PREDICTORS)
def test_odd_fields_are_borne(task, resources):
    rows = [
        {"id": "a", "text": TEXT, "events": None, "mentions": "?", "source": None, "target": 3},
        {"id": "b", "text": TEXT, "events": [{}, None, {"start": "x", "end": 4}, {"start": 9999, "end": 9}]},
        {"id": "c", "text": "", "events": [{"start": 0, "end": 1, "event_start": 0, "event_end": 1}]},
    ]
    predictions = list(PREDICTORS[task](rows, resources))
    assert [p["id"] for p in predictions] == ["a", "b", "c"]
    json.dumps(predictions)


def test_type_between_the_given_parties_is_found(resources):
    rows = [
        {"id": "1", "text": "Ruritania accused Borduria of it.", "source": "Ruritania", "target": "Borduria"},
        {
            "id": "2",
            "sentence": "After it had met Syldavian envoys, Borduria imposed sanctions on Ruritania.",
            "source": "Borduria",
            "target": "Ruritania",
        },
    ]  # fmt: skip
    roots = [p.get("root") for p in PREDICTORS["plover"](rows, resources)]
    assert roots == ["ACCUSE", "SANCTION"]


def bombed(name, topic):
    """A row that asks for "bombed", "bombing" and "cut"."""
    text = "Rebels bombed the bridge. The bombing cut the road."
    spans = [{"start": a, "end": b} for a, b in ((7, 13), (30, 37), (38, 41))]
    return {"id": name, "topic": topic, "text": text, "events": spans}


@pytest.mark.xfail(
    reason="a topic of one short report is unlike what the trees have seen (docs/evaluation.md)"
)
def test_same_stem_in_a_report_is_one_event(resources):
    [one] = PREDICTORS["event_coref"]([bombed("a", "t")], resources)
    names = [e["cluster"] for e in one["events"]]
    assert names[0] == names[1] != names[2]


def test_two_topics_have_no_event_in_common(resources):
    one, two = PREDICTORS["event_coref"]([bombed("a", "t"), bombed("b", "u")], resources)
    assert not {e["cluster"] for e in one["events"]} & {e["cluster"] for e in two["events"]}


def test_word_told_as_done_scores_above_a_denied_one(resources):
    row = {"id": "f", "sentence": "Ruritania attacked the port but did not occupy it."}
    row["events"] = [{"event_start": 10, "event_end": 18}, {"event_start": 40, "event_end": 46}]
    (given,) = PREDICTORS["factuality"]([row], resources)
    done, denied = (e["factuality"] for e in given["events"])
    assert done > 1.5
    assert denied < -1.5


def test_reports_of_a_folder_have_their_names_and_dates(tmp_path, resources):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "first.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "meta.json").write_text('{"first": {"published": "2031-05-06"}}', encoding="utf-8")
    (report,) = record_reports(tmp_path)
    assert (report.given_id, report.published, report.text) == ("first", "2031-05-06", TEXT)
    (given,) = predict_records([report], resources)
    assert given["doc"] == "first"
    assert set(given) > {"document", "claims", "mentions", "dates", "places", "attributions", "skipped"}


def test_an_unreadable_gold_line_is_named(tmp_path):
    gold = tmp_path / "gold.jsonl"
    gold.write_text('{"id": "a", "text": "x"}\nnot json\n', encoding="utf-8")
    with pytest.raises(SettingsError, match=r"gold.jsonl:2: not JSON; found 'not json"):
        list(read_rows(gold))
    with pytest.raises(SettingsError, match="a: gold row without text; expected text or sentence"):
        row_document({"id": "a"})
