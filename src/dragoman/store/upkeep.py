"""Looking after a record file: a copy of it while others write, and its size.

A copy is made of one moment: what is written meanwhile waits for the next copy. It is checked before it gets
its name, so a file of that name is always a whole record, and it never takes the place of another file.
"""

import contextlib
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import RecordError
from dragoman.store.sqlite import check_is_record, driver, open_file, said_plainly


@dataclass(frozen=True, slots=True)
class Copied:
    """What a copy holds: reports, claims, bytes."""

    reports: int
    claims: int
    size: int


def back_up(path: Path, destination: Path) -> Copied:
    """Copy the record at `path`, as it is at this moment, to a new file; others may write meanwhile.

    An older record is copied as it is, and not brought up to date.

    Raises:
        RecordError: there is something at `destination` already, no record at `path`, no room, or the copy
            is damaged; nothing is left at `destination` then.
    """
    _check_destination(destination)
    part = destination.with_name(f".{destination.name}.{os.getpid()}.part")
    try:
        with said_plainly(path), contextlib.closing(open_file(path, create=False)) as held:
            check_is_record(held, path)
            with said_plainly(destination), contextlib.closing(driver().connect(str(part))) as copy:
                copy.execute("PRAGMA synchronous=OFF")  # it is synced once, below
                held.backup(copy)  # in one step, under one lock for reading
                found = _checked(copy, destination, part)
        _sync(part)
        _name(part, destination)
    except OSError as error:
        raise RecordError(
            "the copy could not be written", where=str(destination), found=error.strerror or str(error)
        ) from error
    finally:
        for leftover in (part, *(part.with_name(part.name + end) for end in ("-journal", "-wal", "-shm"))):
            with contextlib.suppress(OSError):
                leftover.unlink(missing_ok=True)
    return found


def tidy(path: Path) -> tuple[int, int]:
    """Build the word index anew, count what the planner of questions goes by, and give room back to the disk.

    Nobody else can write meanwhile, and the disk must have room for the record once more.

    Returns:
        Bytes before and after.

    Raises:
        RecordError: it is in use, cannot be written, or the disk is full; the record is as it was.
    """
    with said_plainly(path), contextlib.closing(open_file(path, create=False)) as held:
        check_is_record(held, path)
        before = _size(path)
        for index in ("report_words", "claim_words"):
            held.execute(f"INSERT INTO {index} ({index}) VALUES ('rebuild')")
        held.execute("ANALYZE")
        held.execute("VACUUM")
        held.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return before, _size(path)


def _check_destination(destination: Path) -> None:
    where = str(destination)
    if destination.is_dir():
        raise RecordError("this is a folder", where=where, next_step="name a new file")
    if destination.exists() or destination.is_symlink():
        raise RecordError(
            "there is a file already", where=where, next_step="name a new one; none is written over"
        )
    if not destination.parent.is_dir():
        raise RecordError(
            "the folder does not exist", where=str(destination.parent), next_step="make it first"
        )


def _checked(copy: Any, destination: Path, part: Path) -> Copied:  # noqa: ANN401 - the driver's connection
    """What the copy holds, its pages and rows checked."""
    faults = [line for (line,) in copy.execute("PRAGMA integrity_check(3)") if line != "ok"]
    faults += [f"a row of {row[0]} without its {row[2]}" for row in copy.execute("PRAGMA foreign_key_check")]
    if faults:
        raise RecordError(
            "the record is damaged, so no copy was kept",
            where=str(destination),
            found=faults[0],
            next_step="run dragoman verify to see more",
        )
    reports, claims = (
        copy.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("report", "claim")
    )
    return Copied(reports, claims, part.stat().st_size)


def _sync(path: Path) -> None:
    """Wait until the disk has it."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def _name(part: Path, destination: Path) -> None:
    """Give the copy its name at one stroke, unless something has come to stand there."""
    try:
        os.link(part, destination)
    except FileExistsError:
        _check_destination(destination)
        raise
    except OSError:  # a disk without links
        _check_destination(destination)
        part.rename(destination)
    _sync(destination.absolute().parent)


def _size(path: Path) -> int:
    """Bytes of the record and of what is written ahead of it."""
    log = path.with_name(path.name + "-wal")
    return path.stat().st_size + (log.stat().st_size if log.exists() else 0)
