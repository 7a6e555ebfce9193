"""What people corrected, and when: an answer as of a day is that of a record which knows only what had been
reported, coded and corrected by then; and what a person decided outlives a coder that has changed its mind.
"""

from dataclasses import replace
from random import Random
from typing import Any

import pytest
from test_time_and_order import answer, asked

from dragoman.ask.correct import accept, edit, merge, reject, retract, split, undo
from dragoman.ask.events import events
from dragoman.ask.query import Question
from dragoman.ask.views import timeline
from dragoman.errors import SettingsError
from dragoman.records import CodedDocument, Method
from dragoman.store import open_record
from made_up import DAYS, KEPT, day_in, made_up

QUESTIONS = 1_000
RECORDS = 5
DAYS_OF_EACH = 4
CORRECTIONS = 40

EDITS = (
    ("status", "cancelled"), ("status", "occurred"), ("time", "2031-05-09"),
    ("time", "2031-05-02/2031-05-14"), ("place", "Bergen"), ("place", "none"), ("event_type", "CONSULT"),
    ("issue", "sanctions"),
    ("party.1.status", "absent"), ("party.1.status", "attended"), ("latest", "2031-05-30"),
)  # fmt: skip
NEWER = Method("hand", "2", (("hand", "2"),))


class Clock:
    """A clock that is set by hand; reports are kept at first, corrections and codings later."""

    def __init__(self):
        self.now = KEPT

    def __call__(self):
        return self.now


def drawn_corrections(draw, made, most):
    """What people do, in the order of their days: the day, then what to call with the open record."""
    claims = {c.id: c for one in made.stood for c in one.claims}
    appeared = {}
    for one in made.stood:
        day = (one.document.published or KEPT)[:10]
        appeared[one.document.id] = min(day, appeared.get(one.document.id, day))
    of = {c.id: appeared[one.document.id] for one in made.stood for c in one.claims}
    acts = sorted(name for name, c in claims.items() if c.kind == "event")
    found = []
    for n in range(most):
        # Nobody corrects what has not yet been reported.
        day = day_in(draw, 2, DAYS)
        known = sorted(name for name in claims if of[name] <= day)
        pair = [name for name in acts if of[name] <= day]
        if not known or len(pair) < 2:
            continue
        kind = draw.choice(("accept", "reject", "edit", "edit", "merge", "split", "split", "retract", "undo"))
        said = {"by": draw.choice(("Ada", "Ben")), "reason": f"reason {n}", "on": day}
        if kind in ("accept", "reject"):
            call = ({"accept": accept, "reject": reject}[kind], (draw.choice(known),), said)
        elif kind == "edit":
            call = (edit, (draw.choice(known), *draw.choice(EDITS)), said)
        elif kind in ("merge", "split"):
            call = ({"merge": merge, "split": split}[kind], tuple(draw.sample(pair, 2)), said)
        elif kind == "retract":
            if draw.randint(0, 2):
                continue
            call = (retract, (draw.choice(sorted(i for i, d in appeared.items() if d <= day)),), said)
        else:
            call = (undo, (str(draw.randint(1, 12)),), said)
        found.append((day, call))
    return sorted(found, key=lambda one: one[0])


def laid(record, corrections):
    """Do these and count them; what does not fit (edited to what it is, undone twice) is passed over."""
    done = 0
    for _, (call, words, said) in corrections:
        try:
            call(record, *words, **said)
            done += 1
        except SettingsError:
            continue
    return done


def test_a_thousand_answers_as_of_a_day_are_those_of_a_record_corrected_by_then(tmp_path):
    each = QUESTIONS // (RECORDS * DAYS_OF_EACH)
    for number in range(RECORDS):
        draw = Random(number)
        made = made_up(draw, 30)
        corrections = drawn_corrections(draw, made, CORRECTIONS)
        with open_record(tmp_path / f"{number}", clock=lambda: KEPT) as whole:
            whole.add_all(made.stood)
            assert laid(whole, corrections) > CORRECTIONS // 4
            for day in sorted({day_in(draw) for _ in range(3 * DAYS_OF_EACH)})[-DAYS_OF_EACH:]:
                with open_record(tmp_path / f"{number}-{day}", clock=lambda: KEPT) as early:
                    early.add_all(made.by(day)[::-1])
                    laid(early, [c for c in corrections if c[0] <= day])
                    for _ in range(each):
                        name, ask = asked(draw)
                        assert answer(ask, whole, day) == answer(ask, early, day), (number, day, name)


def changed_mind(draw, coded):
    """What a newer coder might make of a report: other statuses, types and times, claims gone and new."""
    claims = []
    for one in coded.claims:
        if draw.randint(0, 9) == 0:
            continue
        other = {
            "status": draw.choice((one.status, "scheduled", "occurred")),
            "event_type": draw.choice((one.event_type, one.event_type, "CONSULT")),
            "time": draw.choice((one.time, one.time, None)),
            "confidence": 0.7,
        }
        claims.append(replace(one, **other, relations=(), method=NEWER))
    return CodedDocument(coded.document, tuple(claims))


@pytest.mark.parametrize("seed", range(5))
def test_as_of_a_day_before_a_newer_coding_nothing_of_it_is_known(tmp_path, seed):
    draw, clock = Random(seed), Clock()
    made = made_up(draw, 25)
    corrections = drawn_corrections(draw, made, 20)
    with (
        open_record(tmp_path / "recoded", clock=clock) as one,
        open_record(tmp_path / "as coded", clock=clock) as other,
    ):
        for record in (one, other):
            record.add_all(made.stood)
            laid(record, corrections)
        clock.now = "2031-06-01T12:00:00Z"
        texts = {coded.document.id: coded for coded in made.stood}
        one.recode(changed_mind(draw, coded) for coded in texts.values())
        for day in sorted({day_in(draw) for _ in range(3)}):
            for _ in range(20):
                name, ask = asked(draw)
                assert answer(ask, one, day) == answer(ask, other, day), (day, name)


@pytest.mark.parametrize("seed", range(8))
def test_what_a_person_decided_holds_through_a_newer_coding(tmp_path, seed):
    draw, clock = Random(50 + seed), Clock()
    made = made_up(draw, 25)
    with open_record(tmp_path / "r", clock=clock) as record:
        record.add_all(made.stood)
        texts = {coded.document.id: coded for coded in made.stood}
        acts = sorted({c.id for coded in texts.values() for c in coded.claims if c.kind == "event"})
        if len(acts) < 7:
            pytest.skip("too few acts drawn")
        a, b, c, d, e, f, g = draw.sample(acts, 7)
        said = {"by": "Ada", "reason": "read again"}
        clock.now = "2031-06-01T12:00:00Z"
        split(record, a, b, **said)
        merge(record, c, d, **said)
        reject(record, e, **said)
        edit(record, f, "place", "Lillehammer", **said)
        accept(record, g, **said)
        clock.now = "2031-07-01T12:00:00Z"
        record.recode(changed_mind(draw, coded) for coded in texts.values())
        after: Any = record.followed()

        def now(name):
            return after.get(name, name)

        shown = {held.claim.id: held for held in timeline(record, Question()).rows}
        together = [{t.claim.id for t in event.told} for event in events(record)]
        if None not in (now(a), now(b)):
            assert not any({now(a), now(b)} <= told for told in together)
        if None not in (now(c), now(d)):
            assert any({now(c), now(d)} <= told for told in together)
        assert now(e) not in shown
        if now(f) is not None:
            place = shown[now(f)].claim.place
            assert place is not None and place.name == "Lillehammer"
        if now(g) is not None:
            assert [one.kind for one in shown[now(g)].corrections] == ["accept"]
        gone = {name for name in (a, b, c, d, e, f, g) if now(name) is None}
        loose = {one.subject for one in record.in_force().loose} | {
            one.other for one in record.in_force().loose
        }
        assert gone <= loose, "what finds no claim any more is told, not dropped"
        assert list(record.verify()) == []
