"""Actors of the user's own: a file of theirs adds to what is known beforehand, or overrides it.

A CSV file has one row an actor, and a further row for each further office; a YAML file has a list of actors, each
with a list of offices. Both have the same fields (`FIELDS`); only `name` must be there.

    name,kind,country,sector,aliases,office,role,start,end
    Juhan Rebane,person,EST,GOV,J. Rebane,Foreign Minister of Estonia,foreign minister,2025-04-01,

An entry means the actor of its `id`, or else the one known actor of that name, kind and country; where there is
none, it is a new one. What an entry gives outranks what the tables of the package say; a term of office in it
replaces those of the same office at the same time, and its holder is the one who holds the office then.
"""

import csv
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from io import StringIO
from pathlib import Path
from typing import NamedTuple, NoReturn, cast, get_args

from dragoman.actors.knowledge import Actor, Knowledge, Surface, Term, load_knowledge
from dragoman.actors.names import fold
from dragoman.actors.titles import title_lexicon
from dragoman.errors import SettingsError
from dragoman.records import Kind

FIELDS = ("name", "id", "kind", "country", "sector", "aliases", "weak", "office", "role", "start", "end")
TERM_FIELDS = ("office", "role", "start", "end")
SECTORS = frozenset(
    "GOV MIL REB OPP PTY AGR BUS CRM CVL EDU JUD LAB LEG MED NGO REF SPY UNK IGO COP REL HLH ENV ELI MNC".split()
)
"""PLOVER sectors."""

OWN = "own"
"""The sureness of a term that the user gave."""

_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_ID = re.compile(r"Q\d+|[a-z]+:[a-z0-9-]+")


class Entry(NamedTuple):
    """One actor of the file as checked.

    Attributes:
        lines: where each field stands, such as {"country": "mine.csv:3"}; "" for the entry itself.
        kind: None where the entry leaves it to what is known.
    """

    lines: dict[str, str]
    name: str
    id: str
    kind: Kind | None
    country: str
    sector: str
    aliases: tuple[str, ...]
    weak: tuple[str, ...]
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class OwnActors:
    """A user's file as read.

    Attributes:
        checksum: the first 16 digits of the SHA-256 of its bytes; part of what made a claim.
    """

    path: Path
    entries: tuple[Entry, ...]
    checksum: str


def load_knowledge_with(own: OwnActors | None) -> Knowledge:
    """The tables of the package with the user's actors, where there are any."""
    return add_own_actors(load_knowledge(), own) if own else load_knowledge()


def read_own_actors(path: Path) -> OwnActors:
    """Read and check a user's file, by its ending YAML (.yaml, .yml) or CSV.

    Raises:
        SettingsError: the file cannot be read, or a row is wrong: the line, the field and what was expected.
    """
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise SettingsError(
            error.strerror or str(error), where=str(path), next_step="see --actors and DRAGOMAN_ACTORS"
        ) from None
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise SettingsError("not UTF-8", where=f"{path}:{line}", next_step="save it as UTF-8") from None
    return read_own_text(path, text, raw)


def read_own_text(path: Path, text: str, raw: bytes | None = None) -> OwnActors:
    """Check the text of a user's file as `read_own_actors` does.

    Raises:
        SettingsError: a row is wrong.
    """
    rows = _yaml_rows(path, text) if path.suffix.lower() in (".yaml", ".yml") else _csv_rows(path, text)
    entries = tuple(_entry(values, lines) for values, lines in rows)
    _refuse_overlaps(entries)
    return OwnActors(path, entries, hashlib.sha256(raw or text.encode()).hexdigest()[:16])


# ── reading ──

Row = tuple[dict[str, str], dict[str, str]]
"""Values by field, and where each stands."""


def _csv_rows(path: Path, text: str) -> Iterator[Row]:
    lines = csv.reader(StringIO(text, newline=""), strict=True)
    head: list[str] = []
    try:
        for row in lines:
            where = f"{path}:{lines.line_num}"
            if not any(cell.strip() for cell in row) or row[0].startswith("#"):
                continue
            if not head:
                head = [cell.strip().lower() for cell in row]
                _check_fields(head, FIELDS, where)
                continue
            if len(row) != len(head):
                raise SettingsError(
                    "a row has too many or too few fields",
                    where=where,
                    found=f"{len(row)} fields",
                    expected=f"{len(head)}, as in the first row; put a value with a comma between quotation marks",
                )
            values = {field: cell.strip() for field, cell in zip(head, row, strict=True) if cell.strip()}
            yield values, dict.fromkeys(("", *values), where)
    except csv.Error as error:
        raise SettingsError(f"not CSV ({error})", where=f"{path}:{lines.line_num}") from None
    if not head:
        raise SettingsError("no rows", where=str(path), expected="a first row with " + ",".join(FIELDS))


def _yaml_rows(path: Path, text: str) -> Iterator[Row]:
    import yaml

    try:
        top = yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SettingsError(f"not YAML ({error.problem})", where=f"{path}:{line}") from None
    except yaml.YAMLError as error:
        raise SettingsError(f"not YAML ({' '.join(str(error).split())})", where=str(path)) from None
    if isinstance(top, yaml.MappingNode) and len(top.value) == 1 and top.value[0][0].value == "actors":
        top = top.value[0][1]
    if not isinstance(top, yaml.SequenceNode):
        raise SettingsError(
            "no list of actors", where=f"{path}:1", expected="- name: …, or actors: with a list under it"
        )
    for node in top.value:
        values, lines, offices = _yaml_mapping(node, path, (*FIELDS, "offices"))
        yield values, lines
        for office in offices:
            term, term_lines, _ = _yaml_mapping(office, path, TERM_FIELDS)
            same = {k: values[k] for k in ("name", "id", "kind", "country", "sector") if k in values}
            yield {**same, **term}, {**lines, **term_lines}


def _yaml_mapping(node: object, path: Path, known: Iterable[str]) -> tuple[dict[str, str], dict[str, str], list[object]]:  # fmt: skip
    """Values and lines of a mapping whose values are words or lists of words, and the nodes under `offices`."""
    import yaml

    where = f"{path}:{cast('yaml.Node', node).start_mark.line + 1}"
    if not isinstance(node, yaml.MappingNode):
        raise SettingsError("not an actor", where=where, expected="fields such as name: and country:")
    values: dict[str, str] = {}
    lines = {"": where}
    offices: list[object] = []
    for key, value in node.value:
        field, here = str(key.value), f"{path}:{value.start_mark.line + 1}"
        _check_fields([field], known, f"{path}:{key.start_mark.line + 1}")
        lines[field] = here
        if field == "offices" and isinstance(value, yaml.SequenceNode):
            offices += value.value
        elif isinstance(value, yaml.SequenceNode) and field in ("aliases", "weak"):
            values[field] = "|".join(str(item.value) for item in value.value)
        elif not isinstance(value, yaml.ScalarNode):
            _refuse(field, here, "a list or mapping", "one value")
        elif value.tag != "tag:yaml.org,2002:null":
            values[field] = str(value.value).strip()
    return values, lines, offices


def _check_fields(found: list[str], known: Iterable[str], where: str) -> None:
    from difflib import get_close_matches

    for field in found:
        if field not in known:
            meant = get_close_matches(field, list(known), 1)
            raise SettingsError(
                "unknown field",
                where=where,
                found=repr(field),
                expected="one of " + ", ".join(known),
                next_step=f"did you mean {meant[0]}?" if meant else "",
            )


# ── checking ──


def _entry(values: Mapping[str, str], lines: dict[str, str]) -> Entry:
    def where(field: str) -> str:
        return lines.get(field, lines[""])

    name, identity = values.get("name", ""), values.get("id", "")
    if not name:
        _refuse("name", where("name"), "nothing", "the actor's name")
    if identity and not _ID.fullmatch(identity):
        _refuse(
            "id", where("id"), repr(identity), "a Wikidata item such as Q7747, or a slug such as org:my-group"
        )
    kind = values.get("kind", "")
    if kind and kind not in get_args(Kind):
        _refuse("kind", where("kind"), repr(kind), "one of " + ", ".join(get_args(Kind)))
    country = values.get("country", "")
    if country and country not in load_knowledge().states and country != "EUR":
        _refuse("country", where("country"), repr(country), "an ISO 3166-1 alpha-3 code such as EST, or EUR")
    sector = values.get("sector", "")
    if sector and sector not in SECTORS:
        _refuse("sector", where("sector"), repr(sector), "a PLOVER sector: " + " ".join(sorted(SECTORS)))
    return Entry(
        lines,
        name,
        identity,
        cast("Kind | None", kind or None),
        country,
        sector,
        _several(values.get("aliases", "")),
        _several(values.get("weak", "")),
        _term(values, where("office"), where),
    )


def _term(values: Mapping[str, str], at: str, where: Callable[[str], str]) -> tuple[Term, ...]:
    office, role = values.get("office", ""), values.get("role", "").lower()
    start, end = values.get("start", ""), values.get("end", "")
    if not (office or role):
        if start or end:
            _refuse("office", at, "nothing", "the office that was held at the time given")
        return ()
    roles = title_lexicon().role_keys
    if role and role not in roles:
        _refuse("role", where("role"), repr(role), "nothing, or one of " + ", ".join(sorted(roles)))
    for field, day in (("start", start), ("end", end)):
        if day and not _DATE.fullmatch(day):
            _refuse(
                field, where(field), repr(day), "a year, month or day such as 2025, 2025-04 or 2025-04-01"
            )
    if start and end and end[: len(start)] < start[: len(end)]:
        _refuse("end", where("end"), repr(end), f"a day not before the start, {start}")
    if not start:
        _refuse("start", where("start"), "nothing", "the year, month or day from which the office was held")
    if not role:
        words = office.lower().split(" of ")[0].split()
        told = title_lexicon().role_ending(words, len(words) - 1)
        role = told[1].key if told else ""
    return (Term("", office or role, role, values.get("country", ""), start, end, OWN, OWN),)


def _refuse(field: str, where: str, found: str, expected: str) -> NoReturn:
    raise SettingsError(f"{field} is wrong", where=where, found=found, expected=expected)


def _several(words: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in words.split("|") if word.strip())


def _refuse_overlaps(entries: tuple[Entry, ...]) -> None:
    """One actor holds an office once at a time, and an office of one holder has one."""
    lexicon = title_lexicon()
    seen: dict[tuple[str, str], list[tuple[Entry, Term]]] = {}
    for entry in entries:
        for term in entry.terms:
            who = entry.id or fold(entry.name).lower()
            keys = [(who, fold(term.office).lower())]
            if term.role in lexicon.one_holder and term.country:
                keys.append((term.country, term.role))
            for key in keys:
                for other, held in seen.get(key, ()):
                    if overlap(held, term):
                        raise SettingsError(
                            "two terms of one office overlap",
                            where=entry.lines.get("start", entry.lines[""]),
                            found=f"{entry.name}, {term.office}, {_span(term)}, beside {other.name}, {_span(held)}"
                            f" ({other.lines.get('start', other.lines[''])})",
                            expected="the one to end before the other begins",
                        )
                seen.setdefault(key, []).append((entry, term))


def overlap(one: Term, other: Term) -> bool:
    """Do the terms have time in common, as far as their dates tell? The day of a handover is none."""
    return _before(one.start, other.end) and _before(other.start, one.end)


def _before(start: str, end: str) -> bool:
    end = end.lstrip("~?")
    length = min(len(start), len(end))
    return not end or start.lstrip("~")[:length] < end[:length]


def _span(term: Term) -> str:
    return f"{term.start} to {term.end or 'today'}"


# ── adding ──


def add_own_actors(knowledge: Knowledge, own: OwnActors) -> Knowledge:
    """The knowledge with the user's actors in it; what it was given stays as it was.

    Raises:
        SettingsError: a new actor has no kind.
    """
    actors, surfaces = dict(knowledge.actors), dict(knowledge.surfaces)
    surnames, terms = dict(knowledge.surnames), dict(knowledge.terms)
    offices = dict(knowledge.offices)
    given: dict[str, str] = {}
    for entry in own.entries:
        key = entry.id or fold(entry.name).lower()
        identity = given.get(key) or entry.id or _known(entry, knowledge) or _slug(entry, actors)
        given[key] = identity
        actor = _overridden(actors.get(identity), entry, identity)
        actors[identity] = actor
        names = [entry.name, *entry.aliases]
        if actor.kind == "person":
            for word in dict.fromkeys([actor.surname, *(n.lower() for n in names if " " not in n)]):
                surnames[fold(word)] = (identity, *(i for i in surnames.get(fold(word), ()) if i != identity))
            names = [name for name in names if " " in name]
        for form, words in (("name", [n for n in names if n not in entry.weak]), ("weak", list(entry.weak))):
            for word in words:
                others = (s for s in surfaces.get(fold(word), ()) if s.actor != identity)
                surfaces[fold(word)] = (Surface(identity, form), *others)
        for term in entry.terms:
            own_term = term._replace(actor=identity, country=term.country or actor.country or "")
            _replace_terms(terms, identity, own_term)
            if own_term.role:
                _replace_terms(offices, (own_term.country, own_term.role), own_term)
    return replace(
        knowledge, actors=actors, surfaces=surfaces, surnames=surnames, terms=terms, offices=offices
    )


def _replace_terms(terms: "dict", key: object, new: Term) -> None:
    """Put the term in; those of the same holder and office at the same time give way."""
    kept = [
        term for term in terms.get(key, ())
        if not (term.actor == new.actor and _same_office(term, new) and overlap(term, new) and term.sureness != OWN)
    ]  # fmt: skip
    terms[key] = tuple(sorted([*kept, new], key=lambda term: term.start.lstrip("~")))


def _same_office(one: Term, other: Term) -> bool:
    return one.role == other.role if one.role else fold(one.office).lower() == fold(other.office).lower()


def _known(entry: Entry, knowledge: Knowledge) -> str | None:
    """The one known actor of that name, of the kind and country where these are given."""
    found = {
        surface.actor
        for surface in knowledge.surfaces.get(fold(entry.name), ())
        if surface.form in ("name", "weak")
        and (entry.kind is None or knowledge.actors[surface.actor].kind == entry.kind)
        and (not entry.country or knowledge.actors[surface.actor].country in (None, entry.country))
    }
    return found.pop() if len(found) == 1 else None


def _slug(entry: Entry, actors: Mapping[str, Actor]) -> str:
    kind = {"person": "person", "state": "state", "place": "area"}.get(entry.kind or "", "org")
    words = re.sub(r"[^a-z0-9]+", "-", fold(entry.name).lower()).strip("-")
    slug = f"{kind}:{words or hashlib.sha256(entry.name.encode()).hexdigest()[:12]}"
    return slug if slug not in actors else f"{slug}-{entry.country.lower() or 'own'}"


def _overridden(known: Actor | None, entry: Entry, identity: str) -> Actor:
    if known is None:
        if entry.kind is None:
            _refuse(
                "kind", entry.lines[""], "nothing", f"a kind, as no actor {entry.id or entry.name!r} is known"
            )
        surname = fold(entry.name).lower().split()[-1] if entry.kind == "person" else ""
        return Actor(
            identity,
            entry.kind,
            entry.name,
            entry.country or None,
            entry.sector or None,
            surname,
            entry.aliases,
        )
    return known._replace(
        name=entry.name,
        kind=entry.kind or known.kind,
        country=entry.country or known.country,
        sector=entry.sector or known.sector,
        aliases=tuple(
            dict.fromkeys(
                [*known.aliases, *entry.aliases, *([known.name] if known.name != entry.name else [])]
            )
        ),
    )
