"""A bar for long reading: on the error output, only on a terminal, only after a while.

How many reports a file holds is known at its end, so what is left is told by bytes: files done, and of
the file in hand as much as the texts of its reports make up.
"""

import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from dragoman.sources.raw import RawDocument, SetAside

if TYPE_CHECKING:
    from rich.progress import Progress

REPORTS_BEFORE, SECONDS_BEFORE = 50, 2.0
"""The bar is shown after so many reports or so long, whichever is first."""


class ReadingBar:
    """Counts reports as they are taken in and as they are done, and shows both."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = tuple(paths)
        self._wanted = sys.stderr.isatty()
        self._began = time.monotonic()
        self._done, self._extent = 0, Extent()
        self._bar: Progress | None = None

    def __enter__(self) -> "ReadingBar":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar:
            self._bar.stop()

    def taken_in(self, raws: Iterable[RawDocument | SetAside]) -> Iterator[RawDocument | SetAside]:
        """The same reports, noted as they go by."""
        for raw in raws:
            if self._wanted and isinstance(raw, RawDocument):
                self._extent.note(raw)
            yield raw

    def done(self) -> None:
        """One report more is done."""
        self._done += 1
        if not self._wanted:
            return
        if self._bar is None:
            if self._done < REPORTS_BEFORE and time.monotonic() - self._began < SECONDS_BEFORE:
                return
            self._start()
        if self._bar:
            rate = self._done / max(time.monotonic() - self._began, 0.001)
            self._bar.update(
                self._bar.task_ids[0],
                completed=self._extent.bytes_done(),
                reports=f"{self._done:,} reports, {rate:.1f}/s",
            )

    def _start(self) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self._bar = Progress(
            TextColumn("{task.fields[reports]}", markup=False),
            BarColumn(),
            TimeRemainingColumn(),
            TextColumn("left"),
            console=Console(file=sys.stderr),
            transient=True,
        )
        self._bar.add_task("read", total=size_of(self._paths), reports="")
        self._bar.start()


class Extent:
    """How many bytes of the input the reports taken in so far make up, at least."""

    def __init__(self) -> None:
        self._finished, self._size, self._within = 0, 0, 0
        self._path: str | None = None

    def note(self, raw: RawDocument) -> None:
        """One report more was taken in."""
        if raw.path != self._path:
            self._finished += self._size
            self._path, self._within = raw.path, 0
            self._size = (size_of([raw.path]) or 0) if raw.path else 0
        self._within += len(raw.text)

    def bytes_done(self) -> int:
        """Files before the one in hand, and what is known of that one."""
        return self._finished + min(self._within, self._size)


def size_of(paths: Iterable[str]) -> int | None:
    """Bytes of all files under the paths; None where a path is no file or folder, so that nobody can know."""
    total = 0
    for path in map(Path, paths):
        if not path.exists():
            return None
        files = path.rglob("*") if path.is_dir() else (path,)
        total += sum(file.stat().st_size for file in files if file.is_file())
    return total
