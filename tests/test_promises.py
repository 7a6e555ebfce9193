"""The four promises that hold everywhere, over the example reports and awkward texts of our own.

A span cuts its words out of the text exactly; a report gives the same bytes alone, in a crowd, in any
order and in any process; every sentence is coded or listed with a reason; nothing is fetched.
"""

import json
import os
import random
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from dragoman.documents.identity import make_document
from dragoman.interfaces.cli import main
from dragoman.parse.sentences import split_sentences
from dragoman.pipeline import code_document, code_documents, load_resources
from dragoman.records import to_json
from dragoman.sources.raw import RawDocument
from dragoman.sources.readers import read_reports

EXAMPLES = Path(__file__).parent.parent / "examples"

AWKWARD = {
    "windows line ends": "Talks resume\r\n\r\nFrance and Italy met on Monday.\r\nNo date was set.\r\n",
    "spaces of all kinds": "Germany\u00a0will\u2009host talks\u00a0with\u00a0Poland on\u202f5\u00a0May 2031.",
    "invisible marks": "Fran\u00adce accu\u200bsed \u200eSpain of spying.\u2069 It denied this.",
    "ligatures and entities": "Of\ufb01cials of Norway &amp; Sweden signed an agreement in Oslo on Tuesday.",
    "broken encoding": "Italyâ€™s minister said: â€œWe will not attend.â€\x9d Franceâ€™s will.",
    "emoji and scripts": "🇫🇷 France met Україна in Kyiv 🤝 on Friday. 日本 supports the plan.",
    "accents in parts": "Cze\u0301ch and Hungarian envoys met Norway's in Gdan\u0301sk last week.",
    "nested words": "Spain said: \"Italy told us 'we agree', and France agreed that Poland had refused.\"",
    "no sentence": "***\n—\n12:30 | 14:45",
    "a table": "Country; " * 900,
    "shouting": "FRANCE REJECTS ITALY'S PLAN\nTHE TWO MET ON MONDAY",
    "not published": "Yesterday Norway's president visited Sweden and will return next week.",
    "one word": "Denied.",
    "nothing but a day": "May 5, 2031",
}


@pytest.fixture(scope="module")
def resources():
    return load_resources()


@pytest.fixture(scope="module")
def documents():
    found = [raw for raw in read_reports([str(EXAMPLES)]) if isinstance(raw, RawDocument)]
    for name, text in AWKWARD.items():
        published = None if name == "not published" else "2031-05-06"
        found.append(RawDocument(name, None, None, "Northern Wire", published, None, text))
    return [make_document(raw) for raw in found]


@pytest.fixture(scope="module")
def coded(documents, resources):
    return list(code_documents(documents, resources))


def line(coded_document):
    return json.dumps(to_json(coded_document), ensure_ascii=False)


def spans(value):
    """All parts of an output line that say where words stand, with the words."""
    if isinstance(value, list):
        for item in value:
            yield from spans(item)
    elif isinstance(value, dict):
        words = value.get("exact", value.get("text"))
        if isinstance(value.get("start"), int):
            yield value["start"], value["end"], words
        for item in value.values():
            yield from spans(item)


def test_every_span_of_every_layer_cuts_its_words_out_of_the_text(coded):
    cut = 0
    for one in coded:
        text = one.document.text
        for start, end, words in spans(to_json(one)):
            assert 0 <= start < end <= len(text)
            assert words is None or text[start:end] == words
            cut += 1
    assert cut > 300


def test_every_quotation_stands_between_the_words_around_it(coded):
    for one in coded:
        text = one.document.text
        for claim in one.claims:
            evidence = claim.evidence
            assert text[: evidence.start].endswith(evidence.prefix)
            assert text[evidence.end :].startswith(evidence.suffix)
            assert evidence.start <= claim.trigger.start < claim.trigger.end <= evidence.end


def test_claims_of_a_report_have_ids_of_their_own(coded):
    ids = [claim.id for one in coded for claim in one.claims]
    assert len(ids) == len(set(ids))


def test_text_is_kept_as_printed(coded):
    printed = {one.document.given_id: one.document.text for one in coded}
    assert {name: printed[name] for name in AWKWARD} == AWKWARD


def test_alone_and_in_a_crowd_a_report_gives_the_same_bytes(documents, coded, resources):
    in_a_crowd = [line(one) for one in coded]
    assert [line(code_document(document, resources)) for document in documents] == in_a_crowd


@pytest.mark.parametrize("seed", [1, 2])
def test_in_any_order_a_report_gives_the_same_bytes(documents, coded, resources, seed):
    shuffled = documents * 3
    random.Random(seed).shuffle(shuffled)
    expected = {one.document.id: line(one) for one in coded}
    for one in code_documents(shuffled, resources):
        assert line(one) == expected[one.document.id]


def test_in_another_process_the_files_give_the_same_bytes():
    def code(seed, paths):
        command = [sys.executable, "-m", "dragoman", "code", *paths]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        run = subprocess.run(command, capture_output=True, check=True, env=environment)
        return run.stdout.splitlines()

    files = sorted(str(path) for path in EXAMPLES.iterdir())
    first, second = code("1", files), code("2", reversed(files))
    assert len(first) >= 8
    assert sorted(first) == sorted(second)


def test_every_sentence_is_coded_or_listed_with_a_reason(coded):
    for one in coded:
        told = [(claim.trigger.start, claim.trigger.end) for claim in one.claims]
        skipped = [(item.start, item.end) for item in one.skipped]
        assert all(item.reason for item in one.skipped)
        for sentence in split_sentences(one.document.text):
            assert any(sentence.start < end and start < sentence.end for start, end in told + skipped), (
                one.document.given_id,
                sentence.text,
            )


def test_no_socket_is_opened_from_reading_to_asking(tmp_path, monkeypatch, capsys):
    def refuse(*_arguments, **_options):
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    record = str(tmp_path / "examples.record")
    assert main(["read", str(EXAMPLES), "--record", record]) == 0
    assert "claims" in "".join(capsys.readouterr())
    assert main(["code", str(EXAMPLES)]) == 0
    for words in (["timeline"], ["upcoming"], ["search", "talks"], ["sources"], ["verify"]):
        assert main([*words, "--record", record]) == 0, words


def test_every_quotation_of_a_record_verifies_and_a_second_reading_adds_nothing(tmp_path, capsys):
    record = str(tmp_path / "twice.record")
    lines = []
    for _ in range(2):
        assert main(["read", str(EXAMPLES), "--record", record]) == 0
        capsys.readouterr()
        assert main(["verify", "--record", record]) == 0
        assert main(["timeline", "--record", record, "--json"]) == 0
        lines.append(capsys.readouterr().out)
    assert lines[0] == lines[1]


def test_one_process_stays_small_over_a_long_transcript(tmp_path):
    texts = [raw.text for raw in read_reports([str(EXAMPLES)]) if isinstance(raw, RawDocument)]
    long = tmp_path / "long.txt"
    long.write_text("\n".join(texts * 10), encoding="utf-8")
    told = (
        "import resource, sys; from dragoman.interfaces.cli import main; main(sys.argv[1:]);"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    run = subprocess.run(
        [sys.executable, "-c", told, "code", str(long)], capture_output=True, check=True, text=True
    )
    unit = 1 if sys.platform == "darwin" else 1024
    assert int(run.stderr.splitlines()[-1]) * unit < 1_200_000_000
