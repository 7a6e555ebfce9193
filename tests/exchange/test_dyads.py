"""Claims go out as CAMEO's dyads, in GDELT's and ICEWS's columns, and come in again."""

import io
from dataclasses import replace

import pandas
import pytest

from dragoman.ask.query import ask_for
from dragoman.exchange import cameo, gdelt, icews
from dragoman.exchange.holding import held_in
from dragoman.exchange.lines import BadRow, lines_of
from dragoman.records import CodedDocument, Factuality, Place
from dragoman.store import open_record
from hand_made import claim, day, denial, party, report, trade, visit

TEXT = (
    "Foreign Minister Ines Prado visited Oslo on Tuesday and met Kari Moe.\n"
    "Norwegian police arrested a protester. Prado, Moe and Urho Salo will confer soon."
)


def oslo(text):
    at = text.index("Oslo")
    return Place(at, at + 4, "Oslo", "Oslo", "NOR", "Oslo", 59.91, 10.75, 3143244, "city")


def told():
    """A visit that took place, an arrest without a day, and a meeting of three to come."""
    document = report(TEXT, published="2031-05-07", outlet="Northern Wire", url="https://wire.example/oslo")
    prado = party(TEXT, "Ines Prado", actor="Q8", country="ESP")
    moe = party(TEXT, "Kari Moe", role="recipient", actor="Q9", country="NOR")
    seen = claim(
        document, "Ines Prado visited Oslo on Tuesday and met Kari Moe", "visited", mode="visit",
        participants=(prado, moe), place=oslo(TEXT), time=day(TEXT, "on Tuesday", "2031-05-06"),
    )  # fmt: skip
    police = replace(party(TEXT, "Norwegian police", country="NOR", kind="group"), sector="COP")
    arrest = claim(
        document, "Norwegian police arrested a protester", "arrested", event_type="COERCE", mode="arrest",
        participants=(police,),
    )  # fmt: skip
    three = claim(
        document, "Prado, Moe and Urho Salo will confer soon", "confer", status="scheduled",
        participants=(prado, replace(moe, role="actor"), party(TEXT, "Urho Salo", country="FIN")),
    )  # fmt: skip
    return CodedDocument(document, (seen, arrest, three))


def went_out(tmp_path, module, *coded):
    with open_record(tmp_path / "talks.record") as record:
        record.add_all(coded)
        out = io.BytesIO()
        done = module.write(held_in(record, ask_for()), out)
    return out.getvalue(), done


def table(data):
    """As pandas reads it, all cells as text."""
    return pandas.read_csv(
        io.BytesIO(data),
        sep="\t",
        header=None,
        names=gdelt.COLUMNS,
        dtype=str,
        keep_default_na=False,
        quoting=3,
    )


def test_gdelt_has_its_61_columns_and_one_line_a_pair(tmp_path):
    data, done = went_out(tmp_path, gdelt, told())
    assert {line.count(b"\t") for line in data.splitlines()} == {60}
    rows = table(data)
    assert (done.rows, done.left_out) == (5, {})
    assert sorted(rows["EventCode"]) == ["036", "036", "036", "042", "173"]
    seen = rows[rows["EventCode"] == "042"].iloc[0]
    assert (seen["SQLDATE"], seen["MonthYear"], seen["Year"]) == ("20310506", "203105", "2031")
    assert seen["FractionDate"] == "2031.4274"  # (5 * 30 + 6) / 365
    assert (seen["Actor1Code"], seen["Actor1CountryCode"], seen["Actor2Code"]) == ("ESPGOV", "ESP", "NORGOV")
    assert (seen["EventBaseCode"], seen["EventRootCode"], seen["QuadClass"]) == ("042", "04", "1")
    assert seen["GoldsteinScale"] == "1.0"
    assert (seen["ActionGeo_Type"], seen["ActionGeo_CountryCode"]) == ("4", "NO")
    assert seen["ActionGeo_FullName"] == "Oslo, Norway"
    assert (seen["IsRootEvent"], seen["SOURCEURL"]) == ("1", "https://wire.example/oslo")
    assert len(seen["DATEADDED"]) == 14
    meeting = rows[rows["EventCode"] == "036"]
    assert set(meeting["SQLDATE"]) == {"20310507"}, "the intent is of the day of the report"
    assert set(meeting["IsRootEvent"]) == {"0"}
    pairs = zip(meeting["Actor1CountryCode"], meeting["Actor2CountryCode"], strict=True)
    assert set(pairs) == {("ESP", "NOR"), ("ESP", "FIN"), ("NOR", "FIN")}
    arrest = rows[rows["EventCode"] == "173"].iloc[0]
    assert (arrest["SQLDATE"], arrest["Actor1Code"], arrest["Actor2Name"]) == ("20310507", "NORCOP", "")


def test_gdelt_has_strict_numbers(tmp_path):
    data, _ = went_out(tmp_path, gdelt, told(), trade())
    numbers = {
        "GLOBALEVENTID": "int64", "SQLDATE": "int64", "Year": "int64", "FractionDate": "float64",
        "QuadClass": "int8", "GoldsteinScale": "float64", "NumMentions": "int64", "ActionGeo_Lat": "float64",
        "DATEADDED": "int64",
    }  # fmt: skip
    rows = pandas.read_csv(
        io.BytesIO(data), sep="\t", header=None, names=gdelt.COLUMNS, dtype=numbers, quoting=3
    )
    assert rows["GLOBALEVENTID"].is_unique


@pytest.mark.parametrize("module", [gdelt, icews])
def test_what_did_not_happen_stays_out_and_is_counted(tmp_path, module):
    data, done = went_out(tmp_path, module, visit(), denial())
    # The visit to come is an intent, the stance a statement; the denied cancellation is no event.
    assert done.rows == 2
    assert done.left_out == {"CAMEO has no code for REJECT that is not_occurring": 1}
    rows = list(module.read(lines_of(io.BytesIO(data))))
    assert sorted(row.code for row in rows) == ["010", "036"]


@pytest.mark.parametrize("module", [gdelt, icews])
def test_what_goes_out_comes_in_again(tmp_path, module):
    data, done = went_out(tmp_path, module, told())
    rows = list(module.read(lines_of(io.BytesIO(data))))
    assert not [row for row in rows if isinstance(row, BadRow)]
    assert len(rows) == len({row.row for row in rows}) == done.rows
    seen = next(row for row in rows if row.code == "042")
    assert (seen.event_type, seen.mode, seen.first) == ("CONSULT", "visit", "2031-05-06")
    assert (seen.actor_name, seen.actor_country, seen.actor_sector) == ("Ines Prado", "ESP", "GOV")
    assert (seen.recipient_name, seen.recipient_country) == ("Kari Moe", "NOR")
    assert (seen.place_country, seen.lat, seen.lon) == ("NOR", 59.91, 10.75)
    # What the formats have no room for:
    assert seen.text is None
    assert seen.url == ("https://wire.example/oslo" if module is gdelt else None)
    assert {row.event_type for row in rows if row.code == "036"} == {"AGREE"}, "no status: an intent"


def test_icews_has_its_20_columns(tmp_path):
    data, _ = went_out(tmp_path, icews, told())
    rows = pandas.read_csv(io.BytesIO(data), sep="\t", dtype={"CAMEO Code": str}, quoting=3)
    assert tuple(rows.columns) == icews.COLUMNS
    arrest = rows[rows["CAMEO Code"] == "173"].iloc[0]
    assert (arrest["Source Sectors"], arrest["Source Country"]) == ("Police", "Norway")
    assert pandas.isna(arrest["Target Name"])
    seen = rows[rows["CAMEO Code"] == "042"].iloc[0]
    assert (seen["Event Text"], seen["City"], seen["Province"]) == ("Make a visit", "Oslo", "Oslo")
    assert (seen["Publisher"], seen["Event Date"]) == ("Northern Wire", "2031-05-06")


def test_a_host_is_visited_and_who_stays_away_is_no_side():
    one = told().claims[0]
    host = replace(one.participants[1], role="host")
    away = replace(one.participants[0], name="Urho Salo", status="absent")
    (pair,) = cameo.dyads_of(replace(one, participants=(one.participants[0], away, host)), "2031-05-07")
    assert (pair.source.name, pair.target.name) == ("Ines Prado", "Kari Moe")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"status": "cancelled"}, "cancelled"),
        ({"status": "hypothetical"}, "hypothetical"),
        ({"factuality": (Factuality("narrator", "CT-"),)}, "untrue"),
        ({"kind": "relation"}, "relation"),
        ({"participants": ()}, "no party"),
        ({"time": day(TEXT, "on Tuesday", "2031-01-01", "2031-12-31")}, "31 days"),
    ],
)
def test_the_reason_is_told_for_what_stays_out(change, reason):
    assert reason in cameo.dyads_of(replace(told().claims[0], **change), "2031-05-07")


def test_a_tab_in_a_name_breaks_no_line(tmp_path):
    coded = told()
    tabbed = replace(coded.claims[0].participants[0], name="Ines\tPrado\nminister")
    claims = (replace(coded.claims[0], participants=(tabbed,)),)
    for module, tabs in ((gdelt, 60), (icews, 19)):
        folder = tmp_path / module.__name__
        folder.mkdir()
        data, _ = went_out(folder, module, replace(coded, claims=claims))
        assert {line.count(b"\t") for line in data.splitlines()} == {tabs}


def test_every_type_that_happened_has_a_code_that_comes_back_as_that_type():
    from dragoman.events.plover import EVENT_TYPES

    one = told().claims[0]
    for event_type in EVENT_TYPES:
        code = cameo.code_of(replace(one, event_type=event_type, mode=None))
        back = cameo.codes()[code].event_type
        # CAMEO has no wider code for what PLOVER calls a retreat than "yield".
        assert back == ("CONCEDE" if event_type == "RETREAT" else event_type)
