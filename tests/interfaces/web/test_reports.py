import html.parser

import pytest

from dragoman.ask.whole_report import family_of
from dragoman.records import CodedDocument
from dragoman.store import open_record
from hand_made import claim, day, party, report
from served import HELD, client_of, record_at

HOSTILE = (
    "<script>alert(1)</script> {{ 7*7 }} {% raw %} Lund\u202e met \u05d0\u05d1\u05d2 Ortiz & <b>Oslo</b>"
    " on 5 May.\r\n"
    "]]> --> </div></main> “quoted” &lt;kept&gt;\n\n\tTabbed  twice.  " + "x" * 1_000_000
)


class Words(html.parser.HTMLParser):
    """The text of the element of class report-text, and of each element within that has an id."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open, self.text, self.by_id = [], "", {}

    def handle_starttag(self, tag, attrs):
        known = dict(attrs)
        if self.open or known.get("class") == "report-text":
            self.open.append(known.get("id"))

    def handle_endtag(self, tag):
        if self.open:
            self.open.pop()

    def handle_data(self, data):
        if self.open:
            self.text += data
            for key in filter(None, self.open):
                self.by_id[key] = self.by_id.get(key, "") + data


def words_of(page):
    found = Words()
    found.feed(page)
    return found


@pytest.fixture(scope="module")
def record(tmp_path_factory):
    path = record_at(tmp_path_factory.mktemp("served") / "talks.record")
    document = report(
        HOSTILE, outlet="<i>Out\u202elet</i>", published="2031-05-07", title="{{ title }}<script>"
    )
    two = [
        claim(
            document, "Lund\u202e met \u05d0\u05d1\u05d2 Ortiz", "met", participants=(party(HOSTILE, "Lund"),)
        ),
        claim(document, "Ortiz & <b>Oslo</b> on 5 May", "on", time=day(HOSTILE, "5 May", "2031-05-05")),
    ]
    with open_record(path) as record:
        record.add(CodedDocument(document, tuple(two)))
    return path


@pytest.fixture(scope="module")
def client(record):
    with client_of(record) as client:
        yield client


def reports_of(client):
    return client.get("/reports.json").json()["rows"]


def test_the_list_is_newest_first_and_by_outlet(client):
    assert [row["day"] for row in reports_of(client)] == ["2031-05-07", "2031-05-06", "2031-05-02"]
    page = client.get("/reports", params={"outlet": "gazette"}).text
    assert page.count("/reports/") - page.count("/reports/add") == 2
    assert "2031-05-07" not in client.get("/reports", params={"as_of": "2031-05-06"}).text
    assert len(client.get("/reports.csv").text.splitlines()) == 4


def test_every_claim_of_every_report_opens_on_its_exact_words(client):
    seen = 0
    for row in reports_of(client):
        page = client.get(f"/reports/{row['id']}").text
        found = words_of(page)
        for told in client.get(f"/reports/{row['id']}.json").json()["claims"]:
            key, exact = f"claim-{told['id']}", told["evidence"]["exact"]
            assert exact.startswith(found.by_id[key])
            assert found.by_id[key] == exact or f'data-part="{key}"' in page.split(f'id="{key}"')[1]
            assert f'href="#{key}"' in page
            seen += 1
    assert seen == 4


def test_the_text_of_a_hostile_report_is_on_the_page_exactly_and_as_text(client):
    identity = reports_of(client)[0]["id"]
    page = client.get(f"/reports/{identity}").text
    assert words_of(page).text == HOSTILE
    assert "<script>alert" not in page
    assert page.count("<script") == 2
    assert "49" not in page.split("report-text")[1][:200]
    assert 'data-name="U+202E"' in page
    assert "\u202e" not in page.split("<main")[1].split("report-text")[0]


def test_a_claim_in_two_parts_is_highlighted_whole(client):
    identity = reports_of(client)[0]["id"]
    rules = client.get(f"/reports/{identity}/marks.css")
    assert rules.headers["content-type"].startswith("text/css")
    assert rules.text.count(":target") == 1
    assert f"/reports/{identity}/marks.css" in client.get(f"/reports/{identity}").text


def test_the_address_says_which_layers_are_shown(client):
    identity = reports_of(client)[1]["id"]
    page = client.get(f"/reports/{identity}", params={"layers": "date,skipped"}).text
    boxes = [box for box in page.split("<input") if 'id="layer-' in box]
    assert [b.split('id="layer-')[1].split('"')[0] for b in boxes if " checked" in b] == ["date", "skipped"]


def test_a_report_is_not_there_before_it_appeared(client):
    row = next(row for row in reports_of(client) if row["day"] == "2031-05-06")
    assert client.get(f"/reports/{row['id']}", params={"as_of": "2031-05-06"}).status_code == 200
    assert client.get(f"/reports/{row['id']}", params={"as_of": "2031-05-03"}).status_code == 404
    missing = client.get("/reports/nothing", headers={"Accept": "text/html"})
    assert missing.status_code == 404
    assert "no such report" in missing.text


def test_a_copy_is_shown_with_its_origin_and_what_it_changed(tmp_path):
    origin = (
        "Foreign ministers Ana Lund and Ben Ortiz met in Oslo on Tuesday and agreed to release 185 captives. "
        "The talks on the grain corridor will go on in Lisbon in June, a spokesman told reporters."
    )
    copy = origin.replace("185 captives", "hundreds of captives")
    with open_record(tmp_path / "copies.record") as record:
        for n, text in enumerate((origin, copy, HELD)):
            document = report(text, given_id=f"r{n}", outlet=f"Paper {n}", published=f"2031-05-0{n + 1}")
            record.add(CodedDocument(document))
        found = family_of(record, report(copy, published="2031-05-02"))
        assert family_of(record, report(HELD, published="2031-05-03")) is None
    assert [printed.name for printed in found.reports] == ["r0", "r1"]
    with client_of(tmp_path / "copies.record") as client:
        page = client.get(f"/reports/{report(copy).id}").text
    assert "the likely origin" in page
    assert "hundreds" in page.split("Its family")[1]
