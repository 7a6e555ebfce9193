"""Feeds on a server that misbehaves: each case is bounded, told, and nothing is read twice."""

import gzip
import time
from datetime import UTC, datetime, timedelta

import pytest

from dragoman.sources.polling import FeedState, Visits, asked_wait, poll_feed, remember
from dragoman.sources.raw import RawDocument, SetAside
from dragoman.sources.web import Limits, plain_address
from misbehaving import FOUND, feed, found, item, misbehaving, refused

NOON = datetime(2031, 5, 2, 12, tzinfo=UTC)
QUICK = Limits(connect=1, read=0.3, whole=0.6, packed=200_000, unpacked=300_000)
TALKS = item("a1", "The ministers met in Geneva on Monday.")


@pytest.fixture
def server():
    with misbehaving() as started:
        yield started


class Clock:
    """A clock that stands still until it is set."""

    def __init__(self):
        self.moment = NOON

    def __call__(self):
        return self.moment

    def goes(self, **by):
        self.moment += timedelta(**by)


def visits_now(clock=lambda: NOON, **changed):
    given = {"limits": QUICK, "now": clock, "allow_private": True, "pause": 0.0, "jitter": lambda: 0.0}
    return Visits(**{**given, **changed})


def poll_of(server, answer, path="/feed", state=None, visits=None):
    server.answers[path] = answer
    return poll_feed(state or FeedState(server.site + path), visits or visits_now())


def texts(poll):
    return [entry.text for entry in poll.entries if isinstance(entry, RawDocument)]


def test_a_feed_is_read_once_and_asked_with_what_it_said(server):
    poll = poll_of(server, found(feed(TALKS), 'ETag: "v1"', "Last-Modified: Fri, 02 May 2031 10:00:00 GMT"))
    assert (poll.outcome, poll.known, texts(poll)) == ("read", 0, ["The ministers met in Geneva on Monday."])
    state = remember(poll.state, poll.entries)
    again = poll_of(server, refused(304), state=state)
    assert (again.outcome, again.entries) == ("unchanged", ())
    asked = server.asked("/feed")
    assert 'If-None-Match: "v1"' not in asked[0] and 'If-None-Match: "v1"' in asked[1]
    assert "If-Modified-Since: Fri, 02 May 2031 10:00:00 GMT" in asked[1]
    assert all("User-Agent: Dragoman/0.1 (reads news reports)" in text for text in server.requests)
    assert again.state.etag == '"v1"', "304 keeps what is known of the feed"


def test_an_entry_that_comes_again_under_a_new_id_is_known(server):
    state = remember((poll := poll_of(server, found(feed(TALKS)))).state, poll.entries)
    renamed = item("b7", "The  ministers met in Geneva on Monday.")
    poll = poll_of(
        server, found(feed(renamed, item("b8", "They signed."), item("b9", "They signed."))), state=state
    )
    assert (poll.known, texts(poll)) == (2, ["They signed."])


def test_an_entry_whose_words_changed_under_its_id_is_new(server):
    state = remember((poll := poll_of(server, found(feed(TALKS)))).state, poll.entries)
    poll = poll_of(server, found(feed(item("a1", "The ministers did not meet."))), state=state)
    assert (poll.known, texts(poll)) == (0, ["The ministers did not meet."])


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("Fri, 02 May 2031 10:00:00 +0300", "2031-05-02T10:00:00+03:00"),
        ("Sat, 03 May 2031 09:00:00 +0000", "2031-05-03T09:00:00+00:00"),
        ("Fri, 09 May 2031 10:00:00 +0000", None),
        ("Thu, 01 Jan 1970 00:00:00 +0000", None),
        ("9999-12-31T23:59:59-14:00", None),
        ("yesterday", None),
        ("31 Feb 2031", None),
    ],
)
def test_a_date_that_cannot_be_is_not_believed(server, said, kept):
    poll = poll_of(server, found(feed(item("a", "They met.", f"<pubDate>{said}</pubDate>"))))
    assert [entry.published for entry in poll.entries] == [kept]


def test_html_in_a_feed_becomes_plain_text(server):
    poll = poll_of(
        server,
        found(
            feed(
                item("a", "&lt;p&gt;They &lt;b&gt;met&lt;/b&gt;.&lt;script&gt;x()&lt;/script&gt;&lt;/p&gt;"),
                item("b", "<![CDATA[<div>They parted.</div>]]>"),
                item("c", "<p xmlns='http://www.w3.org/1999/xhtml'>They <i>wrote</i>.</p>"),
            )
        ),
    )
    assert texts(poll) == ["They met.", "They parted.", "They wrote."]


def test_a_page_sent_as_a_feed_is_a_failure(server):
    poll = poll_of(
        server, found("<!DOCTYPE html><html><body><p>Sorry</p></body></html>", "Content-Type: text/xml")
    )
    assert poll.outcome == "failed" and "expected RSS or Atom" in poll.said
    assert poll.state.failures == 1 and poll.state.not_before == "2031-05-02T12:05:00+00:00"


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
    '<rss version="2.0"><channel><item><description>&b;</description></item></channel></rss>'
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le"])
def test_a_feed_of_entities_is_not_opened(server, encoding):
    poll = poll_of(server, found(LAUGHS.encode(encoding), f"Content-Type: text/xml; charset={encoding}"))
    assert (poll.outcome, poll.entries) == ("failed", ())


@pytest.mark.parametrize("packed", [b"0" * 40_000_000, gzip.compress(b"<rss>" + b" " * 60_000_000, 1)])
@pytest.mark.parametrize("is_declared", [True, False])
def test_a_gzip_bomb_does_not_go_off(server, packed, is_declared):
    bomb = gzip.compress(packed, 1)
    began = time.monotonic()
    poll = poll_of(server, found(bomb, *(["Content-Encoding: gzip"] if is_declared else [])))
    assert (poll.outcome, poll.entries) == ("failed", ()) and time.monotonic() - began < 3


def test_a_packed_feed_is_read(server):
    poll = poll_of(server, found(gzip.compress(feed(TALKS).encode()), "Content-Encoding: gzip"))
    assert len(texts(poll)) == 1


def dribbling(start, piece, seconds):
    def speak(client, _):
        client.sendall(start)
        ends = time.monotonic() + 5
        while time.monotonic() < ends:
            client.sendall(piece)
            time.sleep(seconds)

    return speak


@pytest.mark.parametrize(
    "answer",
    [
        dribbling(b"", b"", 5),
        dribbling(b"HTTP/1.1 200 OK\r\n", b"X", 0.05),
        dribbling(FOUND + b"\r\n<rss>", b" ", 0.05),
        dribbling(FOUND + b"\r\n<rss>", b" " * 65_536, 0),
        dribbling(FOUND + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n", 0.05),
        dribbling(b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", 0.01),
    ],
    ids=["silent", "endless header", "slow", "endless", "slow in chunks", "to be continued"],
)
def test_slow_and_endless_answers_end(server, answer):
    began = time.monotonic()
    poll = poll_of(server, answer)
    assert poll.outcome == "failed" and time.monotonic() - began < 2
    assert poll.state.failures == 1


@pytest.mark.parametrize(
    "answer",
    [
        FOUND + b"Content-Length: 9000\r\n\r\n" + feed(TALKS).encode(),
        FOUND + b"Transfer-Encoding: chunked\r\n\r\n40\r\n<rss>",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"",
        found(b"\x1f\x8b\x08\x00broken", "Content-Encoding: gzip"),
        found(gzip.compress(feed(TALKS).encode())[:-20], "Content-Encoding: gzip"),
        found(feed(TALKS), "Content-Encoding: br"),
        found(""),
        refused(404),
        refused(500),
        refused(200, "Content-Length: -5"),
    ],
)
def test_broken_answers_are_failures_and_lose_nothing(server, answer):
    state = FeedState(server.site + "/feed", etag='"v1"', seen={"k": "d"})
    poll = poll_of(server, answer, state=state)
    assert (poll.outcome, poll.entries, poll.state.failures) == ("failed", (), 1)
    assert (poll.state.etag, poll.state.seen) == ('"v1"', {"k": "d"})


def test_failures_are_asked_ever_more_rarely(server):
    clock = Clock()
    visits, state, waits = visits_now(clock), FeedState(server.site + "/feed"), []
    for _ in range(12):
        state = poll_of(server, refused(500), state=state, visits=visits).state
        waits.append((datetime.fromisoformat(state.not_before) - clock()).total_seconds() / 60)
        early = poll_feed(state, visits)
        assert early.outcome == "waits" and early.state == state
        clock.moment = datetime.fromisoformat(state.not_before)
    assert waits[:4] == [5, 10, 20, 40] and waits[-1] == 24 * 60
    assert len(server.asked("/feed")) == 12
    assert poll_of(server, found(feed(TALKS)), state=state, visits=visits).state.failures == 0


@pytest.mark.parametrize("status", [429, 503])
def test_a_busy_site_is_left_alone_as_long_as_it_says(server, status):
    clock = Clock()
    visits = visits_now(clock)
    poll = poll_of(server, refused(status, "Retry-After: 120"), visits=visits)
    assert (poll.outcome, poll.state.not_before) == ("waits", "2031-05-02T12:02:00+00:00")
    server.answers["/other"] = found(feed(TALKS))
    other = poll_feed(FeedState(server.site + "/other"), visits)
    assert other.outcome == "waits" and not server.asked("/other"), "the whole site is left alone"
    clock.goes(minutes=2)
    assert poll_of(server, found(feed(TALKS)), state=poll.state, visits=visits).outcome == "read"


def test_a_busy_site_that_names_no_time_is_asked_ever_more_rarely(server):
    clock = Clock()
    visits, state = visits_now(clock), FeedState(server.site + "/feed", failures=3)
    poll = poll_of(server, refused(429), state=state, visits=visits)
    assert (poll.outcome, poll.state.not_before) == ("waits", "2031-05-02T12:40:00+00:00")


@pytest.mark.parametrize(
    ("said", "seconds"),
    [
        ("Fri, 02 May 2031 12:10:00 GMT", 600),
        ("0", 1),
        ("9" * 400, 86_400),
        ("Fri, 02 May 2001 12:10:00 GMT", 1),
        ("soon", None),
        ("-5", None),
        ("", None),
    ],
)
def test_what_retry_after_says(said, seconds):
    wait = asked_wait(said, NOON)
    assert (wait.total_seconds() if wait else None) == seconds


def test_a_feed_that_is_gone_is_not_asked_again(server):
    poll = poll_of(server, refused(410))
    assert poll.outcome == "gone" and "410" in poll.said
    assert poll_feed(poll.state, visits_now()).outcome == "gone" and len(server.asked("/feed")) == 1


@pytest.mark.parametrize(("status", "is_kept"), [(301, True), (308, True), (302, False), (307, False)])
def test_only_a_move_for_good_is_remembered(server, status, is_kept):
    server.answers["/new"] = found(feed(TALKS))
    poll = poll_of(server, refused(status, "Location: /new"))
    assert len(texts(poll)) == 1
    assert poll.state.url == (server.site + "/new" if is_kept else None)
    assert poll_feed(poll.state, visits_now()).outcome == "read"
    assert len(server.asked("/feed")) == (1 if is_kept else 2)


@pytest.mark.parametrize(
    "to", ["/feed", "file:///etc/passwd", "ftp://example.org/", "gopher://x/", "http://", "http://a:b@x/"]
)
def test_redirects_are_bounded_and_stay_in_the_web(server, to):
    poll = poll_of(server, refused(301, f"Location: {to}"))
    assert (poll.outcome, poll.state.url) == ("failed", None) and len(server.asked("/feed")) <= 6


def test_private_addresses_are_not_asked_unless_wanted(server):
    server.answers["/feed"] = found(feed(TALKS))
    for host in (
        server.site,
        server.site.replace("127.0.0.1", "localhost"),
        server.site.replace("127.0.0.1", "2130706433"),
    ):
        poll = poll_feed(FeedState(f"{host}/feed"), visits_now(allow_private=False))
        assert poll.outcome == "failed", host
    assert "--allow-private" in poll.said and not server.requests


def test_a_public_site_cannot_send_us_to_a_private_one(server, monkeypatch):
    from dragoman.sources import web

    server.answers["/feed"] = refused(
        302, f"Location: {server.site.replace('127.0.0.1', '127.0.0.2')}/secret"
    )
    monkeypatch.setattr(web, "is_public", lambda address: address == "127.0.0.1")
    poll = poll_feed(FeedState(server.site + "/feed"), visits_now(allow_private=False))
    assert poll.outcome == "failed" and "127.0.0.2" in poll.said and not server.asked("/secret")


@pytest.mark.parametrize(
    ("rules", "outcome"),
    [
        (found("User-agent: *\nDisallow: /"), "failed"),
        (found("User-agent: *\nDisallow: /\n\nUser-agent: Dragoman\nAllow: /"), "read"),
        (found("User-agent: *\nDisallow: /*.rss$"), "read"),
        (refused(403), "read"),
        (refused(500), "failed"),
        (refused(301, "Location: /elsewhere.txt"), "failed"),
    ],
)
def test_robots_are_obeyed_and_asked_for_once(server, rules, outcome):
    server.answers["/robots.txt"] = rules
    server.answers["/elsewhere.txt"] = found("User-agent: dragoman\nDisallow: /feed")
    visits = visits_now()
    assert poll_of(server, found(feed(TALKS)), visits=visits).outcome == outcome
    poll_feed(FeedState(server.site + "/feed"), visits)
    assert len(server.asked("/robots.txt")) == 1
    assert outcome == "read" or not server.asked("/feed")


def test_two_requests_to_a_site_have_a_pause_between_them(server):
    slept: list[float] = []
    server.answers["/robots.txt"] = found("User-agent: *\nCrawl-delay: 7")
    poll_of(server, found(feed(TALKS)), visits=visits_now(pause=1.0, sleep=slept.append))
    assert len(slept) == 1 and 6 < slept[0] <= 7 and server.at_once == 1


def test_entries_that_cannot_be_read_are_told(server):
    poll = poll_of(server, found(feed(TALKS, "<guid>x</guid>")))
    assert len(texts(poll)) == 1
    assert [e.reason.split(";")[0] for e in poll.entries if isinstance(e, SetAside)] == [
        "an entry without words"
    ]


def test_the_memory_of_a_feed_is_bounded(monkeypatch):
    from dragoman.sources import polling

    monkeypatch.setattr(polling, "REMEMBERED", 10)
    entries = [RawDocument(f"g{n}", None, f"u{n}", None, None, None, f"Text {n}.") for n in range(50)]
    assert len(remember(FeedState("http://x/"), entries).seen) == 30


def test_addresses_are_made_plain():
    assert plain_address("HTTP://Bücher.example:80/a#b") == "http://xn--bcher-kva.example/a"
    for bad in (
        "file:///etc/passwd",
        "example.org/feed",
        "http://",
        "http://u:p@example.org/",
        "http://[::1/",
    ):
        with pytest.raises(Exception, match="address"):
            plain_address(bad)
