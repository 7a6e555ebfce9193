from going_out import come_in
from test_acled import table

from dragoman.exchange import pax

COLUMNS = (
    "Con", "Contp", "PP", "PPName", "Reg", "AgtId", "Ver", "Agt", "Dat", "Status", "Agtp", "Stage", "Part",
    "Loc1ISO", "Loc2ISO", *(f"Made{number}" for number in range(251)),
)  # fmt: skip
"""266 of them, as many as version 4 has; what those behind mean does not matter here."""


def agreement(**said):
    """A made-up agreement, with what is `said` by column."""
    usual = {
        "Con": "Borduria/Syldavia", "AgtId": "1", "Agt": "Accord of Made Town", "Dat": "2031-05-09",
        "Agtp": "Inter", "Stage": "Cea", "Part": 'Norway\r\n\r\nand "Spain", by their ministers',
        "Loc1ISO": "NOR", "Loc2ISO": "ESP", "Made9": "1",
    }  # fmt: skip
    return {**usual, **said}


def test_a_file_with_a_mark_in_front_and_breaks_in_its_cells_comes_in():
    assert len(COLUMNS) == 266
    text = "\ufeff" + table(COLUMNS, agreement(), agreement(AgtId="2", Agtp="Intra", Loc2ISO=""))
    rows, bad = come_in(pax.read, text.encode())
    assert not bad
    first, second = rows
    assert (first.row, first.first, first.event_type, first.code) == ("1", "2031-05-09", "AGREE", "Cea")
    assert (first.actor_country, first.recipient_country, first.actor_sector) == ("NOR", "ESP", "GOV")
    assert first.raw["Part"].split() == ["Norway", "and", '"Spain",', "by", "their", "ministers"]
    assert "Made8" not in first.raw
    assert (second.actor_country, second.place_country) == (None, "NOR")


def test_each_bad_row_is_told_with_its_line_and_the_others_come_in():
    wrong = [agreement(Dat="2031-05-32"), agreement(Loc1ISO="XQX"), agreement(AgtId="")]
    rows, bad = come_in(pax.read, table(COLUMNS, *wrong, agreement()) + "a,b\n")
    assert [(b.line, b.field) for b in bad] == [(2, "Dat"), (5, "Loc1ISO"), (8, "AgtId"), (14, None)]
    assert len(rows) == 1


def test_a_file_without_the_columns_is_refused_at_its_head():
    rows, bad = come_in(pax.read, "Con,AgtId\nBorduria,1\n")
    assert not rows
    assert (bad[0].field, bad[0].found) == ("head", "no column Dat")
