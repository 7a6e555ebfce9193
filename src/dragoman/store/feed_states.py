"""What is kept of watched feeds between two runs: a small file beside the record.

It is not in the record: it changes with every poll, and the record keeps only what never changes. It
says nothing of the world, and its loss costs each feed one full answer: what is held is still known by
its words. Every change replaces the whole file, so a crash leaves the old one or the new one.
"""

import json
import os
from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from dragoman.errors import RecordError
from dragoman.sources.polling import FeedState, Visits
from dragoman.sources.robots import Robots
from dragoman.store.address import Address

VERSION = 1


def states_path(record: Path | Address) -> Path:
    """The file beside the record; for one in a database, the file of its name in this folder.

    >>> states_path(Path("talks.record")).name
    'talks.record.feeds.json'
    """
    name = f"{record.name}.feeds.json"
    return record.with_name(name) if isinstance(record, Path) else Path(name)


def feed_states(record: Path | Address) -> dict[str, FeedState]:
    """The feeds that were asked for this record, by the address the user gave.

    Raises:
        RecordError: the file is damaged, or of a newer program.
    """
    return _read(states_path(record), lambda held: {a: FeedState(**f) for a, f in held["feeds"].items()})


def keep_feed_state(record: Path | Address, state: FeedState, visits: Visits) -> None:
    """Keep one feed's state, and what sites asked of us; other feeds stay as they are in the file.

    Raises:
        RecordError, OSError: the file cannot be read or written.
    """
    states = {**feed_states(record), state.asked: state}
    now = datetime.now(UTC)
    held = {
        "version": VERSION,
        "feeds": {address: asdict(feed) for address, feed in states.items()},
        "robots": {
            site: {"rules": rules.rules, "delay": rules.delay, "until": until.isoformat()}
            for site, (rules, until) in visits.robots.items()
            if until > now
        },
        "waits": {site: until.isoformat() for site, until in visits.waits.items() if until > now},
    }
    path = states_path(record)
    written = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        with written.open("w", encoding="utf-8") as file:
            json.dump(held, file, indent=1)
            file.flush()
            os.fsync(file.fileno())
        written.replace(path)
    finally:
        written.unlink(missing_ok=True)


def recall_sites(record: Path | Address, visits: Visits) -> None:
    """Fill `visits` with what sites asked of us in earlier runs.

    Raises:
        RecordError: as for `feed_states`.
    """

    def fill(held: dict[str, Any]) -> dict[str, Any]:
        for site, known in held["robots"].items():
            rules = tuple((bool(allows), str(pattern)) for allows, pattern in known["rules"])
            visits.robots[site] = (
                Robots(rules, float(known["delay"])),
                datetime.fromisoformat(known["until"]),
            )
        for site, until in held["waits"].items():
            visits.waits[site] = datetime.fromisoformat(until)
        return held

    _read(states_path(record), fill)


def _read(path: Path, make: Callable[[dict[str, Any]], dict[str, Any]]) -> dict[str, Any]:
    try:
        held = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        return {}
    except (ValueError, UnicodeError) as error:
        raise _damaged(path, str(error)) from error
    try:
        if held["version"] != VERSION:
            raise RecordError(
                "made by another version of Dragoman",
                where=str(path),
                found=f"version {held['version']}",
                expected=str(VERSION),
                next_step="take the file away; the feeds are then asked in full once",
            )
        return make(held)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _damaged(path, f"{type(error).__name__} {error}") from error


def _damaged(path: Path, found: str) -> RecordError:
    return RecordError(
        "the state of the feeds cannot be read",
        where=str(path),
        found=found,
        next_step="take the file away; the feeds are then asked in full once",
    )
