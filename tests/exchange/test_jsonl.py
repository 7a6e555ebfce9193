import io
from dataclasses import replace

from dragoman.ask.query import ask_for
from dragoman.exchange import jsonl
from dragoman.exchange.holding import held_in
from dragoman.exchange.lines import BadRow, lines_of
from dragoman.store import open_record
from hand_made import denial, visit


def written(record, **asked):
    out = io.BytesIO()
    done = jsonl.write(held_in(record, ask_for(**asked)), out)
    return out.getvalue(), done


def test_claims_go_out_and_come_in_as_rows_with_their_words(tmp_path):
    with open_record(tmp_path / "talks.record") as record:
        record.add_all([visit(), denial()])
        lines, done = written(record)
        rows = list(jsonl.read(lines_of(io.BytesIO(lines))))
        assert done.rows == len(rows) == 3
        assert {row.text for row in rows} == {held.claim.evidence.exact for held in record.claims()}
        assert record.keep_rows(rows) == 3
        assert sorted(record.coder_rows(), key=lambda row: row.row) == sorted(rows, key=lambda row: row.row)


def test_the_filters_hold_for_exports(tmp_path):
    with open_record(tmp_path / "talks.record") as record:
        record.add_all([visit(), denial()])
        assert written(record, statuses="scheduled")[1].rows == 1


def test_a_broken_line_is_told_and_the_others_come_in(tmp_path):
    with open_record(tmp_path / "talks.record") as record:
        record.add(visit())
        lines, _ = written(record)
    first, second = lines.splitlines()
    broken = b"\n".join([first, second[:40], b"{}", b"[" * 100_000, second])
    rows = list(jsonl.read(lines_of(io.BytesIO(broken))))
    bad = [row for row in rows if isinstance(row, BadRow)]
    assert [row.line for row in bad] == [2, 3, 4]
    assert "JSON" in bad[0].expected
    assert len(rows) - len(bad) == 2
    assert replace(bad[0], found="x" * 500).said("claims.jsonl").startswith("claims.jsonl:2")
