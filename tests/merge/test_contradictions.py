"""What reports say otherwise of one act: order and few quoted words, with the tempting pairs beside them."""

import pytest

from dragoman.ask.events import contradictions, events
from dragoman.documents.identity import make_document
from dragoman.merge.lifecycle import life_of
from dragoman.pipeline import code_documents, load_resources
from dragoman.sources.raw import RawDocument
from dragoman.store import open_record


@pytest.fixture(scope="module")
def resources():
    return load_resources()


def found(tmp_path, resources, *reports):
    """The kinds of contradiction between reports, each a day and a text."""
    raw = [
        RawDocument(f"r{n}", "tests", None, f"Paper {n}", day, None, text)
        for n, (day, text) in enumerate(reports)
    ]
    with open_record(tmp_path / "record") as record:
        record.add_all(code_documents((make_document(r) for r in raw), resources))
        return [(c.kind, c.says_first, c.says_second) for c in contradictions(record)]


MEETING = "Emmanuel Macron received Giorgia Meloni in Nice on Monday. "


def test_an_order_told_both_ways_is_one_contradiction(tmp_path, resources):
    got = found(
        tmp_path,
        resources,
        ("2026-03-02", MEETING + "Before the talks Macron spoke by telephone with Friedrich Merz on Monday."),
        ("2026-03-03", MEETING + "After the talks Macron spoke by telephone with Friedrich Merz on Monday."),
    )
    assert [kind for kind, *_ in got] == ["order"]


def test_before_the_talks_with_somebody_else_is_no_order_with_these(tmp_path, resources):
    got = found(
        tmp_path,
        resources,
        ("2026-03-02", MEETING + "Before the talks Macron spoke by telephone with Friedrich Merz on Monday."),
        (
            "2026-03-03",
            MEETING
            + "After the talks with Pedro Sanchez, Macron spoke by telephone with Friedrich Merz on Monday.",
        ),
    )
    assert got == []


def test_few_words_of_one_accusation_have_one_speaker(tmp_path, resources):
    got = found(
        tmp_path,
        resources,
        ("2026-03-02", 'Emmanuel Macron accused Hungary of "borrowed patience" on Monday.'),
        ("2026-03-03", 'Friedrich Merz accused Hungary of "borrowed patience" on Monday.'),
    )
    assert [kind for kind, *_ in got] == ["attribution"]


@pytest.mark.parametrize(
    "second",
    [
        ("2026-03-12", 'Friedrich Merz accused Hungary of "borrowed patience" on Thursday.'),
        ("2026-03-03", 'Friedrich Merz accused Serbia of "borrowed patience" on Monday.'),
    ],
    ids=["days later", "of another"],
)
def test_few_words_can_be_said_by_two(tmp_path, resources, second):
    first = ("2026-03-02", 'Emmanuel Macron accused Hungary of "borrowed patience" on Monday.')
    assert found(tmp_path, resources, first, second) == []


def test_an_address_is_in_its_town_and_a_meeting_called_off_was_not_held_that_day(tmp_path, resources):
    off = "A meeting of Giorgia Meloni and Pedro Sanchez, planned for Friday in Rome, has been cancelled."
    held = "Giorgia Meloni met Pedro Sanchez in Rome on Friday."
    assert [kind for kind, *_ in found(tmp_path, resources, ("2026-03-05", off), ("2026-03-07", held))] == [
        "status"
    ]


def test_a_guest_who_stays_away_has_a_mark_of_his_own_in_the_history(tmp_path, resources):
    text = MEETING + "Friedrich Merz did not attend the talks."
    with open_record(tmp_path / "record") as record:
        raw = RawDocument("r0", "tests", None, "Paper", "2026-03-02", None, text)
        record.add_all(code_documents([make_document(raw)], resources))
        lives = [life for event in events(record) if (life := life_of(event))]
    assert {"held", "absent"} in [{step.mark for step in life.steps} for life in lives]
