"""Whatever goes wrong with the input, the disk or the person's patience, what was read is kept and told."""

import gzip
import json
import re
import signal
import subprocess
import sys
import time

import pytest

from dragoman.errors import RecordError
from dragoman.interfaces.cli import main
from dragoman.store import open_record

SOUND = "Ministers of Norway and Sweden met in Oslo on Monday, officials said."
PAGE = f"<html><head><title>Talks</title></head><body><article><p>{SOUND}</p><p>They will meet again."
ARCHIVED = (
    b"WARC/1.0\r\nWARC-Type: response\r\nWARC-Record-ID: <urn:uuid:1>\r\n"
    b"WARC-Target-URI: https://example.org/a\r\nWARC-Date: 2031-05-06T00:00:00Z\r\n"
    b"Content-Type: application/http;msgtype=response\r\nContent-Length: %d\r\n\r\n%b\r\n\r\n"
)
ANSWER = (
    "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
    + PAGE.replace("Monday", "Tuesday")
    + "</p></article></body></html>"
).encode()


def dragoman(*words, **options):
    """Dragoman as a process of its own."""
    command = [sys.executable, "-m", "dragoman", *map(str, words)]
    return subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8", **options
    )


def reports(count):
    """So many reports of their own words, as JSON Lines."""
    numbered = (f"On day {n} envoys of Norway met envoys of Sweden in Oslo." for n in range(count))
    return "".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(numbered))


@pytest.fixture
def folder(tmp_path):
    """A folder with two sound reports and about every kind of trouble."""
    top = tmp_path / "in a folder"
    top.mkdir()
    archive = ARCHIVED % (len(ANSWER), ANSWER)
    for name, data in {
        "archive.warc": archive + b"WARC/1.0\r\nnot a header" + bytes(200),
        "binary.bin": bytes(range(256)) * 12,
        "cut.warc.gz": gzip.compress(archive)[:-40],
        "cut.html": PAGE.encode(),
        "empty.txt": b"",
        "lines.jsonl": b'{"text": "broken\n{"id": "no text"}\n',
        "long.jsonl": b'{"text": "' + b"x" * 50_000_000 + b'"}\n',
        "sound.txt": SOUND.encode(),
        "undecided.txt": b"\xc0\x81\xfe\xff\x9d\x8f\x90" * 30,
    }.items():
        (top / name).write_bytes(data)
    (top / "loop").symlink_to(top, target_is_directory=True)
    return top


def test_each_bad_report_is_one_line_and_the_rest_is_kept(folder, tmp_path, capsys):
    record = str(tmp_path / "r.record")
    assert main(["read", str(folder), "--record", record]) == 0
    out, err = capsys.readouterr()
    told = dict(re.findall(r"^set aside: .*?/([\w.]+(?::(?:record )?\d+)?): (.+)$", err, re.MULTILINE))
    assert {name: reason.split(";")[0] for name, reason in told.items()} == {
        "archive.warc:record 2": "a damaged header",
        "binary.bin": "not text",
        "cut.html": "the page breaks off",
        "cut.warc.gz": "the gzip file breaks off",
        "empty.txt": "empty",
        "lines.jsonl:1": told["lines.jsonl:1"].split(";")[0],
        "lines.jsonl:2": "no text",
        "long.jsonl:1": "a line longer than 10 MB",
        "loop": "a link back to a folder that was read already",
        "undecided.txt": "text in an encoding that cannot be told",
    }
    assert told["lines.jsonl:1"].startswith("broken JSON")
    assert len(err.splitlines()) == len(told)
    assert out.startswith(f"read {len(told) + 2} = 2 coded + 0 already held + {len(told)} set aside\n")
    with open_record(tmp_path / "r.record") as opened:
        assert opened.size()[0] == 2


def test_without_a_day_of_publication_relative_dates_stay_open(tmp_path, capsys):
    report = tmp_path / "undated.txt"
    report.write_text(
        "Norway's president met Sweden's yesterday and will return next week.", encoding="utf-8"
    )
    assert main(["code", str(report)]) == 0
    coded = json.loads(capsys.readouterr().out)
    assert coded["document"]["published"] is None
    assert [date["text"] for date in coded["dates"]] == ["yesterday", "next week"]
    assert all(date["earliest"] is date["latest"] is date["value"] is None for date in coded["dates"])
    record = str(tmp_path / "r.record")
    assert main(["read", str(report), "--record", record]) == 0
    assert "1 report of these without a day of publication" in capsys.readouterr().out
    assert main(["timeline", "--json", "--record", record]) == 0
    claim = json.loads(capsys.readouterr().out.splitlines()[0])
    assert main(["show", claim["id"], "--record", record]) == 0
    assert "left open: the report does not say when it appeared" in " ".join(capsys.readouterr().out.split())


def test_an_interruption_keeps_what_was_read_and_the_next_run_goes_on(tmp_path):
    path, lines = tmp_path / "r.record", reports(70).splitlines(keepends=True)
    run = dragoman("read", "-", "--record", path, stdin=subprocess.PIPE)
    assert run.stdin is not None
    # More than one batch, and the end does not come: the first batch is coded and kept meanwhile.
    run.stdin.write("".join(lines) + " " * 70_000 + "\n")
    run.stdin.flush()
    give_up = time.monotonic() + 60
    while not held(path) and run.poll() is None and time.monotonic() < give_up:
        time.sleep(0.1)
    run.send_signal(signal.SIGINT)
    _, err = run.communicate()
    kept = held(path)
    assert 0 < kept <= 64
    assert run.returncode == 130
    told = "1 report" if kept == 1 else f"{kept} reports"
    assert err == f"dragoman: interrupted; {told} kept; run the same again to go on\n"
    again = dragoman("read", "-", "--record", path, stdin=subprocess.PIPE)
    out, _ = again.communicate("".join(lines))
    assert out.startswith(f"read 70 = {70 - kept} coded + {kept} already held + 0 set aside\n")


def held(path):
    """How many reports the record holds by now, if there is one."""
    try:
        with open_record(path, create=False) as record:
            return record.size()[0]
    except RecordError:
        return 0


@pytest.mark.skipif(sys.platform == "win32", reason="no limits of this kind")
def test_a_full_disk_is_told_and_what_was_kept_stays(tmp_path):
    import resource

    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    path, file = tmp_path / "r.record", tmp_path / "many.jsonl"
    file.write_text(reports(200), encoding="utf-8")
    full = dragoman("read", file, "--record", path, preexec_fn=little_room)
    _, err = full.communicate()
    assert full.returncode == 2 and "Traceback" not in err
    stopped, why = err.splitlines()
    assert re.fullmatch(r"dragoman: stopped; \d+ reports? of this run kept", stopped)
    assert "what was kept before stays kept" in why
    kept = held(path)
    assert f" {kept} report" in stopped
    assert main(["verify", "--record", str(path)]) == 0
    later = dragoman("read", file, "--record", path)
    out, _ = later.communicate()
    assert out.startswith(f"read 200 = {200 - kept} coded + {kept} already held + 0 set aside\n")


def test_a_record_of_a_newer_dragoman_is_left_alone_with_what_to_do(tmp_path, capsys):
    from dragoman.store.sqlite import driver

    path, file = tmp_path / "r.record", tmp_path / "sound.txt"
    file.write_text(SOUND, encoding="utf-8")
    assert main(["read", str(file), "--record", str(path)]) == 0
    raw = driver().connect(str(path), isolation_level=None)
    raw.execute("PRAGMA user_version=99")
    raw.close()
    capsys.readouterr()
    for words in (["read", str(file)], ["timeline"]):
        assert main([*words, "--record", str(path)]) == 2
        err = capsys.readouterr().err
        assert "written by a newer Dragoman" in err and "install the newer Dragoman" in err
        assert err.count("\n") == 1
