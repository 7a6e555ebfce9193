"""Another coder's rows beside the claims."""

import pytest

from dragoman.ask.query import ask_for
from dragoman.errors import SettingsError
from dragoman.exchange.compare import Counts, compared, lines, rows_of
from dragoman.store import open_record
from hand_made import claim, coder_row, day, denial, party, report, trade, visit


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "r.record") as opened:
        opened.add_all([visit(), denial(), trade(published="2031-05-10")])
        yield opened


def has(record, *rows, slack=1, wanted=None, **filters):
    record.keep_rows(rows)
    question = ask_for(**filters)
    return [
        (
            one.has,
            one.row.row if one.row else None,
            [held.claim.event_type for held in one.claims],
            one.covered,
        )
        for one in lines(record, "gdelt", question, slack, wanted)
    ]


def test_the_same_act_of_the_same_countries_on_the_next_day_is_one_that_both_have(record):
    found = has(record, coder_row("7", first="2031-05-10", last="2031-05-10"), wanted="both")
    assert found == [("both", "7", ["CONSULT"], True)]


def test_the_order_of_the_parties_does_not_matter(record):
    row = coder_row("7", actor_country="NOR", recipient_country="ESP")
    assert has(record, row, wanted="both")


@pytest.mark.parametrize(
    "other",
    [
        {"first": "2031-05-12", "last": "2031-05-12"},
        {"event_type": "ASSAULT"},
        {"recipient_country": "SWE"},
        {"recipient_country": None},
    ],
)
def test_another_day_kind_or_country_is_another_act(record, other):
    assert [line[0] for line in has(record, coder_row("7", **other)) if line[1]] == ["theirs"]


def test_a_plan_is_also_found_by_the_day_on_which_it_was_reported(record):
    row = coder_row("7", code="036", first="2031-05-06", last="2031-05-06")
    assert has(record, row, wanted="both") == [("both", "7", ["CONSULT"], True)]


def test_days_may_lie_further_apart_if_that_is_asked_for(record):
    row = coder_row("7", first="2031-05-12", last="2031-05-12")
    assert not has(record, row, wanted="both", slack=2)
    assert has(record, row, wanted="both", slack=3)


def test_what_lies_beyond_the_reach_of_the_other_is_no_miss(record):
    rows = (coder_row("7"), coder_row("8", first="2029-01-01", last="2029-01-01"))
    record.keep_rows(rows)
    found = compared(record, "gdelt", ask_for())
    assert (found.counts.rows, found.counts.theirs_beyond, found.counts.only_theirs) == (1, 1, 0)
    assert (found.theirs.first, found.theirs.last, found.theirs.days) == ("2029-01-01", "2031-05-09", 2)
    assert (found.ours.first, found.ours.last, found.ours.days) == ("2031-05-06", "2031-05-10", 3)
    alone = list(lines(record, "gdelt", ask_for(), has="theirs"))
    assert [one.covered for one in alone] == [False]


def test_a_partner_just_outside_the_days_asked_for_is_still_found(record):
    row = coder_row("7", first="2031-05-10", last="2031-05-10")
    assert [line[0] for line in has(record, row, from_="2031-05-10", to="2031-05-10") if line[1]] == ["both"]


def test_counts_by_kind_and_by_pair_add_up_to_the_lines(record):
    record.keep_rows([coder_row("7"), coder_row("8"), coder_row("9", event_type="ASSAULT")])
    found = compared(record, "gdelt", ask_for())
    assert found.counts.rows == 2 and found.counts.claims == 1 and found.counts.only_theirs == 1
    assert found.by_kind["ASSAULT"] == Counts(only_theirs=1)
    assert sum(c.rows for c in found.by_pair.values()) == 2
    assert next(iter(found.by_pair)) == ("ESP", "NOR")
    assert found.total() == len(list(lines(record, "gdelt", ask_for())))
    for one in ("both", "ours", "theirs"):
        assert found.total(one) == len(list(lines(record, "gdelt", ask_for(), has=one)))


def test_a_claim_of_three_countries_counts_once(tmp_path):
    text = "Spain, Norway and Sweden held talks on Friday."
    document = report(text, published="2031-05-09")
    parties = tuple(
        party(text, n, country=c) for n, c in (("Spain", "ESP"), ("Norway", "NOR"), ("Sweden", "SWE"))
    )
    made = claim(document, text, "talks", participants=parties, time=day(text, "on Friday", "2031-05-09"))
    from dragoman.records import CodedDocument

    with open_record(tmp_path / "r.record") as record:
        record.add(CodedDocument(document, (made,)))
        record.keep_rows([coder_row("7", actor_country="NOR", recipient_country="SWE")])
        found = compared(record, "gdelt", ask_for())
        assert found.counts == Counts(rows=1, claims=1)
        assert [one.has for one in lines(record, "gdelt", ask_for())] == ["both"]


def test_what_cannot_be_compared_is_counted(record):
    record.keep_rows(
        [coder_row("7", actor_country=None, recipient_country=None), coder_row("8", event_type=None)]
    )
    found = compared(record, "gdelt", ask_for())
    assert found.left_out == {
        "claims whose parties have no known country": 1,
        "rows without a country": 1,
        "rows of no type that we have": 1,
    }
    assert found.counts.rows == found.counts.only_theirs == 0


def test_filters_narrow_both_sides(record):
    record.keep_rows([coder_row("7"), coder_row("8", recipient_country="SWE")])
    assert compared(record, "gdelt", ask_for(actor="Sweden")).total() == 1
    rows, total = rows_of(record, "gdelt", ask_for(actor="Spain", with_="Norway", event_types="CONSULT"))
    assert [one.row for one in rows] == ["7"] and total == 1
    rows, total = rows_of(record, "gdelt", ask_for(to="2031-05-08"))
    assert not list(rows) and total == 0


def test_a_coder_without_rows_is_told_in_one_line(record):
    with pytest.raises(SettingsError, match="no rows of that coder"):
        compared(record, "icews", ask_for())
