"""The gazetteer: what it holds, how it is searched, and how its files are checked."""

import csv

import pytest

from dragoman.data import FOLDER
from dragoman.places.gazetteer import load_gazetteer
from dragoman.places.keys import lookup_key


@pytest.mark.parametrize("key", ["", " ", "zzzz", "\t", "\n", "aaa", "ｐａｒｉｓ", "paris\t", "'", "0"])
def test_unknown_name_has_no_readings(key):
    assert load_gazetteer().readings(key) == ()


def test_first_and_last_line_of_the_table_are_found():
    table = load_gazetteer().table
    first = table[1:].split(b"\t", 1)[0].decode()
    last = table.rstrip(b"\n").rsplit(b"\n", 1)[1].split(b"\t", 1)[0].decode()
    assert load_gazetteer().readings(first) and load_gazetteer().readings(last)


def test_every_listed_area_can_be_looked_up_and_lies_on_earth():
    for key, readings in load_gazetteer().listed.items():
        assert key == lookup_key(key)
        for reading in readings:
            assert -90 <= reading.lat <= 90 and -180 <= reading.lon <= 180, reading


def test_claims_are_of_known_states_and_in_order():
    known = load_gazetteer()
    for readings in known.listed.values():
        for reading in readings:
            assert all(code in known.names for code in reading.claims), reading
            assert len(set(reading.claims)) == len(reading.claims)


def test_no_side_is_taken_by_order():
    lines = (FOLDER / "places" / "areas.csv").read_text(encoding="utf-8").splitlines()
    for row in csv.DictReader(line for line in lines if not line.startswith("#")):
        claims = row["claims"].split("|")
        assert claims == sorted(claims), row
