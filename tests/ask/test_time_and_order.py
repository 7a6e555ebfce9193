"""Two promises of every question, held against random records: what was not yet reported on a day changes
nothing in the answer as of that day, and the order in which reports arrived changes nothing at all.

Questions are asked through the public functions only, so they hold however the answers are worked out.
"""

from functools import cache
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.ask.changes import changes
from dragoman.ask.events import contradictions, due, event_of, events, met
from dragoman.ask.positions import all_positions, positions
from dragoman.ask.query import Question
from dragoman.ask.unresolved import find_unresolved
from dragoman.ask.views import search, show, sources, timeline, upcoming
from dragoman.errors import DragomanError
from dragoman.merge.families import families
from dragoman.store import open_record
from made_up import ISSUES, KEPT, PARTIES, STATUSES, TOWNS, day_in, made_up

QUESTIONS = 1_000
RECORDS = 4
DAYS_OF_EACH = 5


def kept(path, stood):
    """A record of these reports, kept in this order, some of them in one transaction."""
    record = open_record(path, clock=lambda: KEPT)
    for at in range(0, len(stood), 7):
        record.add_all(stood[at : at + 7])
    return record


def filters(draw):
    """What a question asks for, about a third of it nothing."""
    names = [name for name, *_ in PARTIES] + ["Norway", "AUT", "Q2", "Lind", "nobody of this name"]
    seldom = {
        "actor": draw.choice(names),
        "with_": draw.choice(names),
        "event_types": draw.choice((("CONSULT",), ("AGREE", "ASSAULT"))),
        "statuses": (draw.choice(STATUSES),),
        "issue": draw.choice(("ceasefire", "sanctions", "fishery")),
        "place": draw.choice((TOWNS[0][0], "Austria", "Atlantis")),
        "from_": day_in(draw, 0, 8),
        "to": day_in(draw, 9, 25),
        "min_confidence": draw.choice((0.5, 0.8)),
        "limit": draw.choice((1, 3, 10)),
    }
    return Question(**{name: value for name, value in seldom.items() if draw.randint(0, 5) == 0})


def asked(draw):
    """A random question: its name for a person, and what it gives of a record and a day (None: all)."""
    wanted = filters(draw)
    sure, since = draw.choice((0.0, 0.0, 0.5, 0.8)), day_in(draw)
    a, b = (draw.choice(PARTIES)[0] for _ in "ab")
    words = draw.choice(("met", "Reyes", '"called for talks"', "people truce", "northern ports"))
    types = draw.choice(((), ("CONSULT",), ("AGREE",)))

    def question(day):
        return Question(**{**{f: getattr(wanted, f) for f in Question.__slots__}, "as_of": day})

    def to_search(day):
        return Question(**{**{f: getattr(question(day), f) for f in Question.__slots__}, "words": words})

    every = {
        f"timeline {wanted}": lambda r, day: timeline(r, question(day)),
        f"upcoming {wanted}": lambda r, day: upcoming(r, question(day)),
        f"search {words} {wanted}": lambda r, day: search(r, to_search(day)),
        f"sources {wanted}": lambda r, day: sources(r, question(day)),
        f"show every claim {wanted}": lambda r, day: shown(r, question(day), day),
        f"events {types} {sure}": lambda r, day: events(r, day, sure, types),
        f"the event of each claim {wanted}": lambda r, day: [
            event_of(r, held, day) for held in timeline(r, question(day)).rows[:3]
        ],
        f"due {sure}": lambda r, day: due(r, day, sure),
        f"met {a}, {b} {sure}": lambda r, day: met(r, a, b, day, sure),
        f"contradictions {sure}": lambda r, day: contradictions(r, day, sure),
        f"positions {a} {sure}": lambda r, day: positions(r, a, draw_issue, day, sure),
        f"all positions {sure}": lambda r, day: all_positions(r, day, sure),
        f"changes since {since} {sure}": lambda r, day: changes(r, since, day, sure),
        "families": lambda r, day: families(r, day, drift=True),
    }
    draw_issue = draw.choice(ISSUES)
    name = draw.choice(sorted(every))
    return name, every[name]


def shown(record, question, day):
    """The first claims in full."""
    return [show(record, held.claim.id, day) for held in timeline(record, question).rows[:3]]


def answer(ask, record, day):
    """What the question gives, or the line that refuses it."""
    try:
        return ask(record, day)
    except DragomanError as error:
        return error.line()


def test_a_thousand_answers_as_of_a_day_are_those_of_a_record_of_the_reports_by_then(tmp_path):
    each = QUESTIONS // (RECORDS * DAYS_OF_EACH)
    for number in range(RECORDS):
        draw = Random(number)
        made = made_up(draw, 40)
        with kept(tmp_path / f"{number}", made.stood) as whole:
            for day in sorted({day_in(draw) for _ in range(3 * DAYS_OF_EACH)})[:DAYS_OF_EACH]:
                # What came first comes last here, so that nothing rests on the order either.
                with kept(tmp_path / f"{number}-{day}", made.by(day)[::-1]) as early:
                    for _ in range(each):
                        name, ask = asked(draw)
                        assert answer(ask, whole, day) == answer(ask, early, day), (number, day, name)


def test_a_day_asked_for_beyond_all_reports_is_all_of_them(tmp_path):
    draw = Random(99)
    with kept(tmp_path / "r", made_up(draw, 40).stood) as record:
        for _ in range(60):
            name, ask = asked(draw)
            if name.startswith(("upcoming", "due")):
                continue
            assert answer(ask, record, None) == answer(ask, record, "2031-12-31"), name


def every_view(record):
    """All that the record says without a day, in one value."""
    held = timeline(record, Question()).rows
    return {
        "timeline": held,
        "first five": timeline(record, Question(limit=5)),
        "upcoming": upcoming(record, Question()),
        "search": search(record, Question(words="truce")),
        "shown": [show(record, one.claim.id) for one in held],
        "sources": sources(record, Question()),
        "events": events(record),
        "sure events": events(record, min_confidence=0.5),
        "due": due(record),
        "met": [met(record, a, b) for a, b in (("Reyes", "Lind"), ("Norway", "Austria"))],
        "contradictions": contradictions(record),
        "positions": all_positions(record),
        "changes": changes(record, "2031-05-06"),
        "families": families(record, drift=True),
        "unresolved": find_unresolved(record),
        "days": [events(record, day) for day in ("2031-05-05", "2031-05-12")],
    }


def differing(one, other):
    """Names of the views that are not the same."""
    return [name for name in one if one[name] != other[name]]


@settings(
    max_examples=25, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example],
)  # fmt: skip
@given(st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_view_of_small_records(tmp_path_factory, draw):
    made = made_up(draw, 5)
    folder = tmp_path_factory.mktemp("order")
    shuffled = draw.sample(made.stood, len(made.stood))
    with kept(folder / "a", made.stood) as one, kept(folder / "b", shuffled) as other:
        assert differing(every_view(one), every_view(other)) == []


@pytest.mark.parametrize("seed", range(100, 104))
def test_the_order_of_arrival_changes_no_view_of_large_records(tmp_path, seed):
    draw = Random(seed)
    made = made_up(draw, 60)
    with kept(tmp_path / "first", made.stood) as record:
        expected = every_view(record)
    for n in range(3):
        with kept(tmp_path / f"{n}", draw.sample(made.stood, len(made.stood))) as record:
            assert differing(expected, every_view(record)) == []


@cache
def examples():
    """The example reports, coded."""
    from dragoman.documents.identity import make_document
    from dragoman.pipeline import code_documents, load_resources
    from dragoman.sources.raw import RawDocument
    from dragoman.sources.readers import read_reports

    folder = Path(__file__).parents[2] / "examples"
    raws = [raw for raw in read_reports([str(folder)]) if isinstance(raw, RawDocument)]
    return tuple(code_documents([make_document(raw) for raw in raws], load_resources()))


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_arrival_changes_no_view_of_the_examples(tmp_path, seed):
    draw = Random(seed)
    with kept(tmp_path / "first", examples()) as record:
        expected = every_view(record)
    with kept(tmp_path / "other", draw.sample(examples(), len(examples()))) as record:
        assert differing(expected, every_view(record)) == []


def test_the_examples_answer_as_of_each_of_their_days_as_a_record_of_the_reports_by_then(tmp_path):
    draw = Random(7)
    days = sorted({one.document.published[:10] for one in examples() if one.document.published})
    with kept(tmp_path / "all", examples()) as whole:
        for day in draw.sample(days, min(5, len(days))):
            known = [one for one in examples() if (one.document.published or KEPT)[:10] <= day]
            with kept(tmp_path / day, known) as early:
                for _ in range(20):
                    name, ask = asked(draw)
                    assert answer(ask, whole, day) == answer(ask, early, day), (day, name)
