from dataclasses import replace

import pytest

from dragoman.ask.query import ask_for
from dragoman.ask.views import search, show, sources, timeline, upcoming
from dragoman.errors import SettingsError
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import DENIAL, VISIT, claim, day, denial, party, report, trade, visit

pytestmark = pytest.mark.on_both


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "r", clock=lambda: "2031-06-01T12:00:00Z") as opened:
        opened.add_all([trade(), denial(), visit()])
        yield opened


def triggers(claims):
    return [held.claim.trigger.text for held in claims.rows]


def test_timeline_runs_by_time_undated_last(record):
    assert triggers(timeline(record, ask_for())) == ["cancelled", "meet", "called", "imposed"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ({"actor": "Reyes"}, ["cancelled", "meet"]),
        ({"actor": "Q2"}, ["cancelled", "meet", "called"]),
        ({"actor": "norway"}, ["cancelled", "meet", "called"]),
        ({"actor": "NOR", "with_": "reyes"}, ["cancelled", "meet"]),
        ({"actor": "Lind", "with_": "Jonas"}, []),
        ({"with_": "Borduria"}, ["imposed"]),
        ({"event_types": "sanction,REJECT"}, ["cancelled", "imposed"]),
        ({"statuses": "scheduled"}, ["meet"]),
        ({"issue": "ceasefire"}, ["called"]),
        ({"place": "oslo"}, ["meet"]),
        ({"place": "Norway"}, ["meet"]),
        ({"from_": "2031-05-09"}, ["meet"]),
        ({"to": "2031-05-08"}, ["cancelled"]),
        ({"from_": "2031-05", "to": "2031-05"}, ["cancelled", "meet"]),
        ({"as_of": "2031-05-06"}, ["meet", "called"]),
        ({"as_of": "2031-05-31"}, ["cancelled", "meet", "called"]),
        ({"as_of": "2031-06-01"}, ["cancelled", "meet", "called", "imposed"]),
        ({"words": "meeting reyes"}, ["cancelled"]),
        ({"words": "'prime minister' OSLO"}, ["meet"]),
    ],
    ids=str,
)
def test_filters(record, question, expected):
    assert triggers(timeline(record, ask_for(**question))) == expected


def test_a_limit_says_how_many_there_are(record):
    answer = timeline(record, ask_for(limit=1))
    assert (len(answer.rows), answer.total) == (1, 4)


def test_a_name_that_is_not_there_is_said_with_the_one_most_alike(record):
    assert timeline(record, ask_for(actor="Rayes")).notes in (
        ("nobody in the record is called 'Rayes'; did you mean Alma Reyes?",),
    )
    assert "its issues are: ceasefire, sanctions" in timeline(record, ask_for(issue="water")).notes[0]
    assert "no place" in timeline(record, ask_for(place="Lima")).notes[0]


def test_upcoming_counts_from_the_newest_report_and_says_so(record):
    coming = upcoming(record, ask_for())
    assert (coming.reference_day, coming.reference) == ("2031-05-08", "the newest report")
    assert triggers(coming.claims) == ["meet"]
    assert coming.undated == 0


def test_upcoming_on_a_later_day_leaves_out_what_is_over(record):
    assert triggers(upcoming(record, ask_for(as_of="2031-05-09")).claims) == ["meet"]
    assert triggers(upcoming(record, ask_for(as_of="2031-05-10")).claims) == []


def test_upcoming_before_the_report_knows_nothing_of_it(record):
    assert triggers(upcoming(record, ask_for(as_of="2031-05-05")).claims) == []


def test_upcoming_without_any_day_of_publication_says_so(tmp_path):
    with open_record(tmp_path / "r") as record:
        record.add(trade())
        coming = upcoming(record, ask_for())
    assert coming.reference_day is None and "--as-of" in coming.reference


def test_undated_plans_are_counted_not_dated(tmp_path):
    document = report("They will meet soon.", published="2031-01-01")
    plan = claim(document, "They will meet soon", "meet", status="scheduled")
    with open_record(tmp_path / "r") as record:
        record.add(CodedDocument(document, (plan,)))
        coming = upcoming(record, ask_for())
    assert (coming.claims.total, coming.undated) == (0, 1)


def test_a_plan_that_began_in_the_past_and_has_no_end_is_only_counted(tmp_path):
    text = "Reyes will meet envoys in the coming days."
    document = report(text, published="2031-05-01")
    soon = replace(day(text, "in the coming days", "2031-05-01"), latest=None)
    plan = claim(document, text[:-1], "meet", status="scheduled", time=soon)
    with open_record(tmp_path / "r") as record:
        record.add(CodedDocument(document, (plan,)))
        assert upcoming(record, ask_for()).claims.total == 1
        later = upcoming(record, ask_for(as_of="2031-06-01"))
    assert (later.claims.total, later.undated) == (0, 1)


def test_search_finds_quotations_then_passages_elsewhere(record):
    found = search(record, ask_for(words="Lind"))
    assert sorted(triggers(found.claims)) == ["called", "cancelled", "meet"]
    assert found.passages == ()
    found = search(record, ask_for(words="geneva"))
    assert found.claims.rows == ()
    (passage,) = found.passages
    assert ("Geneva", True) in passage.pieces
    assert passage.report == trade().document.id


def test_search_folds_accents_and_keeps_phrases_together(record):
    assert search(record, ask_for(words='"Alma Reyes will"')).claims.total == 1
    assert search(record, ask_for(words='"Reyes Alma"')).claims.total == 0
    assert search(record, ask_for(words="Réyes")).claims.total == 2


@pytest.mark.parametrize(
    "typed", ['" OR 1', "exact:meet", "a'b; --", "NEAR(meet, 2)", "^meet", "{meet}", "me*t*", "🙂 meet"]
)
def test_no_search_words_break_the_index(record, typed):
    search(record, ask_for(words=typed))


def test_passages_keep_to_the_day_and_the_filters(record):
    assert search(record, ask_for(words="geneva", as_of="2031-05-30")).passages == ()
    assert search(record, ask_for(words="geneva", actor="Borduria")).passages != ()
    assert search(record, ask_for(words="geneva", actor="Reyes")).passages == ()


def test_show_by_the_beginning_of_an_id(record):
    wanted = visit().claims[1]
    shown = show(record, wanted.id[:7])
    assert shown.held.claim == wanted
    assert shown.paragraph == VISIT.split("\n")[1]
    assert shown.paragraph[shown.start : shown.end] == wanted.evidence.exact
    assert [s.outlet for s in shown.sightings] == ["Northern Wire"]


def test_show_says_what_else_was_told_of_these_parties_and_that_time(tmp_path):
    text = "The meeting of Alma Reyes and Jonas Lind on Friday was called off."
    document = report(text, published="2031-05-07")
    off = claim(
        document,
        text[:-1],
        "called off",
        status="cancelled",
        participants=(party(text, "Alma Reyes", actor="Q1"), party(text, "Jonas Lind", actor="Q2")),
        time=day(text, "on Friday", "2031-05-09"),
    )
    with open_record(tmp_path / "r") as record:
        record.add_all([CodedDocument(document, (off,)), visit(), denial()])
        shown = show(record, visit().claims[0].id)
        assert [held.claim.status for held in shown.also] == ["cancelled"]
        assert show(record, visit().claims[0].id, as_of="2031-05-06").also == ()
        assert DENIAL not in shown.paragraph


@pytest.mark.parametrize("prefix", ["", "zz", "%", "_"])
def test_show_of_no_claim_says_so(record, prefix):
    with pytest.raises(SettingsError, match="no such claim"):
        show(record, prefix)


def test_show_of_several_claims_names_them(tmp_path):
    document = report("They met. They spoke. They left.")
    both = [claim(document, f"They {word}", word, id=f"abc{n}") for n, word in enumerate(("met", "spoke"))]
    longer = claim(document, "They left", "left", id="abc0d")
    with open_record(tmp_path / "r") as record:
        record.add(CodedDocument(document, (*both, longer)))
        with pytest.raises(SettingsError, match="several claims begin so; found abc0, abc0d, abc1"):
            show(record, "abc")
        assert show(record, "abc0").held.claim.id == "abc0"


def test_sources_count_a_copied_report_at_each_outlet(record):
    record.add(visit(outlet="Daily Fjord", published="2031-05-09"))
    lines = sources(record, ask_for())
    assert [(x.outlet, x.reports, x.claims, x.first, x.last) for x in lines] == [
        ("Daily Fjord", 2, 3, "2031-05-08", "2031-05-09"),
        ("Northern Wire", 1, 2, "2031-05-06", "2031-05-06"),
        (None, 1, 1, None, None),
    ]
    assert [x.outlet for x in sources(record, ask_for(as_of="2031-05-06"))] == ["Northern Wire"]
    assert [x.outlet for x in sources(record, ask_for(event_types="SANCTION"))] == [None]


def test_claims_that_are_not_sure_enough_are_hidden_and_kept(record):
    assert timeline(record, ask_for(min_confidence=0.8)).total == timeline(record, ask_for()).total > 0
    assert timeline(record, ask_for(min_confidence=0.81)).total == 0
