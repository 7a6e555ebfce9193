"""Claims as a Parquet table: the columns of the CSV table, typed, and the whole claim as JSON beside them.

Format: Apache Parquet, compressed with zstd, in groups of rows that are written as they are read;
`docs/formats/parquet.md`.
"""

import json
from datetime import date
from typing import TYPE_CHECKING, Any, BinaryIO

from dragoman.ask.values import CLAIM_COLUMNS, claim_line, claim_value
from dragoman.exchange.formats import Held, Written

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_IN_A_GROUP = 10_000
DAYS = ("earliest", "latest")


def write(given: Held, out: BinaryIO) -> Written:
    """Write one row a claim."""
    import pyarrow as pa
    from pyarrow import parquet

    about = {name: json.dumps(value, default=str) for name, value in given.about.items()}
    shape = _shape().with_metadata(about)
    encode = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
    rows = 0
    with parquet.ParquetWriter(out, shape, compression="zstd") as table:
        columns: dict[str, list[Any]] = {name: [] for name in shape.names}
        for held in given.claims():
            value = claim_value(held)
            for name, cell in claim_line(value).items():
                columns[name].append(cell)
            columns["json"].append(encode(value))
            rows += 1
            if rows % ROWS_IN_A_GROUP == 0:
                table.write_table(pa.table(_typed(columns), shape))
                columns = {name: [] for name in shape.names}
        if columns["json"]:
            table.write_table(pa.table(_typed(columns), shape))
    return Written(rows, {})


def _shape() -> "pa.Schema":
    """The columns and their types."""
    import pyarrow as pa

    kinds = {"confidence": pa.float64(), **dict.fromkeys(DAYS, pa.date32())}
    return pa.schema([(name, kinds.get(name, pa.string())) for name in (*CLAIM_COLUMNS, "json")])


def _typed(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns with days as days, and half characters, of which Parquet has none, spelled out."""
    return {
        name: [cell and date.fromisoformat(cell) for cell in cells]
        if name in DAYS
        else cells
        if name == "confidence"
        else [cell and cell.encode("utf-8", "backslashreplace") for cell in cells]
        for name, cells in columns.items()
    }
