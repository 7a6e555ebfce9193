"""What the coder knows, as reviewed files; each says its origin and licence in its head."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent


@cache
def read_toml(name: str) -> dict[str, Any]:
    """The table of data file `name` (such as "plover.toml"), read once a process. Treat it as read-only.

    Raises:
        FileNotFoundError: no such data file in the package.
        tomllib.TOMLDecodeError: the file is not TOML.
    """
    return tomllib.loads((FOLDER / name).read_text(encoding="utf-8"))
