"""`dragoman actors` from outside."""

import json

import pytest

from dragoman.interfaces import cli
from dragoman.records import Candidate, Mention, Party
from dragoman.store import open_record
from hand_made import visit


def run(capsys, *words):
    code = cli.main(["actors", *words])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_find_gives_the_office_of_the_day(capsys):
    code, out, _ = run(capsys, "find", "Antony", "Blinken", "--on", "2022-03-01", "--json")
    row = json.loads(out.splitlines()[0])
    assert (code, row["country"]) == (0, "USA")
    assert "ecretary of" in row["office"]


def test_find_says_that_nobody_is_known(capsys):
    code, out, _ = run(capsys, "find", "Xqzvw Kjhgf")
    assert code == 1
    assert "dragoman actors add" in out


def test_show_tells_where_each_term_is_from(capsys):
    code, out, _ = run(capsys, "show", "Q7747")
    assert code == 0
    assert "President of Russia [" in out


def test_show_asks_which_one_is_meant(capsys):
    code, _, err = run(capsys, "show", "Ivanov")
    assert code == 2
    assert "several are called so" in err


def test_add_writes_a_row_that_find_reads(capsys, tmp_path, monkeypatch):
    path = tmp_path / "mine.csv"
    monkeypatch.setenv("DRAGOMAN_ACTORS", str(path))
    words = ("--kind", "person", "--country", "EST", "--sector", "GOV", "--alias", "J. Rebane")
    office = ("--office", "Foreign Minister of Estonia", "--start", "2031-04")
    code, out, _ = run(capsys, "add", "Juhan", "Rebane", *words, *office)
    assert (code, "1 rows" in out) == (0, True)
    code, out, _ = run(capsys, "find", "Rebane", "--on", "2031-05-01", "--csv")
    assert "person:juhan-rebane" in out
    assert "Foreign Minister of Estonia" in out
    before = path.read_text()
    code, _, err = run(capsys, "add", "Ada", "Nomen", "--country", "XXX")
    assert (code, "mine.csv:3" in err, path.read_text() == before) == (2, True, True)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("add", "Ada Nomen"), "no file to add to"),
        (("add", "Ada Nomen", "--actors", "mine.yaml"), "only CSV is written here"),
        (("find", "Putin", "--on", "May"), "a day such as"),
        (("fnd", "Putin"), "no such command"),
        (("find", "Putin", "--actors", "none.csv"), "none.csv: No such file"),
    ],
)
def test_misuse_is_one_line(capsys, tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGOMAN_ACTORS", raising=False)
    code, _, err = run(capsys, *words)
    assert code == 2
    assert told in err
    assert err.count("\n") == 1


def test_unresolved_lists_names_by_their_number(capsys, tmp_path):
    from dataclasses import replace

    coded = visit()
    text = coded.document.text
    leaders = (Candidate("Q1", "A", 0.5), Candidate("Q2", "B", 0.5))

    def mention(words, kind, candidates=(), actor=None):
        at = text.find(words)
        assert at >= 0
        return Mention(at, at + len(words), words, at, 0, Party(words, kind, actor, candidates=candidates))

    words = text.split()
    name = next(word for word in words if word[0].isupper() and len(word) > 4 and word.isalpha())
    other = next(word for word in words if word.islower() and len(word) > 3 and word.isalpha())
    mentions = (
        mention(name, "person"),
        mention(name, "person"),
        mention(other, "group", leaders),
        mention(name, "person", actor="Q7747"),
        mention(other, "group"),
    )
    path = tmp_path / "a.record"
    with open_record(path) as record:
        record.add(replace(coded, mentions=mentions))
    code, out, _ = run(capsys, "unresolved", "--record", str(path), "--json")
    rows = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [(row["words"], row["mentions"], row["candidates"]) for row in rows] == [
        (name, 2, []),
        (other, 1, ["A", "B"]),
    ]
