import datetime
import io
import json
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
from going_out import gone_out

from dragoman.ask.values import CLAIM_COLUMNS
from dragoman.exchange import parquet
from hand_made import denial, visit

ALL = (*CLAIM_COLUMNS, "json")


def test_duckdb_asks_the_file_by_day_and_status(tmp_path):
    file = tmp_path / "claims.parquet"
    file.write_bytes(gone_out(tmp_path, parquet.write)[0])
    found = duckdb.sql(f"""
        SELECT actors, earliest, json->>'$.time.precision', json->>'$.report.outlet'
        FROM '{file}' WHERE status = 'scheduled' AND earliest >= DATE '2031-05-01'
    """).fetchall()
    assert found == [("Alma Reyes", datetime.date(2031, 5, 9), "day", "Northern Wire")]


def test_the_examples_of_the_page_run(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "claims.parquet").write_bytes(gone_out(tmp_path, parquet.write)[0])
    page = (Path(__file__).parents[2] / "docs/formats/parquet.md").read_text(encoding="utf-8")
    first, second = page.split("```sql\n")[1].split("```")[0].strip().split(";\n")
    found = duckdb.sql(first).fetchall()
    assert found[0][0] == "Alma Reyes"
    assert found[0][4] == "Northern Wire"
    counted = dict(duckdb.sql(second.removesuffix(";")).fetchall())
    assert counted == {"Jonas Lind": 3, "Alma Reyes": 2, "Borduria": 1, "Syldavia": 1}


def test_pandas_reads_it_with_strict_types_and_the_whole_claim(tmp_path):
    out, done = gone_out(tmp_path, parquet.write)
    table = pd.read_parquet(io.BytesIO(out), dtype_backend="pyarrow")
    assert tuple(table.columns) == ALL
    assert len(table) == done.rows == 4
    kinds = {name: str(kind) for name, kind in table.dtypes.items()}
    assert kinds.pop("confidence") == "double[pyarrow]"
    assert {kinds.pop("earliest"), kinds.pop("latest")} == {"date32[day][pyarrow]"}
    assert set(kinds.values()) <= {"string[pyarrow]", "string"}
    for line in table.itertuples():
        claim = json.loads(line.json)
        assert (claim["id"], claim["evidence"]["exact"]) == (line.claim, line.quotation)


def test_it_goes_out_in_groups_and_says_what_made_it(tmp_path, monkeypatch):
    monkeypatch.setattr(parquet, "ROWS_IN_A_GROUP", 2)
    out, _ = gone_out(tmp_path, parquet.write, visit(), denial())
    file = pq.ParquetFile(io.BytesIO(out))
    assert [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)] == [2, 1]
    assert b"dragoman" in file.schema_arrow.metadata[b"program"]


def test_an_empty_record_gives_a_table_without_rows(tmp_path):
    out, done = gone_out(tmp_path, parquet.write, replace(visit(), claims=()))
    assert done.rows == len(pd.read_parquet(io.BytesIO(out))) == 0
