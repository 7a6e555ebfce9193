"""`watch`: ask feeds politely, again and again, and read what is new into the record."""

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from dragoman.errors import ReportError, SettingsError
from dragoman.interfaces.arguments import (
    Arguments,
    add_own_actors,
    add_record,
    record_path,
)
from dragoman.interfaces.keeping import Tally, keep_all
from dragoman.interfaces.printable import counted, on_one_line
from dragoman.interfaces.reading import Coder, read_through
from dragoman.sources.polling import (
    FeedState,
    Poll,
    SiteBusyError,
    Visits,
    can_be,
    poll_feed,
    remember,
    visit,
)
from dragoman.sources.raw import RawDocument, SetAside
from dragoman.sources.readers import read_fetched_page
from dragoman.sources.web import UnansweredError, plain_address
from dragoman.store.address import Address

EVERY, LEAST_EVERY = 15, 5
"""Minutes between two polls of a feed: unless said otherwise, and at least."""


@dataclass(slots=True)
class Run:
    """What a run of `watch` has done so far. Every entry that came is in exactly one of the counts.

    Attributes:
        coded, known, set_aside, put_off: entries read into the record; known or held already; that could
            not be read; left for the next poll, because their article could not be had yet.
        polls: polls by what became of them.
    """

    coded: int = 0
    known: int = 0
    set_aside: int = 0
    put_off: int = 0
    polls: dict[str, int] = field(default_factory=dict)


def watch(words: list[str]) -> int:
    """`dragoman watch`: poll feeds and read what is new; gives the exit code."""
    parser = Arguments(
        "watch",
        "Ask RSS and Atom feeds again and again and read what is new into the record, until Ctrl-C. "
        "(Named watches over the record are dragoman follow.)",
    )
    parser.add_argument("feeds", metavar="FEED", nargs="+", help="addresses of feeds: https://…")
    parser.add_argument(
        "--every",
        metavar="MINUTES",
        type=float,
        default=EVERY,
        help=f"minutes between two polls of a feed ({EVERY} unless said otherwise, at least {LEAST_EVERY})",
    )
    parser.add_argument("--once", action="store_true", help="ask each feed once and end, as for cron")
    parser.add_argument("--articles", action="store_true", help="read the page that each new entry points to")
    parser.add_argument(
        "--allow-private",
        action="store_true",
        help="ask addresses of this machine and of private networks, too",
    )
    add_own_actors(parser)
    add_record(parser)
    given = parser.parse_args(words)
    if not LEAST_EVERY <= given.every <= 10_000:
        raise SettingsError("not a time between polls", where="--every", found=f"{given.every:g}",
                            expected=f"{LEAST_EVERY} to 10000 minutes")  # fmt: skip
    try:
        feeds = list(dict.fromkeys(plain_address(feed) for feed in given.feeds))
    except UnansweredError as error:
        raise SettingsError(error.what, where="FEED", found=error.found, expected=error.expected) from error
    from dragoman.interfaces.reading_commands import coder, own_actors

    code = coder(own_actors(given.actors))
    run = Run()
    visits = Visits(allow_private=given.allow_private)
    try:
        watch_feeds(
            feeds, record_path(given.record), visits, code, run,
            every=None if given.once else timedelta(minutes=given.every), articles=given.articles,
        )  # fmt: skip
    except KeyboardInterrupt:
        print(_summary(run))
        sys.stderr.write("dragoman: interrupted; what was read is kept; run the same again to go on\n")
        return 130
    print(_summary(run))
    return 0 if run.polls.get("read", 0) + run.polls.get("unchanged", 0) else 2


def watch_feeds(
    feeds: list[str],
    record: Path | Address,
    visits: Visits,
    code: Coder,
    run: Run,
    *,
    every: timedelta | None,
    articles: bool = False,
    say: Callable[[str], None] | None = None,
) -> None:
    """Ask each feed, then again each `every`; once where that is None. Ends when all are gone.

    Args:
        feeds: plain addresses.
        run: counts, added to.
        say: takes one line a poll; by default it is printed.

    Raises:
        KeyboardInterrupt: the user ended it; what was read is kept.
        RecordError: the record or the feeds' state cannot be used.
    """
    from dragoman.store.feed_states import feed_states, keep_feed_state, recall_sites

    say = say or _print
    states = feed_states(record)
    recall_sites(record, visits)
    due = dict.fromkeys(feeds, visits.now())
    while due:
        for feed in [feed for feed, moment in due.items() if moment <= visits.now()]:
            state = states.get(feed) or FeedState(feed)
            poll = poll_feed(state, visits, by_words=not articles)
            run.polls[poll.outcome] = run.polls.get(poll.outcome, 0) + 1
            states[feed], line = _take_in(poll, record, visits, code, run, articles=articles)
            if states[feed] != state:
                keep_feed_state(record, states[feed], visits)
            say(f"{visits.now():%Y-%m-%d %H:%M} {on_one_line(feed)}: {on_one_line(line)}")
            if poll.outcome == "gone" or every is None:
                del due[feed]
            else:
                due[feed] = _next(states[feed], visits, every)
        if due:
            visits.sleep(max(0.1, (min(due.values()) - visits.now()).total_seconds()))


def _next(state: FeedState, visits: Visits, every: timedelta) -> datetime:
    usual = visits.now() + every * (1 + visits.jitter() / 10)
    return max(usual, datetime.fromisoformat(state.not_before)) if state.not_before else usual


def _take_in(
    poll: Poll, record: Path | Address, visits: Visits, code: Coder, run: Run, *, articles: bool
) -> tuple[FeedState, str]:
    """Read the new entries into the record; the feed's state after it, and the line that tells of it."""
    if poll.outcome != "read":
        return poll.state, poll.said or "nothing new (unchanged)"
    tally, way = Tally(), _Way(poll.known)
    if poll.entries:
        from dragoman.store import open_record

        with open_record(record) as opened:
            raws = _taken(poll.entries, visits, way, articles=articles)
            try:
                keep_all(read_through(raws, code, opened.held_among), opened, tally)
            finally:
                _add(run, tally, way)
        if way.is_stopped:
            raise KeyboardInterrupt
    else:
        _add(run, tally, way)
    for item in tally.set_aside:
        sys.stderr.write(f"set aside: {on_one_line(item.where)}: {on_one_line(item.reason)}\n")
    parts = [
        f"{tally.coded} new",
        f"{way.known + tally.held} already held",
        f"{len(tally.set_aside)} set aside",
    ]
    if way.put_off:
        parts.append(f"{way.put_off} put off")
    entries = poll.known + len(poll.entries)
    line = f"{entries} {'entry' if entries == 1 else 'entries'} = {' + '.join(parts)}"
    if tally.coded:
        line += f"; {counted(tally.claims, 'claim')}"
    if poll.misdated:
        line += f"; {poll.misdated} with a date that cannot be, read without it"
    if way.own_words:
        line += f"; {way.own_words} in the feed's words, as the page could not be read"
    return remember(poll.state, way.taken, put_off=way.put_off), line


@dataclass(slots=True)
class _Way:
    """What became of entries on the way from the feed to the coder."""

    known: int
    taken: list[RawDocument] = field(default_factory=list)
    put_off: int = 0
    own_words: int = 0
    is_stopped: bool = False


def _taken(
    entries: tuple[RawDocument | SetAside, ...], visits: Visits, way: _Way, *, articles: bool
) -> Iterator[RawDocument | SetAside]:
    """The entries, with their articles where wanted. An interruption ends them; what came is still read."""
    for entry in entries:
        if isinstance(entry, SetAside):
            yield entry
            continue
        report: RawDocument | None = entry
        if articles and entry.url:
            try:
                report = _article(entry, entry.url, visits, way)
            except KeyboardInterrupt:
                way.is_stopped = True
                return
        if report is None:
            way.put_off += 1
            continue
        way.taken.append(entry)
        yield report


def _article(entry: RawDocument, url: str, visits: Visits, way: _Way) -> RawDocument | None:
    """The entry with the words of its page; in its own words where the page may not or cannot be read.

    None where asking later may help.
    """
    try:
        reply, _ = visit(url, visits)
        if reply.status >= 500:
            return None
        if reply.status != 200:
            raise ReportError("refused", found=f"HTTP status {reply.status}")
        page = read_fetched_page(reply.data, reply.url, reply.charset)
    except SiteBusyError:
        return None
    except UnansweredError as error:
        if not error.lasting:
            return None
        way.own_words += 1
        return entry
    except ReportError:
        way.own_words += 1
        return entry
    published = entry.published
    if not published and page.published and can_be(page.published, visits.now()):
        published = page.published
    return replace(entry, url=reply.url, title=entry.title or page.title, text=page.text, published=published)


def _add(run: Run, tally: Tally, way: _Way) -> None:
    run.coded += tally.coded
    run.known += way.known + tally.held
    run.set_aside += len(tally.set_aside)
    run.put_off += way.put_off


def _summary(run: Run) -> str:
    polls = ", ".join(f"{count} {name}" for name, count in sorted(run.polls.items()))
    asked = counted(sum(run.polls.values()), "poll") + (f": {polls}" if polls else "")
    total = run.coded + run.known + run.set_aside + run.put_off
    parts = f"{run.coded} new + {run.known} already held + {run.set_aside} set aside + {run.put_off} put off"
    return f"{asked}; entries {total} = {parts}"


def _print(line: str) -> None:
    print(line, flush=True)
