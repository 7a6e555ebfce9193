"""Lines of a table as others give them: any encoding, any separator, some broken. Read one at a time.

    for numbered in Lines.of(path): ...     (number, text), counted from 1

What cannot be a line of the format becomes a `BadRow`: where, which field, what stood there, what was
expected. The other rows come in all the same.
"""

import gzip
import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from dragoman.errors import SettingsError

LONGEST_LINE = 2_000_000
"""Bytes of a line; one that is longer is set aside without being held."""
LARGEST_RATIO = 200
"""How many times larger than its compressed form a file may be."""


@dataclass(frozen=True, slots=True)
class BadRow:
    """A row that does not come in.

    Attributes:
        line: its number, counted from 1.
        field: the column, where one is to blame.
        found, expected: what stood there, and what should have.
    """

    line: int
    field: str | None
    found: str
    expected: str

    def said(self, where: str) -> str:
        """The row's fault on one line."""
        field = f", {self.field}" if self.field else ""
        found = self.found if len(self.found) <= 80 else self.found[:79] + "…"
        return f"{where}:{self.line}{field}: found {found!r}; expected {self.expected}"


@dataclass(frozen=True, slots=True)
class Line:
    """A line and its number; `text` is None where it is not text or far too long."""

    number: int
    text: str | None
    fault: str = ""


@contextmanager
def opened(path: Path) -> Iterator[BinaryIO]:
    """The bytes of a file, unpacked where it is gzip or a zip of one file.

    Raises:
        SettingsError: it cannot be opened.
    """
    try:
        with path.open("rb") as file:
            magic = file.read(4)
            file.seek(0)
            if magic[:2] == b"\x1f\x8b":
                with gzip.open(file) as unpacked:
                    yield unpacked  # pyright: ignore[reportReturnType]
            elif magic == b"PK\x03\x04":
                with zipfile.ZipFile(file) as archive:
                    names = [name for name in archive.namelist() if not name.endswith("/")]
                    if len(names) != 1:
                        raise SettingsError(
                            "an archive of several files", where=str(path), found=", ".join(names[:5]),
                            expected="one file", next_step="unpack it and name the file",
                        )  # fmt: skip
                    with archive.open(names[0]) as unpacked:
                        yield unpacked  # pyright: ignore[reportReturnType]
            else:
                yield file
    except (OSError, zipfile.BadZipFile, EOFError) as error:
        raise SettingsError("the file cannot be read", where=str(path), found=str(error)) from error


def lines_of(file: BinaryIO) -> Iterator[Line]:
    """The lines of a file in UTF-8, or where a line is not, in Windows-1252; empty ones left out."""
    buffered = io.BufferedReader(file, 1 << 16)  # pyright: ignore[reportArgumentType]
    try:
        yield from _lines(buffered)
    finally:
        buffered.detach()  # whoever opened the file closes it


def _lines(buffered: io.BufferedReader) -> Iterator[Line]:
    number = 0
    while raw := buffered.readline(LONGEST_LINE):
        number += 1
        if len(raw) >= LONGEST_LINE and not raw.endswith(b"\n"):
            while (more := buffered.readline(LONGEST_LINE)) and not more.endswith(b"\n"):
                pass
            yield Line(number, None, f"a line of more than {LONGEST_LINE:,} bytes")
            continue
        raw = raw.rstrip(b"\r\n")
        if number == 1:
            raw = raw.removeprefix(b"\xef\xbb\xbf")
        if not raw.strip():
            continue
        try:
            yield Line(number, raw.decode("utf-8"))
        except UnicodeDecodeError:
            yield Line(number, raw.decode("cp1252", "replace"))
