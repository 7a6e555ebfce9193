"""The command codes, asks the judge and prints; without a judge it says how to name one."""

import json
from pathlib import Path

import pytest

from dragoman.errors import SettingsError
from dragoman.evaluation import evaluate_command
from dragoman.evaluation.score import find_judge

JUDGE = """
import json, sys
task, gold, predictions = sys.argv[1:4]
rows = [json.loads(line) for line in open(predictions, encoding="utf-8")]
print(json.dumps({"figures": {"rows": len(rows), "f1": {"root": 0.5}, "none": None}, "errors": [task]}))
"""

SHARED = Path(__file__).parents[3] / "shared" / "gold"


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "sets" / "plover"
    folder.mkdir(parents=True)
    file = folder / "dev.jsonl"
    row = {"id": "a", "sentence": "Ruritania accused Borduria.", "source": "Ruritania", "target": "Borduria"}
    file.write_text(json.dumps(row) + "\n", encoding="utf-8")
    return file


def judge(folder, program=JUDGE):
    (folder / "tasks").mkdir()
    (folder / "score.py").write_text(program, encoding="utf-8")
    return folder


def test_nearest_judge_above_the_gold_is_asked(gold, tmp_path, capsys):
    judge(tmp_path / "sets")
    assert evaluate_command("plover", str(gold), errors=1) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split() for line in lines] == [
        ["rows", "1"],
        ["f1.root", "0.5000"],
        ["none", "n/a"],
        ["-", "plover"],
    ]


def test_figures_as_json_and_predictions_kept(gold, tmp_path, capsys):
    named = tmp_path / "judge of another place"
    named.mkdir()
    kept = tmp_path / "out.jsonl"
    evaluate_command("plover", str(gold), predictions=str(kept), judge=str(judge(named)), as_json=True)
    assert json.loads(capsys.readouterr().out)["figures"]["f1"] == {"root": 0.5}
    assert json.loads(kept.read_text(encoding="utf-8")) == {"id": "a", "root": "ACCUSE"}


def test_without_a_judge_predictions_are_kept_and_the_way_told(gold, tmp_path, capsys):
    kept = tmp_path / "out.jsonl"
    assert evaluate_command("plover", str(gold), predictions=str(kept)) == 0
    assert "--judge FOLDER" in capsys.readouterr().err
    assert kept.is_file()
    with pytest.raises(SettingsError, match="no judge found above the gold"):
        evaluate_command("plover", str(gold))


def test_what_cannot_be_used_is_named(gold, tmp_path):
    with pytest.raises(SettingsError, match="no such task; found 'plovr'"):
        evaluate_command("plovr", str(gold))
    with pytest.raises(SettingsError, match="no such gold"):
        evaluate_command("plover", str(tmp_path / "none.jsonl"))
    with pytest.raises(SettingsError, match="no judge; expected a folder with score"):
        evaluate_command("plover", str(gold), judge=str(tmp_path))
    judge(tmp_path, "raise ValueError('two rows have the id a')")
    with pytest.raises(SettingsError, match="found ValueError: two rows have the id a"):
        evaluate_command("plover", str(gold))
    with pytest.raises(SettingsError, match="cannot write predictions"):
        evaluate_command("plover", str(gold), predictions=str(tmp_path / "no folder" / "out.jsonl"))


@pytest.mark.skipif(not SHARED.is_dir(), reason="no folder `shared` beside the repository")
def test_the_judge_of_the_shared_sets_reads_our_predictions(capsys):
    assert find_judge(SHARED / "records" / "seed", None) == SHARED
    assert evaluate_command("records", str(SHARED / "records" / "seed"), as_json=True) == 0
    figures = json.loads(capsys.readouterr().out)["figures"]
    assert 0 <= figures["recall"]["must"] <= 1
