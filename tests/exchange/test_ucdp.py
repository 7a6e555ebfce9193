import json
from pathlib import Path

import pytest
from going_out import come_in
from test_acled import table

from dragoman.exchange import ucdp
from dragoman.exchange.ucdp import COLUMNS

NATIVE = Path(__file__).parents[3] / "shared/eventdata"


def event(**said):
    """A made-up event, with what is `said` by column."""
    usual = {
        "id": "900001", "year": "2031", "type_of_violence": "1", "side_a": "Government of Norway",
        "side_b": "Fjord Front", "source_date": "2031-05-11;2031-05-10",
        "source_headline": 'Two dead in "Oslo",\npolice say', "where_coordinates": "Oslo town",
        "latitude": "59.91", "longitude": "10.75", "country": "Norway", "country_id": "385",
        "date_prec": "2", "date_start": "2031-05-08 00:00:00.000", "date_end": "2031-05-09 00:00:00.000",
        "best": "2", "gwnoa": "385",
    }  # fmt: skip
    return {**usual, **said}


def test_the_49_columns_come_in_with_a_head_or_without():
    assert len(COLUMNS) == 49
    for head in (True, False):
        [row], bad = come_in(ucdp.read, table(COLUMNS, event(), head=head))
        assert not bad
        assert (row.row, row.first, row.last, row.reported) == (
            "900001", "2031-05-08", "2031-05-09", "2031-05-10",
        )  # fmt: skip
        assert (row.event_type, row.code) == ("ASSAULT", "1")
        assert (row.actor_country, row.actor_sector, row.recipient_sector) == ("NOR", "GOV", "REB")
        assert (row.place_country, row.lat, row.text) == ("NOR", 59.91, 'Two dead in "Oslo",\npolice say')


def test_states_have_gleditsch_and_wards_numbers():
    made = event(gwnoa="678", country_id="260", side_a="Government of Yemen (North Yemen)")
    [row], _ = come_in(ucdp.read, table(COLUMNS, made))
    assert (row.actor_country, row.place_country) == ("YEM", "DEU")


def test_civilians_are_no_rebels():
    [row], _ = come_in(ucdp.read, table(COLUMNS, event(type_of_violence="3", side_b="Civilians")))
    assert row.recipient_sector == "CVL"


def test_each_bad_cell_is_told_and_the_others_come_in():
    wrong = [
        event(date_start="2031-05-10"), event(date_end="2031-13-01"), event(country_id="9999"),
        event(latitude="-91"), event(type_of_violence="4"),
    ]  # fmt: skip
    rows, bad = come_in(ucdp.read, table(COLUMNS, *wrong, event()) + "1,2,3\n")
    assert [b.field for b in bad] == [
        "date_end", "date_end", "country_id", "latitude", "type_of_violence", None,
    ]  # fmt: skip
    assert len(rows) == 1


def test_aec_lines_come_in_and_broken_ones_are_told():
    made = {
        "id": 7, "source_date": "2031-05-10 00:00", "side_a_name": "Government of Myanmar (Burma)",
        "side_b_name": "Civilians", "location_root_name": "Myanmar (Burma)",
        "location_where_name": "Made town",
        "start_date": "2031-05-08", "end_date": "2031-05-09", "deaths_low": 2,
    }  # fmt: skip
    text = "\n".join([json.dumps(made), json.dumps(made)[:50], "{}", json.dumps({**made, "id": 8})])
    rows, bad = come_in(ucdp.read, text)
    assert [(r.row, r.actor_country, r.place_country, r.place_name) for r in rows] == [
        ("7", "MMR", "MMR", "Made town"), ("8", "MMR", "MMR", "Made town"),
    ]  # fmt: skip
    assert [b.line for b in bad] == [2, 3]
    assert rows[0].raw["deaths_low"] == "2"


@pytest.mark.skipif(not NATIVE.exists(), reason="the native samples are not here")
@pytest.mark.parametrize(
    ("name", "events"), [("ucdp_aec_test.jsonl", 648), ("ucdp_aec_validation.jsonl", 651)]
)
def test_the_native_files_come_in(name, events):
    rows, bad = come_in(ucdp.read, (NATIVE / name).read_bytes())
    assert (len(rows), len(bad)) == (events, 0)


def test_an_empty_file_has_no_rows():
    assert come_in(ucdp.read, "") == ([], [])
