"""Opening the SQLite file under a record: the driver, its settings, and what its errors mean to a person.

The driver is `pysqlite3` where it can be imported, since it brings an SQLite without the write-ahead-log
race that was mended in 3.51.3; else the standard library's. Every connection writes ahead (WAL) and
waits until the disk has each commit (`synchronous=FULL`), so what was acknowledged outlives a power cut.
"""

import contextlib
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from dragoman.errors import RecordError
from dragoman.store.damage import REBUILD, RESTORE, Damage, not_there, too_new
from dragoman.store.schema import APPLICATION_ID, MIGRATIONS, NEWEST

BUSY_SECONDS = 10.0
"""How long a writer waits for another one before it gives up."""

SETTINGS = ("PRAGMA synchronous=FULL", "PRAGMA foreign_keys=ON", "PRAGMA recursive_triggers=ON")
"""Said to SQLite at the start of every connection."""

WRITING = {"begin": "IMMEDIATE"}
"""Options of a connection that takes the right to write as it begins."""

LAY = (
    "CREATE TEMP TABLE left_out (number INTEGER PRIMARY KEY)",
    "INSERT INTO left_out VALUES (?)",
    "CREATE TEMP TABLE laid_{table} AS SELECT {names} FROM {schema}.{table} WHERE 0",
    "INSERT INTO laid_{table} VALUES ({values})",
    "CREATE INDEX temp.laid_{table}_{key} ON laid_{table} ({key})",
    "CREATE TEMP VIEW {table} AS SELECT {names} FROM {schema}.{table}"
    " WHERE {key} NOT IN (SELECT number FROM temp.left_out)"
    " UNION ALL SELECT {names} FROM temp.laid_{table}",
)
"""How temporary tables are put in front of `claim` and `participant`: SQLite looks there first."""
MARK = "?"
"""Where a value comes in a statement of the driver."""

SNIPPET = """
SELECT snippet(report_words, -1, char(2), char(3), '…', :most) FROM report_words
WHERE rowid = :number AND report_words MATCH :asked"""
"""Up to `most` words of a report around the hits; each hit stands between the characters STX and ETX."""

_MEANING = {
    "SQLITE_FULL": (
        "the disk is full",
        "what was kept before stays kept; make room, then run the same again",
    ),
    "SQLITE_BUSY": (
        "another program is writing to the record",
        "wait until it is done, then run the same again",
    ),
    "SQLITE_LOCKED": (
        "another program is writing to the record",
        "wait until it is done, then run the same again",
    ),
    "SQLITE_READONLY": (
        "the record cannot be written",
        "give it another place with --record, or change its rights",
    ),
    "SQLITE_CANTOPEN": ("the record cannot be opened", "check the path and the rights of its folder"),
    "SQLITE_PERM": ("the record cannot be opened", "check the rights of the file and its folder"),
    "SQLITE_NOTADB": ("this file is not a Dragoman record", "name another file with --record"),
    "SQLITE_CORRUPT": (
        "the record is damaged",
        "run dragoman verify to see where; restore it from a backup, or read the reports into a new one",
    ),
    "SQLITE_IOERR": (
        "the disk failed",
        "what was kept before stays kept; check the disk, then run the same again",
    ),
    "SQLITE_CONSTRAINT": ("the record refused a row", "report this as a fault"),
}

_NAMELESS = {"database or disk is full": "SQLITE_FULL", "database disk image is malformed": "SQLITE_CORRUPT"}
"""Errors that come without a name while a record is copied."""


def driver() -> ModuleType:
    """The SQLite module in use."""
    try:
        from pysqlite3 import dbapi2
    except ImportError:
        from sqlite3 import dbapi2
    return dbapi2


@contextlib.contextmanager
def said_plainly(path: Path) -> Iterator[None]:
    """Turn SQLite's errors inside the block into a RecordError of one line."""
    try:
        yield
    except DBAPIError as error:
        raise _plain(path, error.orig or error) from error
    except driver().Error as error:
        raise _plain(path, error) from error


def _plain(path: Path, error: BaseException) -> RecordError:
    name = str(getattr(error, "sqlite_errorname", "") or _NAMELESS.get(str(error), ""))
    family = "_".join(name.split("_")[:2])
    what, next_step = _MEANING.get(
        family, ("the record cannot be used", "check the file, or name another with --record")
    )
    if "append-only" in str(error):
        what, next_step = str(error), "add a row that corrects it instead"
    found = (
        f"{name}: {error}"
        if family in ("SQLITE_IOERR", "SQLITE_CONSTRAINT") or family not in _MEANING
        else ""
    )
    return RecordError(what, where=str(path), found=found, next_step=next_step)


def connect(path: Path, *, create: bool, moment: str) -> Engine:
    """An engine on the record at `path`, its tables brought to the newest version.

    Args:
        path: the record file.
        create: make a new record where there is none.
        moment: the time now (ISO 8601), written beside each migration taken.

    Raises:
        RecordError: no record there, no record at all, of a newer version, locked, or unreadable.
    """
    _check_place(path, create)
    engine = create_engine(
        "sqlite://", module=driver(), creator=lambda: _open(path, create), poolclass=QueuePool
    )
    event.listen(engine, "connect", _settings)
    event.listen(engine, "begin", _begin)
    with said_plainly(path):
        _bring_up(engine, path, create, moment)
    return engine


def connect_to_reading(path: Path, lay: Callable[[Any], None]) -> Engine:
    """An engine for reading the record at `path` with something laid over its tables.

    Args:
        path: the record file, which is there and of the newest version.
        lay: makes the temporary tables of a new connection of the driver; nothing of it reaches the file.
    """
    engine = create_engine(
        "sqlite://", module=driver(), creator=lambda: _open(path, False), poolclass=QueuePool
    )
    event.listen(engine, "connect", _settings)
    event.listen(engine, "connect", lambda connection, _: lay(connection))
    event.listen(engine, "begin", _begin)
    return engine


def _check_place(path: Path, create: bool) -> None:
    if path.is_dir():
        raise RecordError(
            "this is a folder, not a record", where=str(path), next_step="name a file with --record"
        )
    if not path.exists():
        if not create:
            raise not_there(path)
        if not path.parent.is_dir():
            raise RecordError(
                "the folder of the record does not exist", where=str(path.parent), next_step="make it first"
            )


def open_file(path: Path, *, create: bool) -> Any:  # noqa: ANN401 - the driver's connection
    """A connection of the driver to the file at `path`, with no settings said to it yet.

    Raises:
        RecordError: there is no file, and none is to be made.
    """
    _check_place(path, create)
    return _open(path, create)


def check_is_record(raw: Any, path: Path) -> None:  # noqa: ANN401 - the driver's connection
    """Refuse a file that is none of ours.

    Raises:
        RecordError: it is another program's.
    """
    if raw.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        what, next_step = _MEANING["SQLITE_NOTADB"]
        raise RecordError(what, where=str(path), next_step=next_step)


def _open(path: Path, create: bool) -> Any:  # noqa: ANN401 - the driver's connection
    return driver().connect(
        f"{path.absolute().as_uri()}?{_mode(path, create)}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
    )


def _mode(path: Path, create: bool) -> str:
    """How to open the file. On a read-only disk there is no place for a log: it is read as unchanging."""
    if not path.exists():
        return "mode=rwc" if create else "mode=rw"
    if os.access(path, os.W_OK) and os.access(path.absolute().parent, os.W_OK):
        return "mode=rw"
    return "mode=ro" if path.with_name(path.name + "-wal").exists() else "mode=ro&immutable=1"


def _settings(connection: Any, _: object) -> None:  # noqa: ANN401 - the driver's connection
    for setting in SETTINGS:
        connection.execute(setting)


def _begin(connection: Connection) -> None:
    """Begin for real; SQLAlchemy leaves that to the driver, which would begin too late."""
    connection.exec_driver_sql(f"BEGIN {connection.get_execution_options().get('begin', 'DEFERRED')}")


def _bring_up(engine: Engine, path: Path, create: bool, moment: str) -> None:
    raw = _open(path, create)
    try:
        application, version, tables = (
            raw.execute(question).fetchone()[0]
            for question in (
                "PRAGMA application_id",
                "PRAGMA user_version",
                "SELECT count(*) FROM sqlite_master",
            )
        )
        if application != APPLICATION_ID and (application or tables or not create):
            what, next_step = _MEANING["SQLITE_NOTADB"]
            raise RecordError(what, where=str(path), next_step=next_step)
        if version > NEWEST:
            raise too_new(path, version)
        if version < NEWEST and raw.execute("PRAGMA journal_mode=WAL").fetchone()[0] != "wal":
            raise RecordError("this disk cannot hold a record", where=str(path), next_step="use a local disk")
    finally:
        raw.close()
    if version < NEWEST:
        with engine.connect().execution_options(begin="IMMEDIATE") as connection, connection.begin():
            _migrate(connection, moment)


def _migrate(connection: Connection, moment: str) -> None:
    """Take the steps still missing. The version is read again: another program may have taken some."""
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    for step in MIGRATIONS:
        if step.version > version:
            for statement in step.statements:
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(
                "INSERT INTO migration (version, name, applied_at) VALUES (?, ?, ?)",
                (step.version, step.name, moment),
            )
    connection.exec_driver_sql(f"PRAGMA application_id={APPLICATION_ID}")
    connection.exec_driver_sql(f"PRAGMA user_version={NEWEST}")


def damage(connection: Connection) -> Iterator[Damage]:
    """What is wrong with the file: pages, indexes, rows without the row they belong to, the word index."""
    sound = True
    try:
        for (line,) in connection.exec_driver_sql("PRAGMA integrity_check"):
            if line != "ok":
                sound = False
                yield Damage(f"the file is damaged: {line}", RESTORE)
    except DBAPIError as error:
        sound = False
        yield Damage(f"the file is damaged: {error.orig}", RESTORE)
    if not sound:  # what follows could not be relied on
        return
    for table, row, other, _ in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        yield Damage(f"row {row} of {table} belongs to a row of {other} that is not there", RESTORE)
    for table in ("report", "claim"):
        missing = connection.exec_driver_sql(
            f"SELECT count(*) FROM {table} WHERE number NOT IN (SELECT id FROM {table}_words_docsize)"
        ).scalar_one()
        if missing:
            yield Damage(f"search does not find {missing:,} rows of {table}", REBUILD)


def identity(path: Path) -> tuple[object, ...]:
    """Which file it is, and when it was written last."""
    held = path.stat()
    return str(path), held.st_ino, held.st_mtime_ns
