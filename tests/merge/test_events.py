"""Own sentences about states that do not exist; what a careful analyst would take for one act."""

import random
from dataclasses import replace

import pytest

from dragoman.ask.changes import changes
from dragoman.ask.events import contradictions, due, events, met
from dragoman.ask.positions import positions
from dragoman.merge.block import Told
from dragoman.merge.cluster import find_events
from dragoman.merge.lifecycle import life_of
from dragoman.records import CodedDocument, Quantity
from dragoman.store import open_record
from hand_made import city, claim, day, party, report

PEOPLE = {
    "Alma Reyes": ("Q1", "ESP"),
    "Jonas Lind": ("Q2", "NOR"),
    "Mira Stoll": ("Q3", "AUT"),
    "Tomas Vaal": ("Q4", "NOR"),
}


def told_in(text, published, *, when=None, where=None, without=None, trigger="meet", **known):
    """A report of one sentence and its claim; `when` is (words, day), `where` (town, country)."""
    document = report(text, published=published, outlet="Wire", given_id=text[:20])
    statuses = known.pop("party_status", {})
    who = tuple(
        party(text, name, actor=actor, country=country, status=statuses.get(name))
        for name, (actor, country) in PEOPLE.items()
        if name in text and name != without
    )
    made = claim(
        document,
        text.rstrip("."),
        trigger,
        participants=who,
        time=day(text, *when) if when else None,
        place=city(text, *where) if where else None,
        **known,
    )
    return CodedDocument(document, (made,))


ANNOUNCED = told_in(
    "Alma Reyes is to meet Jonas Lind and Mira Stoll in Oslo on Friday.",
    "2031-05-05",
    when=("on Friday", "2031-05-09"),
    where=("Oslo", "NOR"),
    status="scheduled",
)
HELD = told_in(
    "Jonas Lind received Alma Reyes in Oslo on Friday.",
    "2031-05-09",
    when=("on Friday", "2031-05-09"),
    where=("Oslo", "NOR"),
    trigger="received",
)
ELSEWHERE = told_in(
    "Alma Reyes and Jonas Lind met in Bergen on Friday.",
    "2031-05-10",
    when=("on Friday", "2031-05-09"),
    where=("Bergen", "NOR"),
    trigger="met",
)
LATER = told_in(
    "Alma Reyes and Jonas Lind met again in Oslo on 21 May.",
    "2031-05-21",
    when=("21 May", "2031-05-21"),
    where=("Oslo", "NOR"),
    trigger="met",
)
PLANNED = told_in(
    "Mira Stoll will meet Tomas Vaal in Graz on 12 May.",
    "2031-05-06",
    when=("12 May", "2031-05-12"),
    where=("Graz", "AUT"),
    status="scheduled",
)
OFF = told_in(
    "Mira Stoll has cancelled her meeting with Tomas Vaal in Graz.",
    "2031-05-11",
    where=("Graz", "AUT"),
    status="cancelled",
    trigger="cancelled",
)
ON_AGAIN = told_in(
    "Mira Stoll and Tomas Vaal will meet in Graz on 12 May after all.",
    "2031-05-12",
    when=("12 May", "2031-05-12"),
    where=("Graz", "AUT"),
    status="scheduled",
)
CALL = told_in(
    "Mira Stoll telephoned Tomas Vaal on 12 May.",
    "2031-05-12",
    when=("12 May", "2031-05-12"),
    mode="phone",
    trigger="telephoned",
)
ALL = (ANNOUNCED, HELD, ELSEWHERE, LATER, PLANNED, OFF, ON_AGAIN, CALL)


def kept(path, coded):
    """A record of these reports."""
    record = open_record(path, clock=lambda: "2031-06-01T12:00:00Z")
    record.add_all(coded)
    return record


@pytest.fixture
def record(tmp_path):
    with kept(tmp_path / "r", ALL) as opened:
        yield opened


def groups(found):
    """Which reports tell of one act, by their names."""
    return sorted(sorted({t.held.document.given_id for t in event.told}) for event in found)


def of(coded):
    """How `groups` names a report."""
    return coded.document.given_id


@pytest.mark.on_both
def test_announced_held_and_told_elsewhere_is_one_meeting_and_the_next_one_is_not(record):
    assert groups(events(record)) == sorted(
        [
            sorted([of(ANNOUNCED), of(HELD), of(ELSEWHERE)]),
            [of(LATER)],
            sorted([of(PLANNED), of(OFF), of(ON_AGAIN)]),
            [of(CALL)],
        ]
    )


def test_acts_of_different_kinds_and_of_other_parties_stay_apart():
    accused = told_in(
        "Alma Reyes accused Jonas Lind in Oslo on Friday.",
        "2031-05-09",
        when=("on Friday", "2031-05-09"),
        where=("Oslo", "NOR"),
        trigger="accused",
        event_type="ACCUSE",
    )
    other = told_in(
        "Mira Stoll received Tomas Vaal in Oslo on Friday.",
        "2031-05-09",
        when=("on Friday", "2031-05-09"),
        where=("Oslo", "NOR"),
        trigger="received",
    )
    assert len(find_events(told(HELD, accused, other))) == 3


def test_an_attack_and_the_attack_in_return_are_two():
    def struck(text, by, upon):
        coded = told_in(
            text,
            "2031-05-09",
            when=("on Friday", "2031-05-09"),
            where=("Graz", "AUT"),
            trigger="struck",
            event_type="ASSAULT",
        )
        (made,) = coded.claims
        sides = {by: "actor", upon: "recipient"}
        who = tuple(replace(p, role=sides[p.text]) for p in made.participants)
        return CodedDocument(coded.document, (replace(made, participants=who),))

    first = struck("Alma Reyes struck Jonas Lind near Graz on Friday.", "Alma Reyes", "Jonas Lind")
    back = struck("Jonas Lind struck Alma Reyes near Graz on Friday.", "Jonas Lind", "Alma Reyes")
    assert len(find_events(told(first, back))) == 2


def told(*coded):
    """Claims with the days of their reports."""
    from dragoman.store import HeldClaim

    return [
        Told(HeldClaim(c, one.document, "2031-06-01T12:00:00Z"), one.document.published)
        for one in coded
        for c in one.claims
    ]


def life(*coded):
    """The history of the one act that these reports tell."""
    [event] = find_events(told(*coded))
    return life_of(event)


def standing(found):
    """Each party's status."""
    return {p.name: p.status for p in found.parties}


def test_a_guest_whom_the_report_of_the_meeting_does_not_name_is_not_said_to_have_been_absent():
    found = life(ANNOUNCED, HELD)
    assert found.stage == "held"
    assert standing(found) == {"Alma Reyes": "attended", "Jonas Lind": "attended", "Mira Stoll": "not named"}


def test_a_guest_who_stayed_away_by_a_reports_words_was_absent():
    away = told_in(
        "Alma Reyes met Jonas Lind in Oslo on Friday, but Mira Stoll stayed away.",
        "2031-05-09",
        when=("on Friday", "2031-05-09"),
        where=("Oslo", "NOR"),
        trigger="met",
        party_status={"Mira Stoll": "absent"},
    )
    assert standing(life(ANNOUNCED, away))["Mira Stoll"] == "absent"


def test_a_later_report_that_recalls_the_plan_does_not_undo_the_meeting():
    recalled = told_in(
        "The meeting of Alma Reyes and Jonas Lind in Oslo had been scheduled for Friday.",
        "2031-05-10",
        when=("Friday", "2031-05-09"),
        where=("Oslo", "NOR"),
        trigger="meeting",
        status="scheduled",
    )
    assert life(ANNOUNCED, HELD, recalled).stage == "held"
    assert life(PLANNED, OFF).stage == "cancelled"
    assert life(PLANNED, OFF, ON_AGAIN).stage == "scheduled"


def test_what_is_over_and_not_told_of_is_due_and_never_held(record):
    assert [x.stage for x in due(record, "2031-05-08").lives] == []
    assert [x.latest for x in due(record, "2031-05-13").lives] == ["2031-05-12"]
    assert due(record, "2031-05-13").lives[0].stage == "scheduled"


@pytest.mark.on_both
def test_last_met_and_the_reach_of_the_record(record):
    answer = met(record, "Reyes", "Lind")
    assert answer.last_met is not None
    assert answer.last_met.latest == "2031-05-21"
    assert len(answer.meetings) == 2
    assert (answer.reach.first, answer.reach.last, answer.reach.reports) == ("2031-05-05", "2031-05-21", 8)


def test_a_call_is_no_meeting_and_silence_is_no_denial(record):
    answer = met(record, "Stoll", "Vaal")
    assert answer.last_met is None
    assert answer.last_spoke is not None
    assert answer.said_not == ()
    assert met(record, "Reyes", "Vaal").meetings == ()


@pytest.mark.on_both
def test_two_towns_for_one_meeting_contradict_each_other_and_a_changed_plan_does_not(record):
    assert [(c.kind, c.says_first, c.says_second) for c in contradictions(record)] == [
        ("place", "Oslo", "Bergen")
    ]


def test_numbers_that_both_can_be_right_do_not_contradict():
    def shelled(text, value, qualifier):
        at = text.index("people")
        return told_in(
            text,
            "2031-05-09",
            when=("on Friday", "2031-05-09"),
            where=("Bergen", "NOR"),
            trigger="shelled",
            event_type="ASSAULT",
            quantities=(Quantity(value, "people", qualifier, at, at + 6),),
        )

    from dragoman.merge.contradictions import find_contradictions

    few = shelled("Jonas Lind shelled Bergen on Friday, killing 12 people.", 12, "exactly")
    many = shelled("Jonas Lind shelled Bergen on Friday, killing 20 people.", 20, "exactly")
    least = shelled("Jonas Lind shelled Bergen on Friday, killing at least 10 people.", 10, "at_least")
    found = find_contradictions(find_events(told(few, many, least)))
    assert [c.kind for c in found] == ["number"]


@pytest.mark.on_both
def test_changes_since_a_day(record):
    found = [(c.kind, c.day) for c in changes(record, "2031-05-11")]
    assert ("cancelled", "2031-05-11") in found
    assert ("reversed", "2031-05-12") in found
    assert ("new", "2031-05-21") in found
    assert not [c for c in found if c[1] < "2031-05-11"]


def stance(text, published, value, issue="ceasefire"):
    """A position of Jonas Lind."""
    document = report(text, published=published)
    who = party(text, "Jonas Lind", actor="Q2", country="NOR")
    made = claim(
        document,
        text.rstrip("."),
        "Lind",
        kind="position",
        event_type="REQUEST",
        participants=(who,),
        issue=issue,
        stance=value,
    )
    return CodedDocument(document, (made,))


def test_a_position_is_unchanged_only_with_words_at_both_ends(tmp_path):
    early = stance("Jonas Lind demanded a truce.", "2031-05-01", "demand")
    same = stance("Jonas Lind again demanded a truce.", "2031-05-20", "demand")
    hard = stance("Jonas Lind ruled out a truce without guarantees.", "2031-05-25", "reject")
    with kept(tmp_path / "p", [early, same, hard]) as opened:
        assert [p.movement for p in positions(opened, "Lind", as_of="2031-05-02")] == ["told once"]
        assert [p.movement for p in positions(opened, "Lind", as_of="2031-05-20")] == ["unchanged"]
        assert [p.movement for p in positions(opened, "Norway")] == ["hardened"]
        assert positions(opened, "Reyes") == ()
        assert positions(opened, "Lind", issue="borders") == ()


@pytest.mark.parametrize("seed", range(8))
def test_the_order_of_arrival_does_not_show(tmp_path, seed):
    shuffled = random.Random(seed).sample(ALL, len(ALL))
    expected = find_events(sorted(told(*ALL), key=lambda t: t.claim.id))
    assert find_events(told(*shuffled)) == expected


@pytest.mark.parametrize("until", sorted({c.document.published for c in ALL}))
def test_the_answer_as_of_a_day_is_that_of_a_record_of_the_reports_up_to_it(tmp_path, record, until):
    with kept(tmp_path / "early", [c for c in ALL if c.document.published <= until]) as early:
        assert events(record, until) == events(early)
        assert due(record, until) == due(early, until)
        assert met(record, "Reyes", "Lind", until) == met(early, "Reyes", "Lind")
        assert contradictions(record, until) == contradictions(early)
        assert changes(record, "2031-05-09", until) == changes(early, "2031-05-09")


def random_reports(seed):
    """Forty reports of meetings, calls, plans and stances of few people in few towns and days."""
    draw = random.Random(seed)
    reports = []
    for n in range(40):
        a, b = draw.sample(sorted(PEOPLE), 2)
        town = draw.choice(["Oslo", "Graz", "Bergen"])
        when = draw.choice([None, f"2031-05-{draw.randint(3, 9):02}"])
        text = f"Number {n}: {a} and {b} meet in {town} on {when}."
        reports.append(
            told_in(
                text,
                f"2031-05-{draw.randint(1, 14):02}",
                when=(when, when) if when else None,
                where=draw.choice([None, (town, "NOR")]),
                without=draw.choice([None, None, b]),
                status=draw.choice(
                    ["scheduled", "occurred", "cancelled", "postponed", "not_occurring", "hypothetical"]
                ),
                mode=draw.choice([None, None, "visit", "phone"]),
            )
        )
    return reports


@pytest.mark.parametrize("seed", range(12))
def test_any_record_answers_as_of_a_day_as_one_that_knows_no_later_report(tmp_path, seed):
    reports = random_reports(seed)
    draw = random.Random(seed)
    shuffled = draw.sample(reports, len(reports))
    with kept(tmp_path / "all", reports) as whole:
        for until in (f"2031-05-{n:02}" for n in draw.sample(range(1, 15), 4)):
            known = [c for c in shuffled if c.document.published <= until]
            with kept(tmp_path / until, known) as early:
                assert events(whole, until) == events(early)
                assert due(whole, until) == due(early, until)
                assert met(whole, "Reyes", "Lind", until) == met(early, "Reyes", "Lind")
                assert contradictions(whole, until) == contradictions(early)
                assert changes(whole, "2031-05-04", until) == changes(early, "2031-05-04")


@pytest.mark.parametrize("seed", range(6))
def test_no_event_holds_claims_that_exclude_each_other(seed):
    from itertools import combinations

    from dragoman.merge.block import profile
    from dragoman.merge.compare import compare

    for event in find_events(told(*random_reports(seed))):
        for a, b in combinations(map(profile, event.told), 2):
            assert compare(a, b).excluded in (None, "no party in common")
            assert compare(a, b) == compare(b, a)


def judged(kind, one, other, number=1):
    """A person's word on two claims, as `find_events` takes it."""
    from dragoman.store import Correction

    a, b = sorted(c.claims[0].id for c in (one, other))
    return {(a, b): Correction(number, kind, a, None, None, b, "seen both", "Ada", "2031-06-01", "")}


def test_a_person_stands_above_the_scores():
    assert groups(find_events(told(ANNOUNCED, HELD), judged("split", ANNOUNCED, HELD))) == sorted(
        [[of(ANNOUNCED)], [of(HELD)]]
    )
    [event] = find_events(told(PLANNED, LATER), judged("merge", PLANNED, LATER))
    assert [(j.by, j.comparison.reasons[0].detail) for j in event.judgements] == [
        ("Ada", "Ada on 2031-06-01: seen both")
    ]


def test_a_claim_that_a_person_has_merged_comes_to_the_whole_act_and_drives_nothing_out():
    with_call = find_events(told(*ALL), judged("merge", HELD, CALL))
    assert sorted([of(ANNOUNCED), of(HELD), of(ELSEWHERE), of(CALL)]) in groups(with_call)
    assert len(with_call) == len(find_events(told(*ALL))) - 1


def test_who_is_split_from_one_stays_out_of_the_act_however_it_is_reached():
    apart = {**judged("split", ANNOUNCED, ELSEWHERE), **judged("split", HELD, ELSEWHERE)}
    assert [of(ELSEWHERE)] in groups(find_events(told(*ALL), apart))
    one = find_events(told(*ALL), judged("split", ANNOUNCED, ELSEWHERE))
    assert all(not {of(ANNOUNCED), of(ELSEWHERE)} <= set(group) for group in groups(one))


def test_claims_merged_through_one_that_is_not_asked_for_hold_together():
    chain = {**judged("merge", PLANNED, CALL), **judged("merge", CALL, LATER)}
    assert groups(find_events(told(PLANNED, LATER), chain)) == [sorted([of(PLANNED), of(LATER)])]


@pytest.mark.parametrize("seed", range(12))
def test_a_persons_words_hold_and_the_order_does_not_show(seed):
    chance = random.Random(seed)
    verdicts = {}
    for kind in ("merge", "split", "split"):
        one, other = chance.sample(ALL, 2)
        verdicts |= judged(kind, one, other)
    expected = find_events(told(*ALL), verdicts)
    of_claim = {t.claim.id: event.id for event in expected for t in event.told}
    assert len(of_claim) == len(ALL)
    joined = [pair for pair, verdict in verdicts.items() if verdict.kind == "merge"]
    assert all((of_claim[a] == of_claim[b]) == ((a, b) in joined) for a, b in verdicts)
    turned = dict(sorted(verdicts.items(), reverse=True))
    assert find_events(told(*chance.sample(ALL, len(ALL))), turned) == expected
