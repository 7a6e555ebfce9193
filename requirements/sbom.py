"""Writes the bill of materials (SBOM) of a release: CycloneDX 1.6, from the locks and the data files alone.

    .venv/bin/python requirements/sbom.py > dist/dragoman-0.1.0.cdx.json

Every package of run.lock is required; what stands only in another lock but check.lock is optional, with the
extra it belongs to. Weights and data files come with their hashes, as SHA256SUMS lists them, and with what
they were made from. The same checkout gives the same bytes: no clock is asked, and the serial number is made
of the content. Hashes of packages stand in the locks (several files a package), which is what is installed.
"""

import json
import re
import sys
import tomllib
import uuid
from pathlib import Path
from typing import Any

from dragoman import __version__, data

FOLDER = Path(__file__).parent
EXTRAS = ("serve", "exchange", "batch")
PIN = re.compile(r"^([A-Za-z0-9._-]+)==([^\s;\\]+)(?: ; ([^\\\n]+))?", re.MULTILINE)


def bill() -> dict[str, Any]:
    """The whole of it as JSON."""
    root = f"pkg:pypi/dragoman@{__version__}"
    components = [*_packages(), *_data_files()]
    body: dict[str, Any] = {
        "metadata": {
            "component": {
                "type": "application",
                "bom-ref": root,
                "name": "dragoman",
                "version": __version__,
                "purl": root,
                "licenses": [{"license": {"id": "Apache-2.0"}}],
            },
            "tools": {"components": [{"type": "application", "name": "requirements/sbom.py"}]},
        },
        "components": components,
        "dependencies": [{"ref": root, "dependsOn": sorted(c["bom-ref"] for c in components)}],
    }
    serial = uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(body, sort_keys=True))
    return {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": serial.urn,
        "version": 1,
        **body,
    }


def _packages() -> list[dict[str, Any]]:
    licences = tomllib.loads((FOLDER / "licences.toml").read_text(encoding="utf-8"))["packages"]
    needed_by: dict[tuple[str, str, str], list[str]] = {}
    for lock in ("run", *EXTRAS):
        file = FOLDER / f"{lock}.lock"
        for pin in PIN.findall(file.read_text(encoding="utf-8")) if file.exists() else ():
            needed_by.setdefault(tuple(part.strip() for part in pin), []).append(lock)
    found = []
    for (name, version, marker), locks in sorted(needed_by.items()):
        purl = f"pkg:pypi/{name.lower()}@{version}"
        told = [("dragoman:lock", lock) for lock in locks] + ([("dragoman:only", marker)] if marker else [])
        found.append(
            {
                "type": "library",
                "bom-ref": purl,
                "name": name,
                "version": version,
                "scope": "required" if "run" in locks else "optional",
                "licenses": [{"expression": licences[name]}],
                "purl": purl,
                "properties": [{"name": key, "value": value} for key, value in told],
            }
        )
    return found


def _data_files() -> list[dict[str, Any]]:
    works = data.read_toml("licences.toml")["work"]
    found = []
    for name, digest in data.listed().items():
        made_from = [work for work in works if name in work["files"]]
        licence = next((w["file_licence"] for w in made_from if "file_licence" in w), "Apache-2.0")
        part: dict[str, Any] = {
            "type": "machine-learning-model" if name.endswith(".onnx") else "data",
            "bom-ref": f"dragoman/data/{name}",
            "name": f"dragoman/data/{name}",
            "version": __version__,
            "hashes": [{"alg": "SHA-256", "content": digest}],
            "licenses": [{"license": {"id": licence}}],
        }
        if made_from:
            part["copyright"] = " ".join(work["credit"] for work in made_from)
            part["properties"] = [
                {"name": "dragoman:made-from", "value": f"{work['name']}: {work['licence']}"}
                for work in made_from
            ]
        found.append(part)
    return found


if __name__ == "__main__":
    sys.stdout.write(json.dumps(bill(), indent=1, ensure_ascii=False) + "\n")
