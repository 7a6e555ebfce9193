"""Another coder's rows beside the claims: what both have, what only one has, for the same days and parties.

A row and a claim tell of the same where the kind of act is the same (types of one group of `merge.block`),
the countries of the parties are the same, and the days lie no further apart than `slack`. Countries: two of
the claim's, or the only one where neither has more. Days: those that the claim tells of; for a plan, and
where a claim tells no day or more than `LONGEST`, also that of its report, by which other coders date.

What only one has is a miss of the other only where the other covers the day: `covered` says that it has any
report, or any row, on that day. All counting is done by the database; lines are read as they are taken.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Select, and_, case, func, literal, null, or_, select, union, union_all

from dragoman.ask.query import Question, meaning_of
from dragoman.ask.views import PLANS, reading_for
from dragoman.errors import SettingsError
from dragoman.merge.block import group_of, types_of
from dragoman.store import CoderRow, HeldClaim, Record
from dragoman.store.schema import claim, coder_row, participant, sighting

SLACK = 1
"""Days that a row and a claim may lie apart."""
MOST_SLACK = 14
LONGEST = 31
"""A claim whose time is longer than so many days is compared by the day of its report."""
CLAIMS_BESIDE = 5
"""Claims given beside a row at most; their number is given in any case."""
AT_ONCE = 400

Has = Literal["both", "ours", "theirs"]
Ask: TypeAlias = "Select[*tuple[Any, ...]]"


@dataclass(frozen=True, slots=True)
class Covered:
    """Which days a side tells of: first, last, and how many have anything at all; None and 0 where none."""

    first: str | None
    last: str | None
    days: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows and claims are on both sides or on one.

    Attributes:
        rows, claims: that have a partner on the other side.
        only_theirs, only_ours: without a partner, on days that the other side covers.
        theirs_beyond, ours_beyond: without a partner, on days of which the other side tells nothing at all.
    """

    rows: int = 0
    claims: int = 0
    only_theirs: int = 0
    only_ours: int = 0
    theirs_beyond: int = 0
    ours_beyond: int = 0


@dataclass(frozen=True, slots=True)
class Line:
    """A row with the claims beside it, or a row or a claim alone.

    Attributes:
        has: who has it.
        covered: of what one side has alone, whether the other side tells of that day at all.
        kind: group of types, such as "CONSULT".
        countries: one or two, in order of the alphabet.
        first, last: its days; of a claim alone, those it is compared by.
        row: the coder's; None where only we have it.
        claims: ours, at most `CLAIMS_BESIDE`.
        claims_in_all: how many there are.
    """

    has: Has
    covered: bool
    kind: str
    countries: tuple[str, ...]
    first: str
    last: str
    row: CoderRow | None
    claims: tuple[HeldClaim, ...]
    claims_in_all: int


@dataclass(frozen=True, slots=True)
class Compared:
    """What a comparison comes to; its lines are read with `lines`.

    Attributes:
        ours, theirs: which days each side covers, whatever the filters.
        counts: in all.
        by_kind: kind of act to counts.
        by_pair: countries to counts, those with most rows and claims first.
        left_out: what cannot be compared and why, to how many.
    """

    coder: str
    ours: Covered
    theirs: Covered
    counts: Counts
    by_kind: dict[str, Counts]
    by_pair: dict[tuple[str, ...], Counts]
    left_out: dict[str, int]
    notes: tuple[str, ...] = ()

    def total(self, has: Has | None = None) -> int:
        """How many lines there are, in all or of one kind."""
        c = self.counts
        several = {
            "both": c.rows, "ours": c.only_ours + c.ours_beyond, "theirs": c.only_theirs + c.theirs_beyond,
        }  # fmt: skip
        return several[has] if has else sum(several.values())


def coders(record: Record) -> tuple[str, ...]:
    """The coders whose rows the record holds."""
    return tuple(row[0] for row in record.rows(select(coder_row.c.coder).distinct().order_by("coder")))


def coder_named(record: Record, name: str) -> str:
    """The coder of that name.

    Raises:
        SettingsError: the record holds no row of it.
    """
    coder = name.strip().lower()
    if record.rows(select(coder_row.c.number).where(coder_row.c.coder == coder).limit(1)):
        return coder
    raise SettingsError(
        "no rows of that coder in the record",
        found=repr(name),
        expected="one of " + ", ".join(held) if (held := coders(record)) else "rows that were imported",
        next_step="bring them in with dragoman import",
    )


def rows_of(record: Record, coder: str, question: Question) -> tuple[Iterator[CoderRow], int]:
    """The rows of a coder that the filters leave, by day, and how many there are.

    Parties, type, place, days, words and `as_of` narrow them; the other filters are about claims.
    """
    wanted = [*_theirs_asked(coder, question), *_within(_first(), _last(), question, 0)]
    if question.place:
        place, names = meaning_of(question.place), coder_row.c.place_name
        wanted.append(or_(coder_row.c.place_country.in_(place.countries), _holds(names, question.place)))
    if question.words:
        wanted += [_holds(coder_row.c.text, word) for word in question.words.split()]
    total = record.rows(select(func.count()).select_from(coder_row).where(*wanted))[0][0]
    return record.coder_rows(wanted, (_first(),), question.limit, question.offset), total


def compared(record: Record, coder: str, question: Question, slack: int = SLACK) -> Compared:
    """Count what both sides have and what one has alone.

    Args:
        coder: whose rows, such as "gdelt".
        question: which parties, types, days and reports; filters on claims alone narrow our side alone.
        slack: days that a row and a claim may lie apart.

    Raises:
        SettingsError: the record holds no row of that coder, or `slack` is out of range.
    """
    coder = coder_named(record, coder)
    if not 0 <= slack <= MOST_SLACK:
        raise SettingsError(
            "not a number of days", where="--days-apart", found=str(slack), expected=f"0 to {MOST_SLACK}"
        )
    with reading_for(record, replace(question, from_=None, to=None, event_types=())) as (
        reading,
        asked,
        notes,
    ):
        sides = _Sides.of(coder, question, slack, asked)
        by_cell = reading.rows(sides.counted())
        by_kind, by_pair = dict[str, Counts](), dict[tuple[str, ...], Counts]()
        whole = Counts()
        for kind, a, b, *numbers in by_cell:
            one = Counts(*(int(number or 0) for number in numbers))
            pair = _pair(a, b)
            whole = _added(whole, one)
            by_kind[kind] = _added(by_kind.get(kind, Counts()), one)
            by_pair[pair] = _added(by_pair.get(pair, Counts()), one)
        left_out = {why: n for why, ask in sides.left_out() if (n := reading.rows(ask)[0][0])}
        days = [reading.rows(ask)[0] for ask in (_days_of_ours(question), _days_of_theirs(coder, question))]
    busiest = dict(sorted(by_pair.items(), key=lambda item: (-_size(item[1]), item[0])))
    return Compared(
        coder,
        Covered(*days[0]),
        Covered(*days[1]),
        whole,
        dict(sorted(by_kind.items())),
        busiest,
        left_out,
        notes,
    )


def lines(
    record: Record, coder: str, question: Question, slack: int = SLACK, has: Has | None = None
) -> Iterator[Line]:
    """The lines of a comparison by day, read as they are taken; `has` leaves only those of one kind."""
    coder = coder_named(record, coder)
    with reading_for(record, replace(question, from_=None, to=None, event_types=())) as (reading, asked, _):
        sides = _Sides.of(coder, question, slack, asked)
        found = iter(reading.rows(sides.listed(has, question.limit, question.offset)))
        while batch := list(islice(found, AT_ONCE)):
            beside = [[int(n) for n in (row.claims or "").split(",")[:CLAIMS_BESIDE] if n] for row in batch]
            claims = _claims(reading, sorted({n for numbers in beside for n in numbers}), question.as_of)
            rows = _rows(reading, sorted({row.number for row in batch if row.number is not None}))
            for row, numbers in zip(batch, beside, strict=True):
                yield Line(
                    row.has,
                    bool(row.covered),
                    row.kind,
                    _pair(row.a, row.b),
                    row.first,
                    row.last,
                    rows.get(row.number),
                    tuple(claims[n] for n in numbers if n in claims),
                    row.several,
                )


# ── the two sides as tables of the database ──


@dataclass(frozen=True, slots=True)
class _Sides:
    """Both sides, each a line for a row or claim and pair of countries, and the pairs that match."""

    coder: str
    question: Question
    slack: int
    asked: tuple[ColumnElement[bool], ...]
    ours: Any = field(default=None)
    theirs: Any = field(default=None)
    matches: Any = field(default=None)

    @classmethod
    def of(
        cls, coder: str, question: Question, slack: int, asked: tuple[ColumnElement[bool], ...]
    ) -> "_Sides":
        ours = _ours(question, slack, asked).cte("ours").prefix_with("MATERIALIZED")
        theirs = _theirs(coder, question, slack).cte("theirs").prefix_with("MATERIALIZED")
        o, t = ours.c, theirs.c
        by_time = and_(t.first <= _moved(o.last, slack), t.last >= _moved(o.first, -slack))
        by_report = and_(t.first <= _moved(o.said, slack), t.last >= _moved(o.said, -slack))
        same = and_(o.kind == t.kind, o.a == t.a, o.b == t.b, or_(by_time, by_report))
        matches = (
            select(t.number.label("theirs"), o.number.label("ours"), o.a.label("a"), o.b.label("b"))
            .select_from(theirs.join(ours, same))
            .cte("matches")
            .prefix_with("MATERIALIZED")
        )
        return cls(coder, question, slack, asked, ours, theirs, matches)

    def alone(self, has: Has) -> tuple[Any, ColumnElement[bool], ColumnElement[bool]]:
        """A side, whether a line of it has a partner, and whether the other side covers its day.

        A claim of three countries has three pairs; with a partner for one, the others are no claims alone.
        """
        side = self.ours if has == "ours" else self.theirs
        partner = side.c.number.in_(select(self.matches.c[has]))
        days = _theirs_days(self.coder, self.question) if has == "ours" else _our_days(self.question)
        near = union(
            *(select(func.date(days.c.day, f"{n:+d} day")) for n in range(-self.slack, self.slack + 1))
        )
        covered = side.c.first.in_(near)
        if has == "ours":
            covered = or_(covered, side.c.said.in_(near))
        return side, partner, covered

    def asked_days(self, side: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a CTE
        """The line lies in the days asked for; the sides reach a little further, to find partners."""
        return _within(side.c.first, side.c.last, self.question, 0)

    def counted(self) -> Ask:
        """Kind, two countries, and the six counts of `Counts`."""
        parts = []
        for has in ("theirs", "ours"):
            side, partner, covered = self.alone(has)
            told = (side.c.kind, side.c.a, side.c.b)
            number = side.c.number
            # a claim of several countries counts once in all: for the pair of its partner, else for its first
            once = (
                [
                    func.row_number().over(
                        partition_by=number, order_by=(self._pair_fits(side).desc(), *told)
                    )
                    == 1
                ]
                if has == "ours"
                else []
            )
            inner = (
                select(
                    *told,
                    case((partner, 1), else_=0).label("paired"),
                    case((covered, 1), else_=0).label("covered"),
                    *(clause.label("first_of_it") for clause in once),
                )
                .where(*self.asked_days(side))
                .subquery()
            )
            c = inner.c
            kinds = (c.paired == 1, and_(c.paired == 0, c.covered == 1), and_(c.paired == 0, c.covered == 0))
            sums = [func.sum(case((fits, 1), else_=0)) for fits in kinds]
            zero = literal(0)
            cells = [n for s in sums for n in ((s, zero) if has == "theirs" else (zero, s))]
            names = ("rows", "claims", "only_theirs", "only_ours", "theirs_beyond", "ours_beyond")
            part = select(c.kind, c.a, c.b, *(n.label(name) for n, name in zip(cells, names, strict=True)))
            parts.append((part.where(c.first_of_it == 1) if once else part).group_by(c.kind, c.a, c.b))
        return union_all(*parts)  # pyright: ignore[reportReturnType]

    def _pair_fits(self, side: Any) -> ColumnElement[int]:  # noqa: ANN401 - a CTE
        m = self.matches.c
        same = select(literal(1)).where(m.ours == side.c.number, m.a == side.c.a, m.b == side.c.b)
        return case((same.exists(), 1), else_=0)

    def listed(self, has: Has | None, limit: int | None, offset: int) -> Ask:
        """The lines: number of the row, numbers of the claims, and what both are compared by."""
        parts = []
        if has in (None, "both", "theirs"):
            side, _, covered = self.alone("theirs")
            several = (
                select(
                    self.matches.c.theirs,
                    func.group_concat(self.matches.c.ours.distinct()).label("claims"),
                    func.count(self.matches.c.ours.distinct()).label("several"),
                )
                .group_by(self.matches.c.theirs)
                .subquery()
            )
            found = several.c.theirs.is_not(None)
            only = {"both": [found], "theirs": [~found], None: []}[has]
            parts.append(
                select(
                    case((found, "both"), else_="theirs").label("has"),
                    case((or_(found, covered), 1), else_=0).label("covered"),
                    *(side.c[name] for name in ("kind", "a", "b", "first", "last")),
                    side.c.number.label("number"),
                    several.c.claims.label("claims"),
                    func.coalesce(several.c.several, 0).label("several"),
                )
                .select_from(side.outerjoin(several, several.c.theirs == side.c.number))
                .where(*only, *self.asked_days(side))
            )
        if has in (None, "ours"):
            side, partner, covered = self.alone("ours")
            ranked = (
                select(
                    side,
                    case((covered, 1), else_=0).label("covered"),
                    func.row_number()
                    .over(partition_by=side.c.number, order_by=(side.c.kind, side.c.a, side.c.b))
                    .label("nth"),
                )
                .where(~partner, *self.asked_days(side))
                .subquery()
            )
            parts.append(
                select(
                    literal("ours").label("has"),
                    ranked.c.covered,
                    *(ranked.c[name] for name in ("kind", "a", "b", "first", "last")),
                    null().label("number"),
                    func.printf("%d", ranked.c.number).label("claims"),
                    literal(1).label("several"),
                ).where(ranked.c.nth == 1)
            )
        every = union_all(*parts).subquery()
        order = [every.c[name] for name in ("first", "last", "kind", "a", "b", "has", "number", "claims")]
        return select(every).order_by(*order).limit(limit).offset(offset or None)

    def left_out(self) -> list[tuple[str, Ask]]:
        """Why something cannot be compared, and a question for how many."""
        told = select(participant.c.claim).where(participant.c.country.is_not(None))
        ours = (
            select(func.count())
            .select_from(claim)
            .where(*self.asked, *_of_types(claim.c.event_type, self.question))
        )
        theirs = select(func.count()).select_from(coder_row).where(*_theirs_asked(self.coder, self.question))
        row = coder_row.c
        return [
            ("claims whose parties have no known country", ours.where(claim.c.number.not_in(told))),
            (
                "rows without a country",
                theirs.where(row.actor_country.is_(None), row.recipient_country.is_(None)),
            ),
            ("rows of no type that we have", theirs.where(row.event_type.is_(None))),
            ("rows without a day", theirs.where(_first().is_(None))),
        ]  # fmt: skip


def _ours(question: Question, slack: int, asked: tuple[ColumnElement[bool], ...]) -> Ask:
    said = select(func.min(sighting.c.day)).where(sighting.c.report == claim.c.report).scalar_subquery()
    first, last = (
        func.coalesce(claim.c.earliest, claim.c.latest),
        func.coalesce(claim.c.latest, claim.c.earliest),
    )
    short = func.coalesce(func.julianday(last) - func.julianday(first) <= LONGEST, 0) == 1
    dated = (
        select(
            claim.c.number,
            _kind(claim.c.event_type).label("kind"),
            case((short, first), else_=said).label("first"),
            case((short, last), else_=said).label("last"),
            case((or_(~short, claim.c.status.in_(PLANS)), said)).label("said"),
        )
        .where(*asked, *_of_types(claim.c.event_type, question))
        .subquery()
    )
    p, q = participant.alias("p"), participant.alias("q")
    two = (
        select(p.c.claim, p.c.country.label("a"), q.c.country.label("b"))
        .select_from(p.join(q, and_(q.c.claim == p.c.claim, q.c.country > p.c.country)))
        .distinct()
    )
    one = (
        select(p.c.claim, func.min(p.c.country), literal(""))
        .where(p.c.country.is_not(None))
        .group_by(p.c.claim)
        .having(func.count(p.c.country.distinct()) == 1)
    )
    pairs = union_all(two, one).subquery()
    d = dated.c
    told = [d.first.is_not(None), *_within(d.first, d.last, question, slack)]
    return select(dated, pairs.c.a, pairs.c.b).join_from(dated, pairs, pairs.c.claim == d.number).where(*told)


def _theirs(coder: str, question: Question, slack: int) -> Ask:
    row = coder_row.c
    two = and_(row.actor_country.is_not(None), row.recipient_country.is_not(None))
    two = and_(two, row.actor_country != row.recipient_country)
    both = (row.actor_country, row.recipient_country)
    a = case((two, func.min(*both)), else_=func.coalesce(*both))
    b = case((two, func.max(*both)), else_="")
    return select(
        row.number, _kind(row.event_type).label("kind"), _first().label("first"), _last().label("last"),
        a.label("a"), b.label("b"),
    ).where(
        *_theirs_asked(coder, question),
        *_within(_first(), _last(), question, slack),
        _first().is_not(None),
        row.event_type.is_not(None),
        or_(row.actor_country.is_not(None), row.recipient_country.is_not(None)),
    )  # fmt: skip


def _theirs_asked(coder: str, question: Question) -> list[ColumnElement[bool]]:
    row = coder_row.c
    asked: list[ColumnElement[bool]] = [row.coder == coder, *_of_types(row.event_type, question)]
    parties = [_is_party(words) for words in (question.actor, question.with_) if words]
    if len(parties) == 2:
        (one, as_recipient), (other, as_other) = parties
        asked.append(or_(and_(one, as_other), and_(other, as_recipient)))
    else:
        asked += [or_(*either) for either in parties]
    if question.as_of:
        asked.append(func.coalesce(row.reported, row.last, row.first) <= question.as_of)
    return asked


def _is_party(words: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """The words name who does it, and they name whom it is done to."""
    countries, row = meaning_of(words).countries, coder_row.c
    return (
        or_(row.actor_country.in_(countries), _holds(row.actor_name, words)),
        or_(row.recipient_country.in_(countries), _holds(row.recipient_name, words)),
    )


def _holds(column: ColumnElement[Any], words: str) -> ColumnElement[bool]:
    return func.coalesce(func.instr(func.lower(column), words.lower()), 0) > 0


def _of_types(column: ColumnElement[Any], question: Question) -> list[ColumnElement[bool]]:
    wanted = sorted({kin for given in question.event_types for kin in types_of(given)})
    return [column.in_(wanted)] if wanted else []


def _within(
    first: ColumnElement[Any], last: ColumnElement[Any], question: Question, slack: int
) -> list[ColumnElement[bool]]:
    """The days touch those asked for, made wider by `slack` on both ends."""
    asked: list[ColumnElement[bool]] = []
    if question.from_:
        asked.append(last >= func.date(question.from_, f"{-slack:+d} day"))
    if question.to:
        asked.append(first <= func.date(question.to, f"{slack:+d} day"))
    return asked


def _kind(column: ColumnElement[Any]) -> ColumnElement[str]:
    from dragoman.events.plover import EVENT_TYPES

    groups = {given: group for given in sorted(EVENT_TYPES) if (group := group_of(given)) != given}
    return case(groups, value=column, else_=column) if groups else column


def _moved(day: ColumnElement[Any], days: int) -> ColumnElement[str]:
    return func.date(day, f"{days:+d} day")


def _first() -> ColumnElement[Any]:
    return func.coalesce(coder_row.c.first, coder_row.c.last, coder_row.c.reported)


def _last() -> ColumnElement[Any]:
    return func.coalesce(coder_row.c.last, coder_row.c.first, coder_row.c.reported)


def _our_days(question: Question) -> Any:  # noqa: ANN401 - a subquery
    known = [sighting.c.day <= question.as_of] if question.as_of else []
    return select(sighting.c.day.label("day")).where(*known).distinct().subquery()


def _theirs_days(coder: str, question: Question) -> Any:  # noqa: ANN401 - a subquery
    known = [func.coalesce(coder_row.c.reported, _last()) <= question.as_of] if question.as_of else []
    return select(_first().label("day")).where(coder_row.c.coder == coder, *known).distinct().subquery()


def _days_of_ours(question: Question) -> Ask:
    days = _our_days(question)
    return select(func.min(days.c.day), func.max(days.c.day), func.count(days.c.day))


def _days_of_theirs(coder: str, question: Question) -> Ask:
    days = _theirs_days(coder, question)
    return select(func.min(days.c.day), func.max(days.c.day), func.count(days.c.day))


# ── what stands behind a line ──


def _claims(reading: Record, numbers: list[int], as_of: str | None) -> dict[int, HeldClaim]:
    found: dict[int, HeldClaim] = {}
    for at in range(0, len(numbers), AT_ONCE):
        some = claim.c.number.in_(numbers[at : at + AT_ONCE])
        named = {row.id: row.number for row in reading.rows(select(claim.c.id, claim.c.number).where(some))}
        found.update((named[held.claim.id], held) for held in reading.claims([some], as_of=as_of))
    return found


def _rows(reading: Record, numbers: list[int]) -> dict[int, CoderRow]:
    found = reading.coder_rows([coder_row.c.number.in_(numbers)])
    return dict(zip(numbers, found, strict=True))


def _pair(a: str, b: str) -> tuple[str, ...]:
    return (a, b) if b else (a,)


def _added(one: Counts, other: Counts) -> Counts:
    return Counts(*(getattr(one, n) + getattr(other, n) for n in Counts.__slots__))


def _size(counts: Counts) -> int:
    return sum(getattr(counts, name) for name in Counts.__slots__)
