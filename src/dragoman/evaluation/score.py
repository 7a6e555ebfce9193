"""The judge: the program that compares predictions with a gold set, wherever it lies.

It is not part of this project, so that nobody bends it: a folder with `score.py` and `tasks/`, named
by the user or found above the gold. It is run as it stands, as a process of its own.
"""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.errors import SettingsError


@dataclass(frozen=True, slots=True)
class Scores:
    """What the judge says: figures, which may be nested, and the first errors, one line each."""

    figures: dict[str, Any]
    errors: tuple[str, ...]


def find_judge(gold: Path, named: str | None) -> Path | None:
    """The folder of the judge: the one named, else the nearest above the gold; None where there is none.

    Raises:
        SettingsError: the folder that was named holds no judge.
    """
    if named is not None:
        if _is_judge(Path(named)):
            return Path(named)
        raise SettingsError("no judge", where=named, expected="a folder with score.py and tasks/")
    return next((folder for folder in gold.resolve().parents if _is_judge(folder)), None)


def _is_judge(folder: Path) -> bool:
    return (folder / "score.py").is_file() and (folder / "tasks").is_dir()


def ask_judge(judge: Path, task: str, gold: Path, predictions: Path, errors: int = 0) -> Scores:
    """The judge's figures for the predictions, and its first `errors` errors.

    Raises:
        SettingsError: the judge fails; its last line says why.
    """
    # -B: the judge's folder stays as it is.
    command = [sys.executable, "-B", str(judge / "score.py"), task, str(gold), str(predictions)]
    run = subprocess.run(
        [*command, "--json", "--errors", str(errors)], capture_output=True, text=True, encoding="utf-8"
    )
    if run.returncode != 0:
        last = (run.stderr.strip().splitlines() or ["it said nothing"])[-1]
        raise SettingsError("the judge failed", where=str(judge / "score.py"), found=last)
    said = json.loads(run.stdout)
    return Scores(said["figures"], tuple(map(str, said["errors"])))


def flat(figures: dict[str, Any], prefix: str = "") -> list[tuple[str, object]]:
    """Nested figures as names and values.

    >>> flat({"root": {"f1": 0.5}, "rows": 3})
    [('root.f1', 0.5), ('rows', 3)]
    """
    lines: list[tuple[str, object]] = []
    for name, value in figures.items():
        lines += flat(value, f"{prefix}{name}.") if isinstance(value, dict) else [(prefix + name, value)]
    return lines


def show(value: object) -> str:
    """A figure in print; what has no value (nothing to divide by) is "n/a"."""
    if value is None:
        return "n/a"
    return f"{value:.4f}" if isinstance(value, float) else str(value)
