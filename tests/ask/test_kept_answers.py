"""Lists that are read from what is kept, row by row, are those that the claims come to when all are read."""

from random import Random

import pytest

from dragoman.ask import acts as asking_acts
from dragoman.ask import changes as asking_changes
from dragoman.ask import events as asking_events
from dragoman.ask import today as asking_today
from dragoman.ask.acts import STAGES, Narrowed, acts
from dragoman.ask.changes import changes
from dragoman.ask.events import contradictions, due, events, met
from dragoman.ask.listed import Listed
from dragoman.ask.today import today
from dragoman.ask.watches import define, sound
from dragoman.store import open_record
from made_up import KEPT, day_in, made_up

NARROWED = (
    Narrowed(), Narrowed(several=True), Narrowed(("CONSULT",)), Narrowed(("AGREE", "ASSAULT")),
    Narrowed(stages=("overdue",)), Narrowed(stages=("held", "overdue")), Narrowed(stages=STAGES[:4]),
    Narrowed(party="Norway"), Narrowed(party="Reyes"), Narrowed(party="leaders"), Narrowed(party="nobody"),
    Narrowed(first="2031-05-04"), Narrowed(last="2031-05-08"),
    Narrowed(first="2031-05-03", last="2031-05-09", several=True),
)  # fmt: skip


def answers(record, day, since):
    """What is asked of a record as of a day, by name."""
    return {
        **{f"{wanted}": tuple(acts(record, wanted, day)) for wanted in NARROWED},
        "by first report": tuple(acts(record, Narrowed(), day, newest=False)),
        "watched": tuple(acts(record, Narrowed(), day, watch="north")),
        "events watched": events(record, day, watch="north"),
        "due": due(record, day),
        "due watched": due(record, day, watch="north"),
        "contradictions": tuple(contradictions(record, day)),
        "contradictions watched": tuple(contradictions(record, day, watch="north")),
        "changes": changes(record, since, day),
        "today": today(record, as_of=day),
        "today since": today(record, since, day),
        **{f"met {a} {b}": met(record, a, b, day) for a, b in PAIRS},
    }


PAIRS = (("Reyes", "Lind"), ("Norway", "Austria"), ("Lind", "nobody"), ("Q3", "NOR"), ("leaders", "Vaal"))


def worked_out(monkeypatch):
    """From now on nothing that is kept is used."""
    for module in (asking_acts, asking_changes, asking_events, asking_today):
        monkeypatch.setattr(module, "is_kept", lambda *_: False)


@pytest.mark.parametrize("seed", range(200, 208))
def test_what_is_kept_answers_as_the_claims_do(tmp_path, monkeypatch, seed):
    draw = Random(seed)
    made = made_up(draw, 60)
    with open_record(tmp_path / "r", clock=lambda: KEPT) as record:
        record.add_all(made.stood[: len(made.stood) // 2])
        events(record)
        record.add_all(made.stood[len(made.stood) // 2 :])
        define(record, sound("north", parties=["Norway"], places=["Oslo", "Bergen"]))
        asked = [(None, day_in(draw)), *((day_in(draw), day_in(draw)) for _ in range(2))]
        kept = [answers(record, *days) for days in asked]
        worked_out(monkeypatch)
        for days, found in zip(asked, kept, strict=True):
            expected = answers(record, *days)
            assert [name for name in found if found[name] != expected[name]] == [], days


def test_only_the_rows_that_are_looked_at_are_read():
    read = []

    def part(first, end):
        read.append((first, end))
        return tuple(range(first, min(end, 1200)))

    rows = Listed(lambda: 1200, part)
    assert rows[10:13] == (10, 11, 12) and rows[5] == 5 and bool(rows)
    assert read == [(10, 13), (5, 6), (0, 1)]
    assert list(rows) == list(range(1200)) and rows[-1] == 1199 and rows[1198:] == (1198, 1199)
    assert rows == tuple(range(1200)) and rows[3:3] == () and len(rows[:50]) == 50
