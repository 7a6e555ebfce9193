"""What the coder knows, as reviewed files; each says its origin and licence in its head.

SHA256SUMS lists every file with its hash (`sha256sum --check` reads it too). A file is held against it when
it is read, so that one cut short by a copy or changed by a hand is never taken for what was shipped.
Who changes a file on purpose renews the list: `python -m dragoman.data`.
"""

import csv
import hashlib
import io
import tomllib
from functools import cache
from pathlib import Path
from typing import Any

from dragoman.errors import SettingsError

FOLDER = Path(__file__).parent
SUMS = "SHA256SUMS"
AGAIN = "install Dragoman again; if you changed it on purpose, run python -m dragoman.data"


@cache
def read_toml(name: str) -> dict[str, Any]:
    """The table of data file `name` (such as "plover.toml"), read once a process. Treat it as read-only.

    Raises:
        SettingsError: no such data file in the package, or not the one that was shipped.
        tomllib.TOMLDecodeError: the file is not TOML.
    """
    return tomllib.loads(read_text(name))


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of a table with a head; its comments are left out.

    Raises:
        SettingsError: it is missing, or not the one that was shipped.
    """
    lines = io.StringIO(read_text(name), newline="")
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


def read_text(name: str) -> str:
    """The text of a data file, line ends as they stand in it.

    Raises:
        SettingsError: it is missing, or not the one that was shipped.
    """
    return read_bytes(name).decode("utf-8")


def read_bytes(name: str) -> bytes:
    """The bytes of a data file.

    Raises:
        SettingsError: it is missing, or not the one that was shipped.
    """
    try:
        data = (FOLDER / name).read_bytes()
    except OSError as error:
        raise _missing(name, error) from None
    _hold_against_list(name, hashlib.sha256(data).hexdigest(), len(data))
    return data


@cache
def checked_path(name: str) -> Path:
    """Where a data file stands, for a library that opens it by itself; hashed once a process.

    Raises:
        SettingsError: it is missing, or not the one that was shipped.
    """
    path = FOLDER / name
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
            length = file.tell()
    except OSError as error:
        raise _missing(name, error) from None
    _hold_against_list(name, found, length)
    return path


def _hold_against_list(name: str, found: str, length: int) -> None:
    expected = listed().get(name)
    if found != expected:
        raise SettingsError(
            "the data file is not the one that was shipped",
            where=str(FOLDER / name),
            found=f"{length:,} bytes, sha256 {found[:12]}…",
            expected=f"sha256 {expected[:12]}…" if expected else f"a file that {SUMS} lists",
            next_step=AGAIN,
        )


def _missing(name: str, error: OSError) -> SettingsError:
    return SettingsError(
        "a data file cannot be read",
        where=str(FOLDER / name),
        found=error.strerror or str(error),
        next_step="install Dragoman again",
    )


@cache
def listed() -> dict[str, str]:
    """The sha256 of every shipped data file, by its path below this folder.

    Raises:
        SettingsError: the list is missing.
    """
    try:
        lines = (FOLDER / SUMS).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(
            "the list of data files cannot be read",
            where=str(FOLDER / SUMS),
            found=getattr(error, "strerror", None) or "not text",
            next_step="install Dragoman again",
        ) from None
    return {name: digest for digest, _, name in (line.partition("  ") for line in lines)}


def sums() -> str:
    """What SHA256SUMS must hold for the files as they are now."""
    files = sorted(
        path.relative_to(FOLDER).as_posix()
        for path in FOLDER.rglob("*")
        if path.is_file()
        and path.name != SUMS
        and path.suffix not in {".py", ".pyc"}
        and not path.name.startswith(".")
    )
    return "".join(f"{hashlib.sha256((FOLDER / f).read_bytes()).hexdigest()}  {f}\n" for f in files)
