import io

import pandas as pd
from going_out import come_in, gone_out

from dragoman.exchange import polecat
from dragoman.exchange.polecat import COLUMNS
from dragoman.exchange.strict import filed
from hand_made import claim, report, visit


def line(**said):
    """A made-up row of POLECAT, with what is `said` by column."""
    usual = {
        "Event ID": "20310509-1", "Event Date": "2031-05-09", "Event Type": "CONSULT", "Event Mode": "visit",
        "Intensity": "1.5", "Quad Code": "1", "Actor Name": "Alma Reyes", "Actor Country": "ESP",
        "Primary Actor Sector": "GOV", "Recipient Name": "United Nations", "Recipient Country": "IGO",
        "Placename": "Oslo", "Country": "NOR", "Latitude": "59.91", "Longitude": "10.75",
        "Publication Date": "2031-05-10", "Language": "en", "Version": "made up",
    }  # fmt: skip
    row = {**usual, **{name.replace("_", " "): value for name, value in said.items()}}
    return "\t".join(row.get(name, "") for name in COLUMNS)


HEAD = "\t".join(COLUMNS)


def test_the_table_has_exactly_the_40_columns_and_pandas_reads_it_with_strict_types(tmp_path):
    out, done = gone_out(tmp_path, polecat.write)
    assert len(COLUMNS) == 40
    kinds = dict.fromkeys(COLUMNS, "string") | {
        "Latitude": "float64",
        "Longitude": "float64",
        "Quad Code": "int8",
    }
    table = pd.read_csv(
        io.BytesIO(out), sep="\t", dtype=kinds, parse_dates=["Event Date", "Publication Date"]
    )
    assert tuple(table.columns) == COLUMNS
    assert len(table) == done.rows == 2
    assert table["Event ID"].is_unique


def test_a_meeting_to_come_is_an_agreement_and_what_was_denied_is_left_out_and_counted(tmp_path):
    out, done = gone_out(tmp_path, polecat.write)
    rows, bad = come_in(polecat.read, out)
    assert not bad
    plan = next(row for row in rows if row.place_name == "Oslo")
    assert (plan.event_type, plan.first, plan.reported) == ("AGREE", "2031-05-09", "2031-05-06")
    assert (plan.actor_name, plan.actor_country, plan.recipient_country) == ("Alma Reyes", "ESP", "NOR")
    assert (plan.raw["Actor COW"], plan.raw["Recipient COW"], plan.raw["Quad Code"]) == ("230", "385", "1")
    assert [row.event_type for row in rows if row is not plan] == ["SANCTION"]
    assert done.left_out == {"acts denied, refused or not done": 1, "statements": 1}


def test_an_act_without_a_day_has_none_in_the_table(tmp_path):
    rows, _ = come_in(polecat.read, gone_out(tmp_path, polecat.write)[0])
    assert [row.first for row in rows if row.event_type == "SANCTION"] == [None]


def test_a_protest_to_come_is_not_told_as_held():
    text = "Teachers will march on Monday."
    march = claim(report(text), text, "march", event_type="PROTEST", status="scheduled")
    assert filed(march) == "acts still to come, of a type that PLOVER keeps for what was done"


def test_tabs_breaks_and_quotes_in_a_cell_do_not_break_the_table(tmp_path):
    out, _ = gone_out(tmp_path, polecat.write, visit(outlet='The "Fjord"\tDaily\nWire'))
    [plan] = come_in(polecat.read, out)[0]
    assert plan.raw["Source"] == "The 'Fjord' Daily Wire"


def test_rows_come_in_with_a_head_or_without():
    for text in (HEAD + "\n" + line(), HEAD.replace("Intensity", "Event Intensity") + "\n" + line(), line()):
        [row], bad = come_in(polecat.read, text)
        assert not bad
        assert (row.coder, row.row, row.event_type, row.mode) == ("polecat", "20310509-1", "CONSULT", "visit")
        assert (row.recipient_country, row.recipient_sector, row.text) == (None, "IGO", None)
        assert (row.lat, row.lon) == (59.91, 10.75)


def test_each_bad_cell_is_told_and_the_others_come_in():
    wrong = [
        line(Event_Type="ACUSE"), line(Event_Date="2031-02-30"), line(Latitude="95"),
        line(Actor_Country="XQX"),
        line() + "\tmore", line(Event_ID=""),
    ]  # fmt: skip
    rows, bad = come_in(polecat.read, "\n".join([HEAD, *wrong, line()]))
    assert [(b.line, b.field) for b in bad] == [
        (2, "Event Type"), (3, "Event Date"), (4, "Latitude"), (5, "Actor Country"), (6, None),
        (7, "Event ID"),
    ]  # fmt: skip
    assert bad[4].said("week.txt") == "week.txt:6: found '41 columns'; expected 40 columns"
    assert len(rows) == 1


def test_states_of_before_and_the_union_come_in_as_we_write_them():
    rows, bad = come_in(polecat.read, "\n".join(line(Actor_Country=code) for code in ("SUN", "YUG", "EUR")))
    assert not bad
    assert [row.actor_country for row in rows] == ["SUN", "YUG", "EUR"]
