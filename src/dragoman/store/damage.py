"""What can be wrong with the file or database under a record, and what to do then."""

from dataclasses import dataclass

from dragoman.errors import RecordError
from dragoman.store.schema import NEWEST

RESTORE = "restore it from a backup, or read the reports into a new record"
REBUILD = "run dragoman vacuum to build the word index anew"


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong, and what to do."""

    what: str
    next_step: str


def not_there(where: object) -> RecordError:
    """Nobody has read reports into this record yet."""
    return RecordError(
        "there is no record here yet",
        where=str(where),
        next_step="read reports first (dragoman read PATH), or name the record with --record",
    )


def too_new(where: object, version: int) -> RecordError:
    """Its tables are of a version that this program does not know."""
    return RecordError(
        "the record was written by a newer Dragoman",
        where=str(where),
        found=f"version {version}",
        expected=f"at most {NEWEST}",
        next_step="install the newer Dragoman to use it",
    )
