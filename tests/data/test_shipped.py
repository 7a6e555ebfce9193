"""Shipped data and weights are held against their hashes when they are read."""

import shutil
import subprocess
import sys

import pytest

from dragoman import data
from dragoman.errors import SettingsError
from dragoman.events.classify import load_classifier
from dragoman.places.gazetteer import load_gazetteer


@pytest.fixture
def copy(tmp_path, monkeypatch):
    """The data in another folder, where a test may spoil it."""
    folder = tmp_path / "data"
    shutil.copytree(data.FOLDER, folder, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(data, "FOLDER", folder)
    cached = (data.read_toml, data.checked_path, data.listed, load_gazetteer, load_classifier)
    for one in cached:
        one.cache_clear()
    yield folder
    for one in cached:
        one.cache_clear()


def flip(path, at):
    spoiled = bytearray(path.read_bytes())
    spoiled[at] ^= 1
    path.write_bytes(spoiled)


def test_the_list_is_up_to_date():
    assert (data.FOLDER / data.SUMS).read_text() == data.sums(), "run python -m dragoman.data"


def test_every_data_file_is_as_shipped(copy):
    for name in data.listed():
        assert data.checked_path(name) == copy / name


@pytest.mark.parametrize(
    "name", ["acts.toml", "travels.csv", "classifier/model.onnx", "places/gazetteer.tsv.gz"]
)
def test_one_flipped_bit_is_found(copy, name):
    flip(copy / name, -1000)
    for read in (data.read_bytes, data.checked_path):
        with pytest.raises(SettingsError, match="not the one that was shipped") as caught:
            read(name)
    line = str(caught.value)
    assert str(copy / name) in line and "sha256" in line and "install Dragoman again" in line
    assert "\n" not in line


def test_the_stages_read_only_what_is_as_shipped(copy):
    flip(copy / "places/gazetteer.tsv.gz", -1000)
    with pytest.raises(SettingsError, match=r"gazetteer\.tsv\.gz"):
        load_gazetteer()
    flip(copy / "classifier/vocab.txt", 1000)
    with pytest.raises(SettingsError, match=r"vocab\.txt"):
        load_classifier()


def test_a_file_cut_short_missing_or_not_listed_is_found(copy):
    whole = (copy / "acts.toml").read_bytes()
    (copy / "acts.toml").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(SettingsError, match="not the one that was shipped"):
        data.read_toml("acts.toml")
    (copy / "dates.toml").unlink()
    with pytest.raises(SettingsError, match="cannot be read"):
        data.read_toml("dates.toml")
    (copy / "new.toml").write_text("a = 1")
    with pytest.raises(SettingsError, match="SHA256SUMS lists"):
        data.read_toml("new.toml")
    (copy / data.SUMS).unlink()
    data.listed.cache_clear()
    with pytest.raises(SettingsError, match="the list of data files"):
        data.read_toml("acts.toml")


def test_other_tools_can_read_the_list():
    tool = shutil.which("sha256sum")
    if tool is None:
        pytest.skip("no sha256sum here")
    ran = subprocess.run([tool, "--check", "--quiet", data.SUMS], cwd=data.FOLDER, capture_output=True)
    assert (ran.returncode, ran.stdout) == (0, b"")


def test_help_hashes_nothing():
    script = "import sys; import dragoman.interfaces.cli as c; c.main([]); print('hashlib' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    assert ran.stdout.endswith("False\n")
