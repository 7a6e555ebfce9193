import json
import shutil
from dataclasses import replace

import pytest
from sqlalchemy import text

from dragoman.errors import RecordError, ReportError
from dragoman.records import CodedDocument, Evidence, to_json
from dragoman.store import open_record, schema, sqlite
from dragoman.store.sqlite import driver
from hand_made import coder_row, denial, report, trade, visit


@pytest.fixture
def path(tmp_path):
    return tmp_path / "a record with spaces.record"


@pytest.fixture
def record(path):
    with open_record(path, clock=lambda: "2031-06-01T12:00:00Z") as opened:
        yield opened


def tamper(path, *statements):
    """What someone with another program, and bad intent, can do to the file."""
    raw = driver().connect(str(path), isolation_level=None)
    for (name,) in raw.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        raw.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        raw.execute(statement)
    raw.close()


@pytest.mark.on_both
def test_what_is_kept_comes_back_equal(record):
    coded = visit()
    assert record.add(coded)
    assert tuple(held.claim for held in record.claims()) == coded.claims
    assert next(record.claims()).document == coded.document
    assert next(record.claims()).recorded_at == "2031-06-01T12:00:00Z"
    held = record.document(coded.document.id)
    assert held.document == coded.document
    assert held.layers["skipped"] == [{"start": 0, "end": 9, "reason": "for the test"}]


@pytest.mark.on_both
def test_kept_json_is_the_contract(record):
    coded = visit()
    record.add(coded)
    kept = record.rows(text("SELECT json FROM claim"))
    assert [json.loads(row.json) for row in kept] == [to_json(c) for c in coded.claims]


@pytest.mark.on_both
def test_same_report_is_kept_once_and_its_sightings_noted(record):
    assert record.add(visit())
    assert not record.add(visit())
    assert not record.add(visit(outlet="Copy Press", url="https://copy.example/1", published="2031-05-07"))
    assert record.size() == (1, 2)
    sightings = record.document(visit().document.id).sightings
    assert [(s.outlet, s.day) for s in sightings] == [
        ("Northern Wire", "2031-05-06"),
        ("Copy Press", "2031-05-07"),
    ]


@pytest.mark.on_both
def test_equal_texts_in_one_batch_are_one_report(record):
    assert record.add_all([visit(), denial(), visit(path="copy.txt")]) == (True, True, False)


@pytest.mark.on_both
def test_held_asks_one_or_many(record):
    record.add_all([visit(), denial()])
    ids = [coded.document.id for coded in (visit(), denial(), trade())]
    assert record.held(ids[0]) and not record.held(ids[2])
    assert record.held_among(ids + [f"{n:064x}" for n in range(1200)]) == frozenset(ids[:2])


@pytest.mark.on_both
def test_an_unpublished_report_counts_from_the_day_it_was_kept(record):
    record.add(trade())
    assert record.document(trade().document.id).sightings[0].day == "2031-06-01"


@pytest.mark.on_both
def test_a_claim_whose_words_are_not_in_the_report_is_refused_and_nothing_kept(record):
    good = visit()
    bad = replace(good.claims[0], evidence=Evidence(0, 9, "Alma Lind", "", ""))
    with pytest.raises(ReportError, match="Alma Lind"):
        record.add_all([denial(), CodedDocument(good.document, (bad,))])
    assert record.size() == (0, 0)


@pytest.mark.on_both
def test_half_a_character_is_refused(record):
    with pytest.raises(ReportError, match="half a character"):
        record.add(CodedDocument(report("They met\ud83d today.", id="0" * 64)))


@pytest.mark.parametrize("table", schema.KEPT)
@pytest.mark.parametrize("change", ["UPDATE {} SET rowid = rowid", "DELETE FROM {}"])
def test_kept_rows_cannot_be_changed_or_deleted(path, record, table, change):
    record.add(visit())
    record.correct("accept", visit().claims[0].id, reason="read", person="Ada")
    record.recode([CodedDocument(visit().document, visit().claims[:1])])
    record.keep_watch("talks", {"parties": ["Lind"]})
    record.keep_rows([coder_row()])
    if table == "participant":
        change = change.replace("rowid", "claim")
    raw = driver().connect(str(path), isolation_level=None)
    with pytest.raises(driver().IntegrityError, match="append-only"):
        raw.execute(change.format(table))
    raw.close()


@pytest.mark.on_both
def test_a_row_of_another_coder_is_kept_once(record):
    assert record.keep_rows([coder_row(), coder_row(), coder_row("8")]) == 2
    assert record.keep_rows([coder_row("8"), coder_row("9")]) == 1
    assert [row.row for row in record.coder_rows()] == ["7", "8", "9"]
    assert next(record.coder_rows()) == coder_row()


def test_kept_rows_cannot_be_replaced(path, record):
    record.add(visit())
    raw = driver().connect(str(path), isolation_level=None)
    with pytest.raises(driver().IntegrityError, match="append-only"):
        raw.execute("INSERT OR REPLACE INTO report SELECT * FROM report")
    raw.close()


def test_a_changed_quotation_is_caught_on_reading_and_by_verify(path):
    with open_record(path) as record:
        record.add_all([denial(), visit()])
    tamper(path, "UPDATE report SET text = replace(text, 'Oslo', 'Bonn') WHERE number = 2")
    with open_record(path) as record:
        with pytest.raises(RecordError, match=visit().claims[0].id) as caught:
            list(record.claims())
        assert visit().document.id[:12] in str(caught.value)
        with pytest.raises(RecordError):
            record.document(visit().document.id)
        findings = list(record.verify())
        assert {finding.claim for finding in findings} >= {visit().claims[0].id}
        assert {finding.report for finding in findings} == {visit().document.id}


def test_a_changed_column_is_caught_by_verify(path):
    with open_record(path) as record:
        record.add(visit())
    tamper(path, "UPDATE claim SET status = 'cancelled' WHERE number = 1")
    with open_record(path) as record:
        (finding,) = record.verify()
    assert "status" in finding.fault


def test_unreadable_claim_json_is_named(path):
    with open_record(path) as record:
        record.add(visit())
    tamper(path, "UPDATE claim SET json = '{}' WHERE number = 1")
    with open_record(path) as record:
        with pytest.raises(RecordError, match="cannot be read"):
            list(record.claims())
        assert next(record.verify()).claim == visit().claims[0].id


@pytest.mark.on_both
def test_a_sound_record_has_no_findings(record):
    record.add_all([visit(), denial(), trade()])
    assert list(record.verify()) == []


def test_a_record_of_a_newer_version_is_refused(path):
    open_record(path).close()
    raw = driver().connect(str(path))
    raw.execute(f"PRAGMA user_version={schema.NEWEST + 1}")
    raw.close()
    with pytest.raises(RecordError, match="newer Dragoman") as caught:
        open_record(path)
    assert "install the newer Dragoman" in str(caught.value)


@pytest.mark.parametrize(
    "content", [b"{}\n", b"no record, just a long note\n" * 500, b"SQLite format 3\x00" + b"x" * 5000]
)
def test_a_file_that_is_no_record_is_refused_and_left_as_it_was(path, content):
    path.write_bytes(content)
    with pytest.raises(RecordError, match=r"not a Dragoman record|damaged"):
        open_record(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_refused(path):
    raw = driver().connect(str(path))
    raw.execute("CREATE TABLE bird (name TEXT)")
    raw.close()
    with pytest.raises(RecordError, match="not a Dragoman record"):
        open_record(path)


def test_an_absent_record_is_not_made_by_a_question(path):
    with pytest.raises(RecordError, match="no record here yet"):
        open_record(path, create=False)
    assert not path.exists()
    path.touch()
    with pytest.raises(RecordError, match="not a Dragoman record"):
        open_record(path, create=False)


def test_a_folder_is_no_record(tmp_path):
    with pytest.raises(RecordError, match="folder"):
        open_record(tmp_path)
    with pytest.raises(RecordError, match="does not exist"):
        open_record(tmp_path / "absent" / "x.record")


def test_a_truncated_record_is_one_line(path):
    with open_record(path) as record:
        record.add(visit())
    path.write_bytes(path.read_bytes()[:9000])
    with pytest.raises(RecordError) as caught, open_record(path) as record:
        list(record.claims())
    assert "\n" not in str(caught.value)


def test_a_locked_record_is_one_line_and_nothing_is_lost(path, monkeypatch):
    monkeypatch.setattr(sqlite, "BUSY_SECONDS", 0.05)
    with open_record(path) as record:
        record.add(visit())
        raw = driver().connect(str(path), isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")
        with pytest.raises(RecordError, match="another program is writing"):
            record.add(denial())
        assert len(list(record.claims())) == 2  # readers read on
        raw.execute("ROLLBACK")
        raw.close()
        assert record.add(denial())


def test_a_full_disk_is_one_line_and_what_was_kept_stays(path, monkeypatch):
    with open_record(path) as record:
        record.add(visit())
    pages = path.stat().st_size // 4096
    monkeypatch.setattr(sqlite, "SETTINGS", (*sqlite.SETTINGS, f"PRAGMA max_page_count={pages}"))
    with open_record(path) as record:
        with pytest.raises(RecordError, match="disk is full"):
            record.add_all([denial(), CodedDocument(report("word " * 20000))])
        assert record.size() == (1, 2)
        assert list(record.verify()) == []


def test_a_record_in_a_folder_without_rights_can_still_be_asked(path, monkeypatch):
    with open_record(path) as record:
        record.add(visit())
    monkeypatch.setattr(sqlite.os, "access", lambda *_: False)
    with open_record(path, create=False) as record:
        assert len(list(record.claims())) == 2
        with pytest.raises(RecordError, match="cannot be written"):
            record.add(denial())


def test_an_unfinished_transaction_leaves_nothing(path, tmp_path):
    """The file and its log, copied while a writer is half-way, hold what was acknowledged, no more."""
    with open_record(path) as record:
        record.add(visit())
        raw = driver().connect(str(path), isolation_level=None)
        raw.execute("BEGIN IMMEDIATE")
        raw.execute(
            "INSERT INTO report (number, id, text, layers, recorded_at) VALUES (99, 'x', 'x', '{}', 'x')"
        )
        for suffix in ("", "-wal"):
            source = path.with_name(path.name + suffix)
            shutil.copy(source, tmp_path / f"crashed{suffix}")
        raw.execute("ROLLBACK")
        raw.close()
    with open_record(tmp_path / "crashed") as record:
        assert record.size() == (1, 2)
        assert list(record.verify()) == []


def test_the_declared_tables_are_those_that_the_migrations_make(record):
    for name, table in schema.TABLES.tables.items():
        made = record.rows(text(f"SELECT name FROM pragma_table_info('{name}')"))
        assert [row.name for row in made] == [column.name for column in table.columns]
    steps = record.rows(text("SELECT version, name FROM migration"))
    assert [tuple(step) for step in steps] == [(m.version, m.name) for m in schema.MIGRATIONS]
