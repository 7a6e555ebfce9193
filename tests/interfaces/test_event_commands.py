"""The commands over acts across reports: every line shows its words and its report; JSON holds the same."""

import json

import pytest

from dragoman.interfaces.cli import main
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import city, claim, day, denial, party, report, visit

HELD = "Jonas Lind received Alma Reyes in Oslo on Friday, and they talked until dusk."


def held():
    """The meeting of `visit`, told as held, published 2031-05-10."""
    document = report(HELD, published="2031-05-10", outlet="Daily Fjord")
    made = claim(
        document,
        "Jonas Lind received Alma Reyes in Oslo on Friday",
        "received",
        participants=(
            party(HELD, "Jonas Lind", actor="Q2", country="NOR"),
            party(HELD, "Alma Reyes", role="recipient", actor="Q1", country="ESP"),
        ),
        place=city(HELD, "Oslo", "NOR"),
        time=day(HELD, "on Friday", "2031-05-09"),
    )
    return CodedDocument(document, (made,))


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "r"
    with open_record(path, clock=lambda: "2031-06-01T12:00:00Z") as opened:
        opened.add_all([visit(), denial(), held()])
    return str(path)


def test_met_tells_the_last_meeting_with_its_words_and_how_far_the_record_reaches(record, capsys):
    assert main(["met", "Reyes", "Lind", "--record", record]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "Reyes and Lind last met, as far as reported: 2031-05-09 CONSULT in Oslo: held" in told
    assert "“Jonas Lind received Alma Reyes in Oslo on Friday” — Daily Fjord, 2031-05-10" in told
    assert "from 2031-05-06 to 2031-05-10; it cannot speak of what they do not tell" in told


def test_met_before_the_meeting_knows_the_plan_only(record, capsys):
    assert main(["met", "Reyes", "Lind", "--as-of", "2031-05-07", "--json", "--record", record]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["last_met"] is None
    assert [m["status"] for m in answer["meetings"]] == ["scheduled"]
    assert answer["record"] == {"first": "2031-05-06", "last": "2031-05-06", "reports": 1}


def test_met_of_someone_unknown_says_so_and_denies_nothing(record, capsys):
    assert main(["met", "Reyes", "Borduria", "--record", record]) == 0
    told = capsys.readouterr()
    assert "no meeting or call of 'Borduria' is in the record" in told.err
    assert "No report of the record tells of a meeting" in told.out


def test_due_lists_the_plan_until_a_report_tells_what_came(record, capsys):
    assert main(["due", "--as-of", "2031-05-09", "--json", "--record", record]) == 0
    assert capsys.readouterr().out == ""
    assert main(["due", "--as-of", "2031-05-12", "--record", record]) == 0
    assert "is without a report" in capsys.readouterr().out


def test_events_name_every_claim_with_its_report(record, capsys):
    assert main(["events", "--several", "--json", "--record", record]) == 0
    [event] = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(s["stage"], s["report"]["outlet"]) for s in event["history"]] == [
        ("scheduled", "Northern Wire"),
        ("held", "Daily Fjord"),
    ]
    assert event["judgements"][0]["reasons"]


def test_show_gives_the_judged_act_instead_of_a_guess(record, capsys):
    plan = visit().claims[0].id
    assert main(["show", plan, "--record", record]) == 0
    told = capsys.readouterr().out
    assert "Judged to tell the same act" in told
    assert "not judged to be the same act" not in told


@pytest.mark.parametrize(
    "words",
    [
        ["changes", "--since", "soon"],
        ["positions", "--holder", "?"],
        ["met", "Reyes"],
        ["events", "--type", "MEETING"],
        ["due", "--as-of", "31 May"],
    ],
)
def test_what_cannot_be_meant_is_one_line(record, words, capsys):
    assert main([*words, "--record", record]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_changes_and_positions_and_contradictions_answer(record, capsys):
    assert main(["changes", "--since", "2031-05-10", "--record", record]) == 0
    assert "held: scheduled → held" in capsys.readouterr().out
    assert main(["positions", "--holder", "Lind", "--record", record]) == 0
    assert "Jonas Lind on ceasefire: told once" in capsys.readouterr().out
    assert main(["contradictions", "--record", record]) == 0
    assert capsys.readouterr().out == "No contradictions.\n"
