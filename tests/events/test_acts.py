"""Which acts a sentence tells, who does what to whom: by country, as an analyst would (cases/acts.jsonl)."""

import json
from functools import cache
from pathlib import Path

import pytest

from dragoman.pipeline import Resources, code_document, load_resources
from dragoman.records import Claim, Document

CASES = Path(__file__).parents[1] / "cases"


@cache
def resources() -> Resources:
    return load_resources()


def rows(name: str) -> list:
    marked = [json.loads(line) for line in (CASES / name).read_text(encoding="utf-8").splitlines()]
    return [
        pytest.param(
            row, id=row["label"], marks=pytest.mark.xfail(reason=row["fails"]) if row.get("fails") else ()
        )
        for row in marked
    ]


def countries(claim: Claim, *, recipients: bool) -> set[str]:
    sides = [p for p in claim.participants if (p.role == "recipient") is recipients]
    return {p.country for p in sides if p.country}


def is_told(wanted: dict, claim: Claim) -> bool:
    """Type and status, mode where the case has it, all actors, and all recipients where it names them."""
    return (
        claim.event_type == wanted["type"]
        and wanted.get("mode", claim.mode) == claim.mode
        and wanted["status"] in (None, claim.status)
        and countries(claim, recipients=False) == set(wanted["actors"])
        and (wanted["recipients"] is None or countries(claim, recipients=True) == set(wanted["recipients"]))
    )


@pytest.mark.parametrize("case", rows("acts.jsonl"))
def test_acts_are_told_as_an_analyst_would_code_them(case):
    report = Document("0" * 64, None, None, None, None, case["published"], None, "en", case["text"])
    left = list(code_document(report, resources()).claims)
    told = [
        (c.event_type, c.status, countries(c, recipients=False), countries(c, recipients=True)) for c in left
    ]
    assert not {c.event_type for c in left} & set(case["never"]), told
    for wanted in case["claims"]:
        found = next((claim for claim in left if is_told(wanted, claim)), None)
        assert found is not None, (wanted, told)
        left.remove(found)


@pytest.mark.parametrize("case", rows("ordinary.jsonl"))
def test_sport_weather_crime_and_business_tell_no_act(case):
    report = Document("0" * 64, None, None, None, None, case["published"], None, "en", case["text"])
    assert code_document(report, resources()).claims == ()
