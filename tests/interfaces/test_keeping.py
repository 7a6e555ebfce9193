import pytest

from dragoman.errors import RecordError
from dragoman.interfaces import keeping
from dragoman.interfaces.keeping import Tally, keep_all
from dragoman.interfaces.reading import AlreadyHeld
from dragoman.records import CodedDocument
from dragoman.sources.raw import SetAside
from dragoman.store import open_record
from hand_made import denial, trade, visit


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "r") as opened:
        yield opened


def test_every_report_is_counted_once(record):
    tally = Tally()
    again = AlreadyHeld(visit(outlet="Copy Press").document)
    keep_all([visit(), SetAside("x", "empty"), again, denial(), visit()], record, tally)
    assert (tally.read, tally.coded, tally.held, len(tally.set_aside)) == (5, 2, 2, 1)
    assert tally.claims == 3
    assert tally.statuses == {"scheduled": 1, "occurred": 1, "not_occurring": 1}
    seen = record.document(visit().document.id).sightings
    assert {s.outlet for s in seen} == {"Northern Wire", "Copy Press"}


def test_an_interruption_keeps_what_was_coded(record):
    def interrupted():
        yield visit()
        yield denial()
        raise KeyboardInterrupt

    tally = Tally()
    with pytest.raises(KeyboardInterrupt):
        keep_all(interrupted(), record, tally)
    assert tally.coded == 2 and record.size() == (2, 3)


def test_a_failing_record_counts_only_what_it_holds(record, monkeypatch):
    monkeypatch.setattr(keeping, "REPORTS_PER_TRANSACTION", 1)
    tally = Tally()

    def then_the_disk_fills():
        yield visit()
        monkeypatch.setattr(record, "add_all", full)
        yield denial()

    def full(*_):
        raise RecordError("the disk is full")

    with pytest.raises(RecordError):
        keep_all(then_the_disk_fills(), record, tally)
    assert tally.coded == 1


def test_a_claim_without_its_words_sets_its_report_aside_and_no_other(record):
    bad = CodedDocument(trade().document, visit().claims)
    tally = Tally()
    keep_all([visit(), bad, denial()], record, tally)
    assert tally.coded == 2 and "quotation" in tally.set_aside[0].reason
