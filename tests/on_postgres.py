"""A PostgreSQL server for tests: the one that DRAGOMAN_TEST_POSTGRES names, else one of their own.

Their own is made of Debian's package in a folder of its own, answers on a socket there only, and goes with
the process. Where neither can be had, `server` says why.
"""

import atexit
import os
import pwd
import shutil
import subprocess
import tempfile
from functools import cache
from itertools import count
from pathlib import Path

from dragoman.store.address import Address, record_at

_numbers = count(1)
_MADE: dict[Path, Address] = {}


@cache
def server() -> tuple[str | None, str]:
    """Where it answers, or None, and why not."""
    if named := os.environ.get("DRAGOMAN_TEST_POSTGRES"):
        return named, ""
    try:
        import psycopg  # noqa: F401
    except ImportError:
        return None, "psycopg is not installed"
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        return None, "PostgreSQL is not installed (Debian's package postgresql)"
    return _started(found[-1].parent)


def _started(programs: Path) -> tuple[str | None, str]:
    folder = Path(tempfile.mkdtemp(prefix="dragoman-postgres-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    who = {}
    if os.getuid() == 0:  # the server refuses to be run by root
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)
        who = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": ()}

    def run(*words: str) -> None:
        subprocess.run(words, check=True, capture_output=True, cwd=folder, **who)

    data, initdb, control = str(folder / "data"), str(programs / "initdb"), str(programs / "pg_ctl")
    quick = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off -c autovacuum=off"
    settings = f"-k {folder} -c listen_addresses='' {quick}"
    try:
        run(initdb, "-D", data, "-A", "trust", "-U", "dragoman", "-E", "UTF8", "--locale=C", "--no-sync")
        run(control, "-D", data, "-l", str(folder / "log"), "-o", settings, "-w", "start")
    except (OSError, subprocess.CalledProcessError) as error:
        said = getattr(error, "stderr", b"") or b""
        return None, f"PostgreSQL does not start: {error} {said.decode(errors='replace')[-300:]}"
    atexit.register(lambda: run(control, "-D", data, "-m", "immediate", "stop"))
    return f"postgresql://dragoman@/postgres?host={folder}", ""


def address(url: str) -> Address:
    """A record that nobody has used yet."""
    number = next(_numbers)
    joined = "&" if "?" in url else "?"
    address = record_at(f"{url}{joined}schema=t{os.getpid()}_{number}")
    assert isinstance(address, Address)
    return address


def in_place_of(url: str, path: Path) -> Address:
    """The record in the database that stands for a file in a test."""
    if path not in _MADE:
        _MADE[path] = address(url)
    return _MADE[path]
