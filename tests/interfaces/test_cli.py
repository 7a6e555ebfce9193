"""The command line from outside, with hand-made claims where the coder would stand."""

import csv
import io
import json
import subprocess
import sys
import types
from dataclasses import replace

import pytest

from dragoman.interfaces import cli, reading_commands
from dragoman.records import CodedDocument, Span, to_json
from dragoman.sources.raw import RawDocument, SetAside
from dragoman.store import open_record
from dragoman.store.sqlite import driver
from hand_made import DENIAL, TRADE, VISIT, denial, report, trade, visit

BY_TEXT = {VISIT: visit, DENIAL: denial, TRADE: trade}


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A record of three reports, the one that commands take without --record."""
    path = tmp_path / "talks.record"
    with open_record(path, clock=lambda: "2031-06-01T12:00:00Z") as record:
        record.add_all([trade(), denial(), visit()])
    monkeypatch.setenv("DRAGOMAN_RECORD", str(path))
    return path


@pytest.fixture
def reports(monkeypatch):
    """Stands for reader and coder: a path names a text of hand_made, or is set aside."""

    def read_reports(paths, *, published=None, outlet=None, stdin=None):
        texts = {"visit": VISIT, "denial": DENIAL, "trade": TRADE}
        for path in paths:
            if path in texts:
                yield RawDocument(None, path, None, outlet, published, None, texts[path])
            else:
                yield SetAside(path, "no such \x1b[31mfile")

    def coder(own=None):
        def code(documents):
            for document in documents:
                made = BY_TEXT[document.text]()
                yield replace(made, document=document)

        return code

    readers = types.ModuleType("dragoman.sources.readers")
    readers.read_reports = read_reports
    monkeypatch.setitem(sys.modules, "dragoman.sources.readers", readers)
    monkeypatch.setattr(reading_commands, "coder", coder)


def run(capsys, *words):
    code = cli.main(list(words))
    said = capsys.readouterr()
    return code, said.out, said.err


# ── read and code ──


def test_read_says_what_it_read_and_what_it_learnt(tmp_path, reports, capsys):
    path = str(tmp_path / "a b.record")
    code, out, err = run(capsys, "read", "visit", "nowhere", "denial", "visit", "--record", path)
    assert code == 0
    assert out.startswith("read 4 = 2 coded + 1 already held + 1 set aside\n")
    assert "2 reports gave 3 claims: 1 not occurring, 1 occurred, 1 scheduled." in out
    assert err == "set aside: nowhere: no such \\x1b[31mfile\n"


def test_reading_again_adds_nothing_and_says_so(tmp_path, reports, capsys):
    path = str(tmp_path / "r")
    run(capsys, "read", "visit", "denial", "--record", path)
    before = open_record(tmp_path / "r").size()
    code, out, _ = run(capsys, "read", "visit", "denial", "--record", path)
    assert code == 0
    assert out == "read 2 = 0 coded + 2 already held + 0 set aside\nNothing new: 2 reports already held.\n"
    assert open_record(tmp_path / "r").size() == before


def test_read_shows_what_is_coming_up(tmp_path, reports, capsys):
    _, out, _ = run(capsys, "read", "visit", "--record", str(tmp_path / "r"), "--published", "2031-05-06")
    assert "Coming up, from 2031-05-06 on" in out and "2031-05-09" in out


def test_read_of_nothing_readable_is_exit_2(tmp_path, reports, capsys):
    code, out, _ = run(capsys, "read", "nowhere", "--record", str(tmp_path / "r"))
    assert code == 2 and out.startswith("read 1 = 0 coded + 0 already held + 1 set aside")


def test_an_interrupted_read_keeps_and_says_so(tmp_path, reports, capsys, monkeypatch):
    def coder(own=None):
        def code(documents):
            yield visit()
            raise KeyboardInterrupt

        return code

    monkeypatch.setattr(reading_commands, "coder", coder)
    code, _, err = run(capsys, "read", "visit", "denial", "--record", str(tmp_path / "r"))
    assert code == 130
    assert err == "dragoman: interrupted; 1 report kept; run the same again to go on\n"
    assert open_record(tmp_path / "r").size() == (1, 2)


def test_code_prints_the_contract_one_line_a_report(reports, capsys):
    code, out, err = run(capsys, "code", "denial", "visit", "denial", "--published", "2031-05-08")
    lines = [json.loads(line) for line in out.splitlines()]
    assert code == 0 and err == "read 3 = 3 coded + 0 set aside\n"
    assert [line["document"]["text"] for line in lines] == [DENIAL, VISIT, DENIAL]
    assert lines[0]["claims"] == to_json(denial().claims)
    assert list(lines[0]) == ["document", "claims", "mentions", "dates", "places", "attributions", "skipped"]


@pytest.mark.parametrize("day", ["yesterday", "2031-02-30", "5/6/2031"])
def test_a_wrong_publication_day_is_one_line(reports, capsys, day):
    code, _, err = run(capsys, "code", "visit", "--published", day)
    assert code == 2 and "expected ISO 8601" in err and err.count("\n") == 1


# ── questions ──


def test_timeline_fits_80_columns_when_piped(kept, capsys):
    code, out, _ = run(capsys, "timeline")
    assert code == 0
    assert max(map(len, out.splitlines())) <= 80
    for words in ("2031-05-09", "CONSULT", "scheduled", "Alma Reyes", "in Oslo", "Northern Wire"):
        assert words in out


def test_json_and_csv_carry_all_of_it(kept, capsys):
    _, out, _ = run(capsys, "timeline", "--json")
    lines = [json.loads(line) for line in out.splitlines()]
    assert len(lines) == 4
    plan = next(line for line in lines if line["status"] == "scheduled")
    expected = to_json(visit().claims[0])
    assert {name: plan[name] for name in expected} == expected
    assert plan["report"]["outlet"] == "Northern Wire"
    _, out, _ = run(capsys, "timeline", "--csv")
    rows = list(csv.DictReader(io.StringIO(out)))
    assert [row["status"] for row in rows] == [line["status"] for line in lines]
    assert rows[1]["quotation"] == visit().claims[0].evidence.exact


def test_a_limit_is_told_beside_the_answer(kept, capsys):
    _, out, err = run(capsys, "timeline", "--limit", "1", "--json")
    assert out.count("\n") == 1 and "1 of 4 claims" in err


def test_upcoming_says_which_day_it_counts_from(kept, capsys):
    _, out, err = run(capsys, "upcoming")
    assert "2031-05-09" in out and "from 2031-05-08 on (the day of the newest report)" in err
    _, out, err = run(capsys, "upcoming", "--as-of", "2031-05-10")
    assert out == "No claims.\n" and "from 2031-05-10 on (the day asked for)" in err


def test_search_shows_claims_and_passages(kept, capsys):
    _, out, _ = run(capsys, "search", "ceasefire")
    assert "fragile" in out
    _, out, _ = run(capsys, "search", "talks in Geneva")
    assert "In further reports:" in out and "talks in Geneva" in out
    _, out, _ = run(capsys, "search", "geneva", "--json")
    assert json.loads(out)["passage"]["report"] == trade().document.id


def test_show_sets_the_quotation_off_in_its_paragraph(kept, capsys):
    claim = visit().claims[0]
    code, out, _ = run(capsys, "show", claim.id[:8])
    assert code == 0
    assert f"⟦{claim.evidence.exact}⟧" in " ".join(out.split())
    for words in ("Why", "History", "2031-05-06", "Northern Wire", "(ESP, GOV, Q1)", claim.id):
        assert words in out
    _, out, _ = run(capsys, "show", claim.id, "--json")
    shown = json.loads(out)
    paragraph = shown["paragraph"]
    assert paragraph["text"][paragraph["start"] : paragraph["end"]] == claim.evidence.exact


def test_sources_lists_outlets(kept, capsys):
    _, out, _ = run(capsys, "sources", "--csv")
    assert out.splitlines()[:2] == [
        "outlet,reports,families,claims,first,last",
        "Northern Wire,1,1,2,2031-05-06,2031-05-06",
    ]
    _, out, _ = run(capsys, "sources")
    assert "(none named)" in out


def test_words_of_a_report_steer_no_terminal_and_are_no_markup(tmp_path, capsys):
    text = (
        "Reyes [bold red]met[/] \x1b[31mLind\x1b]0;owned\x07 in \u202eolsO :smile: [link=file:x]here[/link]."
    )
    document = report(text, published="2031-01-01", outlet="[blink]x[/blink]\x9b1m")
    made = visit().claims[0]
    evidence = replace(made.evidence, start=0, end=len(text), exact=text, prefix="", suffix="")
    at = text.index("met")
    claim = replace(
        made, participants=(), place=None, time=None, trigger=Span(at, at + 3, "met"), evidence=evidence
    )
    with open_record(tmp_path / "r") as record:
        record.add(CodedDocument(document, (claim,)))
    for words in (
        ("timeline",),
        ("show", claim.id),
        ("search", "Reyes"),
        ("sources",),
        ("timeline", "--csv"),
        ("timeline", "--json"),
    ):
        code, out, _ = run(capsys, *words, "--record", str(tmp_path / "r"))
        assert code == 0
        assert not set(out) & set("\x1b\x07\x9b\u202e")
        assert "[b" in out  # what looks like markup is still there


# ── misuse ──


@pytest.mark.parametrize(
    ("words", "line"),
    [
        (["timelime"], "did you mean timeline?"),
        (["nonsense"], "see dragoman --help"),
        (["timeline", "--type", "ACUSE"], "did you mean ACCUSE?"),
        (["timeline", "--status", "canceled"], "did you mean cancelled?"),
        (["timeline", "--as-of", "soon"], "expected a day, month or year"),
        (["timeline", "--actr", "Reyes"], "did you mean --actor?"),
        (["timeline", "--json", "--csv"], "not allowed with argument"),
        (["timeline", "--limit", "many"], "invalid int value"),
        (["timeline", "extra"], "unrecognized arguments: extra"),
        (["show"], "required: CLAIM"),
        (["show", "zzzz"], "no such claim"),
        (["search", "--", "--"], "no word to search for"),
        (["read"], "required: PATH"),
        (["bench", "nothing"], "invalid choice"),
    ],
    ids=" ".join,
)
def test_misuse_is_one_line_and_exit_2(kept, capsys, words, line):
    code, out, err = run(capsys, *words)
    assert code == 2 and out == ""
    assert line in err and err.count("\n") == 1 and "Traceback" not in err


def test_no_record_yet_says_what_to_do(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DRAGOMAN_RECORD", raising=False)
    code, _, err = run(capsys, "timeline")
    assert code == 2 and "dragoman.record: there is no record here yet" in err and "dragoman read PATH" in err
    assert not (tmp_path / "dragoman.record").exists()


def test_verify_is_0_on_a_sound_record_and_1_on_a_changed_one(kept, capsys):
    code, out, err = run(capsys, "verify")
    assert (code, out) == (0, "") and "4 claims of 3 reports: every quotation stands in its report" in err
    raw = driver().connect(str(kept), isolation_level=None)
    raw.execute("DROP TRIGGER report_no_update")
    raw.execute("UPDATE report SET text = replace(text, 'fragile', 'doomed ')")
    raw.close()
    code, out, _ = run(capsys, "verify")
    assert code == 1 and visit().claims[1].id in out and visit().document.id[:12] in out


def test_help_and_version(capsys):
    code, out, _ = run(capsys, "--help")
    assert code == 0 and all(f"  {name} " in out for _, group in cli.COMMANDS for name, *_ in group)
    assert max(map(len, out.splitlines())) <= 80
    assert run(capsys, "help") == (0, out, "")
    assert run(capsys)[0] == 2
    assert run(capsys, "--version")[1].startswith("dragoman ")


@pytest.mark.parametrize("name", [name for _, group in cli.COMMANDS for name, *_ in group])
def test_every_command_has_help(name, capsys):
    with pytest.raises(SystemExit) as ended:
        cli.main([name, "--help"])
    assert ended.value.code == 0 and capsys.readouterr().out.startswith(f"usage: dragoman {name}")


def test_help_imports_nothing_heavy():
    told = "import sys; from dragoman.interfaces.cli import main; main(['--help']); print(*sys.modules)"
    path = {"PYTHONPATH": ":".join(sys.path)}
    words = [sys.executable, "-S", "-c", told]
    ended = subprocess.run(words, capture_output=True, text=True, check=True, env=path)
    heavy = {"argparse", "re", "dataclasses", "pathlib", "sqlalchemy", "rich", "spacy", "tomllib"}
    assert not set(ended.stdout.splitlines()[-1].split()) & heavy


def test_a_closed_pipe_is_quiet(kept):
    told = f"'{sys.executable}' -m dragoman timeline --json | true; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", told], capture_output=True, text=True, check=False)
    assert (ended.returncode, ended.stderr) == (0, "")


def test_a_full_output_is_one_line(kept):
    with open("/dev/full", "w") as full:  # noqa: PTH123
        ended = subprocess.run(
            [sys.executable, "-m", "dragoman", "timeline"],
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert ended.returncode == 2 and ended.stderr.count("\n") == 1 and "No space left" in ended.stderr
