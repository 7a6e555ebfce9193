"""The bill of materials is CycloneDX, names every package that is run and every data file with its hash."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from dragoman import __version__, data

TOP = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def written():
    script = TOP / "requirements" / "sbom.py"
    ran = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    return ran.stdout


def test_it_is_valid_by_its_schema(written):
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(written) is None
    broken = written.replace('"type": "library"', '"type": "libary"', 1)
    assert JsonStrictValidator(SchemaVersion.V1_6).validate_str(broken) is not None


def test_it_names_every_package_and_every_data_file(written):
    bill = json.loads(written)
    assert bill["metadata"]["component"]["version"] == __version__
    parts = {part["bom-ref"]: part for part in bill["components"]}
    for lock in ("run", "serve", "exchange"):
        text = (TOP / "requirements" / f"{lock}.lock").read_text("utf-8")
        for name, version in re.findall(r"^([A-Za-z0-9._-]+)==([^\s;]+)", text, re.MULTILINE):
            part = parts[f"pkg:pypi/{name.lower()}@{version}"]
            assert part["scope"] == "required" or lock != "run"
    assert not any(ref.startswith("pkg:pypi/pytest@") for ref in parts)
    for name in data.listed():
        content = hashlib.sha256((data.FOLDER / name).read_bytes()).hexdigest()
        assert parts[f"dragoman/data/{name}"]["hashes"] == [{"alg": "SHA-256", "content": content}]
    assert parts["dragoman/data/classifier/model.onnx"]["type"] == "machine-learning-model"
    assert "GeoNames" in parts["dragoman/data/places/gazetteer.tsv.gz"]["copyright"]


def test_the_same_checkout_gives_the_same_bytes(written):
    script = TOP / "requirements" / "sbom.py"
    again = subprocess.run([sys.executable, script], capture_output=True, text=True, check=True)
    assert again.stdout == written
