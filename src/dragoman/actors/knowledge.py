"""What is known of actors beforehand: who they are, what they are called, which office they held when.

An actor's id is its Wikidata item where a source gives it ("Q7747"), else a slug of ours that says what it is:
"person:steve-witkoff", "org:hamas", "seat:kremlin". The tables are files of the package (`data/actors/`); they are
read once and never changed.

>>> knowledge = load_knowledge()
>>> [knowledge.actor(term.actor).name for term in knowledge.holders("UKR", "president", "2016-05-01")]
['Petro Poroshenko']
>>> knowledge.state("UKR").name, knowledge.actor("org:hamas").sector
('Ukraine', 'REB')
"""

import csv
import gc
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import TYPE_CHECKING, NamedTuple

from dragoman.actors.names import fold
from dragoman.actors.titles import title_lexicon
from dragoman.data import read_text
from dragoman.errors import SettingsError
from dragoman.records import Kind, Party

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick


class Actor(NamedTuple):
    """Someone or something that acts.

    Attributes:
        country: ISO 3166-1 alpha-3; "EUR" for bodies of the European Union; None where it has none.
        sector: PLOVER sector; None where unknown.
        surname: of persons: the folded lower-case word they are called by when named again; else "".
    """

    id: str
    kind: Kind
    name: str
    country: str | None
    sector: str | None
    surname: str = ""
    aliases: tuple[str, ...] = ()


class Term(NamedTuple):
    """An office held for a time.

    Attributes:
        role: key of titles.toml ("president"), "" where the office is none of them.
        start, end: year, month or day; "" is unknown, and for `end` also open. An end with "~" is the last day on
            which the source was known to hold; "?" is an end that nobody noted; a start with "~" is the first day on
            which a report names the office.
        sureness: "own" (the user's file), "sourced" (a table), "reported" (seen in a report, from its first to its
            last day there), "undated" or "remembered" (no source).
    """

    actor: str
    office: str
    role: str
    country: str
    start: str
    end: str
    origin: str
    sureness: str

    @property
    def begun(self) -> str:
        """The start without its mark: a day on which it had surely begun."""
        return self.start.lstrip("~")

    def covers(self, on: str) -> bool:
        """Was the office surely held on the day `on` (ISO 8601)?"""
        end = self.end.lstrip("~")
        if self.end == "?" or (not self.start and not end):
            return False
        return self.begun <= on and (not end or on[: len(end)] <= end)

    def is_stale(self, on: str) -> bool:
        """Is the day so long after the source was last known to hold that it tells nothing?"""
        return self.end == "?" or (self.end.startswith("~") and int(on[:4]) - int(self.end[1:5]) >= STALE)

    def may_cover(self, on: str) -> bool:
        """May it have been held then: begun before, and no end known before?"""
        return bool(self.start) and self.begun <= on and (self.end[:1] in ("", "~", "?") or self.covers(on))


STALE = 2
"""Years after a source was last known to hold for which it still tells who is in office."""


class Surface(NamedTuple):
    """What a string in a report may stand for.

    Attributes:
        form: "name"; "adjective" ("Russian"); "people" ("Russians"); "capital" ("Moscow"); "seat" ("Downing
            Street": an actor where it acts, else a place); "weak" (a name that needs support from its context).
    """

    actor: str
    form: str


@dataclass(frozen=True)
class Knowledge:
    """The tables, read-only, and the ways to look into them."""

    actors: dict[str, Actor]
    states: dict[str, str]
    surfaces: dict[str, tuple[Surface, ...]]
    surnames: dict[str, tuple[str, ...]]
    terms: dict[str, tuple[Term, ...]]
    offices: dict[tuple[str, str], tuple[Term, ...]]

    def actor(self, identity: str) -> Actor:
        """The actor of that id.

        Raises:
            KeyError: no such actor.
        """
        return self.actors[identity]

    def state(self, country: str) -> Actor | None:
        """The state of an ISO 3166-1 alpha-3 code; None where the tables have none ("EUR")."""
        identity = self.states.get(country)
        return self.actors[identity] if identity else None

    def terms_of(self, actor: str) -> tuple[Term, ...]:
        """Offices an actor is known to have held, in order of their beginning."""
        return self.terms.get(actor, ())

    def holders(self, country: str, role: str, on: str | None) -> tuple[Term, ...]:
        """Terms of those who held the office on a day, the surest first; with no day, nobody.

        The day on which it changes hands belongs to the successor.
        """
        if on is None:
            return ()
        terms = self.offices.get((country, role), ())
        sure = [term for term in terms if term.covers(on)]
        if any(term.start == on for term in sure):
            sure = [term for term in sure if term.end != on]
        if len(sure) > 1 and role in title_lexicon().one_holder:
            sure = _surest(sure)
        if not sure:
            possible = [term for term in terms if term.may_cover(on) and not term.is_stale(on)]
            latest = max((term.begun for term in possible), default="")
            sure = [term for term in possible if term.begun == latest]
        best: dict[str, Term] = {}
        for term in sorted(sure, key=lambda t: (t.sureness != "remembered", t.begun, t.actor), reverse=True):
            best.setdefault(term.actor, term)
        return tuple(best.values())

    def rank(self, actor: str) -> int:
        """The rank of the highest office ever held (see `prominence`)."""
        rank = self._ranked.get(actor)
        if rank is None:
            rank = self._ranked[actor] = prominence(self.terms_of(actor))
        return rank

    @cached_property
    def _ranked(self) -> dict[str, int]:
        return {}

    def holders_anywhere(self, role: str, on: str) -> tuple[Term, ...]:
        """Terms of all who held the office of that role on a day, in whatever country."""
        if (role, on) not in self._anywhere:
            self._anywhere[role, on] = tuple(
                term
                for country, held in self.offices
                if held == role
                for term in self.holders(country, role, on)
            )
        return self._anywhere[role, on]

    @cached_property
    def _anywhere(self) -> dict[tuple[str, str], tuple[Term, ...]]:
        return {}

    def office(self, actor: str, on: str | None, role: str | None = None) -> Term | None:
        """The office that the actor held on a day (of that role, if given): the surest, highest, latest begun."""
        if on is None:
            return None
        terms = self.terms.get(actor, ())
        if role is not None:
            terms = [t for t in terms if t.role == role]
        held = [t for t in terms if t.covers(on)]
        if not held:
            held = [t for t in terms if t.may_cover(on) and not t.is_stale(on)]
        if len(held) < 2:
            return held[0] if held else None
        return max(held, key=lambda t: (t.sureness == "own", -_rank(t.role), t.begun, t.office), default=None)

    @cached_property
    def parties(self) -> Mapping[str, Party]:
        """Each state as a party, by its ISO 3166-1 alpha-3 code."""
        return {
            iso: Party(self.actors[item].name, "state", item, iso, "GOV") for iso, item in self.states.items()
        }

    @cached_property
    def finder(self) -> "tuple[AhoCorasick, tuple[str, ...]]":
        """The automaton over all folded surfaces, and the surfaces in the order of its pattern numbers."""
        import ahocorasick_rs

        patterns = tuple(self.surfaces)
        return ahocorasick_rs.AhoCorasick(patterns), patterns


def _surest(terms: list[Term]) -> list[Term]:
    """Of several who are said to hold an office of one: the user's, then a table's, then who came last.

    A holder whose end nobody noted gives way to one who came later.
    """
    for sureness in ("own", "sourced"):
        if any(term.sureness == sureness for term in terms):
            terms = [term for term in terms if term.sureness == sureness]
            break
    latest = max(term.begun for term in terms)
    return [term for term in terms if term.begun == latest or term.end[:1] not in ("~", "?")]


RANKED_ROLES = (
    "president", "supreme leader", "prime minister", "chancellor", "king", "emir", "sultan", "crown prince", "pope",
    "vice president", "secretary general", "director general", "secretary of state", "foreign minister",
    "defence minister", "national security adviser", "envoy", "chief of staff", "security council secretary",
    "spokesperson", "deputy prime minister", "finance minister", "interior minister", "commander",
    "chief of general staff", "leader", "speaker",
)  # fmt: skip
"""Offices from the highest down: of two that one person holds, and of two namesakes, the higher is meant."""

_RANKS = {role: rank for rank, role in enumerate(RANKED_ROLES)}


def _rank(role: str) -> int:
    return _RANKS.get(role, len(_RANKS) + (not role))


def prominence(terms: tuple[Term, ...]) -> int:
    """The highest rank among the offices, 0 the highest; `len(RANKED_ROLES) + 1` where there is none."""
    return min((_rank(term.role) for term in terms), default=len(_RANKS) + 1)


@cache
def load_knowledge() -> Knowledge:
    """Read the tables of the package, once a process (about 0.15 s).

    Raises:
        SettingsError: a row of a data file cannot be read.
    """
    # Nothing made here is garbage, and looking for it takes half of the time.
    collecting = gc.isenabled()
    gc.disable()
    try:
        return _load()
    finally:
        if collecting:
            gc.enable()


def _load() -> Knowledge:
    actors: dict[str, Actor] = {}
    states: dict[str, str] = {}
    surfaces: dict[str, list[Surface]] = {}
    for row in _table("states.csv", 8):
        iso, item, name, aliases, adjectives, people, capitals, weak = row
        actors[item] = Actor(item, "state", name, iso, "GOV")
        states[iso] = item
        weak_names = weak.split("|")
        for form, words in (
            ("name", [w for w in (name, *aliases.split("|")) if w not in weak_names]),
            ("adjective", adjectives.split("|")),
            ("people", people.split("|") if people else _plurals(adjectives)),
            ("capital", capitals.split("|")),
            ("weak", weak_names),
        ):
            _add(surfaces, item, form, words)
    for row in _table("organisations.csv", 7):
        identity, name, aliases, weak, country, sector, kind = row
        actors[identity] = Actor(identity, _kind(kind), name, country or None, sector or None)
        weak_names = weak.split("|")
        _add(surfaces, identity, "name", [n for n in (name, *aliases.split("|")) if n not in weak_names])
        _add(surfaces, identity, "weak", weak_names)
    for row in _table("seats.csv", 6):
        name, identity, canonical, country, sector, form = row
        if identity not in actors:
            what: Kind = "place" if form == "place" else "organisation"
            actors[identity] = Actor(identity, what, canonical, country or None, sector or None)
        _add(surfaces, identity, {"institution": "name", "place": "name"}.get(form, "seat"), [name])
    surnames = _read_people(actors, surfaces)
    terms, offices = _read_terms()
    return Knowledge(
        actors,
        states,
        {name: tuple(meant) for name, meant in surfaces.items()},
        {name: tuple(ids) for name, ids in surnames.items()},
        terms,
        offices,
    )


def _read_people(actors: dict[str, Actor], surfaces: dict[str, list[Surface]]) -> dict[str, list[str]]:
    surnames: dict[str, list[str]] = {}
    for identity, name, joined, surname, country, sector in _table("people.csv", 6):
        aliases = tuple(joined.split("|")) if joined else ()
        actors[identity] = Actor(identity, "person", name, country or None, sector or None, surname, aliases)
        if not joined and " " in name and "-" not in surname and name.endswith(surname[1:]):
            # Most people: one name, that ends with the surname.
            surnames.setdefault(surname, []).append(identity)
            _add(surfaces, identity, "name", (name,))
            continue
        for word in _called(name, surname, aliases, country):
            ids = surnames.setdefault(word, [])
            if identity not in ids:
                ids.append(identity)
        _add(surfaces, identity, "name", [n for n in (name, *aliases) if " " in n])
    return surnames


def _called(name: str, surname: str, aliases: tuple[str, ...], country: str) -> list[str]:
    """Single words, folded and in lower case, that a person may be called by when named again.

    The surname, without its article too; the last words of other names; halves of a hyphened surname; and names of
    one word ("Saddam").
    """
    called = [surname]
    if surname[:3] in ("al-", "el-"):
        called.append(surname[3:])
    elif "-" in surname and country not in SURNAME_FIRST:
        called += [part for part in surname.split("-") if len(part) > LONG_PART]
    if country not in SURNAME_FIRST:
        lasts = (fold(n).lower().rsplit(" ", 1)[-1].rstrip(".") for n in (name, *aliases))
        called += [last for last in lasts if len(last) > LONG_PART]
    return called + [fold(alias).lower() for alias in aliases if " " not in alias]


SURNAME_FIRST = frozenset({"CHN", "TWN", "KOR", "PRK", "VNM", "KHM", "HKG", "SGP"})
LONG_PART = 3
"""Letters that a part of a name must have more than, to stand for its bearer."""


def _read_terms() -> tuple[dict[str, tuple[Term, ...]], dict[tuple[str, str], tuple[Term, ...]]]:
    by_actor: dict[str, list[Term]] = {}
    by_office: dict[tuple[str, str], list[Term]] = {}
    for row in _table("offices.csv", 8):
        term = Term._make(row)
        by_actor.setdefault(term.actor, []).append(term)
        if term.role:
            by_office.setdefault((term.country, term.role), []).append(term)
    return {a: tuple(t) for a, t in by_actor.items()}, {o: tuple(t) for o, t in by_office.items()}


def _table(name: str, width: int) -> list[list[str]]:
    """Rows of a table of the package, without its head and the comments above it."""
    lines = io.StringIO(read_text(f"actors/{name}"), newline="")
    for line in lines:
        if not line.startswith("#"):
            break
    rows = list(csv.reader(lines))
    for row in rows:
        if len(row) != width:
            raise SettingsError(
                "a row has too many or too few fields",
                where=f"actors/{name}: {','.join(row)[:60]}",
                found=f"{len(row)} fields",
                expected=f"{width} fields",
                next_step="mend the row",
            )
    return rows


def _add(surfaces: dict[str, list[Surface]], identity: str, form: str, words: Iterable[str]) -> None:
    for word in words:
        if word:
            meant = surfaces.setdefault(fold(word), [])
            surface = Surface(identity, form)
            if surface not in meant:
                meant.append(surface)


def _plurals(adjectives: str) -> list[str]:
    """Nouns for a people, from its adjectives: "Russians", not "Chineses"."""
    return [
        word + "s"
        for word in adjectives.split("|")
        if word and word.endswith(("n", "i", "k", "t", "b", "o", "z"))
    ]


def _kind(word: str) -> Kind:
    return "group" if word == "group" else "organisation"
