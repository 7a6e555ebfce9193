import resource
import subprocess
import sys

import pytest
from sqlalchemy import text

from dragoman.errors import RecordError
from dragoman.interfaces.cli import main
from dragoman.store import open_record
from dragoman.store.sqlite import driver
from dragoman.store.upkeep import back_up, tidy
from hand_made import denial, trade, visit

MANY = 120


def held(path):
    with open_record(path, create=False) as record:
        assert list(record.verify()) == []
        return tuple(one.claim.id for one in record.claims())


@pytest.fixture
def path(tmp_path):
    path = tmp_path / "a record.record"
    with open_record(path) as record:
        record.add_all([visit(), denial()])
    return path


def spoil(path, words):
    """Overwrite what stands in the file where these words stand, page by page of the disk."""
    raw = driver().connect(str(path))
    raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    raw.close()
    data = path.read_bytes()
    at = data.index(words) // 4096 * 4096
    path.write_bytes(data[:at] + b"\xff" * 4096 + data[at + 4096 :])


def test_a_copy_holds_what_was_committed_while_another_writes(path, tmp_path):
    before = held(path)
    with open_record(path) as writer, writer.deriving() as (connection, _):
        connection.exec_driver_sql("INSERT INTO merged (what, until) VALUES ('half-way', 1)")
        copied = back_up(path, tmp_path / "copy.record")
    assert (copied.reports, copied.claims) == (2, len(before))
    assert held(tmp_path / "copy.record") == before
    with open_record(tmp_path / "copy.record") as copy:
        assert not copy.rows(text("SELECT * FROM merged"))
        copy.add(trade())
    assert held(path) == before


@pytest.mark.parametrize("there", ["a file", "a folder", "a link to nowhere", "the record itself"])
def test_nothing_is_written_over(path, tmp_path, there):
    copy = path if there == "the record itself" else tmp_path / "copy"
    if there == "a file":
        copy.write_text("mine")
    elif there == "a folder":
        copy.mkdir()
    elif there == "a link to nowhere":
        copy.symlink_to(tmp_path / "nowhere")
    before = held(path)
    with pytest.raises(RecordError, match=r"a folder|a file already"):
        back_up(path, copy)
    assert there != "a file" or copy.read_text() == "mine"
    assert held(path) == before
    assert not list(tmp_path.glob(".*"))


def test_a_copy_that_appears_meanwhile_is_not_written_over(path, tmp_path, monkeypatch):
    copy = tmp_path / "copy.record"
    monkeypatch.setattr("dragoman.store.upkeep._sync", lambda _: copy.write_text("mine"))
    with pytest.raises(RecordError, match="a file already"):
        back_up(path, copy)
    assert copy.read_text() == "mine" and not list(tmp_path.glob(".*"))


def test_a_file_that_is_no_record_is_not_copied(tmp_path, capsys):
    (tmp_path / "notes").write_text("no record" * 100)
    for name in ("notes", "absent"):
        assert main(["backup", str(tmp_path / "copy"), "--record", str(tmp_path / name)]) == 2
        assert capsys.readouterr().err.count("\n") == 1
    assert [file.name for file in tmp_path.iterdir()] == ["notes"]


def test_a_disk_without_room_is_one_clear_line(path, tmp_path):
    def little_room():
        resource.setrlimit(resource.RLIMIT_FSIZE, (8192, 8192))

    run = subprocess.run(
        [sys.executable, "-m", "dragoman", "backup", tmp_path / "copy", "--record", path],
        preexec_fn=little_room,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert run.returncode == 2
    assert run.stderr.count("\n") == 1 and "disk" in run.stderr
    assert not [file for file in tmp_path.iterdir() if "copy" in file.name]


def test_a_damaged_page_is_found_said_and_not_copied(path, tmp_path, capsys):
    sound = tmp_path / "sound.record"
    back_up(path, sound)
    spoil(path, visit().document.text.encode()[:40])
    assert main(["verify", "--record", str(path)]) == 1
    told = capsys.readouterr()
    assert "damaged" in told.out and "restore it from a backup" in told.err
    with pytest.raises(RecordError, match="damaged"):
        back_up(path, tmp_path / "copy")
    assert not (tmp_path / "copy").exists()
    assert held(sound)


def test_a_word_index_that_lacks_rows_is_found_and_mended(path, capsys):
    raw = driver().connect(str(path), isolation_level=None)
    raw.execute("INSERT INTO claim_words (claim_words) VALUES ('delete-all')")
    raw.close()
    assert main(["verify", "--record", str(path)]) == 1
    assert "dragoman vacuum" in capsys.readouterr().err
    assert main(["vacuum", "--record", str(path)]) == 0
    assert held(path)


def test_a_row_without_the_one_it_belongs_to_is_found(path):
    raw = driver().connect(str(path), isolation_level=None)
    raw.execute("DROP TRIGGER report_no_delete")
    raw.execute("DELETE FROM report WHERE number = 1")
    raw.close()
    with open_record(path) as record:
        assert any("belongs to a row of report" in finding.fault for finding in record.verify())


def test_vacuum_gives_room_back_and_changes_no_answer(path):
    with open_record(path) as record, record.deriving() as (connection, _):
        for n in range(MANY):
            connection.exec_driver_sql(f"INSERT INTO merged (what, until) VALUES ('{n} {'x' * 9000}', 1)")
    with open_record(path) as record, record.deriving() as (connection, _):
        connection.exec_driver_sql("DELETE FROM merged")
    claims = held(path)
    before, after = tidy(path)
    assert after < before / 2
    assert held(path) == claims


def test_vacuum_waits_for_nobody_for_ever(path, monkeypatch, capsys):
    monkeypatch.setattr("dragoman.store.sqlite.BUSY_SECONDS", 0.05)
    with open_record(path) as writer, writer.deriving():
        assert main(["vacuum", "--record", str(path)]) == 2
    assert "another program is writing" in capsys.readouterr().err
