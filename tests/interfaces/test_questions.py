"""Every question of docs/questions.md is answered by its command, its address and its page."""

import re
import shlex
from pathlib import Path

import pytest

from dragoman.interfaces.cli import main
from served import client_of

TOP = Path(__file__).parent.parent.parent
LINES = re.findall(
    r"^\| (Q\d+) \| [^|]+ \| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$",
    (TOP / "docs" / "questions.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = tmp_path_factory.mktemp("questions") / "talks.record"
    assert main(["read", str(TOP / "examples"), "--record", str(path)]) == 0
    return path


@pytest.fixture(scope="module")
def client(record):
    with client_of(record) as client:
        yield client


def test_there_are_twenty_five():
    assert [name for name, *_ in LINES] == [f"Q{n}" for n in range(1, 26)]


@pytest.mark.parametrize(("name", "command", "api", "page"), LINES, ids=[name for name, *_ in LINES])
def test_it_is_answered(name, command, api, page, record, client, capsys):
    assert main([*shlex.split(command), "--record", str(record)]) == 0
    assert len(capsys.readouterr().out.splitlines()) > 1
    answer = client.get(api)
    assert answer.status_code == 200, answer.text
    assert ".csv" in api or answer.json()["rows"]
    assert client.get(page, headers={"Accept": "text/html"}).status_code == 200
