"""No pattern of Dragoman takes much longer for a text that was made to trap it."""

import json
import subprocess
import sys
from pathlib import Path

BOUNDED = {
    r"https?://\S+|www\.\S+|[@#]\w+|\S+@\S+|&\w+;|[\d_]+": "is shown 600 characters (documents.language)",
}
"""Patterns that grow faster than their text, and why that does no harm."""


def test_every_pattern_is_linear():
    told = subprocess.run(
        [sys.executable, str(Path(__file__).with_name("patterns_told.py"))],
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    *slow, counted = map(json.loads, told.stdout.splitlines())
    assert counted["patterns"] > 200
    assert [one for one in slow if one["pattern"] not in BOUNDED] == []
