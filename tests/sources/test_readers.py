"""Everything that was to be read comes out, as a report or as a line that says why not."""

import gzip
import io
import json
import os
import socket
import time
import tracemalloc
import zlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dragoman.errors import SettingsError
from dragoman.sources.readers import RawDocument, SetAside, read_reports

TEXT = "Negotiators returned to Doha on Wednesday, officials said.\r\nNo date was set for a second round.\n"
PAGE = (
    '<!DOCTYPE html><html lang="en"><head><title>Talks resume in Doha</title>'
    '<meta property="og:site_name" content="Gulf Wire"></head><body><article><h1>Talks resume in Doha</h1>'
    "<p>Negotiators from both sides returned to Doha on Wednesday, officials said.</p>"
    "<p>No date was set for a second round, a diplomat said.</p></article></body></html>"
)
RSS = (
    '<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>Gulf Wire</title>'
    "<item><title>Talks resume</title><description>The talks resumed in Doha.</description></item>"
    "</channel></rss>"
)


def packed(data: bytes) -> bytes:
    """Gzipped, the same bytes each time: they stand in the names of tests, which workers compare."""
    return gzip.compress(data, mtime=0)


def read(data: bytes, **options) -> list[RawDocument | SetAside]:
    return list(read_reports(["-"], stdin=io.BytesIO(data), **options))


def one(data: bytes, **options) -> RawDocument:
    (report,) = read(data, **options)
    assert isinstance(report, RawDocument), report
    return report


def why_not(data: bytes) -> str:
    (aside,) = read(data)
    assert isinstance(aside, SetAside), aside
    assert aside.where.startswith("standard input")
    assert "\n" not in aside.reason
    return aside.reason


def test_plain_text_stays_as_printed():
    assert one(TEXT.encode()) == RawDocument(None, None, None, None, None, None, TEXT)


def test_the_user_fills_what_the_report_does_not_say(tmp_path):
    path = tmp_path / "ankara-2025-11-19.txt"
    path.write_bytes(TEXT.encode())
    (bare,) = read_reports([str(path)])
    assert isinstance(bare, RawDocument)
    assert (bare.path, bare.published) == (str(path), None)  # a file's name is no dateline
    (filled,) = read_reports([str(path)], published="19 November 2025", outlet="Gulf Wire")
    assert isinstance(filled, RawDocument)
    assert (filled.published, filled.outlet) == ("2025-11-19", "Gulf Wire")


def test_the_user_does_not_override_the_report():
    row = {"id": 7, "source": "Wire", "published": "2025-11-18T10:00:00Z", "text": "Talks resumed."}
    report = one(json.dumps(row).encode(), published="2025-11-19", outlet="Other")
    assert (report.published, report.outlet, report.given_id) == ("2025-11-18T10:00:00+00:00", "Wire", "7")


def test_an_unreadable_date_is_none_and_the_report_is_read():
    row = {"published": "yesterday", "title": " ", "url": None, "text": "Talks resumed."}
    assert one(json.dumps(row).encode()) == RawDocument(None, None, None, None, None, None, "Talks resumed.")


def test_a_wrong_setting_is_refused_at_once():
    with pytest.raises(SettingsError, match="'soon'"):
        read_reports([], published="soon")


@pytest.mark.parametrize("pack", [lambda data: data, gzip.compress], ids=["plain", "gzip"])
@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (TEXT.encode(), TEXT),
        (b"\xef\xbb\xbf" + TEXT.encode(), TEXT),
        (TEXT.encode("utf-16"), TEXT),
        (b'\n{"text": "Talks resumed."}\n', "Talks resumed."),
        ('{"text": "Talks resumed."}'.encode("utf-16"), "Talks resumed."),
        (b'[\n{"text": "Talks resumed."}]', "Talks resumed."),
        (b'{\n  "id": "a",\n  "text": "Talks resumed."\n}\n', "Talks resumed."),
        (RSS.encode(), "The talks resumed in Doha."),
        (RSS.encode("utf-16"), "The talks resumed in Doha."),
    ],
)
def test_the_kind_is_told_by_the_content(data, expected, pack):
    assert one(pack(data)).text == expected


@pytest.mark.parametrize("name", ["page.html", "page.txt", "page.json", "page"])
def test_html_is_html_under_any_name(tmp_path, name):
    path = tmp_path / name
    path.write_text(PAGE)
    (report,) = read_reports([str(path)], outlet="Other")
    assert isinstance(report, RawDocument)
    assert (report.title, report.outlet) == ("Talks resume in Doha", "Gulf Wire")
    assert "returned to Doha on Wednesday" in report.text


def test_broken_lines_cost_themselves_alone():
    lines = [
        '{"id": "a", "text": "One."}',
        '{"id": "b", "text": "cut off',
        "",
        '{"id": "c", "title": "no text"}',
        '{"id": "d", "text": 5}',
        '{"id": "e", "text": " "}',
        '"only a string"',
        '{"id": 1' + "0" * 5000 + ', "text": "a number too long"}',
        "[" * 100_000,
        '{"id": "f", "text": "Two."}',
    ]
    reports = read("\n".join(lines).encode())
    assert [r.text if isinstance(r, RawDocument) else r.where for r in reports] == [
        "One.",
        *(f"standard input:{n}" for n in (2, 4, 5, 6, 7, 8, 9)),
        "Two.",
    ]
    reasons = [r.reason for r in reports if isinstance(r, SetAside)]
    assert reasons[0].startswith("broken JSON (")
    assert (
        reasons[1] == "no text; found the keys 'id', 'title'; expected an object with its words under 'text'"
    )
    assert reasons[2].startswith("no text; found a number under 'text'")
    assert reasons[3] == "the text is empty"


def test_a_line_of_fifty_megabytes_is_passed_over_in_bounded_memory():
    class Long(io.RawIOBase):
        """A short line, a long one, a short one; made as it is read."""

        def __init__(self):
            self.parts = [b'{"text": "One."}\n{"text": "', *[b"x" * 100_000] * 500, b'"}\n{"text": "Two."}\n']

        def read(self, size=-1, /):
            return self.parts.pop(0) if self.parts else b""

    tracemalloc.start()
    reports = list(read_reports(["-"], stdin=Long()))  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert [type(r) for r in reports] == [RawDocument, SetAside, RawDocument]
    assert reports[1].where == "standard input:2"
    assert "longer than 10 MB" in reports[1].reason
    assert peak < 60_000_000


def test_long_files_of_lines_are_never_held_whole(tmp_path):
    path = tmp_path / "many.jsonl"
    line = json.dumps({"text": "Talks resumed. " * 500}) + "\n"
    with path.open("w") as file:
        for _ in range(2000):
            file.write(line)
    tracemalloc.start()
    assert sum(1 for _ in read_reports([str(path)])) == 2000
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 2_000_000 < path.stat().st_size


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"%PDF-1.7 ...", "not text; found a PDF file"),
        (bytes(range(256)) * 20, "not text; found NUL bytes"),
        (b"\x01\x02\x03\x7f" * 50, "not text; found many control signs"),
        (b"\xc0\x81\xfe\xff\x9d\x8f\x90" * 30, "text in an encoding that cannot be told"),
        (b"x" * 10_000_001, "longer than 10 MB"),
        (packed(TEXT.encode())[:-12], "the gzip file breaks off"),
        (packed(TEXT.encode() * 99)[:40] + bytes(40), "gzip file"),
        (packed(packed(TEXT.encode())), "not text; found a gzip file inside another"),
        (TEXT.encode("utf-16")[:-1], "text that breaks its encoding"),
        (b"[]", "an empty list"),
        (b'[{"text": "One."},\n{"text": ]', "broken JSON (Expecting value at line 2, column 10)"),
        (b'{"articles": [{"text": "One."}]}', "no text; found the keys 'articles'"),
        (b'<?xml version="1.0"?><urlset><url/></urlset>', "XML that is no feed"),
        (PAGE[: PAGE.index("Doha on Wed")].encode(), "the page breaks off"),
        (PAGE[: PAGE.index("meta") + 9].encode(), "the page breaks off"),
        (b"<html><body></body></html>", "no report in the page"),
        (
            b"<html><body>" + b"<div>" * 50_000 + b"Talks resumed." + b"</div>" * 50_000 + b"</body></html>",
            "",
        ),
        (b'<rss version="2.0"><channel><title>x</title></channel></rss>', "a feed without entries"),
    ],
)
def test_bad_input_is_set_aside_with_one_clear_line(data, reason):
    assert reason in why_not(data)


def test_a_gzip_bomb_is_not_unpacked():
    packer = zlib.compressobj(9, wbits=31)
    line = b'{"text": "One."}' + b" " * 999_983 + b"\n"
    bomb = b"".join(packer.compress(line) for _ in range(120)) + packer.flush()
    assert len(bomb) < 200_000
    tracemalloc.start()
    *reports, last = read(bomb)
    assert 40 < len(reports) < 60
    assert isinstance(last, SetAside)
    assert last.reason.startswith("a gzip file that unpacks to far more than reports do")
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 60_000_000


def test_entity_bombs_are_not_opened():
    entities = "".join(f'<!ENTITY {b} "{f"&{a};" * 50}">' for a, b in zip("abcdefg", "bcdefgh", strict=True))
    head = f'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{entities}]>'
    feed = RSS.replace("<rss", head + "<rss", 1).replace("The talks", "&h;")
    started = time.perf_counter()
    assert "declares entities of its own" in why_not(feed.encode())
    assert time.perf_counter() - started < 2


def test_folders_are_read_in_order_and_loops_are_told(tmp_path):
    for name in ("b.txt", "a/z.txt", "a/y.txt", ".hidden.txt", ".git/config", "c.txt"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"Talks resumed, says {name}.")
    (tmp_path / "a" / "loop").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    os.mkfifo(tmp_path / "pipe")
    found = [
        Path(r.path).name if isinstance(r, RawDocument) and r.path else f"{Path(r.where).name}: {r.reason}"  # type: ignore[union-attr]
        for r in read_reports([str(tmp_path)])
    ]
    assert found == [
        "loop: a link back to a folder that was read already",
        "y.txt",
        "z.txt",
        "b.txt",
        "c.txt",
        "gone.txt: no such file; check the path",
        "pipe: not a file; expected files and folders",
    ]


def test_missing_empty_and_unreadable_paths_are_set_aside(tmp_path, monkeypatch):
    (tmp_path / "empty").mkdir()
    locked = tmp_path / "locked.txt"
    locked.write_text(TEXT)
    opened = Path.open

    def refuse(self, *args, **options):
        if self == locked:
            raise PermissionError(13, "Permission denied")
        return opened(self, *args, **options)

    monkeypatch.setattr(Path, "open", refuse)
    paths = [str(tmp_path / "none.txt"), str(tmp_path / "empty"), str(locked), "nul\0byte", "x" * 5000]
    reasons = [r.reason for r in read_reports(paths) if isinstance(r, SetAside)]
    assert reasons[:3] == [
        "no such file; check the path",
        "an empty folder; expected reports",
        "cannot be read; found Permission denied",
    ]
    assert len(reasons) == 5


def test_a_disk_that_fails_midway_costs_the_rest_of_that_file_alone():
    class Failing(io.RawIOBase):
        def __init__(self):
            self.parts = [b'{"text": "One."}\n' * 5000]

        def read(self, size=-1, /):
            if not self.parts:
                raise OSError(5, "Input/output error")
            return self.parts.pop()

    *reports, last = read_reports(["-"], stdin=Failing())  # type: ignore[arg-type]
    assert [report.text for report in reports] == ["One."] * 5000  # type: ignore[union-attr]
    assert last == SetAside("standard input", "cannot be read; found Input/output error")


def test_no_socket_is_opened_for_files(tmp_path, monkeypatch):
    def refuse(*_args, **_options):
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    for name, data in {
        "a.html": PAGE,
        "b.xml": RSS,
        "c.txt": "http://example.org/report",
        "d.txt": TEXT,
    }.items():
        (tmp_path / name).write_text(data)
    assert all(isinstance(r, RawDocument) for r in read_reports([str(tmp_path)]))


def test_every_row_of_the_article_set_is_read():
    articles = Path(__file__).parents[3] / "shared" / "articles"
    if not articles.is_dir():
        pytest.skip(f"needs {articles}")
    paths = sorted(str(path) for path in articles.glob("*.jsonl"))
    rows = sum(path.read_bytes().count(b"\n") for path in map(Path, paths))
    reports = [type(report) for report in read_reports(paths)]
    assert reports == [RawDocument] * rows


STARTS = [b"", b"<html><body>", b"<?xml version='1.0'?><rss><channel>", b'{"text": "', b"[{", b"WARC/1.0\r\n"]
STARTS += [
    b"\x1f\x8b\x08\x00",
    b"\xff\xfe",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"<feed>",
    PAGE.encode(),
    RSS.encode(),
]


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(STARTS), st.binary(max_size=400), st.integers(0, 600))
def test_no_bytes_whatever_raise_an_exception(start, rest, cut):
    for data in (start + rest, (start + rest)[:cut], packed(start + rest)[: cut + 20]):
        for report in read(data):
            assert isinstance(report, RawDocument | SetAside)
            if isinstance(report, SetAside):
                assert report.reason
                assert "\n" not in report.reason
            else:
                assert report.text.strip()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_reports_raise_no_exception(data):
    sound = data.draw(
        st.sampled_from([PAGE.encode(), RSS.encode(), RSS.encode("utf-16"), packed(PAGE.encode())])
    )
    at = data.draw(st.integers(0, len(sound)))
    damage = data.draw(st.binary(max_size=12))
    assert read(sound[:at] + damage + sound[at + len(damage) :])
