"""What several reports together tell, kept beside the claims, so that a question need not work it out anew.

    new reports -> profiles and keys -> pairs judged the same -> events -> how each stood, day by day

Everything here follows from the claims and can be made anew from them (`merge_anew`). `merge_new` takes what
was read since the last time: each new claim is compared with the few reported before it (`block`), those
reported after it look again, and only the events that are touched are put together anew, from the day of the
new report on (`cluster`). Both ways give the same rows, whatever the order in which reports came.

A crash leaves reports that are not merged yet, never a wrong answer: how far merging has come (the last
`sighting` taken) stands in the same transaction as its outcome, and whoever asks merges the rest first.

Only claims from the confidence `SURE` on are brought together here.
"""

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import groupby
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    delete,
    func,
    insert,
    or_,
    select,
    tuple_,
    update,
)

from dragoman.errors import RecordError
from dragoman.merge import block
from dragoman.merge.block import (
    WIDTHS,
    PartyKey,
    Profile,
    Told,
    can_touch,
    group_of,
    keys_of,
    meetings_of_guests,
    nearest,
    number_of,
    profile,
)
from dragoman.merge.cluster import Event, Groups, Judgement, Link, came_to, event_of, find_links
from dragoman.merge.compare import compare
from dragoman.merge.contradictions import (
    Contradiction,
    attributions,
    is_saying,
    orders,
    speaker_of,
    words_quoted,
)
from dragoman.merge.contradictions import within as differing_within
from dragoman.merge.lifecycle import Life, life_of
from dragoman.records import Claim
from dragoman.store import Record
from dragoman.store.schema import (
    DERIVED,
    TABLES,
    claim,
    compared,
    compared_key,
    event_differs,
    event_party,
    event_state,
    judgement,
    merged,
    quoted,
    report,
    sighting,
    told_order,
)

SURE = 0.5
"""Claims below it are kept, and join no event unless asked for: more of their kind are wrong than right."""


def _rule() -> str:
    """Names the rules by what they are: the modules that judge, and their words and weights."""
    found = hashlib.sha256()
    for package, name in (
        ("dragoman.merge", "block.py"),
        ("dragoman.merge", "compare.py"),
        ("dragoman.merge", "cluster.py"),
        ("dragoman.merge", "lifecycle.py"),
        ("dragoman.merge", "contradictions.py"),
        ("dragoman.merge", "kept.py"),
        ("dragoman.data", "merging.toml"),
    ):
        found.update(files(package).joinpath(name).read_bytes())
    return f"merge {found.hexdigest()[:12]}"


RULE = _rule()
"""What stands beside each judgement. Another program's rules have another name, and merging begins anew."""
GUEST = "guest 1"
"""What stands beside a guest and the meeting it came to, which no rule compared (`meetings_of_guests`)."""
ALWAYS = "9999-12-31"
AT_ONCE = 500
"""Ids that one question to the database carries."""
ANEW = 0.2
"""Where more than this share of the claims is new, all are merged anew: that is quicker."""


# ── how claims are read ──


def told_in(
    record: Record, conditions: Sequence[ColumnElement[bool]] = (), as_of: str | None = None
) -> Iterator[Told]:
    """Claims with the first day on which their report is known to have stood somewhere; in no order."""
    held = record.claims(conditions, as_of=as_of)
    while batch := [one for _, one in zip(range(AT_ONCE), held, strict=False)]:
        days = _days_of(record, {one.document.id for one in batch})
        yield from (Told(one, days[one.document.id]) for one in batch)


def _days_of(record: Record, documents: set[str]) -> dict[str, str]:
    question = (
        select(report.c.id, func.min(sighting.c.day))
        .join(sighting, sighting.c.report == report.c.number)
        .where(report.c.id.in_(sorted(documents)))
        .group_by(report.c.id)
    )
    return {row[0]: row[1] for row in record.rows(question)}


# ── merging ──


def merge_new(record: Record) -> int:
    """Merge what was read since the last time; gives the number of claims that this concerned."""
    newest = record.rows(select(func.max(sighting.c.number)))[0][0] or 0
    done = {row.what: row.until for row in record.rows(select(merged))}
    if done.get(RULE) == newest:
        return 0
    before = done.get(RULE)
    if before is None:
        return merge_anew(record)
    # Reports that stood in further places since are taken anew: their first day may be another.
    fresh = select(sighting.c.report).where(sighting.c.number > before, sighting.c.number <= newest)
    wanted = [claim.c.confidence >= SURE, claim.c.report.in_(fresh)]
    if record.count(wanted) > ANEW * (record.rows(select(func.max(compared.c.claim)))[0][0] or 0):
        return merge_anew(record)
    numbers = dict(record.rows(select(claim.c.id, claim.c.number).where(*wanted)))
    told = {numbers[t.claim.id]: t for t in told_in(record, wanted)}
    come = {number: profile(t) for number, t in told.items() if t.claim.kind == "event"}
    with record.deriving() as (connection, moment):
        if _until(connection) == before:
            merging = _Merging(record, connection, moment)
            merging.take(come)
            merging.keep_words(told)
            merging.flush()
            _set_until(connection, newest)
    return len(come)


def is_merged(record: Record) -> bool:
    """Does what is kept answer for the whole record? Merges the rest first; False where it cannot write."""
    try:
        merge_new(record)
    except RecordError:
        return False
    return True


def merge_anew(record: Record) -> int:
    """Make all derived rows from the claims; gives the number of claims brought together."""
    newest = record.rows(select(func.max(sighting.c.number)))[0][0] or 0
    numbers = dict(record.rows(select(claim.c.id, claim.c.number).where(*SURE_EVENTS)))
    profiles = {t.claim.id: profile(t) for t in told_in(record, SURE_EVENTS) if t.claim.id in numbers}
    saying = dict(record.rows(select(claim.c.id, claim.c.number).where(*SURE_SAYING)))
    guests = meetings_of_guests(profiles.values())
    links = sorted(find_links(one for one in profiles.values() if one.id not in guests))
    groups = Groups(profiles)
    joined = [groups.take(one) for one in links]
    for guest, meeting in guests.items():
        groups.join(guest, meeting)
    with record.deriving() as (connection, moment):
        for name in DERIVED:
            table = TABLES.tables[name]
            connection.execute(delete(table))
        merging = _Merging(record, connection, moment)
        merging.invite(guests)
        merging.know_reports()
        for group in groups.all():
            event = min(numbers[member] for member in group)
            merging.keep({numbers[member]: profiles[member] for member in group}, event)
        merging.keep_judgements((one, numbers, took) for one, took in zip(links, joined, strict=True))
        merging.keep_guests(profiles, numbers)
        merging.flush()
        merging.keep_states(None)
        merging.keep_orders(numbers)
        for told in told_in(record, SURE_SAYING):
            if told.claim.id in saying:
                merging.keep_quoted(saying[told.claim.id], told.claim)
        merging.flush()
        _set_until(connection, newest)
    return len(profiles)


SURE_EVENTS = (claim.c.kind == "event", claim.c.confidence >= SURE)
SURE_SAYING = (
    or_(claim.c.kind.in_(("statement", "position")), claim.c.event_type == "ACCUSE"),
    claim.c.confidence >= SURE,
)
"""Those that can quote somebody (`contradictions.is_saying`)."""


def _until(connection: Connection) -> int | None:
    return connection.scalar(select(merged.c.until).where(merged.c.what == RULE))


def _set_until(connection: Connection, newest: int) -> None:
    connection.execute(delete(merged))
    connection.execute(insert(merged).values(what=RULE, until=newest))


_PART = (
    select(compared_key.c.claim)
    .where(
        compared_key.c.key == bindparam("key"),
        compared_key.c.width == bindparam("width"),
        or_(
            compared_key.c.day < bindparam("day"),
            and_(compared_key.c.day == bindparam("day"), compared_key.c.place < bindparam("place")),
        ),
    )
    .limit(bindparam("nearest"))
)
_BEGUN = _PART.where(compared_key.c.first <= bindparam("first")).order_by(
    compared_key.c.first.desc(), compared_key.c.day.desc(), compared_key.c.place.desc()
)
_TO_COME = _PART.where(compared_key.c.first > bindparam("first")).order_by(
    compared_key.c.first, compared_key.c.day, compared_key.c.place
)
_LATER = (
    select(compared_key.c.claim)
    .distinct()
    .where(compared_key.c.key.in_(bindparam("keys", expanding=True)), compared_key.c.day >= bindparam("day"))
)


class _Merging:
    """One transaction of merging, with what it has written but not sent yet."""

    def __init__(self, record: Record, connection: Connection, moment: str) -> None:
        self._record, self._connection, self._moment = record, connection, moment
        self._known: dict[int, Profile] = {}
        self._rows: dict[Any, list[dict[str, Any]]] = defaultdict(list)
        self._meeting_of: dict[str, str] = {}
        self._reports: dict[int, int] = {}
        self._related: list[tuple[int, Claim]] = []

    def invite(self, meeting_of: Mapping[str, str]) -> None:
        """Say which claims only tell who came to the meeting of another; both by their ids."""
        self._meeting_of.update(meeting_of)

    def know_reports(self) -> None:
        """Look up once of which reports all claims are."""
        rows = self._connection.execute(select(claim.c.number, claim.c.report))
        self._reports = {row.number: row.report for row in rows}

    def take(self, come: dict[int, Profile]) -> None:
        """Add claims, or take them anew where their day has changed, and mend what that touches."""
        self.invite(meetings_of_guests(come.values()))
        old = {n: p for n, p in self._profiles(come).items() if p != come[n]}
        same = self._known.keys() - old.keys()
        come = {n: p for n, p in come.items() if n not in same}
        if not come:
            return
        since = min(p.day for p in (*come.values(), *old.values()))
        touched = self._remove(old)
        for number, one in come.items():
            self.keep({number: one}, number)
        self.keep_guests({p.id: p for p in come.values()}, {p.id: n for n, p in come.items()})
        self.flush()
        again = {n for one in (*come.values(), *old.values()) for n in self._after(one)}
        self._known.update(come)
        for number, one in sorted(self._profiles(again - come.keys()).items()):
            if any(can_touch(one, other) for other in (*come.values(), *old.values())):
                come[number] = one
        for number, one in come.items():
            if one.id not in self._meeting_of:
                touched |= self._judge(number, one)
        self._regroup(touched | come.keys(), since)

    def keep(self, profiles: dict[int, Profile], event: int) -> None:
        """Claims with their keys, as one event."""
        for number, one in profiles.items():
            self._rows[compared].append(
                {
                    "claim": number,
                    "id": one.id,
                    "report": self._report_of(number),
                    "day": one.day,
                    "event": event,
                    "profile": as_json(one),
                }
            )
            for key in () if one.id in self._meeting_of else keys_of(one):
                self._rows[compared_key].append(
                    {
                        "key": key,
                        "width": one.width,
                        "first": one.window[0],
                        "day": one.day,
                        "place": one.order,
                        "claim": number,
                    }
                )
        if len(self._rows[compared]) > 5000:
            self.flush()

    def keep_judgements(self, found: Iterable[tuple[Link, dict[str, int], bool]]) -> None:
        """Pairs judged the same, with the numbers of the claims."""
        for one, numbers, joined in found:
            self._rows[judgement].append(
                {
                    "first": numbers[one.first],
                    "second": numbers[one.second],
                    "day": one.day,
                    "score": -one.less_sure,
                    "joined": int(joined),
                    "rule": RULE,
                    "judged_at": self._moment,
                }
            )
            if len(self._rows[judgement]) > 5000:
                self.flush()

    def keep_words(self, told: Mapping[int, Told]) -> None:
        """Whom these claims quote and in what order they tell acts, anew; all those of a report together."""
        reports = sorted({self._report_of(number) for number in told})
        for some in _parted(reports):
            for table in (quoted, told_order):
                self._connection.execute(delete(table).where(table.c.report.in_(some)))
        numbers = {one.claim.id: number for number, one in told.items() if one.claim.kind == "event"}
        for number, one in told.items():
            if is_saying(one.claim):
                self.keep_quoted(number, one.claim)
            if one.claim.kind == "event":
                self.keep_order(number, one.claim, numbers)

    def keep_quoted(self, number: int, one: Claim) -> None:
        """Whom a claim quotes with which words."""
        speaker = speaker_of(one)
        if speaker is None:
            return
        for words in dict.fromkeys(words_quoted(one)):
            self._rows[quoted].append(
                {
                    "words": number_of(words),
                    "claim": number,
                    "speaker": speaker[0],
                    "report": self._report_of(number),
                }
            )
        if len(self._rows[quoted]) > 5000:
            self.flush()

    def keep_orders(self, numbers: Mapping[str, int]) -> None:
        """The same for all claims whose states were kept."""
        for number, one in self._related:
            self.keep_order(number, one, numbers)

    def keep_order(self, number: int, one: Claim, numbers: Mapping[str, int]) -> None:
        """Which acts a claim says its own comes before or after."""
        found: dict[tuple[int, int], dict[str, int]] = {}
        for relation in one.relations:
            other = numbers.get(relation.claim)
            if other is not None and relation.type in ("before", "after"):
                before, after = (number, other) if relation.type == "before" else (other, number)
                row = {"before": before, "after": after, "claim": number, "report": self._report_of(number)}
                found[before, after] = row
        self._rows[told_order] += found.values()

    def keep_guests(self, profiles: Mapping[str, Profile], numbers: Mapping[str, int]) -> None:
        """That guests belong to the meetings told before, for those among these claims."""
        for guest, meeting in self._meeting_of.items():
            if guest in profiles:
                one = came_to(meeting, guest)
                self._rows[judgement].append(
                    {
                        "first": numbers[one.first],
                        "second": numbers[one.second],
                        "day": profiles[guest].day,
                        "score": one.comparison.score,
                        "joined": 1,
                        "rule": GUEST,
                        "judged_at": self._moment,
                    }
                )

    def flush(self) -> None:
        """Send what is waiting."""
        for table in (compared, compared_key, judgement, told_order, quoted):
            if self._rows[table]:
                self._connection.execute(insert(table), self._rows.pop(table))

    def keep_states(self, wholes: Iterable[int] | None) -> None:
        """How the events stood, day by day; of all where None."""
        for whole, told, joins in _wholes(self._record, self._connection, wholes):
            states_of(whole, told, joins, self._rows)
            if wholes is None:
                self._related += [(n, t.claim) for n, t in told.items() if t.claim.relations]
            if len(self._rows[event_state]) > 5000:
                self._flush_states()
        self._flush_states()

    def _flush_states(self) -> None:
        for table in (event_state, event_party, event_differs):
            if self._rows[table]:
                self._connection.execute(insert(table), self._rows.pop(table))

    # ── one report more ──

    def _report_of(self, number: int) -> int:
        if number not in self._reports:
            found = self._connection.scalar(select(claim.c.report).where(claim.c.number == number))
            self._reports[number] = found or 0
        return self._reports[number]

    def _profiles(self, numbers: Iterable[int]) -> dict[int, Profile]:
        wanted = set(numbers)
        for some in _parted(wanted - self._known.keys()):
            question = select(compared.c.claim, compared.c.profile).where(compared.c.claim.in_(some))
            self._known.update(
                (row.claim, from_json(row.profile)) for row in self._connection.execute(question)
            )
        return {n: self._known[n] for n in wanted if n in self._known}

    def _remove(self, old: dict[int, Profile]) -> set[int]:
        """Take claims out; gives those that they were judged the same as."""
        if not old:
            return set()
        numbers = sorted(old)
        ends = or_(judgement.c.first.in_(numbers), judgement.c.second.in_(numbers))
        near = {n for row in self._connection.execute(select(judgement).where(ends)) for n in row[:2]}
        events = select(compared.c.event).where(compared.c.claim.in_(numbers))
        left = self._connection.scalars(select(compared.c.claim).where(compared.c.event.in_(events)))
        near |= set(left)
        self._connection.execute(delete(judgement).where(ends))
        self._connection.execute(delete(compared_key).where(compared_key.c.claim.in_(numbers)))
        wholes = select(compared.c.event).where(compared.c.claim.in_(numbers))
        for table in (event_state, event_party, event_differs):
            self._connection.execute(delete(table).where(table.c.whole.in_(wholes)))
        self._connection.execute(delete(compared).where(compared.c.claim.in_(numbers)))
        for number in numbers:
            self._known.pop(number)
        return near

    def _after(self, one: Profile) -> set[int]:
        """Claims that share a key and were reported on its day or later."""
        return set(self._connection.scalars(_LATER, {"keys": keys_of(one), "day": one.day}))

    def _judge(self, number: int, one: Profile) -> set[int]:
        """Compare a claim with those reported before it; gives all whose pair with it changed."""
        where = {"first": one.window[0], "day": one.day, "place": one.order, "nearest": block.NEAREST}
        met: Counter[int] = Counter()
        for key in keys_of(one):
            for width in range(len(WIDTHS)):
                for part in (_BEGUN, _TO_COME):
                    met.update(self._connection.scalars(part, {"key": key, "width": width, **where}))
        others = self._profiles(met)
        numbered = {p.id: n for n, p in others.items()}
        found: dict[int, float] = {}
        for other in nearest(one, ((others[n], keys) for n, keys in met.items())):
            result = compare(*((one, other) if one.id < other.id else (other, one)))
            if result.same:
                found[numbered[other.id]] = result.score
        pairs = {tuple(_by_id(number, n, self._known)): (n, score) for n, score in found.items()}
        before = {
            (row.first, row.second): row.score
            for row in self._connection.execute(
                select(judgement)
                .where(or_(judgement.c.first == number, judgement.c.second == number))
                .where(judgement.c.rule == RULE)
            )
            if _other(row, number) in self._reported_before(one, row, number)
        }
        gone = before.keys() - pairs.keys()
        for earlier, later in gone:
            self._connection.execute(
                delete(judgement).where(judgement.c.first == earlier, judgement.c.second == later)
            )
        new = pairs.keys() - before.keys()
        self.keep_judgements(
            (
                Link(one.day, -pairs[pair][1], self._known[pair[0]].id, self._known[pair[1]].id),
                {self._known[n].id: n for n in pair},
                False,
            )
            for pair in new
        )
        self.flush()
        return {n for pair in (*gone, *new) for n in pair}

    def _reported_before(self, one: Profile, row: Any, number: int) -> set[int]:  # noqa: ANN401 - a row
        other = _other(row, number)
        return {n for n, p in self._profiles([other]).items() if p.reported < one.reported}

    def _regroup(self, touched: set[int], since: str) -> None:
        """Put together anew, from a day on, the events of these claims and those linked to them since."""
        events = set(self._events_of(touched))
        members: dict[int, int] = {}
        links: dict[tuple[int, int], Any] = {}
        todo = set(events)
        while todo:
            fresh: set[int] = set()
            for some in _parted(todo):
                rows = self._connection.execute(
                    select(compared.c.claim, compared.c.event).where(compared.c.event.in_(some))
                )
                fresh |= {row.claim for row in rows}
            members.update(dict.fromkeys(fresh, 0))
            ends: set[int] = set()
            for some in _parted(fresh):
                question = select(judgement).where(
                    or_(judgement.c.first.in_(some), judgement.c.second.in_(some)),
                    or_(judgement.c.day >= since, judgement.c.joined == 1),
                )
                for row in self._connection.execute(question):
                    links[row.first, row.second] = row
                    ends |= {row.first, row.second}
            todo = set(self._events_of(ends - members.keys())) - events
            events |= todo
        self._put_together(sorted(members), links, since, events)

    def _put_together(
        self, members: list[int], links: dict[tuple[int, int], Any], since: str, events: set[int]
    ) -> None:
        known = self._profiles(members)
        groups = Groups({p.id: p for p in known.values()})
        numbers = {p.id: n for n, p in known.items()}
        for row in links.values():
            if row.day < since and row.joined and row.rule == RULE:
                groups.join(known[row.first].id, known[row.second].id)
        later = [
            (Link(row.day, -row.score, known[row.first].id, known[row.second].id), row)
            for row in links.values()
            if row.day >= since and row.rule == RULE
        ]
        for one, row in sorted(later, key=lambda pair: pair[0]):
            joined = int(groups.take(one))
            if joined != row.joined:
                self._connection.execute(
                    update(judgement)
                    .where(judgement.c.first == row.first, judgement.c.second == row.second)
                    .values(joined=joined)
                )
        # Guests come last, as they have no say in which claims go together.
        for row in links.values():
            if row.rule == GUEST:
                groups.join(known[row.first].id, known[row.second].id)
        for some in _parted(events):
            for table in (event_state, event_party, event_differs):
                self._connection.execute(delete(table).where(table.c.whole.in_(some)))
        labels = dict(
            row
            for some in _parted(members)
            for row in self._connection.execute(
                select(compared.c.claim, compared.c.event).where(compared.c.claim.in_(some))
            )
        )
        wholes: set[int] = set()
        for group in groups.all():
            event = min(numbers[member] for member in group)
            wholes.add(event)
            moved = [numbers[member] for member in group if labels[numbers[member]] != event]
            for some in _parted(moved):
                self._connection.execute(
                    update(compared).where(compared.c.claim.in_(some)).values(event=event)
                )
        self.keep_states(wholes)

    def _events_of(self, numbers: Iterable[int]) -> Iterator[int]:
        for some in _parted(numbers):
            yield from self._connection.scalars(
                select(compared.c.event).distinct().where(compared.c.claim.in_(some))
            )


def _other(row: Any, number: int) -> int:  # noqa: ANN401 - a row of judgement
    return row.second if row.first == number else row.first


def _by_id(a: int, b: int, known: dict[int, Profile]) -> tuple[int, int]:
    return (a, b) if known[a].id < known[b].id else (b, a)


def _parted(numbers: Iterable[int]) -> Iterator[list[int]]:
    todo = sorted(numbers)
    for at in range(0, len(todo), AT_ONCE):
        yield todo[at : at + AT_ONCE]


# ── how events stood ──


Joins = list[tuple[str, str, str, str]]
"""Day, ids of two claims that are brought together on it, and the rule that does."""


def states_of(whole: int, told: dict[int, Told], joins: Joins, rows: dict[Any, list[dict[str, Any]]]) -> None:
    """How each event among these claims stood from which day to which, by the reports up to it.

    Args:
        whole: the number under which the claims are kept together today.
        told: the claims by their numbers.
        joins: what brought them together.
        rows: by table; those of `event_state`, `event_party` and `event_differs` are added.
    """
    numbers = {t.claim.id: n for n, t in told.items()}
    by_day = groupby(sorted(told.values(), key=lambda t: t.day), key=lambda t: t.day)
    groups: dict[str, list[Told]] = {}
    standing: dict[int, dict[str, Any]] = {}
    for day, some in by_day:
        fresh = list(some)
        for one in fresh:
            groups[one.claim.id] = [one]
        changed = {t.claim.id for t in fresh}
        for joined_on, a, b, _ in joins:
            if joined_on == day and groups[a] is not groups[b]:
                both = [*groups[a], *groups[b]]
                for one in both:
                    groups[one.claim.id] = both
                changed |= {a, b}
        for group in {id(groups[c]): groups[c] for c in sorted(changed)}.values():
            event = event_of(group, ())
            for one in group:
                if row := standing.pop(numbers[one.claim.id], None):
                    row["until"] = day
            standing[numbers[event.id]] = _state(event, whole, numbers, day, rows)


def told_of(event: Event, life: Life) -> dict[str, Any]:
    """What is kept of an act in a table: kind, stage, days, first report, and by how many it is told."""
    return {
        "kind": group_of(event.told[0].claim.event_type),
        "stage": life.stage,
        "earliest": life.earliest,
        "latest": life.latest,
        "first_day": event.told[0].day,
        "reports": len(event.reports),
    }


def _state(
    event: Event, whole: int, numbers: dict[str, int], day: str, rows: dict[Any, list[dict[str, Any]]]
) -> dict[str, Any]:
    life = life_of(event)
    assert life is not None
    where = {"whole": whole, "event": numbers[event.id], "since": day}
    row = {**where, "until": ALWAYS, "id": event.id, **told_of(event, life)}
    rows[event_state].append(row)
    rows[event_party] += (
        {**where, "place": n, "name": p.name, "actor": p.actor, "country": p.country}
        for n, p in enumerate(life.parties)
    )
    rows[event_differs] += (
        {
            **where,
            "place": n,
            "kind": found.kind,
            "first": numbers[found.first.claim.id],
            "second": numbers[found.second.claim.id],
            "says_first": found.says_first,
            "says_second": found.says_second,
        }
        for n, found in enumerate(differing_within(event) if row["reports"] > 1 else ())
    )
    return row


def _wholes(
    record: Record, connection: Connection, wholes: Iterable[int] | None, as_of: str | None = None
) -> Iterator[tuple[int, dict[int, Told], Joins]]:
    """The claims kept together under each of these numbers, and what brought them together."""
    if wholes is None:
        wholes = connection.scalars(select(compared.c.event).distinct().order_by(compared.c.event)).all()
    for some in _parted(wholes):
        event_of_claim = dict(
            tuple(row)
            for row in connection.execute(
                select(compared.c.claim, compared.c.event).where(compared.c.event.in_(some))
            )
        )
        ids: dict[str, int] = {}
        told: dict[int, dict[int, Told]] = defaultdict(dict)
        for part in _parted(event_of_claim):
            ids.update(
                (row.id, row.number)
                for row in connection.execute(
                    select(claim.c.id, claim.c.number).where(claim.c.number.in_(part))
                )
            )
            for t in told_in(record, [claim.c.number.in_(part)], as_of):
                number = ids[t.claim.id]
                told[event_of_claim[number]][number] = t
        name = {number: identity for identity, number in ids.items()}
        joins: dict[int, Joins] = defaultdict(list)
        for part in _parted(event_of_claim):
            question = select(judgement).where(judgement.c.second.in_(part), judgement.c.joined == 1)
            for row in connection.execute(question.order_by(judgement.c.day)):
                joins[event_of_claim[row.second]].append(
                    (row.day, name[row.first], name[row.second], row.rule)
                )
        for whole in some:
            yield whole, told[whole], sorted(joins[whole])


# ── asking ──


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events are asked for: as of a day, and conditions on `event_state`."""

    as_of: str | None = None
    conditions: tuple[ColumnElement[bool], ...] = ()
    order: tuple[ColumnElement[Any], ...] = ()
    limit: int | None = None
    offset: int = 0


def kept_events(record: Record, wanted: Wanted) -> tuple[Event, ...]:
    """Events as of a day, from what is kept; in the order wanted, else by first report.

    Ask `is_merged` first.
    """
    question = (
        select(event_state.c.event, event_state.c.whole)
        .where(*_standing(wanted.as_of), *wanted.conditions)
        .order_by(*wanted.order)
        .limit(wanted.limit)
        .offset(wanted.offset or None)
    )
    rows = record.rows(question)
    place = {row.event: n for n, row in enumerate(rows)}
    found = _assembled(record, {row.whole for row in rows}, wanted.as_of)
    events = {number: event for number, event in found if number in place}
    if wanted.order:
        return tuple(events[number] for number in place)
    return tuple(sorted(events.values(), key=lambda event: (event.told[0].day, event.id)))


def kept_count(record: Record, wanted: Wanted) -> int:
    """How many events there are, without the limit."""
    question = select(func.count()).select_from(event_state)
    return record.rows(question.where(*_standing(wanted.as_of), *wanted.conditions))[0][0]


def _standing(as_of: str | None) -> list[ColumnElement[bool]]:
    if as_of:
        return [event_state.c.since <= as_of, event_state.c.until > as_of]
    return [event_state.c.until == ALWAYS]


NEWEST_FIRST = (event_state.c.since.desc(), event_state.c.id.desc())
"""By the last report, the newest first: an event stands as it does since its last report."""
BY_FIRST_REPORT = (event_state.c.first_day, event_state.c.id)


def has_party(names: Sequence[str], actors: Sequence[str], countries: Sequence[str]) -> ColumnElement[bool]:
    """One of the parties of the event, as it stands, is one of these."""
    part = event_party.alias()
    asked = or_(part.c.name.in_(names), part.c.actor.in_(actors), part.c.country.in_(countries))
    stands = (event_state.c.event, event_state.c.since)
    return tuple_(*stands).in_(select(part.c.event, part.c.since).where(asked))


def tells(*conditions: ColumnElement[bool]) -> ColumnElement[bool]:
    """A claim that is kept together with the event today fulfils these, over the columns of `claim`."""
    some = select(compared.c.event).join(claim, claim.c.number == compared.c.claim).where(*conditions)
    return event_state.c.whole.in_(some)


@dataclass(frozen=True, slots=True)
class Differing:
    """A contradiction by the numbers of its claims, with what it is put in order by."""

    kind: str
    first: int
    second: int
    says_first: str
    says_second: str
    event: str | None
    order: tuple[str, str, str, str, str]


def kept_contradictions(
    record: Record, as_of: str | None = None, kinds: Sequence[str] = ()
) -> tuple[Differing, ...]:
    """What reports say otherwise, of these kinds or all, in order of `find_contradictions`.

    Ask `is_merged` first.
    """
    found: list[Differing] = []
    if not kinds or not {"order", "attribution"}.issuperset(kinds):
        found += _within_kept(record, as_of)
    if not kinds or "order" in kinds:
        found += _orders_kept(record, as_of)
    if not kinds or "attribution" in kinds:
        found += _attributions_kept(record, as_of)
    return tuple(sorted((one for one in found if not kinds or one.kind in kinds), key=lambda one: one.order))


def read_contradictions(
    record: Record, found: Sequence[Differing], as_of: str | None = None
) -> tuple[Contradiction, ...]:
    """These with their claims."""
    numbers = {number for one in found for number in (one.first, one.second)}
    told = _told(record, numbers, as_of)
    return tuple(
        Contradiction(
            one.kind,  # pyright: ignore[reportArgumentType] - kept from a Contradiction
            told[one.first],
            told[one.second],
            one.says_first,
            one.says_second,
            one.event,
        )
        for one in found
    )


def _told(record: Record, numbers: Iterable[int], as_of: str | None) -> dict[int, Told]:
    told: dict[int, Told] = {}
    for some in _parted(numbers):
        of = dict(record.rows(select(claim.c.id, claim.c.number).where(claim.c.number.in_(some))))
        told.update((of[t.claim.id], t) for t in told_in(record, [claim.c.number.in_(some)], as_of))
    return told


def _within_kept(record: Record, as_of: str | None) -> Iterator[Differing]:
    one, other = compared.alias("one"), compared.alias("other")
    rows = record.rows(
        select(event_differs, event_state.c.id, one.c.id, one.c.day, other.c.id, other.c.day)
        .join(
            event_state,
            and_(event_state.c.event == event_differs.c.event, event_state.c.since == event_differs.c.since),
        )
        .join(one, one.c.claim == event_differs.c.first)
        .join(other, other.c.claim == event_differs.c.second)
        .where(*_standing(as_of))
    )
    for *_, kind, first, second, says_first, says_second, event, a, day, b, later in rows:
        order = (later, day, kind, a, b)
        yield Differing(kind, first, second, says_first, says_second, event, order)


def _orders_kept(record: Record, as_of: str | None) -> Iterator[Differing]:
    """Acts told in two orders: only those between which two reports put both orders are read."""
    one, other = compared.alias("one"), compared.alias("other")
    rows = record.rows(
        select(one.c.event, other.c.event, told_order.c.report)
        .select_from(told_order)
        .join(one, one.c.claim == told_order.c.before)
        .join(other, other.c.claim == told_order.c.after)
    )
    reports: dict[tuple[int, int], set[int]] = defaultdict(set)
    for before, after, number in rows:
        reports[before, after].add(number)
    wholes = {
        whole
        for (before, after), some in reports.items()
        if (before == after and as_of)
        or (before != after and len(some | reports.get((after, before), set())) > 1)
        if (after, before) in reports
        for whole in (before, after)
    }
    if wholes:
        events = [event for _, event in _assembled(record, wholes, as_of)]
        yield from _as_differing(record, orders(events))


def _attributions_kept(record: Record, as_of: str | None) -> Iterator[Differing]:
    """The same words of two speakers: only claims with such words are read."""
    words = (
        select(quoted.c.words).group_by(quoted.c.words).having(func.count(quoted.c.speaker.distinct()) > 1)
    )
    numbers = {row[0] for row in record.rows(select(quoted.c.claim).where(quoted.c.words.in_(words)))}
    told = _told(record, numbers, as_of).values()
    yield from _as_differing(record, attributions(t for t in told if not as_of or t.day <= as_of))


def _as_differing(record: Record, found: Iterable[Contradiction]) -> Iterator[Differing]:
    todo = list(dict.fromkeys(found))
    ids = {t.claim.id for one in todo for t in (one.first, one.second)}
    numbers: dict[str, int] = {}
    for at in range(0, len(ids), AT_ONCE):
        some = sorted(ids)[at : at + AT_ONCE]
        numbers.update(record.rows(select(claim.c.id, claim.c.number).where(claim.c.id.in_(some))))  # pyright: ignore
    for one in todo:
        a, b = one.first, one.second
        yield Differing(
            one.kind,
            numbers[a.claim.id],
            numbers[b.claim.id],
            one.says_first,
            one.says_second,
            one.event,
            (b.day, a.day, one.kind, a.claim.id, b.claim.id),
        )


def kept_event_of(record: Record, claim_id: str, as_of: str | None) -> Event | None:
    """The event that a claim belongs to as of a day; None where it is not sure enough to belong to any.

    Ask `is_merged` first.
    """
    rows = record.rows(
        select(compared.c.event).join(claim, claim.c.number == compared.c.claim).where(claim.c.id == claim_id)
    )
    found = _assembled(record, {row.event for row in rows}, as_of)
    return next((e for _, e in found if any(t.claim.id == claim_id for t in e.told)), None)


def _assembled(record: Record, wholes: set[int], as_of: str | None) -> Iterator[tuple[int, Event]]:
    """Each event with the number of its first claim."""
    with record.reading() as connection:
        for _, told, joins in _wholes(record, connection, wholes, as_of):
            known = {n: t for n, t in told.items() if not as_of or t.day <= as_of}
            profiles = {t.claim.id: profile(t) for t in known.values()}
            numbers = {t.claim.id: n for n, t in known.items()}
            groups = Groups(profiles)
            why: dict[int, list[Judgement]] = defaultdict(list)
            so_far = [(a, b, rule) for day, a, b, rule in joins if not as_of or day <= as_of]
            for a, b, _ in so_far:
                groups.join(a, b)
            for a, b, rule in so_far:
                first, second = min(a, b), max(a, b)
                why[id(groups.of(a))].append(
                    came_to(a, b)
                    if rule == GUEST
                    else Judgement(first, second, compare(profiles[first], profiles[second]))
                )
            for members in groups.all():
                event = event_of((known[numbers[m]] for m in members), why[id(members)])
                yield numbers[event.id], event


# ── a profile as a line ──


def as_json(one: Profile) -> str:
    """A profile as one line."""
    values = [getattr(one, name) for name in Profile.__slots__]
    return json.dumps(
        [
            [[p.key, p.country, p.named, p.person, p.vague] for p in value]
            if name == "parties"
            else sorted(value)
            if isinstance(value, frozenset)
            else value
            for name, value in zip(Profile.__slots__, values, strict=True)
        ],
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(line: str) -> Profile:
    """The profile of a line."""
    values = dict(zip(Profile.__slots__, json.loads(line), strict=True))
    values["parties"] = tuple(PartyKey(*party) for party in values["parties"])
    for name in ("does", "bears", "words"):
        values[name] = frozenset(values[name])
    values["numbers"] = frozenset((value, unit) for value, unit in values["numbers"])
    return Profile(**values)
