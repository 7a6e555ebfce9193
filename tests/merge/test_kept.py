"""What is kept of several reports is what the claims come to, whatever the order in which they were read."""

import random
from dataclasses import replace

import pytest
from sqlalchemy import select

from dragoman.ask.events import due, events
from dragoman.merge import block
from dragoman.merge.block import profile
from dragoman.merge.cluster import find_events
from dragoman.merge.kept import as_json, from_json, merge_anew, merge_new, told_in
from dragoman.records import CodedDocument
from dragoman.store import open_record
from dragoman.store.schema import compared, event_state, judgement, merged
from hand_made import city, claim, party, visit
from hand_made import report as report_of
from merge.test_events import PEOPLE, random_reports


def reports_with_guests(seed):
    """Those of `random_reports`, with reports of talks that tell in a second sentence who attended."""
    draw = random.Random(seed)
    return [*random_reports(seed), *(talks_with_guest(n, draw) for n in range(15))]


def talks_with_guest(n, draw):
    a, b, guest = draw.sample(sorted(PEOPLE), 3)
    town, elsewhere = draw.choice(["Oslo", "Graz"]), draw.choice([None, None, "Bergen"])
    first, second = (
        f"Talks {n}: {a} and {b} meet in {town}",
        f"{guest} attended" + f" in {elsewhere}" * bool(elsewhere),
    )
    text = f"{first}. {second}."
    document = report_of(text, published=f"2031-05-{draw.randint(1, 14):02}", outlet="Wire", given_id=f"g{n}")
    who = {name: party(text, name, actor=PEOPLE[name][0], country=PEOPLE[name][1]) for name in (a, b)}
    came = party(text, guest, actor=PEOPLE[guest][0], country=PEOPLE[guest][1], status="attended")
    meeting = claim(
        document, first, "meet", participants=tuple(who.values()), place=city(text, town, "NOR"), mode="visit"
    )
    place = city(text, elsewhere, "NOR") if elsewhere else None
    there = claim(document, second, "attended", participants=(came,), place=place, mode="visit")
    return CodedDocument(document, (meeting, there))


def rows_of(record):
    """What is kept, by the ids of the claims."""
    names = dict(record.rows(select(compared.c.claim, compared.c.id)))
    pairs = {
        (names[row.first], names[row.second], row.day, row.score, row.joined)
        for row in record.rows(select(judgement))
    }
    states = {(names[row.event], *row[1:3], *row[4:]) for row in record.rows(select(event_state))}
    together = {}
    for row in record.rows(select(compared)):
        together.setdefault(row.event, set()).add(row.id)
    return pairs, states, sorted(map(sorted, together.values()))


@pytest.mark.parametrize("few", [None, 3])
@pytest.mark.parametrize("seed", range(6))
def test_reports_read_one_by_one_in_any_order_leave_what_all_at_once_leave(tmp_path, monkeypatch, seed, few):
    if few:
        monkeypatch.setattr(block, "NEAREST", few)
        monkeypatch.setattr(block, "NEIGHBOURS", few + 1)
    reports = reports_with_guests(seed)
    with open_record(tmp_path / "whole") as whole:
        whole.add_all(reports)
        merge_anew(whole)
        expected = rows_of(whole)
        found = events(whole)
        assert found == find_events(told_in(whole))
        assert any(why.comparison.reasons[0].feature == "same_report" for e in found for why in e.judgements)
    shuffled = random.Random(seed).sample(reports, len(reports))
    with open_record(tmp_path / "grown") as grown:
        grown.add_all(shuffled[:10])
        merge_anew(grown)
        for report in shuffled[10:]:
            grown.add(report)
            merge_new(grown)
        assert rows_of(grown) == expected
        assert [e.id for e in events(grown)] == [e.id for e in found]


@pytest.mark.parametrize("seed", range(4))
def test_a_copy_found_later_of_an_earlier_day_moves_its_claims(tmp_path, seed):
    reports = reports_with_guests(seed)
    draw = random.Random(seed)
    moved = draw.sample(reports, 12)
    again = [
        CodedDocument(replace(one.document, published="2031-05-01", outlet="Other Wire")) for one in moved
    ]
    with open_record(tmp_path / "whole") as whole:
        whole.add_all([*reports, *again])
        merge_anew(whole)
        expected = rows_of(whole)
    with open_record(tmp_path / "grown") as grown:
        grown.add_all(reports)
        merge_anew(grown)
        for one in again:
            grown.add(one)
            merge_new(grown)
        assert rows_of(grown) == expected


@pytest.mark.on_both
def test_asking_merges_what_a_crash_left_unmerged(tmp_path):
    reports = random_reports(3)
    with open_record(tmp_path / "r") as record:
        record.add_all(reports[:30])
        merge_new(record)
        record.add_all(reports[30:])
    with open_record(tmp_path / "r") as record:
        found, overdue = events(record), due(record)
        assert found == find_events(told_in(record))
        assert merge_new(record) == 0
        merge_anew(record)
        assert (events(record), due(record)) == (found, overdue)


@pytest.mark.on_both
def test_a_record_that_cannot_be_written_is_answered_from_its_claims(tmp_path, monkeypatch):
    from dragoman.errors import RecordError
    from dragoman.merge import kept

    def refuses(_):
        raise RecordError("the record cannot be written")

    with open_record(tmp_path / "r") as record:
        record.add_all(random_reports(3))
        monkeypatch.setattr(kept, "merge_new", refuses)
        assert events(record) == find_events(told_in(record))


@pytest.mark.on_both
def test_what_fails_half_way_leaves_nothing_half_merged(tmp_path, monkeypatch):
    from dragoman.merge import kept

    reports = random_reports(5)
    with open_record(tmp_path / "r") as record:
        record.add_all(reports[:35])
        merge_new(record)
        before = rows_of(record)
        record.add_all(reports[35:])

        def fails(*_):
            raise KeyboardInterrupt

        monkeypatch.setattr(kept, "states_of", fails)
        with pytest.raises(KeyboardInterrupt):
            merge_new(record)
        assert rows_of(record) == before
        monkeypatch.undo()
        assert events(record) == find_events(told_in(record))


def test_a_profile_comes_back_from_its_line(tmp_path):
    with open_record(tmp_path / "r") as record:
        record.add_all(reports_with_guests(1))
        for told in told_in(record):
            assert from_json(as_json(profile(told))) == profile(told)


def test_events_kept_by_other_rules_are_made_anew(tmp_path, monkeypatch):
    from dragoman.merge import kept

    with open_record(tmp_path / "talks.record") as record:
        record.add(visit())
        merge_new(record)
        assert {row[0] for row in record.rows(select(merged.c.what))} == {kept.RULE}
        monkeypatch.setattr(kept, "RULE", "merge of another program")
        merge_new(record)
        assert {row[0] for row in record.rows(select(merged.c.what))} == {"merge of another program"}
        assert len(events(record)) == 1
