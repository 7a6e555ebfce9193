"""Reports as Parquet: one a row, its columns named as the keys of JSON Lines (`json_reports`).

`id url source|outlet published title text`; others are not read. A day or moment may be of a type of its own.
Rows are read a few at a time, so a file may be larger than memory.
"""

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from dragoman.errors import ReportError
from dragoman.sources.json_reports import report_of
from dragoman.sources.raw import Origin, RawDocument, SetAside
from dragoman.sources.streams import Readable

if TYPE_CHECKING:
    from pyarrow.parquet import ParquetFile

MAGIC = b"PAR1"
COLUMNS = ("id", "url", "source", "outlet", "published", "title", "text")
ROWS_AT_ONCE = 64


def read_parquet(source: Readable, origin: Origin) -> Iterator[RawDocument | SetAside]:
    """Every report of the file in order, and a line for each row that holds none.

    Args:
        source: an open file; what can only be read from front to back, such as a pipe, cannot be Parquet.

    Raises:
        ReportError: no Parquet file, a damaged one, or pyarrow is not installed.
    """
    try:
        from pyarrow import ArrowException
        from pyarrow.parquet import ParquetFile
    except ImportError:
        raise ReportError("Parquet needs pyarrow", next_step="install dragoman[batch]") from None
    _go_to_front(source)
    number = 0
    try:
        with ParquetFile(source, pre_buffer=False, buffer_size=1 << 20) as file:
            for number, row in enumerate(_rows(file), start=1):
                yield report_of(row, f"{origin.where}:row {number}", origin)
    except (ArrowException, OSError) as error:
        found = str(error).partition("\n")[0]
        raise ReportError(f"a damaged Parquet file, behind row {number}", found=found) from None


def _rows(file: "ParquetFile") -> Iterator[dict[str, Any]]:
    wanted = [name for name in file.schema_arrow.names if name in COLUMNS]
    for batch in file.iter_batches(batch_size=ROWS_AT_ONCE, columns=wanted or None):
        for row in batch.to_pylist():
            yield {name: _told(value) for name, value in row.items()}


def _told(value: object) -> object:
    """Days and moments as JSON has them."""
    return value.isoformat() if isinstance(value, date | datetime) else value


def _go_to_front(source: Readable) -> None:
    try:
        source.seek(0)  # pyright: ignore[reportAttributeAccessIssue] - a pipe has none
        if source.read(len(MAGIC)) == MAGIC:
            return
    except (AttributeError, OSError):
        pass
    raise ReportError("Parquet is read from a file only", next_step="give it as a file, unpacked")
