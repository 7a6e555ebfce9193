"""Hostile words wherever a person or program can put them: told as text, never obeyed, and no fault."""

import json
import re
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from dragoman.interfaces.answers import FILTERS, QUESTIONS
from dragoman.interfaces.api.guards import Limits
from dragoman.interfaces.things import THINGS
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import claim, party, report
from served import client_of, record_at

MANY = Limits(address=200_000, per_second=1e6, burst=1_000_000)
MARKED = "<script>alert(1)</script>"
VALUES = {
    "markup": f'"><img src=x onerror=alert(1)>{MARKED}',
    "sql": "'; DROP TABLE claims; -- \" OR 1=1",
    "template": "{{7*7}}${7*7}{% raw %}#{7}",
    "search": '"Oslo OR NEAR( * ^ : AND NOT "',
    "control": "a\x00b\x1b[31m\r\nSet-Cookie: x=1\x7f",
    "bidi": "\u202eoslO\u2066\u200b\ufeff",
    "wild": "%_\\*?[a-z](((((",
    "paths": "../../../../etc/passwd",
    "number": "9" * 5_000,
    "day": "0000-99-99",
    "far": "99999999999-01-01",
    "spaced": " \t ",
    "long": "Oslo " * 4_000,
    "accents": "e" + "\u0301" * 2_000,
    "astral": "\U0001f600\U000e0041",
}
TEXT = f"{MARKED} {{{{7*7}}}} Lund\u202e met Ortiz 'in' \"Oslo\" & <b>Graz</b>; DROP TABLE claims; --"
NAME = f'Lund"><b onclick=alert(1)>{MARKED}\u202e'


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    path = record_at(tmp_path_factory.mktemp("served") / "talks.record")
    said = dict.fromkeys(("outlet", "title", "given_id"), f"{MARKED}\u202e'\"{{{{7*7}}}}")
    document = report(TEXT, published="2031-05-07", path=f"../{MARKED}", **said)
    both = (party(TEXT, "Lund", name=NAME), party(TEXT, "Ortiz", name=f"O'{NAME}"))
    with open_record(path) as record:
        record.add(
            CodedDocument(document, (claim(document, "Lund\u202e met Ortiz", "met", participants=both),))
        )
    with client_of(path, limits=MANY) as client:
        yield client


class Page(HTMLParser):
    """What of the page a browser would obey."""

    def __init__(self, page):
        super().__init__()
        self.scripts, self.handlers, self.links = [], [], []
        self._in_script = False
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self._in_script = tag == "script"
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]

    def handle_endtag(self, tag):
        self._in_script = False

    def handle_data(self, data):
        if self._in_script:
            self.scripts.append(data)


def sound(answer):
    """No fault of ours, and nothing in it that a browser would obey."""
    assert answer.status_code < 500, answer.text[:300]
    assert "set-cookie" not in answer.headers or "x=1" not in answer.headers["set-cookie"]
    kind = answer.headers.get("content-type", "")
    if kind.startswith("text/html"):
        page = Page(answer.text)
        assert not page.handlers
        assert not any("alert(1)" in script for script in page.scripts)
        assert not any(link.lower().startswith(("javascript:", "data:text")) for link in page.links)
    elif kind.partition(";")[0] in ("application/json", "application/problem+json"):
        json.loads(answer.text)
    elif kind:
        assert not answer.text.lstrip().startswith("<!") or "xml" in kind or "svg" in kind
    return answer


def needed_by(entry):
    return {name: FILTERS[name].example for name in entry.needs}


@pytest.mark.parametrize("entry", QUESTIONS, ids=lambda entry: entry.name)
def test_a_question_with_hostile_words_is_answered_or_refused(client, entry):
    sound(client.get(entry.path, params=needed_by(entry)))
    for n, name in enumerate((*entry.takes, "limit", "offset", "format", "colour")):
        for value in (VALUES["markup"], list(VALUES.values())[n % len(VALUES)]):
            sound(client.get(entry.path, params={**needed_by(entry), name: value}))


@pytest.mark.parametrize("name", FILTERS)
def test_a_filter_takes_any_hostile_value_without_a_fault(client, name):
    entry = next(entry for entry in QUESTIONS if name in entry.takes)
    for value in VALUES.values():
        answer = sound(client.get(entry.path, params={**needed_by(entry), name: value}))
        assert "Traceback" not in answer.text


def test_every_page_shows_hostile_words_as_words(client):
    todo, seen = ["/"], set()
    while todo and len(seen) < 80:
        path = todo.pop(0)
        shape = re.sub(r"[0-9a-f]{8,}|=[^&]*", "*", path)
        if path in seen or sum(re.sub(r"[0-9a-f]{8,}|=[^&]*", "*", p) == shape for p in seen):
            continue
        seen.add(path)
        answer = sound(client.get(path))
        if answer.headers.get("content-type", "").startswith("text/html"):
            todo += [link.partition("#")[0] for link in Page(answer.text).links if re.match(r"/(?!/)", link)]
    pages = sorted({path.partition("?")[0] for path in seen})
    assert len(pages) > 15
    for path in pages:
        for value in ("markup", "control"):
            sound(client.get(path, params=dict.fromkeys(FILTERS, VALUES[value])))


@pytest.mark.parametrize("thing", THINGS, ids=lambda thing: thing.tool)
def test_a_thing_of_a_hostile_name_is_not_there(client, thing):
    for value in VALUES.values():
        key = quote(value, safe="")[:8_000]
        for path in (thing.path.replace("{id}", key), f"/{thing.name}s/{key}", f"/{thing.name}/{key}"):
            sound(client.get(path))
