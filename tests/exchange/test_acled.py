import csv
import io

from going_out import come_in

from dragoman.exchange import acled
from dragoman.exchange.acled import COLUMNS, OLDER


def table(columns, *rows, head=True):
    """A CSV file of made-up rows."""
    out = io.StringIO()
    lines = csv.writer(out, lineterminator="\n")
    if head:
        lines.writerow(columns)
    lines.writerows([row.get(name, "") for name in columns] for row in rows)
    return out.getvalue()


def event(**said):
    """A made-up event, with what is `said` by column."""
    usual = {
        "event_id_cnty": "NOR1", "event_date": "09 May 2031", "year": "2031", "time_precision": "1",
        "event_type": "Battles", "sub_event_type": "Armed clash",
        "actor1": "Military Forces of Norway (2013-)", "inter1": "1", "actor2": "Fjord Front",
        "inter2": "Rebel group", "iso": "578", "country": "Norway",
        "location": "Oslo", "latitude": "59.91", "longitude": "10.75", "source": "Daily Fjord",
        "notes": 'Shots were "heard",\n\nit is said.', "fatalities": "0",
    }  # fmt: skip
    return {**usual, **said}


def older(**said):
    """The same event in the older table."""
    changed = {"gwno": "385", "event_type": "Battle-No change of territory", "event_date": "09-May-2031"}
    return event(**{**changed, "inter2": "2", **said})


def test_the_31_and_the_25_columns_come_in_with_a_head_or_without():
    upper = [name.upper() for name in OLDER]
    for text in (
        table(COLUMNS, event()), table(COLUMNS, event(), head=False), table(OLDER, older()),
        table(OLDER, older()).replace(",".join(OLDER), ",".join(upper)),
    ):  # fmt: skip
        [row], bad = come_in(acled.read, text)
        assert not bad
        assert (row.row, row.first, row.last, row.event_type) == (
            "NOR1",
            "2031-05-09",
            "2031-05-09",
            "ASSAULT",
        )
        assert (row.actor_country, row.actor_sector) == ("NOR", "MIL")
        assert (row.recipient_name, row.recipient_country, row.recipient_sector) == (
            "Fjord Front",
            None,
            "REB",
        )
        assert (row.place_name, row.place_country, row.lat) == ("Oslo", "NOR", 59.91)
        assert row.text is None
        assert row.raw["notes"].startswith('Shots were "heard"')


def test_the_finer_type_decides():
    made = [
        event(event_type="Strategic developments", sub_event_type="Agreement"),
        event(event_type="Strategic developments", sub_event_type="Other"),
        event(event_type="Riots", sub_event_type="Mob violence", actor1="Rioters (Spain)", inter1="5"),
    ]
    rows, _ = come_in(acled.read, table(COLUMNS, *made))
    assert [(row.event_type, row.mode) for row in rows] == [
        ("AGREE", None),
        (None, None),
        ("PROTEST", "riot"),
    ]
    assert (rows[2].actor_country, rows[2].actor_sector) == ("ESP", "CVL")


def test_a_day_that_only_stands_for_a_month_is_not_taken_for_the_day():
    [row], _ = come_in(acled.read, table(COLUMNS, event(event_date="2031-05-31", time_precision="3")))
    assert (row.first, row.last) == ("2031-05-01", "2031-05-31")
    [row], _ = come_in(acled.read, table(COLUMNS, event(event_date="2031-05-09", time_precision="2")))
    assert (row.first, row.last) == ("2031-05-06", "2031-05-12")


def test_each_bad_cell_is_told_and_the_others_come_in():
    wrong = [
        event(event_type="Battels"), event(event_date="31 February 2031"), event(longitude="190"),
        event(latitude="north"), event(event_id_cnty=""), event(time_precision="9"),
    ]  # fmt: skip
    text = table(COLUMNS, *wrong) + "short,row\n" + table(COLUMNS, event(), head=False)
    rows, bad = come_in(acled.read, text)
    assert [b.field for b in bad] == [
        "event_type", "event_date", "longitude", "latitude", "event_id_cnty", "time_precision", None,
    ]  # fmt: skip
    assert bad[-1].found == "2 columns"
    assert len(rows) == 1


def test_a_quote_that_is_never_closed_takes_one_row_along_and_no_more():
    text = table(COLUMNS, event(event_id_cnty="A", notes="x"), event(event_id_cnty="B", notes="y"))
    rows, bad = come_in(acled.read, text.replace(",x,", ',"x,'))
    assert [row.row for row in rows] == ["B"]
    assert [b.line for b in bad] == [2]


def test_another_table_is_refused_at_its_head():
    rows, bad = come_in(acled.read, "event_date,who\n2031-05-09,me\n2031-05-10,you\n")
    assert not rows
    assert (
        bad[0]
        .said("a.csv")
        .startswith("a.csv:1, head: found '2 columns, among them who'; expected ACLED's 31")
    )
