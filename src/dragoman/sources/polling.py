"""Asking feeds again and again, as a guest: what is new comes out, and nothing is asked for twice.

A feed is asked with what it said last time (ETag, Last-Modified), so that an unchanged one costs it a
line. What it asks of us is kept: robots.txt, Retry-After, a permanent move, and that it is gone. A feed
that fails is asked ever more rarely. One request runs at a time, so no host ever sees two of ours.

An entry is known by its id or address together with its words, and by its words alone: an entry that
comes again under a new id is not read again, and one whose words changed under its old id is.

    visits = Visits(Limits(), now=…)
    poll = poll_feed(FeedState("https://example.org/feed"), visits)
    poll.outcome, poll.entries, poll.known      # "read", the new ones, how many were known
    state = remember(poll.state, poll.entries)  # to be kept once the entries are
"""

import hashlib
import random
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Literal

from dragoman.sources.raw import RawDocument, SetAside
from dragoman.sources.robots import EVERYTHING, LONGEST, NOTHING, Robots, read_robots
from dragoman.sources.web import (
    PERMANENT,
    REDIRECTS,
    Limits,
    Reply,
    UnansweredError,
    plain_address,
    redirect_of,
    request,
    site_of,
)

Outcome = Literal["read", "unchanged", "waits", "gone", "failed"]

FIRST_WAIT, LONGEST_WAIT = timedelta(minutes=5), timedelta(days=1)
"""After the first failure, doubled by each further one; and what no wait goes beyond, Retry-After's too."""
BUSY = (429, 503)
ROBOTS_DAY, ROBOTS_FAILED = timedelta(days=1), timedelta(hours=1)
"""How long a robots.txt holds, and how long a failure to get it does."""
LONGEST_PAUSE = 30.0
"""Seconds; a Crawl-delay beyond it counts as so much."""
REMEMBERED = 5_000
"""Entries of a feed that are remembered, the latest ones."""
SITES = 1_000
"""Sites whose robots.txt is remembered, the latest asked."""
AHEAD = timedelta(days=1)
"""A date so far ahead of the clock is wrong: a feed cannot carry tomorrow's reports."""
EARLIEST = "1990"
"""No feed entry is older; such dates are the blank dates of databases."""
ACCEPT = "application/atom+xml, application/rss+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1"


@dataclass(frozen=True, slots=True)
class FeedState:
    """What is kept of a feed between two polls.

    Attributes:
        asked: the address the user gave.
        url: where it moved to for good; None where it did not.
        etag, modified: what it said of its last state that was read.
        failures: how often it failed since it last answered.
        not_before: the moment before which it is not asked; None where it may be asked at once.
        gone: since when it has been gone (HTTP 410).
        seen: entries by their id or address, each with the digest of its words; oldest first.
    """

    asked: str
    url: str | None = None
    etag: str | None = None
    modified: str | None = None
    failures: int = 0
    not_before: str | None = None
    gone: str | None = None
    seen: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Poll:
    """What one poll of a feed gave.

    Attributes:
        state: the feed's state after it, not yet with `entries`; see `remember`.
        outcome: what became of it.
        entries: what is new, in the order of the feed, and what in it could not be read.
        known: how many entries were known already.
        misdated: how many of `entries` bore a date that cannot be, and go on without one.
        said: one line for a person, where there is something to say.
    """

    state: FeedState
    outcome: Outcome
    entries: tuple[RawDocument | SetAside, ...] = ()
    known: int = 0
    misdated: int = 0
    said: str = ""


@dataclass(slots=True)
class Visits:
    """How hosts are visited, and what they asked of us in this run.

    Attributes:
        now: the clock by which waits are told.
        pause: seconds between two requests to one site.
        jitter: gives 0 to 1; waits become up to a fifth longer, so that many readers do not come at once.
        robots: by site: the rules, and until when they hold.
        waits: by site: until when it wants no request.
    """

    limits: Limits = field(default_factory=Limits)
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    sleep: Callable[[float], None] = time.sleep
    allow_private: bool = False
    pause: float = 1.0
    jitter: Callable[[], float] = random.random
    robots: dict[str, tuple[Robots, datetime]] = field(default_factory=dict)
    waits: dict[str, datetime] = field(default_factory=dict)
    asked: dict[str, float] = field(default_factory=dict)


class SiteBusyError(UnansweredError):
    """The site wants no request now.

    Attributes:
        until: the moment from which on it may be asked.
        named: whether the site named it; otherwise it is ours.
    """

    def __init__(self, site: str, until: datetime, *, named: bool) -> None:
        self.until, self.named = until, named
        super().__init__(f"{site} wants no requests now", next_step=f"it is asked again at {_minute(until)}")


def poll_feed(state: FeedState, visits: Visits, *, by_words: bool = True) -> Poll:
    """Ask a feed once, if it may be asked now; nothing is raised.

    Args:
        by_words: entries of the same words are one. Not so where the words are only a pointer to an
            article; then they are known by id and address.
    """
    now = visits.now()
    if state.gone:
        return Poll(state, "gone", said=f"gone since {state.gone[:10]}; take it from the list")
    if state.not_before and now < datetime.fromisoformat(state.not_before):
        until = _minute(datetime.fromisoformat(state.not_before))
        return Poll(state, "waits", said=f"not asked before {until}")
    asking = {"Accept": ACCEPT}
    if state.etag:
        asking["If-None-Match"] = state.etag
    if state.modified:
        asking["If-Modified-Since"] = state.modified
    try:
        reply, moved = visit(state.url or state.asked, visits, asking)
    except SiteBusyError as busy:
        if not busy.named:
            return replace(
                _failed(state, visits, f"{site_of(state.url or state.asked)} is busy"), outcome="waits"
            )
        return Poll(replace(state, not_before=busy.until.isoformat()), "waits", said=busy.line())
    except UnansweredError as error:
        return _failed(state, visits, error.line())
    if reply.status == 304:
        return Poll(_well(state, moved), "unchanged")
    if reply.status == 410:
        gone = replace(_well(state, None), gone=now.isoformat())
        return Poll(gone, "gone", said="gone for good (HTTP 410); it is not asked again")
    if reply.status != 200:
        return _failed(state, visits, f"HTTP status {reply.status}; expected 200")
    read = replace(_well(state, moved), etag=_line(reply, "etag"), modified=_line(reply, "last-modified"))
    return _read(read, state, reply, visits, by_words=by_words)


def remember(state: FeedState, entries: Iterable[RawDocument | SetAside], *, put_off: int = 0) -> FeedState:
    """The state once `entries` are kept.

    Args:
        put_off: how many new entries were left for the next poll; for their sake the feed is then asked
            in full again.
    """
    seen = dict(state.seen)
    for entry in entries:
        if isinstance(entry, RawDocument):
            for key in _keys(entry):
                seen.pop(key, None)
                seen[key] = _digest(entry.text)
    for key in list(seen)[: max(0, len(seen) - 3 * REMEMBERED)]:
        del seen[key]
    if put_off:
        return replace(state, seen=seen, etag=None, modified=None)
    return replace(state, seen=seen)


def visit(
    url: str, visits: Visits, headers: Mapping[str, str] | None = None, *, asks_robots: bool = True
) -> tuple[Reply, str | None]:
    """What stands at an address, and where it moved to for good (None where it did not).

    Redirects are followed `REDIRECTS` times, each to a place that is checked like the first.

    Raises:
        SiteBusyError: the site asked us to wait, now or before.
        UnansweredError: no answer, or robots.txt asks programs not to fetch it.
    """
    at, moved, is_for_good = plain_address(url), None, True
    for _ in range(REDIRECTS + 1):
        site = site_of(at)
        _wait_for(site, visits)
        if asks_robots:
            rules = robots_of(site, visits)
            if not rules.allows(at[len(site) :]):
                raise UnansweredError(
                    "robots.txt asks programs not to fetch it", found=at, lasting=rules != NOTHING
                )
            _pause(site, min(max(visits.pause, rules.delay), LONGEST_PAUSE), visits)
        else:
            _pause(site, visits.pause, visits)
        try:
            reply = request(at, headers=headers, limits=visits.limits, allow_private=visits.allow_private)
        finally:
            visits.asked[site] = time.monotonic()
        if reply.status in BUSY:
            wait = asked_wait(reply.headers.get("retry-after", ""), visits.now())
            until = visits.now() + (wait or FIRST_WAIT * (1 + visits.jitter() / 5))
            visits.waits[site] = until
            raise SiteBusyError(site, until, named=wait is not None)
        to = redirect_of(reply)
        if to is None:
            return reply, moved
        is_for_good = is_for_good and reply.status in PERMANENT
        moved = to if is_for_good else moved
        at = to
    raise UnansweredError("redirected again and again", found=f"more than {REDIRECTS} redirects")


def robots_of(site: str, visits: Visits) -> Robots:
    """What the site asks of programs; where nobody can know, nothing is allowed for an hour (RFC 9309)."""
    known = visits.robots.get(site)
    now = visits.now()
    if known and now < known[1]:
        return known[0]
    rules, holds = NOTHING, ROBOTS_FAILED
    try:
        reply, _ = visit(f"{site}/robots.txt", visits, asks_robots=False)
    except SiteBusyError:
        raise
    except UnansweredError as error:
        if error.lasting:
            raise
    else:
        if reply.status == 200:
            text = reply.data[:LONGEST].decode("utf-8", "replace")
            rules, holds = read_robots(text), ROBOTS_DAY
        elif 300 <= reply.status < 500:
            rules, holds = EVERYTHING, ROBOTS_DAY
    if len(visits.robots) >= SITES:
        del visits.robots[next(iter(visits.robots))]
    visits.robots.pop(site, None)
    visits.robots[site] = (rules, now + holds)
    return rules


def _read(state: FeedState, before: FeedState, reply: Reply, visits: Visits, *, by_words: bool) -> Poll:
    """The feed in the reply. Where it holds none, `before` goes on, with a failure more."""
    from dragoman.sources.readers import read_fetched_feed

    entries = list(read_fetched_feed(reply.data, reply.url, reply.charset))
    if not any(isinstance(entry, RawDocument) for entry in entries):
        reason = entries[0].reason if isinstance(entries[0], SetAside) else ""
        return _failed(before, visits, reason)
    known, misdated = 0, 0
    fresh: list[RawDocument | SetAside] = []
    seen = dict(state.seen)
    for entry in entries:
        if isinstance(entry, SetAside):
            fresh.append(entry)
            continue
        digest, keys = _digest(entry.text), _keys(entry)
        if any(seen.get(key) == digest for key in (keys if by_words else keys[:-1] or keys)):
            known += 1
            continue
        seen.update(dict.fromkeys(keys, digest))
        if entry.published and not can_be(entry.published, visits.now()):
            entry = replace(entry, published=None)
            misdated += 1
        fresh.append(entry)
    return Poll(state, "read", tuple(fresh), known, misdated)


def can_be(published: str, now: datetime) -> bool:
    """Whether a feed can carry a report of this day or moment."""
    if published < EARLIEST:
        return False
    said = datetime.fromisoformat(published)
    try:
        return (said if said.tzinfo else said.replace(tzinfo=UTC)) <= now + AHEAD
    except OverflowError:
        return False


def _well(state: FeedState, moved: str | None) -> FeedState:
    return replace(state, url=moved or state.url, failures=0, not_before=None)


def _failed(state: FeedState, visits: Visits, why: str) -> Poll:
    wait = min(FIRST_WAIT * 2 ** min(state.failures, 20), LONGEST_WAIT) * (1 + visits.jitter() / 5)
    until = visits.now() + wait
    failed = replace(state, failures=state.failures + 1, not_before=until.isoformat())
    return Poll(failed, "failed", said=f"{why}; it is asked again at {_minute(until)}")


def asked_wait(said: str, now: datetime) -> timedelta | None:
    """How long a Retry-After asks us to wait, a second to a day; None where it says nothing that can be read.

    >>> asked_wait("120", datetime(2031, 5, 2, tzinfo=UTC)).total_seconds()
    120.0
    """
    said = said.strip()
    if said.isascii() and said.isdigit():
        wait = timedelta(seconds=int(said[:9]))
    else:
        try:
            moment = parsedate_to_datetime(said)
            wait = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)) - now
        except (ValueError, TypeError, OverflowError):
            return None
    return min(max(wait, timedelta(seconds=1)), LONGEST_WAIT)


def _wait_for(site: str, visits: Visits) -> None:
    until = visits.waits.get(site)
    if until and visits.now() < until:
        raise SiteBusyError(site, until, named=True)


def _pause(site: str, seconds: float, visits: Visits) -> None:
    last = visits.asked.get(site)
    if last is not None and (left := last + seconds - time.monotonic()) > 0:
        visits.sleep(left)


def _keys(entry: RawDocument) -> list[str]:
    """What an entry is known by: its id, its address, and last its words."""
    names = [name for name in (entry.given_id, entry.url) if name]
    return [*(_short(name) for name in dict.fromkeys(names)), _digest(entry.text)]


def _digest(text: str) -> str:
    return _short(" ".join(text.split()))


def _short(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:20]


def _line(reply: Reply, name: str) -> str | None:
    """A header to be sent back; None where it is none that can be."""
    said = reply.headers.get(name, "")
    return said if said and len(said) <= 1_000 and said.isascii() and said.isprintable() else None


def _minute(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%d %H:%M UTC")
