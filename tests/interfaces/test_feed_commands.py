"""`watch` from the feed to the record: counted, interrupted, restarted, and nothing read twice."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from dragoman.documents.identity import document_id
from dragoman.errors import RecordError, SettingsError
from dragoman.interfaces import reading_commands
from dragoman.interfaces.cli import main
from dragoman.interfaces.feed_commands import Run, watch, watch_feeds
from dragoman.records import CodedDocument
from dragoman.sources.polling import Visits
from dragoman.sources.web import Limits
from dragoman.store import open_record
from dragoman.store.feed_states import feed_states, states_path
from misbehaving import feed, found, item, misbehaving, refused

NOON = datetime(2031, 5, 2, 12, tzinfo=UTC)
QUICK = Limits(connect=1, read=0.3, whole=0.6)
MET = item("a1", "The foreign ministers of both countries met in Geneva on Monday.")
SIGNED = item("a2", "They signed an agreement on the border in the evening.")


@pytest.fixture
def server():
    with misbehaving() as started:
        yield started


@pytest.fixture
def record(tmp_path):
    return tmp_path / "talks.record"


def bare(documents):
    """Codes nothing in the reports: what is tested here is the way to the record."""
    for document in documents:
        yield CodedDocument(document=document)


class Clock:
    """Time passes only where it is slept through; after `most` sleeps the user presses Ctrl-C."""

    def __init__(self, most=99):
        self.moment, self.left = NOON, most

    def __call__(self):
        return self.moment

    def sleep(self, seconds):
        self.left -= 1
        if self.left < 0:
            raise KeyboardInterrupt
        self.moment += timedelta(seconds=seconds)


def run_of(server, record, *, every=None, articles=False, clock=None, paths=("/feed",)):
    clock = clock or Clock()
    visits = Visits(QUICK, clock, clock.sleep, allow_private=True, pause=0.0, jitter=lambda: 0.0)
    run, lines = Run(), []
    try:
        watch_feeds(
            [server.site + path for path in paths], record, visits, bare, run,
            every=every, articles=articles, say=lines.append,
        )  # fmt: skip
    except KeyboardInterrupt:
        lines.append("interrupted")
    return run, lines


def held(record):
    with open_record(record) as opened:
        return opened.size()[0]


def test_what_is_new_is_read_and_what_is_known_is_not(server, record):
    server.answers["/feed"] = found(feed(MET))
    run, lines = run_of(server, record)
    assert (run.coded, run.known) == (1, 0) and "1 entry = 1 new + 0 already held + 0 set aside" in lines[0]
    server.answers["/feed"] = found(feed(MET.replace("a1", "z9"), SIGNED))
    run, _ = run_of(server, record)
    assert (run.coded, run.known) == (1, 1) and held(record) == 2


def test_a_restart_finds_what_the_feed_said(server, record):
    server.answers["/feed"] = found(feed(MET), 'ETag: "v1"')
    run_of(server, record)
    server.answers["/feed"] = refused(304)
    run, lines = run_of(server, record)
    assert run.polls == {"unchanged": 1} and "unchanged" in lines[0]
    assert 'If-None-Match: "v1"' in server.asked("/feed")[1]


def test_a_lost_state_costs_an_answer_and_nothing_is_read_twice(server, record):
    server.answers["/feed"] = found(feed(MET))
    run_of(server, record)
    states_path(record).unlink()
    run, _ = run_of(server, record)
    assert (run.coded, run.known, held(record)) == (0, 1, 1)


def test_a_wait_outlives_the_run_and_covers_the_whole_site(server, record):
    server.answers["/feed"] = refused(429, "Retry-After: 600")
    server.answers["/other"] = found(feed(SIGNED))
    run, _ = run_of(server, record, paths=("/feed", "/other"))
    assert run.polls == {"waits": 2} and not server.asked("/other")
    run, _ = run_of(server, record)
    assert run.polls == {"waits": 1} and len(server.asked("/feed")) == 1


def test_feeds_are_asked_in_turn_until_the_user_ends_it(server, record):
    server.answers["/feed"], server.answers["/gone"] = found(feed(MET)), refused(410)
    run, lines = run_of(server, record, every=timedelta(minutes=15), clock=Clock(3), paths=("/feed", "/gone"))
    assert run.polls == {"read": 4, "gone": 1} and (run.coded, run.known) == (1, 3)
    assert lines[-1] == "interrupted" and held(record) == 1
    assert len(server.asked("/gone")) == 1 and server.at_once == 1


def test_it_ends_when_all_feeds_are_gone(server, record):
    server.answers["/feed"] = refused(410)
    run, lines = run_of(server, record, every=timedelta(minutes=15))
    assert run.polls == {"gone": 1} and "gone for good" in lines[0]


def test_a_broken_feed_does_not_stop_the_others(server, record):
    server.answers["/bad"], server.answers["/feed"] = found("<rss><cha"), found(feed(MET))
    run, _ = run_of(server, record, paths=("/bad", "/feed"))
    assert run.polls == {"failed": 1, "read": 1} and run.coded == 1


def test_entries_that_are_not_read_are_counted_with_their_reason(server, record, capsys):
    french = item(
        "f", "Les ministres des Affaires étrangères se sont réunis lundi matin à Genève pour parler."
    )
    server.answers["/feed"] = found(feed(MET, french, "<guid>x</guid>"))
    run, _ = run_of(server, record)
    assert (run.coded, run.known, run.set_aside) == (1, 0, 2)
    told = capsys.readouterr().err
    assert "its language is fr" in told and "an entry without words" in told


PAGE = (
    "<!DOCTYPE html><html><head><title>Talks</title></head><body><article><p>{}</p></article></body></html>"
)
LONG = "The foreign ministers of both countries met in Geneva on Monday and spoke of the border. " * 6


def linked(server, number):
    return item(f"g{number}", "Read more.", f"<link>{server.site}/page{number}</link>")


def test_articles_are_read_once_and_only_where_robots_allow(server, record):
    server.answers["/robots.txt"] = found("User-agent: *\nDisallow: /page2")
    server.answers["/feed"] = found(feed(linked(server, 1), linked(server, 2), linked(server, 3)))
    server.answers["/page1"] = server.answers["/page2"] = found(PAGE.format(LONG))
    server.answers["/page3"] = refused(404)
    run, lines = run_of(server, record, articles=True)
    assert "2 in the feed's words" in lines[0]
    with open_record(record) as opened:
        assert opened.held(document_id(LONG)) and opened.held(document_id("Read more."))
    assert not server.asked("/page2")
    run, _ = run_of(server, record, articles=True)
    assert (run.coded, run.known) == (0, 3) and len(server.asked("/page1")) == 1


def test_an_article_that_cannot_be_had_yet_is_left_for_the_next_poll(server, record):
    server.answers["/feed"] = found(feed(linked(server, 1)), 'ETag: "v1"')
    server.answers["/page1"] = refused(500)
    run, lines = run_of(server, record, articles=True)
    assert (run.coded, run.put_off) == (0, 1) and "1 put off" in lines[0]
    server.answers["/page1"] = found(PAGE.format(LONG))
    run, _ = run_of(server, record, articles=True)
    assert run.coded == 1 and "If-None-Match" not in server.asked("/feed")[1]


def test_ctrl_c_among_articles_keeps_what_was_fetched(server, record):
    def press(_client, _asked):
        clock.left = -1

    clock = Clock()
    server.answers["/feed"] = found(feed(linked(server, 1), linked(server, 2), linked(server, 3)))
    server.answers["/page1"], server.answers["/page2"] = found(PAGE.format(LONG)), press
    server.answers["/robots.txt"] = found("User-agent: *\nCrawl-delay: 1")
    run, lines = run_of(server, record, articles=True, clock=clock)
    assert lines == ["interrupted"] and (run.coded, held(record)) == (1, 1)
    server.answers["/page2"] = found(PAGE.format("They signed an agreement on the border that evening. " * 9))
    clock = Clock()
    run, _ = run_of(server, record, articles=True, clock=clock)
    assert run.known >= 1 and held(record) >= 2


def test_a_damaged_state_is_one_clear_line(server, record):
    states_path(record).write_text('{"version": 1, "feeds": [')
    with pytest.raises(RecordError, match="take the file away"):
        feed_states(record)


@pytest.mark.parametrize(
    "words",
    [["example.org/feed"], ["file:///etc/passwd"], ["https://example.org/f", "--every", "0.1"],
     ["https://example.org/f", "--every", "nan"], ["https://u:p@example.org/f"]],
)  # fmt: skip
def test_misuse_is_told_before_anything_is_asked(words, record):
    with pytest.raises(SettingsError):
        watch([*words, "--record", str(record)])
    assert not record.exists()


def test_the_command_counts_every_entry(server, record, capsys, monkeypatch):
    monkeypatch.setattr(reading_commands, "coder", lambda _own: bare)
    server.answers["/feed"] = found(feed(MET, SIGNED))
    words = ["watch", server.site + "/feed", "--once", "--allow-private", "--record", str(record)]
    assert main(words) == 0
    told = capsys.readouterr().out
    assert re.search(r"1 poll: 1 read; entries 2 = 2 new \+ 0 already held \+ 0 set aside \+ 0 put off", told)
    assert main([word for word in words if word != "--allow-private"]) == 2
