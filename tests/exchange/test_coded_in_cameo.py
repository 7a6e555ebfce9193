"""GDELT, ICEWS and Phoenix come in. The lines are made up in the layout of each format."""

import io
from pathlib import Path

import pytest

from dragoman.exchange import cameo, gdelt, icews, phoenix
from dragoman.exchange.formats import format_named, reader_of
from dragoman.exchange.lines import BadRow, lines_of, opened
from dragoman.interfaces.cli import main
from dragoman.store import open_record

SAMPLES = Path(__file__).parents[3] / "shared" / "eventdata"

EVENT = {
    "GLOBALEVENTID": "901", "SQLDATE": "20310509", "MonthYear": "203105", "Year": "2031",
    "FractionDate": "2031.4356", "Actor1Code": "ESPGOV", "Actor1Name": "MADRID", "Actor1CountryCode": "ESP",
    "Actor1Type1Code": "GOV", "Actor2Code": "NOR", "Actor2Name": "NORWAY", "Actor2CountryCode": "NOR",
    "IsRootEvent": "1", "EventCode": "042", "EventBaseCode": "042", "EventRootCode": "04", "QuadClass": "1",
    "GoldsteinScale": "1.9", "NumMentions": "3", "NumSources": "1", "NumArticles": "3", "AvgTone": "0.5",
    "Actor1Geo_Type": "0", "Actor2Geo_Type": "0", "ActionGeo_Type": "4",
    "ActionGeo_FullName": "Oslo, Oslo, Norway", "ActionGeo_CountryCode": "NO", "ActionGeo_ADM1Code": "NO12",
    "ActionGeo_Lat": "59.9167", "ActionGeo_Long": "10.75", "ActionGeo_FeatureID": "-1",
    "DATEADDED": "20310510121500", "SOURCEURL": "https://wire.example/oslo",
}  # fmt: skip
ICEWS_LINE = (
    "77\t2031-05-09\tForeign Affairs (Spain)\tExecutive,Foreign Ministry,Government\tSpain\tMake a visit\t042"
    "\t1.9\tMilitary (Norway)\tMilitary,Government\tNorway\t5\t2\tNorthern Wire\tOslo\tNA\tNA\tNorway\t59.91"
    "\t10.75"
)
PHOENIX_LINE = (
    "88_v0.2.0\t20310509\t2031\t5\t9\tRUSGOV\tRUS\tGOV\t\tIGOUNO\tIGO\t\tUNO\t040\t04\t1\t1\t\t59.91\t10.75\t"
    "Oslo\t\tNOR\tab_1;ab_2\thttps://wire.example/a;https://wire.example/b\twire;wire"
)


def event(columns=gdelt.COLUMNS, **other):
    return "\t".join({**EVENT, **other}.get(name, "") for name in columns)


def come_in(name, text):
    data = text if isinstance(text, bytes) else text.encode()
    return list(reader_of(format_named(name, reads=True))(lines_of(io.BytesIO(data))))


def test_gdelt_2_says_who_did_what_to_whom_where_and_when():
    (row,) = come_in("gdelt", event())
    assert (row.coder, row.row, row.first, row.last, row.reported) == (
        "gdelt", "901", "2031-05-09", "2031-05-09", "2031-05-10",
    )  # fmt: skip
    assert (row.event_type, row.mode, row.code) == ("CONSULT", "visit", "042")
    assert (row.actor_name, row.actor_country, row.actor_sector) == ("MADRID", "ESP", "GOV")
    assert (row.recipient_country, row.recipient_sector) == ("NOR", None)
    assert (row.place_country, row.lat, row.lon) == ("NOR", 59.9167, 10.75)
    assert row.text is None, "GDELT gives no words of the report"
    assert row.url == "https://wire.example/oslo"
    assert row.raw["GoldsteinScale"] == "1.9"


def test_gdelt_1_by_the_day_and_of_old_without_an_address():
    daily, old = gdelt.COLUMNS_58, gdelt.COLUMNS_58[:-1]
    assert (len(gdelt.COLUMNS), len(daily), len(old)) == (61, 58, 57)
    text = event(daily, DATEADDED="20310510") + "\n" + event(old, DATEADDED="20310510", GLOBALEVENTID="902")
    with_address, without = come_in("gdelt", text)
    assert (with_address.lat, with_address.reported, with_address.url) == (
        59.9167, "2031-05-10", "https://wire.example/oslo",
    )  # fmt: skip
    assert (without.lat, without.reported, without.url) == (59.9167, "2031-05-10", None)


def test_gdelts_reduced_file_knows_a_year_and_codes():
    line = "\x01".join(("1979", "DEUGOV", "PSEREB", "173", "173", "17", "-5.0", "4"))
    first, again = come_in("gdelt", f"{line}\n{line}\n")
    assert (first.first, first.last) == ("1979-01-01", "1979-12-31")
    assert (first.actor_country, first.actor_sector) == ("DEU", "GOV")
    assert (first.recipient_country, first.recipient_sector) == ("PSE", "REB")
    assert (first.event_type, first.mode) == ("COERCE", "arrest")
    assert first.row != again.row, "two like lines are two events"


def test_zero_zero_is_no_place_where_gdelt_says_that_it_knows_none():
    (row,) = come_in("gdelt", event(ActionGeo_Type="0", ActionGeo_Lat="0", ActionGeo_Long="0"))
    assert (row.lat, row.lon) == (None, None)


@pytest.mark.parametrize(
    ("other", "field"),
    [
        ({"SQLDATE": "20310231"}, "SQLDATE"),
        ({"SQLDATE": ""}, "SQLDATE"),
        ({"DATEADDED": "20310510129900"}, "DATEADDED"),
        ({"EventCode": "999"}, "EventCode"),
        ({"EventCode": "---"}, "EventCode"),
        ({"ActionGeo_Lat": "95.2"}, "ActionGeo_Lat"),
        ({"ActionGeo_Long": "nan"}, "ActionGeo_Long"),
        ({"Actor1Geo_Lat": "-.5#", "Actor1Geo_Long": "3"}, "Actor1Geo_Lat"),
        ({"Actor1CountryCode": "QQQ"}, "Actor1CountryCode"),
        ({"ActionGeo_CountryCode": "??"}, "ActionGeo_CountryCode"),
        ({"GLOBALEVENTID": "x"}, "GLOBALEVENTID"),
    ],
)
def test_a_bad_field_is_named_and_the_next_row_comes_in(other, field):
    bad, good = come_in("gdelt", f"{event(**other)}\n{event()}")
    assert isinstance(bad, BadRow)
    assert (bad.line, bad.field) == (1, field)
    assert bad.expected
    assert good.row == "901"


def test_wrong_counts_and_broken_lines_of_gdelt_are_told():
    lines = [event()[:120], event() + "\tmore", "1979\x01USA", "\x00\xff", event()]
    *bad, good = come_in("gdelt", "\n".join(lines).encode("latin-1"))
    assert [row.line for row in bad] == [1, 2, 3, 4]
    assert "62 columns" in bad[1].found
    assert "61" in bad[1].expected
    assert good.row == "901"


def test_names_in_the_old_windows_encoding_come_in():
    (row,) = come_in("gdelt", event(Actor1Name="BOGOTÁ").encode("cp1252"))
    assert row.actor_name == "BOGOTÁ"


MENTION = (
    "901", "20310509120000", "20310510121500", "1", "wire.example", "https://wire.example/oslo,2", "4", "-1",
    "996", "988", "1", "100", "2579", "0.8", "srclc:ara;eng:GT", "",
)  # fmt: skip


def test_mentions_say_which_report_told_of_which_event():
    (row,) = come_in("gdelt-mentions", "\t".join(MENTION))
    assert (row.coder, row.first, row.reported) == ("gdelt-mentions", "2031-05-09", "2031-05-10")
    assert row.url == "https://wire.example/oslo,2"
    assert row.raw["GLOBALEVENTID"] == "901"
    header = ",".join(name.lower() for name in gdelt.MENTIONS)
    line = ",".join(f'"{cell}"' if "," in cell else cell for cell in MENTION)
    assert come_in("gdelt-mentions", f"{header}\n{line}\n") == [row]


def test_bad_mentions_are_told():
    wrong_day = "\t".join((MENTION[0], "20311309120000", *MENTION[2:]))
    short, day = come_in("gdelt-mentions", "901\t2031\n" + wrong_day)
    assert "2 columns" in short.found
    assert day.field == "EventTimeDate"


def test_icews_names_countries_and_sectors():
    header = "\t".join(icews.COLUMNS)
    (row,) = come_in("icews", f"{header}\n{ICEWS_LINE}\n")
    assert (row.row, row.first, row.event_type, row.code) == ("77", "2031-05-09", "CONSULT", "042")
    assert (row.actor_country, row.actor_sector) == ("ESP", "GOV")
    assert (row.recipient_country, row.recipient_sector) == ("NOR", "MIL"), "the army before its government"
    assert (row.place_name, row.place_country, row.lat) == ("Oslo", "NOR", 59.91)
    assert row.raw.get("District") is None, "NA is no name of a district"


def test_icews_gets_back_the_zero_that_a_spreadsheet_took():
    (row,) = come_in("icews", ICEWS_LINE.replace("\t042\t", "\t42\t"))
    assert row.code == "042"


@pytest.mark.parametrize(
    ("old", "new", "field"),
    [
        ("2031-05-09", "2031-02-30", "Event Date"),
        ("\t042\t", "\t999\t", "CAMEO Code"),
        ("\t59.91\t", "\t159.91\t", "Latitude"),
        ("\tSpain\t", "\tSpayn\t", "Source Country"),
    ],
)
def test_bad_fields_of_icews_are_named(old, new, field):
    bad, good = come_in("icews", f"{ICEWS_LINE.replace(old, new)}\n{ICEWS_LINE}")
    assert (bad.line, bad.field) == (1, field)
    assert good.row == "77"


def test_phoenix_with_a_header_and_without_is_the_same():
    (native,) = come_in("phoenix", PHOENIX_LINE)
    header = ["", "X", *("None" if name == "Issues" else name for name in phoenix.COLUMNS)]
    cells = PHOENIX_LINE.replace("\t040\t04\t", "\t40\t4\t").split("\t")
    (copy,) = come_in("phoenix", ",".join(header) + "\n" + ",".join(["1", "1", *cells]))
    assert (native.code, native.actor_country, native.actor_sector) == ("040", "RUS", "GOV")
    assert (native.recipient_country, native.recipient_sector) == (None, "IGO")
    assert native.url == "https://wire.example/a"
    assert {**native.raw, "CAMEO": "40", "RootCode": "4"} == copy.raw
    assert copy.code == "040"


@pytest.mark.parametrize(
    ("told", "root", "code"),
    [("10", "1", "010"), ("110", "1", "011"), ("110", "11", "110"), ("311", "3", "0311")],
)
def test_the_root_tells_which_code_lost_its_zero(told, root, code):
    (row,) = come_in("phoenix", PHOENIX_LINE.replace("\t040\t04\t", f"\t{told}\t{root}\t"))
    assert row.code == code


def test_bad_fields_of_phoenix_are_named():
    lines = [
        PHOENIX_LINE.replace("\t040\t04\t", "\t040\t17\t"),
        PHOENIX_LINE.replace("\t20310509\t", "\t20310931\t"),
        PHOENIX_LINE.replace("\tRUS\t", "\tQQQ\t"),
        PHOENIX_LINE[:60],
    ]
    bad = come_in("phoenix", "\n".join(lines))
    assert [row.field for row in bad] == ["CAMEO", "Date", "SrcActor", None]


def test_the_tables_agree_with_one_another():
    from dragoman.events.plover import EVENT_TYPES

    assert {code.event_type for code in cameo.codes().values()} <= EVENT_TYPES
    assert {code[:2] for code in cameo.codes()} == set(cameo.roots())
    assert set(cameo.fips().values()) - {None} <= cameo.iso_codes()
    assert set(cameo.countries().values()) - {None} <= cameo.iso_codes()


def test_the_command_counts_what_came_in(tmp_path, capsys):
    table = tmp_path / "day.csv"
    table.write_text(f"{event()}\n{event(EventCode='999')}\n")
    record = tmp_path / "new.record"
    assert main(["import", "gdelt", str(table), "--record", str(record)]) == 0
    told = capsys.readouterr()
    assert "read 2 rows = 1 new + 0 already held + 1 set aside" in told.out
    assert ":2, EventCode: found '999'; expected an event code" in told.err
    assert main(["import", "gdelt", str(table), "--record", str(record)]) == 0
    assert "0 new + 1 already held" in capsys.readouterr().out
    with open_record(record) as held:
        assert [row.code for row in held.coder_rows()] == ["042"]


@pytest.mark.parametrize(
    ("name", "pattern", "rows"),
    [
        ("gdelt", "gdelt[12]_*mixed*", 710),
        ("gdelt", "gdelt1_reduced*", 1000),
        ("gdelt", "gdelt*sample_events*", 300),
        ("gdelt", "gdelt2_2*", 3651),
        ("gdelt-mentions", "gdelt2*mentions*", 1835),
        ("icews", "icews*", 500),
        ("phoenix", "phoenix*", 500),
    ],
)
@pytest.mark.skipif(not SAMPLES.is_dir(), reason="the native samples are not here")
def test_native_samples_come_in_whole(name, pattern, rows):
    read = reader_of(format_named(name, reads=True))
    found = []
    for path in sorted(SAMPLES.glob(pattern)):
        with opened(path) as file:
            found += read(lines_of(file))
    assert [row for row in found if isinstance(row, BadRow)] == []
    assert len({row.row for row in found}) == len(found) == rows
