"""The README shows what the program does: its commands run, and its report is one of the examples."""

import importlib.util
import json
from pathlib import Path

import pytest

TOP = Path(__file__).parent.parent
README = (TOP / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shown():
    spec = importlib.util.spec_from_file_location("shown", TOP / "docs" / "shown.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_report_that_opens_it_is_the_first_of_the_file_it_names():
    first = (TOP / "examples" / "2-ankara.jsonl").read_text(encoding="utf-8").splitlines()[0]
    text = json.loads(first)["text"]
    assert text in README
    assert len(text.splitlines()) == 4


def test_the_commands_it_shows_run_and_tell_of_that_report(shown):
    told = " ".join(shown.renew(README).split())
    assert "$ ./run read examples/2-ankara.jsonl read 5 = 5 coded" in told
    for command in (line for line in README.splitlines() if line.startswith("$ ./run")):
        assert command in told
    assert told.count("Steve Witkoff") >= 2


def test_its_picture_names_the_folders():
    picture = README.split("## From the report to the answer", 1)[1].split("```", 2)[1]
    folders = {path.name for path in (TOP / "src" / "dragoman").iterdir() if (path / "__init__.py").is_file()}
    assert folders - {"data", "evaluation"} <= set(picture.split())


def test_the_pages_it_links_to_are_there():
    for link in ("docs/evaluation.md", "docs/why.md", "docs/record.md"):
        assert link in README and (TOP / link).is_file()
