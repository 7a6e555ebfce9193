"""The commands that look after the record's file: `backup` and `vacuum`."""

from pathlib import Path

from dragoman.errors import SettingsError
from dragoman.interfaces.arguments import Arguments, add_record, record_path
from dragoman.interfaces.printable import counted, on_one_line


def backup(words: list[str]) -> int:
    """`dragoman backup`: copy the record to a new file; gives the exit code."""
    from dragoman.store.upkeep import back_up

    parser = Arguments(
        "backup", "Copy the record, as it is now, to a new file. Others may read and write meanwhile."
    )
    parser.add_argument("file", metavar="FILE", help="the new file; none is written over")
    add_record(parser)
    given = parser.parse_args(words)
    copied = back_up(_file(given.record, "pg_dump copies it"), Path(given.file))
    held = f"{counted(copied.reports, 'report')} and {counted(copied.claims, 'claim')}"
    print(f"{on_one_line(given.file)} holds {held}, {_megabytes(copied.size)}; its file is sound.")
    return 0


def vacuum(words: list[str]) -> int:
    """`dragoman vacuum`: give room back to the disk, and build the word index anew; gives the exit code."""
    from dragoman.store.upkeep import tidy

    parser = Arguments(
        "vacuum",
        "Give room back to the disk, build the word index anew and count what questions are planned by. "
        "Nobody else can write meanwhile, and the disk needs room for the record once more.",
    )
    add_record(parser)
    given = parser.parse_args(words)
    path = _file(given.record, "PostgreSQL does so by itself")
    before, after = tidy(path)
    print(f"{on_one_line(str(path))}: {_megabytes(before)} before, {_megabytes(after)} after.")
    return 0


def _file(given: str | None, otherwise: str) -> Path:
    """The record, which must be a file."""
    where = record_path(given)
    if not isinstance(where, Path):
        raise SettingsError("this is for record files only", where=str(where), next_step=otherwise)
    return where


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"
