"""Dragoman reads the news of diplomacy and conflict and keeps the record.

>>> import dragoman
>>> dragoman.open.__name__
'open'
"""

TYPE_CHECKING = False  # as in `typing`, which costs `dragoman --help` more than the rest of it
if TYPE_CHECKING:
    from os import PathLike

    from dragoman.interfaces.notebook import OpenRecord

__version__ = "0.1.0"


def open(path: "str | PathLike[str]") -> "OpenRecord":  # noqa: A001 - dragoman.open is what it is called
    """Open a record for questions, in a notebook or a script; see `docs/notebook.md`.

    Raises:
        RecordError: there is no such record, or it cannot be used.
    """
    from dragoman.interfaces.notebook import OpenRecord

    return OpenRecord(path)
