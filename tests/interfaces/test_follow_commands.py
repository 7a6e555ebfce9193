"""Watches, tracks and the memo by command: what is kept, what is shown, what is refused."""

import json

import pytest

from dragoman.interfaces.cli import main
from dragoman.store import open_record
from hand_made import denial, trade, visit


@pytest.fixture
def record(tmp_path):
    path = tmp_path / "r"
    with open_record(path, clock=lambda: "2031-06-01T12:00:00Z") as opened:
        opened.add_all([visit(), denial(), trade()])
    return str(path)


@pytest.fixture
def ask(record, capsys):
    def asked(*words):
        code = main([*words, "--record", record])
        told = capsys.readouterr()
        return code, told.out, told.err

    return asked


def rows(told):
    return [json.loads(line) for line in told.splitlines()]


def test_a_watch_is_defined_shown_listed_and_stopped(ask):
    code, out, err = ask("follow", "oslo", "--actor", "Lind", "--actor", "Reyes", "--type", "consult")
    assert code == 0 and "now followed: oslo: Lind or Reyes, CONSULT" in err
    assert "Alma Reyes will meet Prime Minister Jonas Lind in Oslo on Friday" in " ".join(out.split())
    assert visit().claims[0].id[:8] in out
    [line] = rows(ask("follow", "--json")[1])
    assert (line["name"], line["claims"], line["reports"], line["families"]) == ("oslo", 1, 1, 1)
    assert ask("follow", "OSLO", "--stop")[0] == 0
    assert ask("follow", "oslo")[0] == 2
    assert "was stopped" in ask("timeline", "--watch", "oslo")[2]
    assert ask("follow")[1] == "No watches.\n"
    assert ask("follow", "oslo", "--place", "Oslo")[0] == 0
    assert rows(ask("follow", "--json")[1])[0]["places"] == ["Oslo"]


def test_any_of_the_parties_or_all_of_them_together(ask):
    ask("follow", "any", "--actor", "Lind", "--actor", "Borduria")
    ask("follow", "all", "--actor", "Lind", "--actor", "Reyes", "--every")
    kinds = {w: {c["id"] for c in rows(ask("timeline", "--watch", w, "--json")[1])} for w in ("any", "all")}
    plan, stance = visit().claims
    assert kinds["all"] == {plan.id, denial().claims[0].id}
    assert kinds["any"] == {*kinds["all"], stance.id, trade().claims[0].id}


def test_an_issue_is_told_by_its_field_or_by_the_words_of_an_act(ask):
    ask("follow", "s", "--issue", "sanctions", "--issue", "ceasefire")
    found = {c["id"] for c in rows(ask("timeline", "--watch", "s", "--json")[1])}
    assert found == {visit().claims[1].id, trade().claims[0].id}


@pytest.mark.parametrize("command", ["events", "due", "contradictions", "timeline", "upcoming", "tracks"])
def test_every_question_can_be_narrowed_by_a_watch(ask, command):
    ask("follow", "nothing", "--words", "zebra")
    code, out, _ = ask(command, "--watch", "nothing", "--json")
    assert (code, out) == (0, "")


def test_a_watch_says_where_things_stand_with_the_words(ask):
    ask("follow", "oslo", "--actor", "Lind")
    [found] = rows(ask("follow", "oslo", "--as-of", "2031-05-08", "--news-since", "2031-05-07", "--json")[1])
    assert [n["history"][0]["claim"] for n in found["next"]] == [visit().claims[0].id]
    assert [(p["holder"], p["issue"]) for p in found["positions"]] == [("Jonas Lind", "ceasefire")]
    assert {c["shown_by"]["claim"] for c in found["changes"]} == {denial().claims[0].id}
    [later] = rows(ask("follow", "oslo", "--as-of", "2031-05-20", "--json")[1])
    assert (later["next"], len(later["overdue"])) == ([], 1)


def test_a_watch_made_later_still_serves_for_earlier_days(ask):
    ask("follow", "oslo", "--actor", "Lind")
    assert len(rows(ask("timeline", "--watch", "oslo", "--as-of", "2031-05-06", "--json")[1])) == 2


def test_tracks_tell_what_moved_last_and_what_is_silent(ask):
    found = {t["issue"]: t for t in rows(ask("tracks", "--as-of", "2031-06-10", "--json")[1])}
    assert (found["ceasefire"]["mover"], found["ceasefire"]["status"]) == ("Jonas Lind", "silent")
    assert (found["sanctions"]["mover"], found["sanctions"]["status"]) == ("Borduria", "alive")
    assert found["ceasefire"]["last_moved"] == "2031-05-06"
    assert "silent since 2031-05-06 by Jonas Lind" in ask("tracks", "--as-of", "2031-06-10")[1]


@pytest.mark.parametrize(
    "words",
    [
        ["follow", "nobody"],
        ["follow", "--actor", "Lind"],
        ["follow", "a", "--actor", "?"],
        ["follow", "a", "--since", "soon"],
        ["follow", "a", "--every"],
        ["follow", "a", "--stop"],
        ["follow", "a", "--words", "!"],
        ["follow", "a", "--since", "2031-05", "--until", "2031-04"],
        ["events", "--watch", "nobody"],
    ],
)
def test_what_cannot_be_meant_is_one_line(ask, words):
    code, _, err = ask(*words)
    assert code == 2 and err.count("\n") == 1
