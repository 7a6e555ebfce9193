import json

import pytest

from dragoman.interfaces import cli
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import claim, day, denial, party, report, trade, visit

PLAN, STANCE = visit().claims
DENIED = denial().claims[0]


@pytest.fixture(autouse=True)
def record(tmp_path, monkeypatch):
    path = tmp_path / "talks.record"
    monkeypatch.setenv("DRAGOMAN_RECORD", str(path))
    monkeypatch.setenv("DRAGOMAN_USER", "Ada")
    with open_record(path, clock=lambda: "2031-06-01T12:00:00Z") as opened:
        opened.add_all([visit(), denial(given_id="fjord-8"), trade()])
    return path


@pytest.fixture
def run(capsys):
    def run(*words):
        code = cli.main(list(words))
        out, err = capsys.readouterr()
        return code, out, err

    return run


def shown(run, *words):
    """The JSON lines of a command that must succeed."""
    code, out, err = run(*words, "--json")
    assert code == 0, err
    return [json.loads(line) for line in out.splitlines()]


def ids(run, *words):
    return {row["id"] for row in shown(run, "timeline", *words)}


def test_a_rejected_claim_leaves_the_views_and_is_shown_by_id_with_who_and_why(run):
    assert run("reject", PLAN.id[:6], "--reason", "only supposed")[0] == 0
    assert PLAN.id not in ids(run)
    assert PLAN.id in ids(run, "--rejected")
    [row] = shown(run, "show", PLAN.id)
    assert [(c["kind"], c["by"], c["reason"]) for c in row["corrections"]] == [
        ("reject", "Ada", "only supposed")
    ]
    assert "[rejected]" in run("timeline", "--rejected")[1]
    assert run("undo", "1", "--reason", "it was not")[0] == 0
    assert PLAN.id in ids(run)
    assert [c["undone"] for c in shown(run, "corrections")] == [True, False]


def test_a_correction_is_not_seen_as_of_a_day_before_it(run):
    run("edit", PLAN.id, "status", "cancelled", "--reason", "denied", "--on", "2031-05-20")
    assert ids(run, "--status", "cancelled") == {PLAN.id}
    assert ids(run, "--status", "cancelled", "--as-of", "2031-05-19") == set()
    assert ids(run, "--status", "scheduled", "--as-of", "2031-05-19") == {PLAN.id}


def test_show_gives_the_value_of_the_coder_and_of_the_person(run):
    run("edit", PLAN.id, "time", "2031-05-10", "--reason", "moved", "--by", "Bo")
    [row] = shown(run, "show", PLAN.id)
    assert (row["time"]["earliest"], row["coded"]["time"]["earliest"]) == ("2031-05-10", "2031-05-09")
    assert row["evidence"] == row["coded"]["evidence"]
    told = " ".join(run("show", PLAN.id)[1].split())
    assert "time: 2031-05-10 (coded: 2031-05-09); set by Bo" in told


@pytest.mark.parametrize(
    ("field", "value", "complaint"),
    [
        ("status", "canceled", "did you mean cancelled"),
        ("statu", "cancelled", "did you mean status"),
        ("event_type", "MEET", "no such value"),
        ("time", "tomorrow", "not a day"),
        ("time", "2031-05-12/2031-05-10", "ends before it begins"),
        ("earliest", "2031-05-12", "ends before it begins"),
        ("status", "none", "cannot be empty"),
        ("country", "Syldavia", "no such country"),
        ("party.Vaal.status", "absent", "no such party"),
        ("party.Lind.status", "away", "no such value"),
        ("party.Lind.actor", "Nobody Anybody", "no such actor"),
        ("party.Lind.wish", "x", "no such field"),
        ("status", "scheduled", "nothing to change"),
    ],
)
def test_a_field_or_value_that_there_is_not_is_one_line_and_nothing_is_kept(run, field, value, complaint):
    code, _, err = run("edit", PLAN.id, field, value, "--reason", "try")
    assert code == 2 and complaint in err and err.count("\n") == 1
    assert shown(run, "corrections") == []


def test_a_correction_needs_a_reason_and_something_to_correct(run):
    assert "no reason" in run("accept", PLAN.id, "--reason", " ")[2]
    assert "--reason" in run("accept", PLAN.id)[2]
    assert "no such claim" in run("accept", "zzz", "--reason", "x")[2]
    assert "no such report" in run("retract", "zzz", "--reason", "x")[2]
    assert "no such correction" in run("undo", "9", "--reason", "x")[2]
    assert "only claims of acts" in run("merge", PLAN.id, STANCE.id, "--reason", "x")[2]
    assert "named twice" in run("merge", PLAN.id, PLAN.id, "--reason", "x")[2]
    assert "not a day" in run("accept", PLAN.id, "--reason", "x", "--on", "May")[2]


def test_a_party_is_named_by_part_of_its_name_or_its_place(run):
    run("edit", PLAN.id, "party.Lind.status", "declined", "--reason", "his office")
    run("edit", PLAN.id, "party.1.status", "confirmed", "--reason", "her office")
    [row] = shown(run, "show", PLAN.id)
    assert [(p["status"], p["basis"]) for p in row["participants"]] == [
        ("confirmed", "person"),
        ("declined", "person"),
    ]


def test_merged_claims_are_one_act_and_show_says_by_whom(run):
    before = len(shown(run, "events"))
    assert run("merge", PLAN.id, DENIED.id, "--reason", "the same meeting")[0] == 0
    found = shown(run, "events")
    assert len(found) == before - 1
    assert [j["by"] for e in found for j in e["judgements"]] == ["Ada"]
    assert "says Ada on" in " ".join(run("show", PLAN.id)[1].split())
    assert "no longer does" not in run("split", PLAN.id, DENIED.id, "--reason", "no, two")[2]
    assert len(shown(run, "events")) == before


def test_of_a_retracted_report_everything_that_rests_on_it_is_listed(run, record):
    code, out, _ = run("retract", "fjord-8", "--reason", "withdrawn")
    assert code == 0
    assert "Acts of which this report alone tells" in out
    assert DENIED.id not in ids(run) and DENIED.id in ids(run, "--rejected")
    [found] = shown(run, "rests-on", "fjord-8")
    assert [c["id"] for c in found["claims"]] == [DENIED.id]
    assert [(e["rests_on"], e["claims"]) for e in found["events"]] == [("this report alone", [DENIED.id])]
    assert [c["change"] for c in shown(run, "changes", "--since", "2026-01-01")].count("retracted") == 1


def test_what_a_newer_coding_no_longer_makes_is_shown_by_id_and_its_corrections_are_loose(run, record):
    run("accept", STANCE.id, "--reason", "read")
    with open_record(record, clock=lambda: "2031-07-01T12:00:00Z") as opened:
        opened.recode([CodedDocument(visit().document, (PLAN,))])
    assert STANCE.id not in ids(run)
    assert "no longer made" in run("show", STANCE.id)[1]
    assert [c["subject"] for c in shown(run, "corrections", "--loose")] == [STANCE.id]


def test_changes_tell_what_people_corrected(run):
    run("edit", PLAN.id, "mode", "visit", "--reason", "a visit", "--on", "2031-05-20")
    told = [(c["change"], c["was"], c["now"]) for c in shown(run, "changes", "--since", "2031-05-20")]
    assert ("corrected", "mode: none", "mode: visit, by Ada: a visit") in told


def test_acts_due_meetings_and_positions_give_what_was_rejected_only_where_it_is_asked_for(run):
    run("reject", PLAN.id, "--reason", "only supposed")
    run("reject", STANCE.id, "--reason", "not his words")
    asked = (
        ("events",),
        ("due", "--as-of", "2031-06-30"),
        ("met", "Reyes", "Lind"),
        ("positions", "--holder", "Lind"),
    )
    for words in asked:
        assert (PLAN.id if words[0] != "positions" else STANCE.id) not in run(*words, "--json")[1], words
        assert (PLAN.id if words[0] != "positions" else STANCE.id) in run(*words, "--rejected", "--json")[1]


def test_changes_tell_what_was_edited_rejected_and_retracted_and_when(run):
    run("edit", PLAN.id, "status", "cancelled", "--reason", "the ministry", "--on", "2031-06-02")
    run("reject", STANCE.id, "--reason", "not his words", "--on", "2031-06-03")
    run("retract", "fjord-8", "--reason", "withdrawn", "--on", "2031-06-04")
    told = run("changes", "--since", "2031-06-02")[1]
    for words in (
        "scheduled",
        "the ministry",
        "claim rejected, by Ada",
        "report retracted, by Ada: withdrawn",
    ):
        assert words in " ".join(told.split()), words
    rows = shown(run, "changes", "--since", "2031-06-02")
    assert sorted(row["change"] for row in rows) == ["corrected", "corrected", "retracted"]
    assert [row["change"] for row in shown(run, "changes", "--since", "2031-06-04")] == ["retracted"]
    known = shown(run, "changes", "--since", "2031-06-02", "--as-of", "2031-06-02")
    assert [row["change"] for row in known] == ["corrected"]
    run("undo", "3", "--reason", "it stands after all", "--on", "2031-06-05")
    assert "retracted" not in {row["change"] for row in shown(run, "changes", "--since", "2031-06-02")}


def test_an_old_act_that_is_told_now_resurfaces_and_is_not_new(run, record):
    text = "Mira Stoll visited Graz on 4 January 2031. Tomas Vaal will visit Bergen on 9 December 2031."
    document = report(text, published="2031-12-01", outlet="Northern Wire")
    old = claim(
        document, "Mira Stoll visited Graz on 4 January 2031", "visited",
        participants=(party(text, "Mira Stoll", actor="Q3"),),
        time=day(text, "on 4 January 2031", "2031-01-04"),
    )  # fmt: skip
    plan = claim(
        document, "Tomas Vaal will visit Bergen on 9 December 2031", "visit",
        status="scheduled", participants=(party(text, "Tomas Vaal", actor="Q4"),),
        time=day(text, "on 9 December 2031", "2031-12-09"),
    )  # fmt: skip
    with open_record(record) as opened:
        opened.add(CodedDocument(document, (old, plan)))
    rows = shown(run, "changes", "--since", "2031-11-01")
    assert [(row["change"], row["shown_by"]["claim"]) for row in rows] == [
        ("new", plan.id),
        ("resurfaced", old.id),
    ]
