"""What can be wrong with the file or database under a record, and what to do then."""

from dataclasses import dataclass

RESTORE = "restore it from a backup, or read the reports into a new record"
REBUILD = "run dragoman vacuum to build the word index anew"


@dataclass(frozen=True, slots=True)
class Damage:
    """What is wrong, and what to do."""

    what: str
    next_step: str
