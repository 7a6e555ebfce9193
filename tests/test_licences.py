"""Every locked package and every data file has a licence that goes with ours; what licences ask is done."""

import gzip
import re
import tomllib
from functools import cache
from importlib import metadata
from pathlib import Path

import pytest
from license_expression import LicenseExpression, get_spdx_licensing

from dragoman import data

TOP = Path(__file__).parent.parent
LOCKS = sorted((TOP / "requirements").glob("*.lock"))
TABLE = tomllib.loads((TOP / "requirements" / "licences.toml").read_text("utf-8"))
LISTED = {**TABLE["packages"], **TABLE["checks"]}
WORKS = data.read_toml("licences.toml")["work"]
OURS = re.compile(
    r"that of\s*#?\s*Dragoman|written for (?:this project|Dragoman)|same licence as the program", re.I
)


@cache
def locked(lock):
    return dict(re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", lock.read_text("utf-8"), re.MULTILINE))


def may_run_beside(expression: LicenseExpression) -> bool:
    """One of several is enough where they are alternatives; all of them are needed where all hold."""
    parts = [may_run_beside(part) for part in expression.args]
    if not parts:
        return str(expression) in TABLE["compatible"]
    return any(parts) if expression.operator.strip() == "OR" else all(parts)


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.stem)
def test_every_locked_package_has_a_licence_that_was_read(lock):
    known = LISTED if lock.stem == "check" else TABLE["packages"]
    missing = sorted(locked(lock).keys() - known.keys())
    assert missing == [], "read their licences, then add them to requirements/licences.toml"


@pytest.mark.parametrize("name", LISTED)
def test_its_licence_goes_with_ours(name):
    parsed = get_spdx_licensing().parse(LISTED[name], validate=True)
    assert may_run_beside(parsed), f"{name}: {LISTED[name]} is not among the compatible ones"


@pytest.mark.parametrize("expression", ["GPL-3.0-only", "MIT AND AGPL-3.0-only", "SSPL-1.0 OR BUSL-1.1"])
def test_what_does_not_go_with_ours_is_refused(expression):
    assert not may_run_beside(get_spdx_licensing().parse(expression, validate=True))


def test_the_installed_packages_say_the_same():
    spdx = get_spdx_licensing()
    others = []
    for name, version in locked(TOP / "requirements" / "check.lock").items():
        try:
            installed = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue  # for another system or another Python
        said = installed.get("License-Expression")
        if said and installed["Version"] == version and spdx.parse(said) != spdx.parse(LISTED[name]):
            others.append(f"{name}: {said}, listed as {LISTED[name]}")
    assert others == []


def test_every_data_file_has_a_licence():
    named = {name for work in WORKS for name in work["files"]}
    assert named <= data.listed().keys()
    without = []
    for name in data.listed().keys() - named:
        raw = data.read_bytes(name)
        head = (gzip.decompress(raw) if name.endswith(".gz") else raw)[:2000].decode("utf-8", "replace")
        if not OURS.search(head) and not (data.FOLDER / name).with_name("ORIGIN.md").is_file():
            without.append(name)
    assert without == [], "say origin and licence in its head, or name its origin in data/licences.toml"


def test_what_is_asked_for_is_said():
    notice = " ".join((TOP / "NOTICE").read_text("utf-8").split())
    assert [work["name"] for work in WORKS if " ".join(work["credit"].split()) not in notice] == []
    assert (TOP / "LICENSE").read_text("utf-8").split()[:4] == ["Apache", "License", "Version", "2.0,"]
