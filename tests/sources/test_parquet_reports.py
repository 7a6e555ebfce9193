"""Parquet read as reports: the columns of JSON Lines, row by row, each with its fate."""

import gzip
import io
from datetime import UTC, date, datetime

import pytest

from dragoman.sources.readers import RawDocument, SetAside, read_reports

pa = pytest.importorskip("pyarrow")
parquet = pytest.importorskip("pyarrow.parquet")


def written(folder, **columns):
    file = folder / "reports.parquet"
    parquet.write_table(pa.table(columns), file, row_group_size=2)
    return file


def test_columns_are_the_keys_of_json_lines(tmp_path):
    file = written(
        tmp_path,
        id=[7, 8],
        source=["Gulf Wire", None],
        published=[date(2031, 5, 6), None],
        text=["Talks resumed.", "They broke off."],
        tokens=[[1], [2]],
    )
    one, two = read_reports([str(file)], outlet="Own Desk")
    assert one == RawDocument("7", str(file), None, "Gulf Wire", "2031-05-06", None, "Talks resumed.")
    assert (two.given_id, two.outlet, two.published) == ("8", "Own Desk", None)


def test_a_moment_may_be_of_its_own_type(tmp_path):
    moment = datetime(2031, 5, 6, 8, 30, tzinfo=UTC)
    [report] = read_reports([str(written(tmp_path, published=[moment], text=["Talks resumed."]))])
    assert report.published is not None and report.published.startswith("2031-05-06T08:30:00")


def test_each_row_without_words_is_told(tmp_path):
    found = list(read_reports([str(written(tmp_path, text=["Talks resumed.", None, " "]))]))
    assert isinstance(found[0], RawDocument)
    assert [f"{item.where.rpartition(':')[2]}: {item.reason.partition(';')[0]}" for item in found[1:]] == [
        "row 2: no text",
        "row 3: the text is empty",
    ]
    [other] = read_reports([str(written(tmp_path, body=["Talks resumed."]))])
    assert other.reason.startswith("no text; found the keys 'body'")


@pytest.mark.parametrize("cut", [4, 200, -8])
def test_a_damaged_file_is_one_line(tmp_path, cut):
    file = written(tmp_path, text=["Talks resumed."] * 9)
    file.write_bytes(file.read_bytes()[:cut])
    [item] = read_reports([str(file)])
    assert isinstance(item, SetAside) and item.reason.startswith("a damaged Parquet file, behind row 0")


def test_a_gzipped_one_and_one_through_a_pipe_are_one_line(tmp_path):
    data = written(tmp_path, text=["Talks resumed."]).read_bytes()
    packed = tmp_path / "packed.parquet.gz"
    packed.write_bytes(gzip.compress(data))

    class Pipe(io.RawIOBase):
        def __init__(self):
            self.inner = io.BytesIO(data)

        def read(self, size=-1):
            return self.inner.read(size)

    for found in (read_reports([str(packed)]), read_reports(["-"], stdin=Pipe())):
        [item] = found
        assert item.reason == "Parquet is read from a file only; give it as a file, unpacked"
