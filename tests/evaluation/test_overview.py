"""One command measures all sets and keeps the page of figures with the program."""

import json

import pytest

from dragoman.errors import SettingsError
from dragoman.evaluation import evaluate_command
from dragoman.evaluation.overview import BEGIN, END
from dragoman.interfaces.cli import main

JUDGE = """
import json, sys
rows = sum(1 for _ in open(sys.argv[3], encoding="utf-8"))
print(json.dumps({"figures": {"rows": rows, "accuracy": 0.25, "value": {"f1": None}}, "errors": []}))
"""


@pytest.fixture
def sets(tmp_path):
    folder = tmp_path / "gold sets"
    for name, row in {
        "plover": {"sentence": "Ruritania accused Borduria.", "source": "Ruritania", "target": "Borduria"},
        "timex": {"text": "They met on 5 May 2031."},
    }.items():
        (folder / name).mkdir(parents=True)
        (folder / name / "dev.jsonl").write_text(json.dumps({"id": "a", **row}) + "\n", encoding="utf-8")
    (folder / "tasks").mkdir()
    (folder / "score.py").write_text(JUDGE, encoding="utf-8")
    return folder


TABLE = """\
| set | task | figures |
|---|---|---|
| plover/dev | plover | accuracy 0.250 |
| timex/dev | timex | value.f1 n/a |
"""


def test_all_sets_that_are_there_come_as_one_table(sets, tmp_path, capsys):
    page = tmp_path / "evaluation.md"
    page.write_text(f"# Figures\n{BEGIN}\nold\n{END}\nAfter.\n", encoding="utf-8")
    assert main(["evaluate", "all", str(sets), "--page", str(page)]) == 0
    assert capsys.readouterr().out == TABLE
    assert page.read_text(encoding="utf-8") == f"# Figures\n{BEGIN}\n{TABLE}{END}\nAfter.\n"


def test_a_page_without_the_marks_is_left_alone(sets, tmp_path):
    page = tmp_path / "other.md"
    page.write_text("# Other\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="no table to replace"):
        evaluate_command("all", str(sets), page=str(page))
    assert page.read_text(encoding="utf-8") == "# Other\n"


def test_a_folder_without_sets_or_judge_is_named(sets, tmp_path):
    empty = tmp_path / "empty"
    empty.mkdir()
    with pytest.raises(SettingsError, match="no gold sets"):
        evaluate_command("all", str(empty))
    (sets / "score.py").unlink()
    with pytest.raises(SettingsError, match="no judge"):
        evaluate_command("all", str(sets))
