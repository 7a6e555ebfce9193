"""Which mentions of a report mean the same actor: chains.

A full name opens a chain; a surname, a title ("the Turkish president"), a pronoun or "the country" joins it where
the words are sure enough. Named mentions join by who they are; titles by office and date, or by the one person of the
report with that office; pronouns look first to the subject of their own sentence, then of the one before.
"The two leaders" and "both sides" become their members where exactly two stand before them, and stay open, with the
candidates, where more do. A word that may refer to several is left unlinked: a missing link costs less than a wrong one.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import islice

from dragoman.actors.findings import Finding
from dragoman.actors.knowledge import Actor, Knowledge
from dragoman.actors.names import Spellings, fold
from dragoman.actors.resolve import Resolution, resolve_person, resolve_title
from dragoman.actors.titles import Word, title_lexicon
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import Candidate, Mention, Party

MALE = frozenset({"he", "him", "his", "himself"})
FEMALE = frozenset({"she", "her", "hers", "herself"})
THING = frozenset({"it", "its", "itself"})
WE = frozenset({"we", "us", "our", "ours", "ourselves"})
MANY = frozenset({"they", "them", "their", "theirs", "themselves"})

WINDOW = 3
"""Sentences back in which the members of "the two" are looked for."""

NUMBERS = frozenset("three four five six seven eight nine ten many several most some".split())
"""Words that say that those together are not two."""

SUBJECTS = frozenset({"nsubj", "nsubjpass"})


@dataclass(frozen=True, slots=True)
class Linked:
    """A finding with the party it means and its chain."""

    finding: Finding
    party: Party
    chain: int
    start: int
    gender: str = ""


LOOKS_BACK = 1_000
"""Mentions among which the bearer of an office or the members of a group are looked for. A report of two
thousand words has three hundred; without an end, a report ten times as long would take a hundred times as long."""
MOST_NAMESAKES = 50
"""Persons of one surname, of one report, that are told apart."""


@dataclass
class Chains:
    """The chains so far, and the mentions in the order of the text. Changes only while one report is linked."""

    sentences: tuple[Sentence, ...]
    knowledge: Knowledge
    on: str | None
    context: frozenset[str]
    quotations: tuple[tuple[int, int], ...] = ()
    linked: list[Linked] = field(default_factory=list)
    known: set[int] = field(default_factory=set)
    in_sentence: dict[int, list[Linked]] = field(default_factory=dict)
    numbers: dict[tuple[str, ...], int] = field(default_factory=dict)
    genders: dict[int, str] = field(default_factory=dict)

    def number(self, *key: str) -> int:
        """The number of the chain with that key, new or known."""
        return self.numbers.setdefault(key, len(self.numbers))

    def add(self, item: Linked) -> None:
        """One mention more."""
        self.linked.append(item)
        self.known.add(item.chain)
        self.in_sentence.setdefault(item.finding.sentence, []).append(item)

    def within(self, first: int, last: int) -> list[Linked]:
        """The mentions so far of sentences `first` to `last`, in the order they were linked."""
        return [item for n in range(max(0, first), last + 1) for item in self.in_sentence.get(n, ())]

    def latest(self) -> Iterator[Linked]:
        """The mentions so far, the last one first, as far back as anyone remembers."""
        return islice(reversed(self.linked), LOOKS_BACK)

    def fresh(self) -> int:
        """The number of a chain that nothing else joins by its key."""
        return self.number("alone", str(len(self.numbers)))


def link(
    findings: Iterable[Finding],
    sentences: tuple[Sentence, ...],
    knowledge: Knowledge,
    on: str | None,
    quotations: tuple[tuple[int, int], ...] = (),
) -> tuple[Mention, ...]:
    """Mentions with their parties and chains, in the order of the text.

    A plural that means several known actors gives one mention for each, with the same span and the basis "inferred".

    Args:
        quotations: where words stand between quotation marks; "we" in them is the speaker's side.
    """
    ordered = sorted(findings, key=lambda f: (f.sentence, f.first, -f.last, f.name))
    context = frozenset(
        country
        for f in ordered
        for identity in (*f.readings[:1], *f.title.owners)
        if (country := knowledge.actors[identity].country) and (knowledge.actors[identity].kind != "person")
    )
    chains = Chains(sentences, knowledge, on, context, quotations)
    ordered, names_of = _with_appositions(ordered, sentences)
    full_names = _full_names(ordered, chains)
    quoted: list[Finding] = []
    for finding in ordered:
        if finding.form == "pronoun" and finding.name.lower() in WE:
            quoted.append(finding)
            continue
        if finding in names_of:
            name = names_of[finding]
            parties = [_named_person(name, chains, full_names)]
        else:
            parties = _party_of(finding, chains, full_names)
        for party, chain, gender in parties:
            start = sentences[finding.sentence].tokens[finding.first].start
            chains.add(Linked(finding, party, chain, start, gender))
            if gender:
                chains.genders.setdefault(chain, gender)
    for finding in quoted:
        for item in _speakers_side(finding, chains, quotations):
            chains.add(item)
    chains.linked.sort(key=lambda item: (item.start, -item.finding.last))
    order: dict[int, int] = {}
    for item in chains.linked:
        order.setdefault(item.chain, len(order))
    return tuple(_mention(item, order[item.chain], sentences) for item in chains.linked)


def _speakers_side(finding: Finding, chains: Chains, quotations: tuple[tuple[int, int], ...]) -> list[Linked]:
    """The state or body for which the one quoted speaks; nothing where it is not plain who speaks.

    The speaker is the one named subject of a verb of saying outside the quotation, in a sentence that the quotation
    touches, or else in the sentence before.
    """
    sentence = chains.sentences[finding.sentence]
    at = sentence.tokens[finding.first].start
    around = quotation_around(quotations, at)
    touched = _touched(around, chains) if around else (finding.sentence, finding.sentence)
    for first, last in (touched, (finding.sentence - 1, finding.sentence - 1)):
        speakers = {
            item.chain: item
            for item in chains.within(first, last)
            if item.party.kind == "person"
            and not _is_quoted(item, quotations)
            and _is_subject(item, chains)
            and chains.sentences[item.finding.sentence].tokens[_first_conjunct_head(item, chains)].lemma
            in _SAYING
        }
        if speakers:
            break
    if len(speakers) != 1:
        return []
    party = next(iter(speakers.values())).party
    side = chains.knowledge.parties.get(party.country or "")
    if side is None or party.sector not in SPEAKING_FOR_STATES:
        return []
    return [Linked(finding, replace(side, basis="inferred"), chains.number("actor", side.actor or ""), at)]


def quotation_around(quotations: tuple[tuple[int, int], ...], at: int) -> tuple[int, int] | None:
    """The quotation that the character at `at` stands in, behind its opening mark; None outside."""
    n = bisect_left(quotations, (at,)) - 1
    return quotations[n] if n >= 0 and quotations[n][0] < at < quotations[n][1] else None


def _is_quoted(item: Linked, quotations: tuple[tuple[int, int], ...]) -> bool:
    return quotation_around(quotations, item.start) is not None or (
        (n := bisect_left(quotations, (item.start,))) < len(quotations) and quotations[n][0] == item.start
    )


def _touched(around: tuple[int, int], chains: Chains) -> tuple[int, int]:
    """The first and last sentence that the quotation touches."""
    first = bisect_right(chains.sentences, around[0], key=lambda s: s.end)
    last = bisect_right(chains.sentences, around[1], key=lambda s: s.start) - 1
    return first, last


SPEAKING_FOR_STATES = frozenset({"GOV", "MIL", "SPY"})
"""Sectors whose people mean their state by "we"."""


def _with_appositions(
    findings: list[Finding], sentences: tuple[Sentence, ...]
) -> tuple[list[Finding], dict[Finding, Finding]]:
    """The findings, with titles given in apposition told by the name, and the name that each such title means.

    "Thein Sein, the president of Myanmar" and "the president of Myanmar, Thein Sein" are one person.
    """
    names = {(f.sentence, f.head): f for f in findings if f.kind == "person" and f.form == "name"}
    pairs: dict[Finding, Finding] = {}
    changed: dict[Finding, Finding] = {}
    for finding in findings:
        if finding.kind != "person" or finding.form != "title":
            continue
        tokens = sentences[finding.sentence].tokens
        token = tokens[finding.head]
        name = names.get((finding.sentence, token.head)) if token.dep == "appos" else None
        if name is None:
            name = next(
                (
                    n
                    for child in token.children
                    if tokens[child].dep == "appos" and (n := names.get((finding.sentence, child)))
                ),
                None,
            )
        if name is None or (
            finding.title.possessor is not None and finding.title.possessor == tokens[name.first].start
        ):
            continue
        pairs[finding] = name
        if not name.title.role:
            changed[name] = replace(name, title=finding.title)
    return [changed.get(f, f) for f in findings], {f: changed.get(n, n) for f, n in pairs.items()}


def _mention(item: Linked, chain: int, sentences: tuple[Sentence, ...]) -> Mention:
    finding = item.finding
    sentence = sentences[finding.sentence]
    end = sentence.tokens[finding.last - 1].end
    head = sentence.tokens[finding.head].start
    return Mention(
        item.start,
        end,
        sentence.text[item.start - sentence.start : end - sentence.start],
        head,
        chain,
        item.party,
    )


class FullNames(dict[str, list[tuple[Finding, Resolution]]]):
    """The persons that the report names in full, by folded surname."""

    @cached_property
    def _spellings(self) -> Spellings:
        return Spellings(self)

    @cached_property
    def _by_given(self) -> dict[str, list[tuple[Finding, Resolution]]]:
        found: dict[str, list[tuple[Finding, Resolution]]] = {}
        for known in self.values():
            for finding, resolution in known:
                first = fold(finding.name).lower().split()[0]
                found.setdefault(first, []).append((finding, resolution))
        return found

    def spelled_like(self, surname: str) -> list[str]:
        """The surnames that are another spelling of this one."""
        return self._spellings.like(surname)

    def given(self, name: str) -> list[tuple[Finding, Resolution]]:
        """Those whose first name it is."""
        return self._by_given.get(name, [])


def _full_names(findings: list[Finding], chains: Chains) -> FullNames:
    """The persons that the report names in full."""
    found = FullNames()
    for finding in findings:
        if finding.kind == "person" and finding.form == "name" and len(finding.name.split()) > 1:
            resolution = _resolve(finding, chains)
            surname = _surname(finding, resolution, chains.knowledge)
            same = found.setdefault(surname, [])
            if len(same) < MOST_NAMESAKES and all(
                _identity(finding, resolution) != _identity(f, r) for f, r in same
            ):
                same.append((finding, resolution))
    return found


def _identity(finding: Finding, resolution: Resolution) -> str:
    return resolution.actor or fold(finding.name).lower()


def _surname(finding: Finding, resolution: Resolution, knowledge: Knowledge) -> str:
    if resolution.actor:
        actor = knowledge.actors[resolution.actor]
        return actor.surname
    words = [
        w
        for w in fold(finding.name).lower().replace(",", "").split()
        if w not in ("jr.", "jr", "sr.", "iii", "ii")
    ]
    return words[-1]


def _resolve(finding: Finding, chains: Chains) -> Resolution:
    return resolve_person(
        finding.name,
        finding.readings,
        role=finding.title.role,
        countries=_countries(finding, chains.knowledge),
        on=chains.on,
        context=chains.context,
        knowledge=chains.knowledge,
    )


def _countries(finding: Finding, knowledge: Knowledge) -> tuple[str, ...]:
    found = (knowledge.actors[owner].country for owner in finding.title.owners)
    return tuple(country for country in found if country)


Parties = list[tuple[Party, int, str]]


def _party_of(finding: Finding, chains: Chains, full_names: FullNames) -> Parties:
    if finding.form == "pronoun":
        return _pronoun(finding, chains)
    if finding.form == "together":
        return _together(finding, chains)
    if finding.form == "anaphor":
        return _anaphor(finding, chains)
    if finding.kind == "person":
        if finding.form == "name":
            return [_named_person(finding, chains, full_names)]
        person = _titled_person(finding, chains)
        unsaid = not person[0].actor and _needs_owner(finding)
        known_before = person[1] in chains.known
        return [] if unsaid and not known_before else [person]
    if finding.form == "group":
        return [_group(finding, chains)]
    return [_body(finding, chains)]


def _needs_owner(finding: Finding) -> bool:
    """Is it a word such as "minister" or "general" that alone tells of nobody?"""
    title = finding.title
    return not title.owners and title.possessor is None and title.words.lower() in title_lexicon().bare_titles


def _body(finding: Finding, chains: Chains) -> tuple[Party, int, str]:
    """A state, organisation or place with a name."""
    knowledge = chains.knowledge
    if finding.readings:
        actor = knowledge.actors[finding.readings[0]]
        if finding.form == "people":
            party = Party(finding.name, "group", country=actor.country, sector="CVL")
            return party, chains.number("people", actor.country or ""), ""
        kind = "place" if finding.place else actor.kind
        if finding.place and finding.form == "capital":
            party = Party(finding.name, "place", country=actor.country)
            return party, chains.number("place", fold(finding.name).lower()), ""
        if actor.kind == "place":
            party = Party(actor.name, "place", country=actor.country)
        else:
            party = Party(actor.name, kind, actor.id, actor.country, actor.sector)
        return party, chains.number("actor", actor.id), ""
    countries = _countries(finding, knowledge)
    party = Party(
        finding.name,
        finding.kind,
        country=countries[0] if countries else None,
        sector=finding.title.sector or None,
    )
    return party, chains.number("named", finding.kind, fold(finding.name).lower()), ""


def _person_party(actor: Actor, finding: Finding, chains: Chains, basis: str = "stated") -> Party:
    term = None
    if chains.on and not finding.title.past:
        term = chains.knowledge.office(actor.id, chains.on, finding.title.role or None)
    if term is None and finding.title.role and not finding.title.past and chains.on:
        # The report gives an office that has ended in the meantime, perhaps by what it tells.
        begun = [
            t
            for t in chains.knowledge.terms_of(actor.id)
            if t.role == finding.title.role and t.begun <= chains.on
        ]
        term = max(begun, key=lambda t: t.begun, default=None)
    if not finding.title.past:
        term = term or chains.knowledge.office(actor.id, chains.on)
    office = term.office if term else None
    if office is None and chains.on:
        ended = [
            t
            for t in chains.knowledge.terms_of(actor.id)
            if t.role and t.begun <= chains.on and (not finding.title.role or t.role == finding.title.role)
        ]
        if ended:
            office = "former " + max(ended, key=lambda t: (t.begun, t.office)).office
    country, sector = actor.country, actor.sector
    if term and term.country in ("", "EUR") and term.country != (actor.country or ""):
        # Once of a state, now of a body of states.
        country, sector = term.country or None, "IGO"
    if basis == "inferred":
        return Party(actor.name, "person", actor.id, country, sector, office, basis="inferred")
    return Party(actor.name, "person", actor.id, country, sector, office)


def _named_person(finding: Finding, chains: Chains, full_names: FullNames) -> tuple[Party, int, str]:
    resolution = _resolve(finding, chains)
    countries = _countries(finding, chains.knowledge)
    words = finding.name.split()
    name, first = finding.name, finding
    if len(words) == 1:
        surname = fold(finding.name).lower()
        fitting = [
            (f, r)
            for key in ([surname] if surname in full_names else full_names.spelled_like(surname))
            for f, r in full_names[key]
            if not countries
            or not _known_countries(f, r, chains)
            or set(countries) & set(_known_countries(f, r, chains))
        ]
        if len(fitting) == 1:
            first, resolution = fitting[0]
            name = first.name
        elif len(fitting) > 1:
            chosen = _nearest_before(fitting, finding)
            if chosen:
                first, resolution = chosen
                name = first.name
        elif surname not in full_names:
            by_given_name = full_names.given(surname)
            if len(by_given_name) == 1 and resolution.actor is None:
                first, resolution = by_given_name[0]
                name = first.name
    gender = finding.title.gender or _given_gender(name)
    if resolution.actor:
        actor = chains.knowledge.actors[resolution.actor]
        return _person_party(actor, finding, chains), chains.number("actor", actor.id), gender
    title = finding.title if finding.title.role or finding.title.owners else first.title
    country = next(iter(countries or _countries(first, chains.knowledge)), None)
    owner = chains.knowledge.actors[title.owners[0]] if title.owners else None
    party = Party(
        name,
        "person",
        country=country,
        sector=_sector(title.sector, owner),
        office=_office_words(title.words, owner, title.past),
        candidates=() if first is not finding else resolution.candidates,
    )
    return party, chains.number("person", fold(name).lower()), gender


def _known_countries(finding: Finding, resolution: Resolution, chains: Chains) -> tuple[str, ...]:
    country = chains.knowledge.actors[resolution.actor].country if resolution.actor else None
    return (country,) if country else _countries(finding, chains.knowledge)


def _nearest_before(
    fitting: list[tuple[Finding, Resolution]], finding: Finding
) -> tuple[Finding, Resolution] | None:
    before = [(f, r) for f, r in fitting if (f.sentence, f.first) < (finding.sentence, finding.first)]
    return before[-1] if before else None


def _sector(sector: str, owner: Actor | None) -> str | None:
    """The sector of the title, unless it is a government's and the owner is something else."""
    if owner and owner.kind != "state" and sector in ("GOV", "", "CVL") and owner.sector:
        return owner.sector
    return sector or None


def _office_words(words: str, owner: Actor | None, past: bool) -> str | None:
    if not words:
        return None
    if owner:
        words = f"{words} of {owner.name}" if owner.kind == "state" else f"{owner.name} {words}"
    return ("former " if past else "") + words


def _titled_person(finding: Finding, chains: Chains) -> tuple[Party, int, str]:
    """A person described by office: the holder, the one of the report who bears that office, or someone unnamed."""
    knowledge, title = chains.knowledge, finding.title
    owners = tuple(knowledge.actors[owner] for owner in title.owners)
    country = next((o.country for o in owners if o.country), None)
    lexicon = title_lexicon()
    if finding.definite and title.possessor is None and not title.past:
        bearer = _bearer(finding, chains, country)
        if bearer:
            return replace(bearer.party, candidates=()), bearer.chain, ""
        one = any(word.one for _, word in _meanings(title.words)) or title.role == "spokesperson"
        if owners and one:
            resolution = resolve_title(title.role, owners, title.words, chains.on, knowledge)
            if resolution.actor:
                actor = knowledge.actors[resolution.actor]
                party = replace(_person_party(actor, finding, chains), basis="background")
                return party, chains.number("actor", actor.id), ""
            if resolution.candidates:
                return _unnamed(finding, owners, country, resolution.candidates), chains.fresh(), ""
        if not owners and title.role not in lexicon.leadership:
            near = _near_holders(finding, chains)
            if len(near) == 1:
                return replace(near[0].party, basis="inferred"), near[0].chain, ""
        if not owners and title.role in lexicon.leadership:
            persons = _recent_persons(finding, chains, title.role)
            if len(persons) == 1 or (persons and title.role in ("president", "prime minister", "king")):
                return replace(persons[0].party, basis="inferred"), persons[0].chain, ""
    if finding.definite and title.past and title.possessor is None:
        former = _near_holders(finding, chains)
        if len(former) == 1 and (country is None or former[0].party.country == country):
            return replace(former[0].party, basis="inferred"), former[0].chain, ""
    if title.possessor is not None and country is None:
        country = _possessor_country(finding, chains)
    party = _unnamed(finding, owners, country, ())
    return party, chains.fresh(), ""


def _near_holders(finding: Finding, chains: Chains) -> list[Linked]:
    """Persons of this and the last sentences who hold an office of that kind (who held it, if it is past)."""
    past = finding.title.past
    found: dict[int, Linked] = {}
    for item in chains.within(finding.sentence - WINDOW, finding.sentence):
        if item.party.kind != "person" or item.finding.form != "name" or chains.on is None:
            continue
        if item.finding.title.possessor is not None and not past and not item.party.actor:
            continue
        terms = chains.knowledge.terms_of(item.party.actor) if item.party.actor else ()
        of_kind = [t for t in terms if _of_kind(t.role, finding.title.role)]
        if past:
            holds = any(t.begun <= chains.on and not t.covers(chains.on) for t in of_kind)
        else:
            holds = any(
                t.covers(chains.on) or (t.may_cover(chains.on) and not t.is_stale(chains.on)) for t in of_kind
            )
        if holds or (not past and _of_kind(item.finding.title.role, finding.title.role)):
            found[item.chain] = item
    return list(found.values())


def _of_kind(role: str, asked: str) -> bool:
    """Is the role the one asked for, or a kind of it ("foreign minister" of "minister")?"""
    return bool(role) and (
        role == asked or (asked == "minister" and role.endswith(" minister") and role != "prime minister")
    )


def _meanings(words: str) -> list[tuple[int, Word]]:
    parts = words.lower().replace("-", " - ").split()
    found = title_lexicon().role_ending(parts, len(parts) - 1) if parts else None
    return [found] if found else []


def _unnamed(
    finding: Finding, owners: tuple[Actor, ...], country: str | None, candidates: tuple[Candidate, ...]
) -> Party:
    title = finding.title
    return Party(
        finding.name,
        finding.kind,
        country=country,
        sector=_sector(title.sector, owners[0] if owners else None),
        office=("former " if title.past else "") + title.words
        if title.words and finding.kind == "person"
        else None,
        candidates=candidates,
    )


def _bearer(finding: Finding, chains: Chains, country: str | None) -> Linked | None:
    """The person named before with this office (and country): the last one."""
    for item in chains.latest():
        other = item.finding
        if (
            other.kind != "person"
            or item.party.kind != "person"
            or other.form != "name"
            or not other.title.role
        ):
            continue
        if not _of_kind(other.title.role, finding.title.role) or other.title.past:
            continue
        if _long_out(item, chains):
            continue
        if country is not None and item.party.country != country:
            continue
        if country is None and (finding.sentence - other.sentence > 6 or finding.title.owners):
            continue
        return item
    return None


def _long_out(item: Linked, chains: Chains) -> bool:
    """Whether one with a leader's title bore it years ago: "the president" is not the one of a look back."""
    role, actor, on = item.finding.title.role, item.party.actor, chains.on
    if not actor or not on or role not in title_lexicon().leadership:
        return False
    if chains.knowledge.office(actor, on, role):
        return False
    ends = [t.end.strip("~?")[:4] for t in chains.knowledge.terms_of(actor) if t.role == role]
    return bool(ends) and all(end and int(end) < int(on[:4]) - 1 for end in ends)


def _recent_persons(finding: Finding, chains: Chains, role: str) -> list[Linked]:
    """Persons of the report whose office on its day is the role, the last mentioned first."""
    found: dict[int, Linked] = {}
    for item in chains.latest():
        if item.party.kind == "person" and item.party.actor and item.chain not in found:
            term = chains.knowledge.office(item.party.actor, chains.on, role)
            if term:
                found[item.chain] = item
    return list(found.values())


def _possessor_country(finding: Finding, chains: Chains) -> str | None:
    """The country of the one that the possessor's mention means."""
    for item in reversed(chains.within(finding.sentence, finding.sentence)):
        if item.start == finding.title.possessor:
            return item.party.country
        sentence = chains.sentences[item.finding.sentence]
        if (
            finding.title.possessor is not None
            and item.start < finding.title.possessor <= sentence.tokens[item.finding.last - 1].start
        ):
            return item.party.country
    possessor = finding.title.possessor
    if possessor is None:
        return None
    sentence = chains.sentences[finding.sentence]
    token = next((t for t in sentence.tokens if t.start == possessor), None)
    if token and token.lower in ("his", "her", "its", "their"):
        antecedents = _antecedents(finding.sentence, token.i, token.lower, chains)
        countries = {a.party.country for a in antecedents}
        return countries.pop() if len(countries) == 1 else None
    return None


def _group(finding: Finding, chains: Chains) -> tuple[Party, int, str]:
    knowledge = chains.knowledge
    owners = tuple(knowledge.actors[owner] for owner in finding.title.owners)
    country = next((o.country for o in owners if o.country), None)
    basis = "stated"
    if country is None and finding.title.possessor is not None:
        country = _possessor_country(finding, chains)
        basis = "inferred" if country else "stated"
    if finding.definite and not owners and finding.title.possessor is None:
        same = _group_before(finding, chains)
        if same:
            return replace(same.party, basis="inferred"), same.chain, ""
    party = _unnamed(finding, owners, country, ())
    if basis == "inferred":
        party = replace(party, basis="inferred")
    if country and owners and not finding.title.words[:0]:
        key = finding.title.words.lower()
        return party, chains.number("group", country, owners[0].id, key), ""
    return party, chains.fresh(), ""


def _group_before(finding: Finding, chains: Chains) -> Linked | None:
    """The one group of the same noun, with an owner, in the last sentences: "M23 rebels … the rebels"."""
    noun = finding.title.words.lower()
    found = {
        item.chain: item
        for item in chains.within(finding.sentence - WINDOW, finding.sentence)
        if item.finding.form == "group"
        and item.finding.title.words.lower() == noun
        and item.party.kind == "group"
        and (item.finding.title.owners or item.party.country)
    }
    return next(iter(found.values())) if len(found) == 1 else None


def _pronoun(finding: Finding, chains: Chains) -> Parties:
    word = fold(finding.name).lower()
    antecedents = _antecedents(finding.sentence, finding.first, word, chains)
    chosen = {item.chain for item in antecedents}
    gender = "m" if word in MALE else "f" if word in FEMALE else ""
    if len(chosen) == 1 or (word in MANY and 1 < len(chosen) <= 3):
        seen: set[int] = set()
        parties: Parties = []
        for item in antecedents:
            if item.chain not in seen:
                seen.add(item.chain)
                parties.append((replace(item.party, basis="inferred"), item.chain, gender))
        return parties
    if word in MALE | FEMALE:
        candidates = tuple(
            dict.fromkeys(
                Candidate(item.party.actor or item.party.name, item.party.name, 0.5) for item in antecedents
            )
        )
        if candidates and not word.endswith("self"):
            return [(Party(finding.name, "person", candidates=candidates), chains.fresh(), gender)]
    return []


def _antecedents(sentence: int, at: int, word: str, chains: Chains) -> list[Linked]:
    """The mentions a pronoun at token `at` can mean; of one chain where it is sure."""
    if word in MALE | FEMALE:
        return _of_persons(sentence, at, word, chains)
    if word in THING:
        return _of_bodies(sentence, at, chains)
    return _of_many(sentence, at, chains)


def _of_persons(sentence: int, at: int, word: str, chains: Chains) -> list[Linked]:
    gender = "m" if word in MALE else "f"
    here = [item for item in _before(sentence, at, chains) if _may_be(item, gender, chains)]
    tokens = chains.sentences[sentence].tokens
    pronoun = tokens[at]
    apart = _speakers_around(sentence, at, chains)
    if pronoun.dep != "poss":
        verb = _verb_of(pronoun, tokens)
        apart |= {item.chain for item in here if _coargument(item, verb, sentence, chains)}
    here = [item for item in here if item.chain not in apart]
    if here:
        if len({item.chain for item in here}) == 1:
            return here[-1:]
        if _between_two(at, here, sentence, chains):
            return here
        subjects = [item for item in here if _is_subject(item, chains)]
        if pronoun.dep in SUBJECTS or pronoun.dep == "poss":
            above = _governing_subject(sentence, at, subjects, chains)
            if above:
                return [above]
        if len({item.chain for item in subjects}) == 1:
            return subjects[-1:]
        return here
    for back in (1, 2):
        earlier = sentence - back
        if earlier < 0 or (chains.sentences[earlier].kind == "headline" and back > 1):
            break
        if chains.sentences[sentence].paragraph - chains.sentences[earlier].paragraph > 1:
            break
        there = [
            item for item in chains.within(earlier, earlier)
            if item.party.kind == "person" and item.chain not in apart
            and _may_be(item, gender, chains)
        ]  # fmt: skip
        if not there:
            continue
        if len({item.chain for item in there}) == 1:
            return there[-1:]
        root = chains.sentences[earlier].root
        main = [item for item in there if _is_subject(item, chains) and _head(item, chains).head == root]
        if len({item.chain for item in main}) == 1:
            return main[-1:]
        subjects = [item for item in there if _is_subject(item, chains)]
        if len({item.chain for item in subjects}) == 1:
            return subjects[-1:]
        return there
    return []


def _speakers_around(sentence: int, at: int, chains: Chains) -> set[int]:
    """Chains of those who say the quotation that the pronoun stands in: of themselves they would say "I"."""
    start = chains.sentences[sentence].tokens[at].start
    around = quotation_around(chains.quotations, start)
    if around is None:
        return set()
    return {
        item.chain
        for item in chains.within(*_touched(around, chains))
        if item.party.kind == "person"
        and not _is_quoted(item, chains.quotations)
        and _is_subject(item, chains)
        and chains.sentences[item.finding.sentence].tokens[_first_conjunct_head(item, chains)].lemma
        in _SAYING
    }


def _verb_of(pronoun: Token, tokens: tuple[Token, ...]) -> int:
    """The verb whose argument the pronoun is: of "urged him to keep", urge."""
    verb = tokens[pronoun.head]
    accusative = pronoun.dep in SUBJECTS and pronoun.lower in ("him", "them")
    return verb.head if accusative and verb.dep in ("xcomp", "ccomp") else verb.i


def _between_two(at: int, here: list[Linked], sentence: int, chains: Chains) -> bool:
    """May a person who is the object, and stands nearer, be meant as well as the subject?

    "She thanked Smith for his help", "he told Smith that he was wrong": the words leave it open.
    """
    tokens = chains.sentences[sentence].tokens
    pronoun = tokens[at]
    if pronoun.dep not in (*SUBJECTS, "poss"):
        return False
    last = here[-1]
    object_ = tokens[last.finding.head]
    if object_.dep not in ("dobj", "dative", "iobj") or tokens[object_.head].pos != "VERB":
        return False
    subjects = {item.chain for item in here[:-1] if _is_subject(item, chains)}
    above = set(chains.sentences[sentence].ancestors(at))
    return bool(subjects - {last.chain}) and object_.head in above


def _governing_subject(sentence: int, at: int, subjects: list[Linked], chains: Chains) -> Linked | None:
    """The subject of the nearest clause above the pronoun: "Zelensky said he …"."""
    parsed = chains.sentences[sentence]
    for above in parsed.ancestors(at):
        for item in reversed(subjects):
            if _head(item, chains).head == above or _first_conjunct_head(item, chains) == above:
                return item
    return None


def _first_conjunct_head(item: Linked, chains: Chains) -> int:
    tokens = chains.sentences[item.finding.sentence].tokens
    token = tokens[item.finding.head]
    while token.dep == "conj":
        token = tokens[token.head]
    return token.head


def _of_bodies(sentence: int, at: int, chains: Chains) -> list[Linked]:
    here = [item for item in _before(sentence, at, chains) if _is_body(item) and not item.finding.place]
    tokens = chains.sentences[sentence].tokens
    pronoun = tokens[at]
    if pronoun.dep != "poss":
        here = [item for item in here if not _coargument(item, pronoun.head, sentence, chains)]
    subjects = [item for item in here if _is_subject(item, chains)]
    if pronoun.dep == "poss":
        above = _governing_subject(sentence, at, subjects, chains)
        if above:
            return [above]
        if len({item.chain for item in here}) == 1:
            return here[-1:]
        return [] if here else _main_body(sentence - 1, chains)
    if pronoun.dep not in SUBJECTS:
        return []
    verb = tokens[pronoun.head]
    above = _governing_subject(sentence, at, subjects, chains)
    if above and (_acts(verb.lemma) or (_says(above, chains) and verb.lemma not in _DUMMY)):
        return [above]
    if here or not _acts(verb.lemma):
        return []
    return _main_body(sentence - 1, chains)


def _says(item: Linked, chains: Chains) -> bool:
    """Is it the subject of a verb of saying ("Bulgaria denied it had sold the shells")?"""
    tokens = chains.sentences[item.finding.sentence].tokens
    return tokens[_first_conjunct_head(item, chains)].lemma in _SAYING


_SAYING = frozenset(
    "say deny claim insist announce admit confirm add warn state acknowledge declare note stress".split()
)
_DUMMY = frozenset("be take seem appear remain become rain matter depend follow".split())
"""Verbs before which "it" is often nobody: "said it would take time"."""


def _main_body(earlier: int, chains: Chains) -> list[Linked]:
    """The one state or body that is the subject of the sentence."""
    if earlier < 0:
        return []
    root = chains.sentences[earlier].root if chains.sentences[earlier].tokens else -1
    main = [
        item for item in chains.within(earlier, earlier)
        if _is_body(item) and _is_subject(item, chains) and _head(item, chains).head == root
    ]  # fmt: skip
    return main[-1:] if len({item.chain for item in main}) == 1 else []


def _acts(lemma: str) -> bool:
    """Is it a verb whose subject is an actor, so that "it" is not the weather or a thing?"""
    return lemma in _ACTING


_ACTING = frozenset(
    "say announce accuse agree refuse reject warn demand call deny want plan ask urge condemn threaten offer pledge vow"
    " accept support oppose deploy launch withdraw fire attack seek intend impose expel recall sign host believe"
    " consider report confirm claim tell insist decide promise send back respond retaliate expect hope welcome".split()
)


def _of_many(sentence: int, at: int, chains: Chains) -> list[Linked]:
    here = [item for item in _before(sentence, at, chains) if _is_many(item)]
    tokens = chains.sentences[sentence].tokens
    pronoun = tokens[at]
    if pronoun.dep != "poss":
        here = [item for item in here if not _coargument(item, pronoun.head, sentence, chains)]
    pair = _pair(sentence, at, chains, None)
    subjects = [item for item in here if _is_subject(item, chains)]
    above = _governing_subject(sentence, at, subjects, chains)
    if above:
        return [above]
    if (
        pair
        and all(_is_subject(item, chains) or _head(item, chains).dep == "conj" for item in pair)
        and _subject_pair(pair, chains)
    ):
        return pair
    if len({item.chain for item in here}) == 1:
        return here[-1:]
    if here or sentence == 0:
        return []
    before = chains.within(sentence - 1, sentence - 1)
    there = [item for item in before if _is_many(item)]
    main = [item for item in there if _is_subject(item, chains)]
    if len({item.chain for item in main}) == 1:
        return main[-1:]
    pair = _subject_pair_of(sentence - 1, chains)
    if pair and not main:
        return pair
    return there[-1:] if len({item.chain for item in there}) == 1 else []


def _subject_pair_of(sentence: int, chains: Chains) -> list[Linked]:
    """Two actors who are together the subject of the sentence."""
    pair = _pair(sentence, len(chains.sentences[sentence].tokens), chains, None, subject=True)
    return pair if pair and _is_subject(pair[0], chains) else []


def _subject_pair(pair: list[Linked], chains: Chains) -> bool:
    return _is_subject(pair[0], chains)


def _is_many(item: Linked) -> bool:
    return (
        item.finding.plural
        or (
            item.finding.form == "group"
            and item.party.kind == "group"
            and item.party.sector in ("MIL", "GOV", "COP", "REB")
        )
        or item.finding.form == "people"
    )


def _is_body(item: Linked) -> bool:
    return item.party.kind in ("state", "organisation") or (
        item.party.kind == "group" and not item.finding.plural
    )


def _before(sentence: int, at: int, chains: Chains) -> list[Linked]:
    return [
        item
        for item in chains.within(sentence, sentence)
        if item.finding.last <= at and item.finding.form != "together"
    ]


def _may_be(item: Linked, gender: str, chains: Chains) -> bool:
    if item.party.kind != "person":
        return False
    if (
        item.party.actor is None
        and item.finding.form != "name"
        and (item.party.candidates or (item.finding.form == "pronoun" and item.party.basis != "inferred"))
    ):
        return False
    known = chains.genders.get(item.chain, item.gender)
    return not known or known == gender


def _head(item: Linked, chains: Chains) -> Token:
    return chains.sentences[item.finding.sentence].tokens[item.finding.head]


def _is_subject(item: Linked, chains: Chains) -> bool:
    tokens = chains.sentences[item.finding.sentence].tokens
    token = tokens[item.finding.head]
    while token.dep in ("conj", "compound", "appos", "flat") and token.head != token.i:
        token = tokens[token.head]
    return token.dep in SUBJECTS


def _coargument(item: Linked, verb: int, sentence: int, chains: Chains) -> bool:
    """Do both hang on the same verb ("Putin told him")? Then they are not the same."""
    tokens = chains.sentences[sentence].tokens
    token = tokens[item.finding.head]
    while token.dep in ("conj", "compound", "appos", "pobj", "prep") and token.head != token.i:
        token = tokens[token.head]
    head = tokens[verb]
    if head.dep == "relcl" and head.head == item.finding.head:
        # "Machar, whom he had accused"
        return True
    if head.dep == "prep" or head.pos == "ADP":
        verb = head.head
    return token.head == verb and tokens[verb].pos in ("VERB", "AUX")


def _together(finding: Finding, chains: Chains) -> Parties:
    """ "The two leaders", "both sides": the members where exactly two stand before, else open with candidates."""
    lexicon = title_lexicon()
    phrase = finding.title.words.lower()
    states = phrase in lexicon.together_states
    leaders = phrase in ("leaders", "presidents")
    if phrase in lexicon.together_bodies:
        wanted = _is_organisation
    else:
        wanted = (
            (lambda item: _of_state(item)) if states else (lambda item: _is_leader(item, chains, leaders))
        )
    pair = _pair(finding.sentence, finding.first, chains, wanted)
    members = pair
    if not members:
        near: list[Linked] = []
        for back in range(WINDOW + 1):
            at = finding.sentence - back
            here = [i for i in chains.within(at, at) if wanted(i)]
            if back == 0:
                here = [i for i in here if i.finding.last <= finding.first]
                if states and len(_distinct(here)) > 2:
                    here = [i for i in here if not _is_subject(i, chains)]
            joined = _joined_before(finding.sentence - back, chains, wanted) if back and not near else []
            if joined:
                members = joined
                break
            near = _distinct(here + near)
            if len(near) >= 2:
                members = near if len(near) == 2 else []
                break
    candidates = _distinct(item for item in chains.linked[-LOOKS_BACK:] if wanted(item))
    if not members and len(candidates) == 2:
        members = candidates
    if not NUMBERS.isdisjoint(finding.name.lower().split()):
        members = []
    if len(members) == 2:
        return [(_member(item, states, chains), _member_chain(item, states, chains), "") for item in members]
    readings = tuple(
        Candidate(item.party.actor or item.party.name, item.party.name, round(1 / len(candidates), 2))
        for item in candidates
    )
    party = Party(finding.name, "group", candidates=readings)
    return [(party, chains.fresh(), "")]


def _joined_before(sentence: int, chains: Chains, wanted: Callable[[Linked], bool]) -> list[Linked]:
    """The two who are joined in an earlier sentence: its subject, else the last such."""
    if sentence < 0:
        return []
    end = len(chains.sentences[sentence].tokens)
    return _pair(sentence, end, chains, wanted, subject=True) or _pair(sentence, end, chains, wanted)


def _member(item: Linked, states: bool, chains: Chains) -> Party:
    if states and item.party.country:
        state = chains.knowledge.state(item.party.country)
        if state:
            return Party(state.name, "state", state.id, state.country, state.sector, basis="inferred")
    return replace(item.party, basis="inferred")


def _member_chain(item: Linked, states: bool, chains: Chains) -> int:
    if states and item.party.country:
        state = chains.knowledge.state(item.party.country)
        if state:
            return chains.number("actor", state.id)
    return item.chain


def _is_organisation(item: Linked) -> bool:
    return item.party.kind in ("organisation", "group") and item.finding.form == "name"


def _of_state(item: Linked) -> bool:
    if item.party.kind == "group" and item.party.sector == "REB" and item.party.actor:
        return True
    return (
        bool(item.party.country) and item.party.kind in ("state", "place") and item.finding.form != "people"
    )


def _is_leader(item: Linked, chains: Chains, leaders: bool) -> bool:
    if item.party.kind != "person" or (item.party.actor is None and item.finding.form != "name"):
        return False
    if not leaders:
        return True
    lexicon = title_lexicon()
    if item.finding.title.role in lexicon.leadership:
        return True
    if item.party.actor is None:
        return False
    terms = chains.knowledge.terms_of(item.party.actor)
    return any(
        t.role in lexicon.leadership
        for t in terms
        if chains.on is None or t.covers(chains.on) or (t.may_cover(chains.on) and t.end.startswith("~"))
    )


def _distinct(items: Iterable[Linked]) -> list[Linked]:
    """One item for each party, by chain and country, in the order of the text."""
    found: dict[object, Linked] = {}
    for item in items:
        found.setdefault(_one(item), item)
    return list(found.values())


def _one(item: Linked) -> object:
    """What makes two mentions one party when members are counted: the country of states, else the chain."""
    return item.party.country if item.party.kind in ("state", "place") else item.chain


def _pair(
    sentence: int, at: int, chains: Chains, wanted: Callable[[Linked], bool] | None, *, subject: bool = False
) -> list[Linked]:
    """Two actors joined by "and" or by "between … and", the last such before token `at`.

    Args:
        subject: only such as are the subject of a verb.
    """
    here = [
        i
        for i in _before(sentence, at, chains)
        if (wanted is None and i.party.kind in ("person", "state", "organisation", "group"))
        or (wanted is not None and wanted(i))
    ]
    tokens = chains.sentences[sentence].tokens
    for second in reversed(here):
        token = tokens[second.finding.head]
        if token.dep != "conj":
            continue
        first = next((i for i in here if i.finding.head == token.head and _one(i) != _one(second)), None)
        if (
            first
            and (not subject or _is_subject(first, chains))
            and not any(tokens[c].dep == "conj" for c in token.children)
            and tokens[first.finding.head].dep != "conj"
        ):
            return [first, second]
    return []


def _anaphor(finding: Finding, chains: Chains) -> Parties:
    """ "The country", "the bloc", "the alliance": the last actor of that kind, where it is sure."""
    word = finding.title.words.lower()
    lexicon = title_lexicon()
    if word in lexicon.anaphors["state"]:
        for back in (0, 1):
            items = [
                i for i in chains.within(finding.sentence - back, finding.sentence - back)
                if i.party.kind in ("state", "place") and i.party.country
                and (back or i.finding.last <= finding.first)
            ]  # fmt: skip
            states = {i.party.country for i in items}
            if len(states) > 1:
                states = {
                    i.party.country for i in items if _is_subject(i, chains) and i.party.kind == "state"
                }
            if len(states) == 1:
                state = chains.knowledge.state(states.pop() or "")
                if state:
                    party = Party(
                        state.name, "state", state.id, state.country, state.sector, basis="inferred"
                    )
                    return [(party, chains.number("actor", state.id), "")]
            if items:
                return []
        return []
    if word in lexicon.anaphors["organisation"]:
        body = _recent_body(finding, word, chains)
        return [(replace(body.party, basis="inferred"), body.chain, "")] if body else []
    wanted = ("Q7184",) if word in lexicon.anaphors["alliance"] else ("Q458", "Q7768", "Q7159", "org:ecowas")
    for item in chains.latest():
        if item.party.actor in wanted:
            return [(replace(item.party, basis="inferred"), item.chain, "")]
    return []


def _recent_body(finding: Finding, word: str, chains: Chains) -> Linked | None:
    """The one named organisation or movement of the sentence before, its subject where there are several."""
    here = [
        item for item in chains.within(finding.sentence - 1, finding.sentence - 1)
        if item.party.actor and item.finding.form == "name"
        and item.party.kind in ("organisation", "group") and (item.party.sector in ARMED) == (word in ("group", "movement"))
    ]  # fmt: skip
    if len({item.chain for item in here}) > 1:
        here = [item for item in here if _is_subject(item, chains)]
    return here[-1] if len({item.chain for item in here}) == 1 else None


ARMED = frozenset({"REB", "OPP", "CRM", "PTY"})
"""Sectors of bodies that are called a group or movement; agencies and organisations are others."""


def _given_gender(name: str) -> str:
    from dragoman.data import read_toml

    words = fold(name).lower().split()
    if len(words) < 2:
        return ""
    table = read_toml("actors/given_names.toml")
    if words[0] in table["female"]:
        return "f"
    return "m" if words[0] in table["male"] else ""
