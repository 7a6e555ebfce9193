"""Rows of people with titles between them, which the parser often takes apart."""

import pytest

from dragoman.evaluation.inputs import make_report
from dragoman.pipeline import code_document, load_resources


@pytest.fixture(scope="module")
def code():
    resources = load_resources()
    return lambda text, day="2025-12-16": code_document(make_report(text, published=day), resources)


@pytest.mark.parametrize(
    ("text", "together"),
    [
        (
            "US envoys Steve Witkoff and Jared Kushner attended the summit.",
            {"Steve Witkoff", "Jared Kushner"},
        ),
        (
            "The summit in Vienna between US President Donald Trump and Russian President Vladimir Putin "
            "has been called off.",
            {"Donald Trump", "Vladimir Putin"},
        ),
        ("Emmanuel Macron met Keir Starmer and left.", {"Emmanuel Macron", "Keir Starmer"}),
    ],
)
def test_all_of_the_row_take_part_and_not_their_state(code, text, together):
    [act] = [claim for claim in code(text).claims if claim.event_type == "CONSULT"]
    assert {party.name for party in act.participants} == together


def test_who_does_something_else_is_no_part_of_the_row(code):
    claims = code("Emmanuel Macron met Friedrich Merz, and Keir Starmer accused Vladimir Putin.").claims
    [meeting] = [claim for claim in claims if claim.event_type == "CONSULT"]
    assert {party.name for party in meeting.participants} == {"Emmanuel Macron", "Friedrich Merz"}


def test_two_days_in_a_row_are_both_the_time(code):
    [act] = code("Emmanuel Macron met Keir Starmer in Oslo on Friday and Saturday.", "2026-01-25").claims
    assert act.time is not None
    assert (act.time.earliest, act.time.latest) == ("2026-01-23", "2026-01-24")


@pytest.mark.parametrize(
    "text",
    [
        "A planned meeting between Marco Rubio and Sergei Lavrov will not take place, an aide said.",
        "Macron's visit to Norway, which Oslo had announced, did not take place.",
    ],
)
def test_what_does_not_take_place_does_not_occur(code, text):
    assert "not_occurring" in [c.status for c in code(text).claims if c.event_type == "CONSULT"]
