"""What people said of claims, by day; and reports coded again by a coder that has changed its mind."""

import random
from dataclasses import replace

import pytest

from dragoman.ask.events import told_claims
from dragoman.ask.query import ask_for
from dragoman.ask.views import timeline
from dragoman.records import CodedDocument, Method
from dragoman.store import Correction, open_record
from dragoman.store.corrections import corrected, in_force, standing_corrections
from hand_made import denial, trade, visit

PLAN, STANCE = visit().claims

pytestmark = pytest.mark.on_both


def said(number, kind, subject, day="2031-06-01", **known):
    blank = {"field": None, "value": None, "other": None, "reason": "read again", "person": "Ada"}
    return Correction(number, kind, subject, **{**blank, "day": day, "moment": f"{day}T09:00:00Z", **known})


class Clock:
    """A clock that is set by hand."""

    def __init__(self):
        self.day = "2031-06-01"

    def __call__(self):
        return f"{self.day}T12:00:00Z"


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def record(tmp_path, clock):
    with open_record(tmp_path / "r", clock=clock) as opened:
        opened.add_all([visit(), denial(), trade()])
        yield opened


def read(record, as_of=None, **known):
    with record.corrected(as_of, **known) as reading:
        return {held.claim.id: held for held in reading.claims()}


def test_an_undone_correction_does_not_hold_and_an_undone_undoing_does():
    rows = [said(1, "reject", "a"), said(2, "undo", "1", "2031-06-02"), said(3, "undo", "2", "2031-06-03")]
    assert [len(in_force(rows, day).rejected) for day in ("2031-05-31", "2031-06-01", "2031-06-02")] == [
        0,
        1,
        0,
    ]
    assert "a" in in_force(rows).rejected
    assert standing_corrections(rows) == (rows[0],)


def test_of_two_words_on_one_claim_the_later_day_holds_whichever_was_entered_first():
    rows = [said(1, "accept", "a", "2031-06-09"), said(2, "reject", "a", "2031-06-03")]
    for order in (rows, rows[::-1]):
        assert "a" in in_force(order).accepted
        assert "a" in in_force(order, "2031-06-05").rejected


def test_of_merges_and_splits_that_cannot_all_hold_the_latest_do_and_the_other_is_told():
    rows = [
        said(1, "merge", "a", other="b"),
        said(2, "merge", "c", other="b"),
        said(3, "split", "a", other="c"),
    ]
    found = in_force(rows)
    assert {pair: c.kind for pair, c in found.verdicts.items()} == {("a", "c"): "split", ("b", "c"): "merge"}
    assert [c.number for c in found.overruled] == [1]
    assert in_force(random.Random(3).sample(rows, 3)) == found


def test_an_edit_is_laid_over_the_claim_and_both_values_are_named(record):
    record.correct("edit", PLAN.id, field="status", value="cancelled", reason="the ministry", person="Ada")
    held = read(record)[PLAN.id]
    assert held.claim.status == "cancelled"
    assert held.claim.evidence == PLAN.evidence
    assert held.claim.reasons[-1].feature == "person:status"
    assert held.claim.reasons[-1].detail == "scheduled → cancelled, by Ada on 2031-06-01: the ministry"
    assert [c.person for c in held.corrections] == ["Ada"]
    assert next(c.claim for c in record.claims() if c.claim.id == PLAN.id) == PLAN
    assert [h.claim.id for h in timeline(record, ask_for(statuses="cancelled")).rows] == [PLAN.id]
    assert PLAN.id not in {h.claim.id for h in timeline(record, ask_for(statuses="scheduled")).rows}
    assert list(record.verify()) == []


def test_days_places_and_parties_can_be_set(record):
    edits = [
        said(1, "edit", "x", field="time", value='["2031-05-10","2031-05-11"]'),
        said(2, "edit", "x", field="place", value='"Bergen"'),
        said(3, "edit", "x", field="party.Jonas Lind.status", value='"absent"'),
        said(4, "edit", "x", field="party.Nobody Here.status", value='"absent"'),
    ]
    found = corrected(PLAN, edits)
    assert (found.time.earliest, found.time.latest, found.time.text) == (
        "2031-05-10",
        "2031-05-11",
        "on Friday",
    )
    assert (found.place.name, found.place.country, found.place.text) == ("Bergen", "NOR", "Oslo")
    assert [(p.status, p.basis) for p in found.participants] == [(None, "stated"), ("absent", "person")]
    assert len(found.reasons) == len(PLAN.reasons) + 3
    undated = corrected(trade().claims[0], edits[:1])
    assert (undated.time.earliest, undated.time.anchor) == ("2031-05-10", "person")


def test_what_is_rejected_or_retracted_is_left_out_from_that_day_on(record):
    record.correct("reject", PLAN.id, reason="a supposition", person="Ada", day="2031-05-20")
    record.correct("retract", denial().document.id, reason="withdrawn", person="Ada", day="2031-05-22")
    assert set(read(record)) == {STANCE.id, trade().claims[0].id}
    assert denial().claims[0].id in read(record, "2031-05-21")
    assert PLAN.id in read(record, "2031-05-19")
    marked = read(record, rejected=True)
    assert [c.kind for c in marked[PLAN.id].corrections] == ["reject"]
    assert [c.kind for c in marked[denial().claims[0].id].corrections] == ["retract"]


def test_what_a_person_accepted_is_not_hidden_as_unsure(record):
    def sure(share):
        return {t.claim.id for t in told_claims(record, None, share)}

    assert sure(0.9) == set()
    record.correct("accept", PLAN.id, reason="read", person="Ada")
    assert sure(0.9) == {PLAN.id}
    [told] = told_claims(record, None, 0.9)
    assert told.claim.confidence == PLAN.confidence


NEWER = Method("hand", "2", (("hand", "2"),))


def again(*claims):
    return CodedDocument(visit().document, tuple(replace(c, method=NEWER) for c in claims))


def test_a_newer_coding_adds_and_drops_and_each_day_has_its_own(record, clock):
    changed = replace(PLAN, status="proposed")
    clock.day = "2031-07-01"
    [found] = record.recode([again(changed)])
    [new] = found.added
    assert new.id != PLAN.id
    assert (found.dropped, found.followed) == (tuple(sorted([PLAN.id, STANCE.id])), {PLAN.id: new.id})
    assert PLAN.id in read(record, "2031-06-30") and new.id not in read(record, "2031-06-30")
    assert new.id in read(record) and not {PLAN.id, STANCE.id} & set(read(record))
    clock.day = "2031-08-01"
    [back] = record.recode([again(PLAN, STANCE)])
    assert (back.added, set(back.again), back.dropped) == ((), {PLAN.id, STANCE.id}, (new.id,))
    assert {PLAN.id, STANCE.id} <= set(read(record))
    assert {PLAN.id, STANCE.id}.isdisjoint(read(record, "2031-07-15"))
    assert record.coded_by(visit().document.id).version == "2"
    assert list(record.verify()) == []


def test_the_same_coding_again_changes_nothing(record):
    [found] = record.recode([again(PLAN, STANCE)])
    assert (found.added, found.again, found.dropped) == ((), (), ())
    assert record.recode([CodedDocument(trade(title="x").document)])[0].dropped
    assert len(read(record)) == 3


def test_corrections_go_over_to_the_claim_on_the_same_words_and_none_is_lost(record, clock):
    record.correct("edit", PLAN.id, field="mode", value="visit", reason="a visit", person="Ada")
    record.correct("accept", STANCE.id, reason="read", person="Ada")
    clock.day = "2031-07-01"
    [found] = record.recode([again(replace(PLAN, status="proposed"))])
    new = read(record)[found.added[0].id]
    assert (new.claim.status, new.claim.mode) == ("proposed", "visit")
    assert [c.subject for c in record.in_force().loose] == [STANCE.id]
    assert record.in_force("2031-06-15").loose == ()
    assert read(record, "2031-06-15")[PLAN.id].claim.mode == "visit"


def test_a_clock_set_back_does_not_undo_what_was_said_last(record, clock):
    def say(kind, subject):
        return record.correct(kind, subject, reason="read again", person="Ada")

    say("reject", PLAN.id)
    clock.day = "2031-05-20"
    assert say("accept", PLAN.id).day == "2031-06-01"
    assert PLAN.id in record.in_force().accepted and not record.in_force().rejected
    assert say("accept", STANCE.id).day == "2031-05-20"  # of which nobody had said anything
    clock.day = "2031-06-09"
    wrong = say("reject", STANCE.id)
    clock.day = "2031-05-20"
    say("undo", str(wrong.number))
    assert STANCE.id in record.in_force().accepted
    assert record.in_force("2031-06-09").accepted.keys() == {PLAN.id, STANCE.id}


def test_a_clock_set_back_does_not_bring_an_older_coding_back(record, clock):
    clock.day = "2031-06-05"
    coded = visit()
    record.recode([replace(coded, claims=coded.claims[:1])])
    assert STANCE.id not in read(record)
    clock.day = "2031-06-02"
    record.recode([coded])
    assert STANCE.id in read(record)
