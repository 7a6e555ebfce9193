"""Tables as they go between a batch and its workers: Parquet files, as bytes."""

import io
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Part:
    """What became of a task, as a Parquet file."""

    number: int
    table: bytes


def rows_of(table: bytes, names: Sequence[str]) -> Iterator[dict[str, Any]]:
    """The rows of a Parquet file, these columns only."""
    from pyarrow import parquet

    for batch in parquet.ParquetFile(io.BytesIO(table)).iter_batches(1_000, columns=list(names)):
        yield from batch.to_pylist()


def table_of(rows: Iterable[dict[str, Any]], kinds: dict[str, str]) -> bytes:
    """Rows as a Parquet file; `kinds` names the columns and what is in them."""
    import pyarrow as pa

    return parquet_of(pa.Table.from_pylist(list(rows), shape_of(kinds)))


def shape_of(kinds: dict[str, str]) -> "pa.Schema":
    """The schema of a table."""
    import pyarrow as pa

    lists = {"list<string>": pa.list_(pa.string())}
    return pa.schema([(name, lists.get(kind) or pa.type_for_alias(kind)) for name, kind in kinds.items()])


def parquet_of(table: "pa.Table") -> bytes:
    """The table as a Parquet file."""
    from pyarrow import parquet

    out = io.BytesIO()
    parquet.write_table(table, out, compression="zstd")
    return out.getvalue()
