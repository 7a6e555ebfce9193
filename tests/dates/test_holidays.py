"""Moveable feasts, against days that the newspapers of those years told."""

import pytest

from dragoman.data import read_toml
from dragoman.dates.holidays import holidays_in


@pytest.mark.parametrize(
    ("name", "year", "edtf"),
    [
        ("Easter", 2024, "2024-03-31"),
        ("Orthodox Easter", 2022, "2022-04-24"),
        ("Good Friday", 1998, "1998-04-10"),
        ("Ash Wednesday", 2024, "2024-02-14"),
        ("Eid al-Fitr", 2024, "2024-04-10/2024-04-11"),
        ("Eid al-Adha", 2023, "2023-06-28/2023-06-29"),
        ("Ramadan", 2025, "2025-03-01/2025-03-29"),
        ("Passover", 2024, "2024-04-23/2024-04-30"),
        ("Yom Kippur", 2024, "2024-10-12"),
        ("Lunar New Year", 2025, "2025-01-29"),
        ("Thanksgiving", 2024, "2024-11-28"),
        ("Memorial Day", 2025, "2025-05-26"),
        ("Nowruz", 2025, "2025-03-20/2025-03-21"),
    ],
)
def test_feast_lies_where_it_was_kept(name, year, edtf):
    assert [period.edtf for period in holidays_in(year, name)] == [edtf]


def test_a_bare_eid_can_be_either_feast():
    assert len(holidays_in(2025, "Eid")) == 2


@pytest.mark.parametrize(
    ("name", "year"), [("Eid al-Fitr", 1985), ("Eid al-Fitr", 2045), ("Feast of Fools", 2025)]
)
def test_what_is_not_known_has_no_day(name, year):
    assert holidays_in(year, name) == ()


def test_every_year_of_the_table_has_its_feasts_in_order():
    for name, feast in read_toml("holidays.toml")["moving"].items():
        assert feast["first"] == sorted(feast["first"]), name
        years = {on.year for on in feast["first"]}
        assert set(range(1990, 2040)) <= years, (name, set(range(1990, 2040)) - years)
