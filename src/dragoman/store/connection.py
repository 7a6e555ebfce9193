"""Which database is under a record: `sqlite` for a file, `postgres` for an address.

The two modules have the same names; all other code is the same for both.
"""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine

from dragoman.store import sqlite
from dragoman.store.address import Address


def database_of(where: Path | Address) -> ModuleType:
    """The module that knows the database of this record."""
    if isinstance(where, Path):
        return sqlite
    from dragoman.store import postgres

    return postgres


def connect(where: Path | Address, *, create: bool, moment: str) -> Engine:
    """An engine on the record, its tables brought to the newest version.

    Args:
        where: the record.
        create: make a new record where there is none.
        moment: the time now (ISO 8601), written beside each migration taken.

    Raises:
        RecordError: no record there, no record at all, of a newer version, locked, or unreadable.
    """
    return database_of(where).connect(where, create=create, moment=moment)


def connect_to_reading(where: Path | Address, lay: Callable[[Any], None]) -> Engine:
    """An engine for reading the record with something laid over its tables.

    Args:
        where: the record, which is there and of the newest version.
        lay: makes the temporary tables of a new connection of the driver; nothing of it stays.
    """
    return database_of(where).connect_to_reading(where, lay)


@contextlib.contextmanager
def said_plainly(where: Path | Address) -> Iterator[None]:
    """Turn the database's errors inside the block into a RecordError of one line."""
    with database_of(where).said_plainly(where):
        yield
