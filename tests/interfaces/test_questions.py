"""Every question of docs/questions.md is answered by its command, its address and its page, each with words.

An answer rests on words: what it quotes must stand, to the letter, in the report that it names.
"""

import csv
import html
import io
import json
import re
import shlex
from pathlib import Path

import pytest

from dragoman.documents.identity import make_document
from dragoman.interfaces.cli import main
from dragoman.interfaces.printable import on_one_line
from dragoman.sources.readers import read_reports
from served import client_of

TOP = Path(__file__).parent.parent.parent
LINES = re.findall(
    r"^\| (Q\d+) \| [^|]+ \| `([^`]+)` \| `([^`]+)` \| `([^`]+)` \|$",
    (TOP / "docs" / "questions.md").read_text(encoding="utf-8"),
    re.MULTILINE,
)

BLOCK = r"<blockquote[^>]*>(.*?)</blockquote>|<td class=\"words\">(.*?)</td>"


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


@pytest.fixture(scope="module")
def texts():
    """The text of every report, by its id and by the id it came in with."""
    found = {}
    for raw in read_reports([str(TOP / "examples")]):
        document = make_document(raw)
        found[document.id] = found[document.given_id] = document.text
    return found


def quotations(value, report=None):
    """Every quotation in plain values, with the report that is named beside it or around it."""
    if isinstance(value, list):
        return [pair for item in value for pair in quotations(item, report)]
    if not isinstance(value, dict):
        return []
    named = value.get("report")
    report = (named.get("id") if isinstance(named, dict) else named) or report
    if isinstance(value.get("origin"), str):  # a family: what its copies changed, against the origin's words
        return [
            (words["exact"], name)
            for drift in value["drift"]
            for words, name in ((drift["origin"], value["origin"]), (drift["copy"], drift["report"]))
            if words
        ]
    found = [(value["quotation"], report)] if value.get("quotation") else []
    if isinstance(value.get("evidence"), dict):
        found.append((value["evidence"]["exact"], report))
    inner = [v for k, v in value.items() if k not in ("evidence", "report", "coded")]
    return found + quotations(inner, report)


def said(name, texts):
    """The values that a command or an address gave, each quotation looked up in its report."""
    pairs = quotations(name)
    assert pairs, "no quotation"
    for words, report in pairs:
        assert words in texts[report], (report, words)
    return pairs


def rows_of(table):
    """The lines of CSV, as values."""
    return [dict(row) for row in csv.DictReader(io.StringIO(table))]


@pytest.mark.parametrize(("name", "command", "api", "page"), LINES, ids=[name for name, *_ in LINES])
def test_the_command_answers_with_words(name, command, api, page, record, texts, capsys):
    words = shlex.split(command)
    as_table = "--csv" in words
    assert main([*words, *([] if as_table else ["--json"]), "--record", str(record)]) == 0
    out = capsys.readouterr().out
    said(rows_of(out) if as_table else [json.loads(line) for line in out.splitlines()], texts)


@pytest.mark.parametrize(("name", "command", "api", "page"), LINES, ids=[name for name, *_ in LINES])
def test_the_address_answers_with_words(name, command, api, page, client, texts):
    answer = client.get(api)
    assert answer.status_code == 200, answer.text
    said(rows_of(answer.text) if ".csv" in api else answer.json(), texts)


@pytest.mark.parametrize(("name", "command", "api", "page"), LINES, ids=[name for name, *_ in LINES])
def test_the_page_answers_with_words(name, command, api, page, client, texts):
    answer = client.get(page.partition("#")[0], headers={"Accept": "text/html"})
    assert answer.status_code == 200, answer.text
    if ".csv" in page:
        said(rows_of(answer.text), texts)
        return
    shown = html.unescape(answer.text)
    in_lines = {report: on_one_line(text) for report, text in texts.items()}
    links = {(report, claim) for report, claim in re.findall(r"/reports/(\w+)[^\"#]*#claim-(\w+)", shown)}
    drift = re.findall(r"<(?:del|ins)>(.*?)</(?:del|ins)>", shown, re.DOTALL)
    assert links or drift, "nothing that opens on its words"
    quoted = [
        words
        for block in re.findall(BLOCK, shown, re.DOTALL)
        for words in re.findall(r"“(.*?)”(?: <cite|</p>)", "".join(block), re.DOTALL)
    ]
    assert quoted or links or drift
    anywhere = " ".join(in_lines.values())
    for words in quoted:
        assert on_one_line(re.sub(r"<[^>]+>", "", words)).rstrip("…") in anywhere, words
    for report, claim in list(links)[:5]:
        held = client.get(f"/v1/claims/{claim}").json()
        assert held["report"]["id"] == report
        assert held["evidence"]["exact"] in texts[report]
