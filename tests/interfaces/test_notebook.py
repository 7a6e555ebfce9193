"""The record in a notebook."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import DragomanError, SettingsError
from dragoman.interfaces.answers import QUESTIONS
from dragoman.interfaces.cli import main
from dragoman.store import open_record
from hand_made import claim, denial, report, visit

TOP = Path(__file__).parent.parent.parent


@pytest.fixture
def path(tmp_path):
    found = tmp_path / "talks.record"
    with open_record(found) as record:
        record.add_all([visit(), denial()])
    return found


def test_the_page_of_documentation_runs_on_the_examples(tmp_path, monkeypatch):
    pytest.importorskip("pandas")
    monkeypatch.chdir(tmp_path)
    assert main(["read", str(TOP / "examples"), "--record", "talks.record"]) == 0
    blocks = re.findall(r"```python\n(.*?)```", (TOP / "docs" / "notebook.md").read_text("utf-8"), re.S)
    names = {}
    exec("\n".join(blocks), names)  # the page's own lines
    assert len(names["table"]) and len(names["plans"]) and len(names["acts"]) and len(names["held"])


def test_filters_limit_and_notes(path):
    with dragoman.open(path) as talks:
        found = talks.timeline(actor="Reyes", from_="2031-05", limit=1)
        assert (len(found), found.total) == (1, 2) and found[0]["status"] == "not_occurring"
        assert [row["status"] for row in talks.claims(status=["scheduled", "proposed"])] == ["scheduled"]
        assert talks.timeline(actor="Nobody").notes == ("nobody in the record is called 'Nobody'",)
        assert {entry.name.replace("-", "_") for entry in QUESTIONS} <= set(dir(talks))


def test_what_is_wrong_is_one_line(path, tmp_path):
    with dragoman.open(path) as talks:
        with pytest.raises(SettingsError, match="takes no such filter"):
            talks.upcoming(who="Reyes")
        with pytest.raises(AttributeError, match="no question is called 'gossip'"):
            talks.gossip()
    with pytest.raises(DragomanError):
        dragoman.open(tmp_path / "none.record")


def test_without_pandas_it_says_so(path, monkeypatch):
    monkeypatch.setitem(sys.modules, "pandas", None)
    with dragoman.open(path) as talks, pytest.raises(SettingsError, match="pandas is not installed"):
        talks.timeline().to_pandas()


def test_words_of_a_report_are_escaped(tmp_path):
    text = "Lind met <script>alert(1)</script> Reyes."
    document = report(text, published="2031-05-06")
    from dragoman.records import CodedDocument

    with open_record(tmp_path / "r.record") as record:
        record.add(CodedDocument(document, (claim(document, text, "met"),)))
    with dragoman.open(tmp_path / "r.record") as talks:
        shown = talks.timeline()._repr_html_()
    assert "<script>" not in shown and "&lt;script&gt;" in shown


def test_importing_dragoman_is_light():
    told = "import sys, dragoman; print(len([m for m in sys.modules if m.startswith('dragoman')]))"
    found = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True)
    assert found.stdout == "1\n"
