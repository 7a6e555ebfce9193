"""What `dragoman code` prints has exactly the keys that docs/record.md lists, in their order, everywhere."""

import json
import re
from dataclasses import fields
from pathlib import Path

import pytest

from dragoman import records
from dragoman.interfaces.cli import main

TOP = Path(__file__).parent.parent
DESIGN = TOP.parent / "shared" / "design" / "record.md"
TYPES = {
    "": records.CodedDocument,
    "document": records.Document,
    "claims[]": records.Claim,
    "claims[].trigger": records.Span,
    "claims[].participants[]": records.Participant,
    "claims[].place": records.Place,
    "claims[].time": records.TimeInterval,
    "claims[].factuality[]": records.Factuality,
    "claims[].attribution[]": records.AttributionLink,
    "claims[].attribution[].speaker": records.Speaker,
    "claims[].attribution[].on_behalf_of": records.Speaker,
    "claims[].quantities[]": records.Quantity,
    "claims[].relations[]": records.Relation,
    "claims[].evidence": records.Evidence,
    "claims[].reasons[]": records.Reason,
    "claims[].method": records.Method,
    "dates[]": records.TimeInterval,
    "places[]": records.Place,
    "attributions[]": records.Attribution,
    "attributions[].speaker": records.SpeakerSpan,
    "skipped[]": records.Skipped,
}
FREE = {"claims[].method.resources"}


def contract():
    """Where in a line → its keys, as the page lists them."""
    page = (TOP / "docs" / "record.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (\(top\)|`[^`]+`) \| `([a-z_0-9 ]+)` \|$", page, re.MULTILINE)
    return {at.strip("`").replace("(top)", ""): keys.split() for at, keys in rows}


def objects(value, at=""):
    """Every object of a line with where it stands."""
    if isinstance(value, dict):
        if at not in FREE:
            yield at, list(value)
            for key, inner in value.items():
                yield from objects(inner, f"{at}.{key}" if at else key)
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner, f"{at}[]")


def test_every_key_that_is_printed_is_in_the_contract_and_none_is_missing(capsys):
    assert main(["code", str(TOP / "examples")]) == 0
    listed, seen = contract(), set()
    for line in capsys.readouterr().out.splitlines():
        for at, keys in objects(json.loads(line)):
            assert keys == listed[at], at
            seen.add(at)
    assert {"", "document", "claims[]", "claims[].evidence", "mentions[]", "dates[]", "skipped[]"} <= seen


def test_what_the_examples_may_not_show_is_in_the_contract_too():
    listed = contract()
    for at, made_of in TYPES.items():
        assert [field.name for field in fields(made_of)] == listed[at], at


@pytest.mark.skipif(not DESIGN.is_file(), reason="no folder `shared` beside the repository")
def test_the_contract_has_all_that_the_design_asks_for():
    design = DESIGN.read_text(encoding="utf-8")
    listed = contract()
    lines, claims = design.split("## A claim", 1)
    layers = re.findall(r"^\| `(\w+)` \|", lines, re.MULTILINE)
    assert layers == listed[""]
    asked = [
        name
        for cell in re.findall(r"^\| (`[^|]+`) \|", claims.split("\n## ", 1)[0], re.MULTILINE)
        for name in re.findall(r"`(\w+)`", cell)
    ]
    assert asked == listed["claims[]"]
