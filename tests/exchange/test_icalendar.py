import io
from datetime import date

import pytest
from icalendar import Calendar

from acts_told import BOTH, called_off, held, plan, put_off, told, undated, with_precision
from dragoman.ask.query import ask_for
from dragoman.exchange import icalendar as calendar
from dragoman.exchange.holding import held_in
from dragoman.store import open_record
from hand_made import trade


@pytest.fixture
def entries_of(tmp_path):
    def written(*reports):
        with open_record(tmp_path / "talks.record") as record:
            record.add_all(list(reports))
            out = io.BytesIO()
            done = calendar.write(held_in(record, ask_for()), out)
        entries = list(Calendar.from_ical(out.getvalue()).walk("VEVENT"))
        assert len(entries) == done.rows
        return entries, done

    return written


def standing(entry):
    guests = entry["ATTENDEE"]
    guests = guests if isinstance(guests, list) else [guests]
    return {str(g.params["CN"]): str(g.params["PARTSTAT"]) for g in guests}


def test_a_plan_is_tentative_on_a_whole_day_without_hours(entries_of):
    (entry,), _ = entries_of(plan())
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2031, 5, 9), date(2031, 5, 10))
    assert (entry["STATUS"], entry["SEQUENCE"], entry["LOCATION"]) == ("TENTATIVE", 0, "Oslo, NOR")
    assert (entry["GEO"].latitude, entry["GEO"].longitude) == (59.913, 10.746)
    assert "Alma Reyes will meet Jonas Lind" in entry["DESCRIPTION"]
    assert "Northern Wire" in entry["DESCRIPTION"]
    assert entry["URL"] == "https://wire.example/2031-05-06"
    assert standing(entry) == {"Alma Reyes": "TENTATIVE", "Jonas Lind": "TENTATIVE"}


def test_called_off_it_is_the_same_entry_cancelled_and_one_move_on(entries_of):
    (before,), _ = entries_of(plan())
    (after,), _ = entries_of(called_off())
    assert before["UID"] == after["UID"]
    assert (after["STATUS"], after["SEQUENCE"]) == ("CANCELLED", 1)
    assert after["DTSTART"].dt == date(2031, 5, 9)
    assert set(standing(after).values()) == {"NEEDS-ACTION"}


def test_held_it_says_who_came_and_who_did_not(entries_of):
    (entry,), _ = entries_of(plan(), held())
    assert (entry["STATUS"], entry["SEQUENCE"]) == ("CONFIRMED", 1)
    assert standing(entry) == {"Alma Reyes": "ACCEPTED", "Jonas Lind": "ACCEPTED", "Mira Stoll": "DECLINED"}
    assert "Stoll" not in entry["SUMMARY"]


def test_put_off_to_a_day_it_stands_there_and_does_not_say_that_it_is_off(entries_of):
    (entry,), _ = entries_of(plan(), put_off())
    assert (entry["DTSTART"].dt, entry["STATUS"]) == (date(2031, 5, 11), "TENTATIVE")
    assert "2031-05-09" in entry["DESCRIPTION"]
    assert entry["SEQUENCE"] == 1


def test_put_off_without_a_new_day_it_is_off_on_the_old_one(entries_of):
    words = "The meeting of Alma Reyes with Jonas Lind on Friday was put off."
    late = told(words, "meeting", "2031-05-08", when="on Friday", days=("2031-05-09",), guests=BOTH,
                status="postponed")  # fmt: skip
    (entry,), _ = entries_of(plan(), late)
    assert (entry["DTSTART"].dt, entry["STATUS"]) == (date(2031, 5, 9), "CANCELLED")


def test_an_hour_as_printed_stays_words_since_its_zone_is_not_told(entries_of):
    words = "Alma Reyes will meet Jonas Lind at 3 pm on Friday."
    soon = told(words, "meet", "2031-05-06", when="at 3 pm on Friday", days=("2031-05-09",), guests=BOTH,
                status="scheduled")  # fmt: skip
    (entry,), _ = entries_of(with_precision(soon, "time"))
    assert type(entry["DTSTART"].dt) is date
    assert "at 3 pm on Friday" in entry["DESCRIPTION"]


def test_a_week_is_said_to_be_some_day_of_it_and_a_year_is_no_entry(entries_of):
    words = "Alma Reyes will meet Jonas Lind next week."
    week = told(words, "meet", "2031-05-06", when="next week", days=("2031-05-12", "2031-05-18"), guests=BOTH,
                status="scheduled")  # fmt: skip
    (entry,), _ = entries_of(week)
    assert (entry["DTSTART"].dt, entry["DTEND"].dt) == (date(2031, 5, 12), date(2031, 5, 19))
    assert "some day of these" in entry["SUMMARY"]
    words = "Jonas Lind will meet Alma Reyes in 2033."
    year = told(words, "meet", "2031-05-06", when="in 2033", days=("2033-01-01", "2033-12-31"), guests=BOTH,
                status="scheduled")  # fmt: skip
    assert entries_of(year)[1].left_out == {calendar.TOO_WIDE: 1}


def test_what_is_undated_or_no_meeting_is_left_out_and_counted(entries_of):
    entries, done = entries_of(undated(), trade())
    assert entries == []
    assert done.left_out == {calendar.NO_DAY: 1, calendar.NO_MEETING: 1}


def test_words_that_a_calendar_forbids_do_not_break_it(entries_of):
    words = "Alma Reyes; will\x07 meet, Jonas Lind:\\n BEGIN:VEVENT on Friday."
    odd = told(words, "meet", "2031-05-06", when="on Friday", days=("2031-05-09",), guests=BOTH,
               status="scheduled")  # fmt: skip
    (entry,), _ = entries_of(odd)
    assert "BEGIN:VEVENT on Friday" in entry["DESCRIPTION"]
