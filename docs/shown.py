"""Runs the commands that a page shows and puts their real output beneath them.

    python docs/shown.py README.md            # writes the page anew
    python docs/shown.py --check README.md    # only says which outputs are no longer what the page shows

In a block that opens with ```console, a line `$ ./run …` is a command and what follows, up to the next
one, its output. All commands of a page run in turn in one fresh folder that holds the examples.
"""

import re
import shlex
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BLOCK = re.compile(r"(?<=^```console\n)(.*?)(?=^```$)", re.MULTILINE | re.DOTALL)

_UNDATED = re.compile(r"^\d{4}-\d\d-\d\d(?= +recorded by)", re.MULTILINE)
"""The day on which a claim was recorded: that of the run."""


def commands(block: str) -> list[str]:
    """The commands of a block, without their `$`."""
    return [line[2:] for line in block.splitlines() if line.startswith("$ ")]


def run(command: str, folder: Path) -> str:
    """What the command prints, on both outputs, run in `folder` with this Python."""
    program, *words = shlex.split(command)
    if program != "./run":
        raise SystemExit(f"shown: only ./run commands are run; found {command!r}")
    ran = subprocess.run(
        [sys.executable, "-m", "dragoman", *words],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        check=False,
    )
    if ran.returncode:
        raise SystemExit(f"shown: {command!r} ended with {ran.returncode}: {ran.stdout.strip()}")
    return "\n".join(line.rstrip() for line in ran.stdout.strip("\n").split("\n")) + "\n"


def renew(page: str) -> str:
    """The page with the output of today."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        shutil.copytree(TOP / "examples", folder / "examples")
        return BLOCK.sub(
            lambda found: "\n".join(f"$ {c}\n{run(c, folder)}" for c in commands(found.group())), page
        )


def main(words: list[str]) -> int:
    """Renew or check the pages named; 1 where a check finds another output."""
    stale = 0
    for name in [word for word in words if word != "--check"]:
        path = Path(name)
        page = path.read_text(encoding="utf-8")
        new = renew(page)
        if "--check" not in words:
            path.write_text(new, encoding="utf-8")
        elif _UNDATED.sub("", new) != _UNDATED.sub("", page):
            stale = 1
            print(f"{name}: shows other output than the program gives; python docs/shown.py {name}")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
