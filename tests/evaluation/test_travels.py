"""A journey of the list is found where the right people meet within the stay; else what lacks is named."""

from datetime import date

import pytest

from dragoman.errors import SettingsError
from dragoman.evaluation.travels import Journey, answer_of, journeys, measure_travels
from dragoman.records import CodedDocument
from hand_made import claim, day, party, report

TEXT = "Foreign Minister Anna Roe met President Bela Doe in Tbilisi on 3 May."


def journey(told="held", other=("Doe", "GEO")):
    return Journey("goal", "x", date(2031, 5, 2), date(2031, 5, 3), "Georgia", ("Roe",), other, told)


def answer(**changed):
    document = report(TEXT, given_id="x", published="2031-05-04")
    known = {
        "participants": (party(TEXT, "Anna Roe", country="USA"), party(TEXT, "Bela Doe", country="GEO")),
        "time": day(TEXT, "3 May", "2031-05-03"),
        "status": "occurred",
        **changed.pop("known", {}),
    }
    made = claim(document, TEXT, "met", **known)
    return answer_of(changed.get("journey", journey()), CodedDocument(document, (made,)))


def test_the_meeting_is_found():
    assert answer().loss is None


def test_without_a_day_of_its_own_it_takes_that_of_the_report():
    assert answer(known={"time": None}).loss is None


@pytest.mark.parametrize(
    ("known", "loss"),
    [
        ({"participants": (party(TEXT, "Bela Doe", country="GEO"),)}, "traveller"),
        ({"participants": (party(TEXT, "Anna Roe", country="USA"),)}, "other side"),
        ({"status": "cancelled"}, "status"),
        ({"time": day(TEXT, "3 May", "2031-05-13")}, "day"),
    ],
)
def test_what_lacks_is_named(known, loss):
    assert answer(known=known).loss == loss


def test_a_plan_is_no_meeting_held():
    assert answer(known={"status": "scheduled"}).loss == "status"
    assert answer(known={"status": "scheduled"}, journey=journey("planned")).loss is None


def test_a_report_without_claims_is_no_claim():
    document = report(TEXT, given_id="x", published="2031-05-04")
    assert answer_of(journey(), CodedDocument(document)).loss == "no claim"


def test_the_pairs_are_told_apart_by_half_and_are_well_formed():
    assert {j.half for j in journeys()} == {"tuning", "final", "goal"}
    assert all(j.start <= j.end and j.traveller and j.other for j in journeys())
    halves = {j.report: j.half for j in journeys()}
    assert all(halves[j.report] == j.half for j in journeys())


def test_a_folder_without_the_reports_is_refused_in_one_line(tmp_path):
    with pytest.raises(SettingsError, match="none of the reports"):
        measure_travels(tmp_path)
