"""Traps: each is bounded and told in one line, and the good report behind it is read."""

import gzip
import io
import json
import time
import zlib

import pytest

from dragoman.sources import raw
from dragoman.sources.readers import RawDocument, SetAside, read_reports

PAGE = (
    b"<html><body><article><p>The envoys met in Graz on Monday, an official said.</p></article></body></html>"
)


def read(data: bytes) -> list[RawDocument | SetAside]:
    return list(read_reports(["-"], stdin=io.BytesIO(data)))


def record(block: bytes, length: bytes | None = None) -> bytes:
    head = b"WARC/1.0\r\nWARC-Type: response\r\nContent-Type: application/http\r\nContent-Length: "
    return head + (length or str(len(block)).encode()) + b"\r\n\r\n" + block + b"\r\n\r\n"


def answer(body: bytes, *headers: bytes) -> bytes:
    lines = b"".join(line + b"\r\n" for line in (b"Content-Type: text/html", *headers))
    return b"HTTP/1.1 200 OK\r\n" + lines + b"\r\n" + body


def bomb(megabytes: int) -> bytes:
    packer = zlib.compressobj(9, wbits=31)
    return b"".join(packer.compress(bytes(1_000_000)) for _ in range(megabytes)) + packer.flush()


GOOD = record(answer(PAGE))


@pytest.mark.parametrize(
    ("trap", "reason"),
    [
        (record(b"", b"9" * 60_000), "no length"),
        (record(b"", b"-10"), "no length"),
        (record(answer(b"fffffffffffffffff\r\nabc\r\n0\r\n\r\n", b"Transfer-Encoding: chunked")), "chunked"),
        (
            record(answer(b"3\r\nabc\r\n-1\r\nabc\r\n", b"Transfer-Encoding: chunked")),
            "a damaged chunked body",
        ),
        (record(answer(b"3\r\nabc\r\nfffffff\r\nabc\r\n", b"Transfer-Encoding: chunked")), "breaks off"),
        (record(answer(bomb(50), b"Content-Encoding: gzip")), "too long"),
        (record(answer(gzip.compress(bomb(50)), b"Content-Encoding: gzip, gzip")), "too long"),
        (record(answer(b"x", b"Content-Encoding: " + b"gzip," * 5_000)), "packed many times over"),
        (record(answer(b"x" * 100, b"Content-Encoding: br")), "cannot open"),
        (record(b"no http"), "no HTTP response"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_trap_in_an_archive_costs_itself_alone(trap, reason):
    read_all = read(trap + GOOD)
    assert [r.text for r in read_all if isinstance(r, RawDocument)][-1:] == [
        "The envoys met in Graz on Monday, an official said."
    ]
    told = [r.reason for r in read_all if isinstance(r, SetAside)]
    # A chunked body whose first size is none was joined by the archiver, and is no page here.
    assert any(reason in line for line in told) or reason == "chunked"


def test_an_archive_that_holds_no_page_is_told_and_so_is_a_record_of_no_kind():
    asked = GOOD.replace(b"Type: response", b"Type: request")
    assert [r.reason for r in read(asked) if isinstance(r, SetAside)] == [
        "an archive without pages; expected records of HTML or plain text"
    ]
    told, good = read(GOOD.replace(b"WARC-Type: response\r\n", b"") + GOOD)
    assert isinstance(told, SetAside) and told.reason.startswith("a record of no kind")
    assert isinstance(good, RawDocument)


@pytest.mark.parametrize("name", ["x\0y", "idna", "punycode", "unicode_escape", "utf-7", "hex", "nothing"])
def test_a_page_that_declares_no_encoding_of_pages_is_read_by_its_bytes(name):
    body = PAGE.replace(b"Graz", "Österreich, in Graz und Köln und Düsseldorf,".encode("cp1252"))
    (report,) = read(
        record(answer(body).replace(b"text/html", b'text/html; charset="' + name.encode() + b'"'))
    )
    assert isinstance(report, RawDocument)
    assert "Köln" in report.text


@pytest.mark.parametrize(
    "made",
    [
        lambda text: json.dumps({"text": text}).encode(),
        lambda text: json.dumps([{"text": text}]).encode(),
        lambda text: text.encode(),
        lambda text: f"<rss><channel><item><description>{text}</description></item></channel></rss>".encode(),
        lambda text: PAGE.replace(b"The envoys", text.encode()),
        lambda text: record(answer(PAGE.replace(b"The envoys", text.encode()))),
    ],
    ids=["line", "array", "text", "feed", "page", "archive"],
)
def test_a_report_longer_than_any_is_set_aside_with_what_to_do(made, monkeypatch):
    monkeypatch.setattr(raw, "LONGEST_REPORT", 1_000)
    (fits,) = read(made("They met in Graz. " * 20))
    assert isinstance(fits, RawDocument)
    (long,) = read(made("They met in Graz. " * 200))
    assert isinstance(long, SetAside)
    assert "longer than any report; found 3," in long.reason
    assert long.reason.endswith("expected at most 1,000; cut it into its parts")


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        (b"<i></i>" * 50_001, "more tags than any page has; found 100,0"),
        (
            b"<a " + b" ".join(b"a%d=x" % n for n in range(300)) + b">x</a>",
            "more attributes than any tag has",
        ),
        (b"<a x='>' b\"c " + b" ".join(b"a%d" % n for n in range(300)) + b">x</a>", "more attributes"),
        (b"<div>" * 40_000, ""),
        (b"<a href='" + b"x" * 1_000_000 + b"'>x</a>", ""),
        (b'<a b="' * 5_000, ""),
    ],
    ids=["tags", "attributes", "hidden attributes", "deep", "one tag", "open quotes"],
)
def test_markup_that_would_take_long_is_not_parsed(page, reason):
    for data in (PAGE.replace(b"<p>", page + b"<p>"), record(answer(PAGE.replace(b"<p>", page + b"<p>")))):
        began = time.process_time()
        told = read(data)
        assert time.process_time() - began < 4
        if reason:
            assert isinstance(told[0], SetAside) and reason in told[0].reason


def test_fields_too_long_to_be_what_they_are_called_count_as_missing():
    row = {"id": "9" * 5_000, "url": "http://example.org/" + "a" * 5_000, "outlet": "W" * 5_000}
    row |= {"title": "T" * 2_000, "published": "2031-05-02" * 900, "text": "They met in Graz."}
    (report,) = read(json.dumps(row).encode())
    assert report == RawDocument(None, None, None, None, None, "T" * 2_000, "They met in Graz.")
