"""The wheel holds all that is needed, is the same bytes however often it is built, and works by itself.

Here the other packages are lent to a fresh environment from the one that runs the tests;
`requirements/try_wheel.sh` installs them too, from the lock with hashes, before a release.
"""

import os
import shutil
import subprocess
import sys
import sysconfig
import tomllib
import zipfile
from pathlib import Path

import pytest

from dragoman import __version__, data

TOP = Path(__file__).parent.parent
NEEDED = (".gitignore", "pyproject.toml", "README.md", "LICENSE", "NOTICE")
REPORT = "PARIS - French President Emmanuel Macron met Chancellor Friedrich Merz in Paris on Tuesday.\n"


def build(top, out):
    calm = {"PATH": os.environ["PATH"], "SOURCE_DATE_EPOCH": "1700000000"}
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
    subprocess.run(command, cwd=top, env=calm, check=True, capture_output=True)
    [wheel] = out.glob("*.whl")
    return wheel


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return build(TOP, tmp_path_factory.mktemp("wheel"))


def test_the_version_stands_in_one_place(wheel):
    assert wheel.name == f"dragoman-{__version__}-py3-none-any.whl"
    project = tomllib.loads((TOP / "pyproject.toml").read_text("utf-8"))["project"]
    assert "version" not in project and project["dynamic"] == ["version"]
    changes = (TOP / "CHANGELOG.md").read_text("utf-8")
    assert f"## [{__version__}]" in changes


def test_built_elsewhere_and_later_it_is_the_same_bytes(wheel, tmp_path):
    other = tmp_path / "other place"
    for folder in ("src", "examples"):
        shutil.copytree(TOP / folder, other / folder, copy_function=shutil.copyfile)
    for name in NEEDED:
        shutil.copyfile(TOP / name, other / name)
    assert build(other, tmp_path / "out").read_bytes() == wheel.read_bytes()


def test_it_holds_licences_data_and_pages(wheel):
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
        told = packed.read(f"dragoman-{__version__}.dist-info/METADATA").decode()
    assert {f"dragoman-{__version__}.dist-info/licenses/{name}" for name in ("LICENSE", "NOTICE")} <= names
    assert "License-Expression: Apache-2.0" in told
    assert {f"dragoman/data/{name}" for name in (*data.listed(), data.SUMS)} <= names
    pages = TOP / "src" / "dragoman" / "interfaces" / "web"
    shown = [p for folder in ("templates", "static") for p in (pages / folder).iterdir()]
    assert {f"dragoman/interfaces/web/{p.parent.name}/{p.name}" for p in shown} <= names
    assert not [n for n in names if n.startswith(("tests", "training", "requirements")) or "__pycache__" in n]


def test_it_works_outside_the_checkout(wheel, tmp_path):
    new = tmp_path / "new"
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(new)], check=True)
    python = new / "bin" / "python"
    install = ["-m", "pip", "-q", "--python", str(python), "install", "--no-deps", "--no-index", str(wheel)]
    subprocess.run([sys.executable, *install], check=True, capture_output=True)
    [packages] = new.glob("lib/python3*/site-packages")
    # Read as one line, so that the checkout itself, which stands there in a file of this kind, is not lent.
    (packages / "lent.pth").write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    (tmp_path / "report.txt").write_text(REPORT, encoding="utf-8")

    def run(*words):
        calm = {"PATH": os.environ["PATH"], "HOME": str(tmp_path)}
        done = subprocess.run(words, cwd=tmp_path, env=calm, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        return done.stdout

    dragoman = str(new / "bin" / "dragoman")
    where = run(str(python), "-c", "import dragoman; print(dragoman.__file__)").strip()
    assert Path(where).is_relative_to(new)
    assert run(dragoman, "--version") == f"dragoman {__version__}\n"
    assert "1 coded" in run(dragoman, "read", "report.txt", "--published", "2025-11-18")
    assert "Friedrich Merz" in run(dragoman, "timeline", "--json")
    assert "serve" in run(dragoman, "serve", "--help")
