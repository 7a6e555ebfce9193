"""Which words of a report name a place: the spans, before it is asked which place each means.

A run of capitalised words that the gazetteer knows is a candidate; the longest run wins ("South
Charleston", not "Charleston"). Whether it names a place here is read from the parser's labels, from what
stands around it ("in Lyman", "Lyman, Donetsk region") and from the stage of actors: a person named Paris
and a company named Amazon name none. A name that is seen to be a place once in a report is one wherever
nothing speaks against it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from dragoman.data import read_toml
from dragoman.parse.sentences import by_sentence
from dragoman.parse.syntax import Entity, Sentence, Token
from dragoman.places.gazetteer import Gazetteer, Reading
from dragoman.places.keys import lookup_key
from dragoman.records import Mention

LONGEST = 6
"""Tokens of the longest name that is looked up."""


@dataclass(frozen=True, slots=True)
class Toponym:
    """Words that name a place, and what they may mean.

    Attributes:
        sentence: index of its sentence.
        first, last: its tokens, half-open.
        readings: what the gazetteer knows by this name; empty where it knows none.
        within: country and division that the words themselves give ("Alexandria, Louisiana": USA, Louisiana);
            the division may be None. None where they give nothing.
        wants: "division" where the words beside it say so ("the Donetsk region"), "city" ("the city of
            Donetsk"), else "".
    """

    sentence: int
    first: int
    last: int
    start: int
    end: int
    text: str
    key: str
    readings: tuple[Reading, ...]
    within: tuple[str, str | None] | None = None
    wants: str = ""


def find_toponyms(
    sentences: Sequence[Sentence], mentions: Sequence[Mention], gazetteer: Gazetteer
) -> tuple[Toponym, ...]:
    """The toponyms of a report in the order of the text, without overlap."""
    persons = [
        m
        for m in mentions
        if m.party.kind == "person" and m.text[:1].isupper() and not _is_state(m, gazetteer)
    ]
    surnames = frozenset(m.party.name.split()[-1].lower() for m in persons if " " in m.party.name.strip())
    bodies = frozenset((m.start, m.end) for m in mentions if m.party.kind == "organisation" and m.party.actor)
    meant = frozenset(
        (m.start, m.end)
        for m in mentions
        if m.party.kind == "place" or (m.party.kind == "state" and m.text == m.party.name)
    )
    sure: list[Toponym] = []
    unsure: list[Toponym] = []
    for sentence, named in zip(sentences, by_sentence(sentences, persons), strict=True):
        blocked = _persons_in(sentence, named)
        for toponym, verdict in _candidates(sentence, blocked, meant, gazetteer):
            if (toponym.start, toponym.end) in bodies and toponym.text.isupper():
                continue  # "NATO" is not the town of Nato
            if verdict == "place":
                sure.append(toponym)
            elif verdict == "perhaps" and toponym.key not in surnames:
                unsure.append(toponym)
    known = {toponym.key for toponym in sure}
    kept = sure + [toponym for toponym in unsure if toponym.key in known]
    ordered = sorted(kept, key=lambda toponym: toponym.start)
    return tuple(_as_divisions(ordered, {sentence.index: sentence for sentence in sentences}))


def _as_divisions(toponyms: list[Toponym], sentences: Mapping[int, Sentence]) -> list[Toponym]:
    """The same, with three or more names in a row that are all divisions of one country read as such.

    "New York, Ohio and Washington" are states.
    """
    found: list[Toponym] = []
    run: list[Toponym] = []
    for toponym in [*toponyms, None]:
        if toponym and run and run[-1].sentence == toponym.sentence:
            between = sentences[toponym.sentence].tokens[run[-1].last : toponym.first]
            joined = bool(between) and all(t.lower in (",", "and", "or", "&") for t in between)
        else:
            joined = False
        if not joined:
            countries = [{r.country for r in t.readings if r.kind == "R"} for t in run]
            if len(run) > 2 and set.intersection(*countries):
                run = [replace(t, wants="division", within=None) for t in run]
            found += run
            run = []
        if toponym:
            run.append(toponym)
    return found


def _is_state(person: Mention, gazetteer: Gazetteer) -> bool:
    """Is it only the parser that takes a state for a person nobody knows ("South Korea")?"""
    unknown = person.party.actor is None and person.party.name == person.text and " " in person.text
    return unknown and any(r.kind == "C" for r in gazetteer.readings(lookup_key(person.text)))


def _persons_in(sentence: Sentence, persons: Sequence[Mention]) -> frozenset[int]:
    """Tokens that belong to the name of a person."""
    found: set[int] = set()
    for m in persons:
        if sentence.start <= m.start and m.end <= sentence.end:
            inside = sentence.within(m.start, m.end)
            alone = len(inside) == 1 and m.party.actor is None and inside[0].i > 0
            # "In Malakal" is no person, whatever the parser says, unless the report names him otherwise.
            if alone and m.party.name == m.text and _is_located(sentence, inside[0].i):
                continue
            named = any(token.ent == "PERSON" for token in inside)
            # "US Secretary of State" describes a person by a state; "Jordan Peterson" does not.
            found.update(token.i for token in inside if named or not _owns(token))
    return frozenset(found)


def _owns(token: Token) -> bool:
    return token.ent == "GPE" or token.text in ("US", "U.S.", "UK", "U.K.")


def _is_located(sentence: Sentence, first: int) -> bool:
    """Does a preposition of place, or a verb of striking or going, bring the name at token `first`?"""
    tokens, words = sentence.tokens, _words()
    if first and tokens[first - 1].lower in words["locating"]:
        return True
    if first > 1 and tokens[first - 1].lower == "the" and tokens[first - 2].lower in words["locating"]:
        return True
    token = tokens[first]
    if token.dep == "conj" and tokens[token.head].pos == "PROPN" and token.head < first:
        return _is_located(sentence, token.head)
    head = tokens[token.head]
    if token.dep == "pobj":
        # The noun right before the preposition, where the parser hangs it on the verb.
        return (
            tokens[head.head].lemma in words["strikes"]
            or tokens[max(0, head.i - 1)].lemma in words["strikes"]
        )
    return token.dep == "dobj" and head.lemma in words["struck"]


def _candidates(
    sentence: Sentence, blocked: frozenset[int], meant: frozenset[tuple[int, int]], gazetteer: Gazetteer
) -> Iterator[tuple[Toponym, str]]:
    tokens = sentence.tokens
    before: Toponym | None = None
    i = 0
    while i < len(tokens):
        if i in blocked or not _may_begin(tokens[i]):
            i += 1
            continue
        found = _longest(sentence, i, blocked, gazetteer)
        if found is None:
            span = _unknown(sentence, i, blocked)
            if span is None:
                i += 1
            else:
                yield _toponym(sentence, i, span, "", (), gazetteer), "place"
                i = span
            continue
        last, key, readings = found
        toponym = _toponym(sentence, i, last, key, readings, gazetteer)
        if (
            before
            and before.within
            and before.within[1]
            and before.last == i - 1
            and tokens[i - 1].text == ","
        ):
            toponym = replace(toponym, wants="division")
        yield toponym, "place" if (toponym.start, toponym.end) in meant else _verdict(sentence, toponym)
        before = toponym
        i = last


def _may_begin(token: Token) -> bool:
    if token.text in ("US", "U.S."):
        return True
    return token.text[0].isupper() and token.tag not in ("PRP", "MD", "VBZ", "DT", "CD", "UH")


def _longest(
    sentence: Sentence, first: int, blocked: frozenset[int], gazetteer: Gazetteer
) -> tuple[int, str, tuple[Reading, ...]] | None:
    tokens, words = sentence.tokens, _words()
    end = first + 1
    while (
        end < min(len(tokens), first + LONGEST)
        and end not in blocked
        and (
            tokens[end].text[0].isupper()
            or tokens[end].lower in words["inside"]
            or tokens[end].lower in words["generic"]
        )
    ):
        end += 1
    for last in range(end, first, -1):
        if last - first > 1 and tokens[last - 1].lower in words["inside"]:
            continue
        if last - first == 1 and (tokens[first].lower in words["never"] or len(tokens[first].text) < 2):
            return None
        text = sentence.text[tokens[first].start - sentence.start : tokens[last - 1].end - sentence.start]
        short = gazetteer.abbreviated(text) or gazetteer.abbreviated(text + ".")
        if short and _stands_as_abbreviation(sentence, first, last, text):
            whole = gazetteer.readings(lookup_key(short[1]))
            full = tuple(r for r in whole if r.country == short[0] and r.kind in "RA")
            if full:
                return last, lookup_key(short[1]) + " state", full
        key = lookup_key(text)
        if len(key) < 2 or (len(key) < 4 and text.isupper() and key not in ("us", "usa", "uk", "uae", "drc")):
            continue
        if readings := gazetteer.readings(key):
            return last, key, readings
    return None


def _stands_as_abbreviation(sentence: Sentence, first: int, last: int, text: str) -> bool:
    """Is it one: with its full stop, or in capitals behind a comma?"""
    tokens = sentence.tokens
    behind_comma = first > 1 and tokens[first - 1].text == ","
    dotted = text.endswith(".") or (last < len(tokens) and tokens[last].text == ".")
    if text.replace(".", "").isupper():
        return (
            behind_comma
            or "." in text
            or (len(text) > 2 and text in ("NSW", "PEI", "NWT", "ACT"))
            or (text in ("BC",) and tokens[first].ent == "GPE")
        )
    return (dotted or text in ("Qld",)) and (behind_comma or tokens[first].ent == "GPE")


def _unknown(sentence: Sentence, first: int, blocked: frozenset[int]) -> int | None:
    """End of a name that only the parser takes for a place."""
    for entity in sentence.entities:
        if entity.first == first and entity.label == "GPE":
            words = sentence.tokens[entity.first : entity.last]
            if all(
                t.text[0].isupper() or not t.text[0].isalnum() for t in words
            ) and not blocked.intersection(range(entity.first, entity.last)):
                located = first > 0 and sentence.tokens[first - 1].lower in _words()["locating"]
                if located and all(t.pos == "PROPN" or t.text in "-'" for t in words):
                    return entity.last
    return None


def _toponym(
    sentence: Sentence, first: int, last: int, key: str, readings: tuple[Reading, ...], gazetteer: Gazetteer
) -> Toponym:
    tokens = sentence.tokens
    start, end = tokens[first].start, tokens[last - 1].end
    text = sentence.text[start - sentence.start : end - sentence.start]
    within = _within(sentence, first, last, gazetteer)
    return Toponym(
        sentence.index, first, last, start, end, text, key, readings, within, _wants(tokens, first, last)
    )


def _within(sentence: Sentence, first: int, last: int, gazetteer: Gazetteer) -> tuple[str, str | None] | None:
    """What stands behind a comma, in brackets or behind "in": a division or a country."""
    tokens, words = sentence.tokens, _words()
    at = last
    if at < len(tokens) and tokens[at].lower in (",", "(", "in"):
        at += 1
    else:
        return None
    listed_before = first > 0 and tokens[first - 1].text in (",", "and")
    own = gazetteer.readings(
        lookup_key(
            sentence.text[tokens[first].start - sentence.start : tokens[last - 1].end - sentence.start]
        )
    )
    state = any(r.kind == "C" or (r.kind == "A" and r.feature in ("country", "region")) for r in own)
    divisions = {r.country for r in own if r.kind == "R"}
    while at < len(tokens) and tokens[at].text in words["before_division"]:
        at += 1
    for end in range(min(len(tokens), at + 4), at, -1):
        if not tokens[at].text[0].isupper():
            return None
        text = sentence.text[tokens[at].start - sentence.start : tokens[end - 1].end - sentence.start]
        if short := gazetteer.abbreviated(text) or gazetteer.abbreviated(text + "."):
            return short
        found = [
            r
            for r in gazetteer.readings(lookup_key(text))
            if r.kind in "CR" or r.feature in ("country", "region")
        ]
        around = _containing(found, own)
        if around is None:
            continue
        sisters = divisions & {r.country for r in found if r.kind == "R"}
        followed = (
            end + 1 < len(tokens) and tokens[end].text in (",", "and") and tokens[end + 1].text[0].isupper()
        )
        if state or (sisters and (listed_before or followed or not _holds_one(around, own))):
            # Members of a list: "China, Japan", "Virginia, Washington, West Virginia".
            return None
        if around.country is None:
            return None
        return (
            around.country,
            None if around.kind == "C" or around.feature == "country" else around.admin1 or around.name,
        )
    return None


def _containing(areas: Sequence[Reading], own: Sequence[Reading]) -> Reading | None:
    """The one of the areas that contains a reading of the name; else a state, else the most peopled."""
    inside = [area for area in areas if _holds_one(area, own)]
    return max(inside or areas, key=lambda area: (area.kind == "C", area.population), default=None)


def _holds_one(area: Reading, own: Sequence[Reading]) -> bool:
    return any(
        r.country == area.country and r.kind in "PDA" and (area.kind == "C" or r.admin1 == area.admin1)
        for r in own
    )


def _wants(tokens: tuple[Token, ...], first: int, last: int) -> str:
    words = _words()
    after = tokens[last].lower if last < len(tokens) else ""
    if after in words["generic"] and (after not in ("city", "state") or tokens[last].text[0].islower()):
        return "city" if after in words["towns"] else "division"
    before = [t.lower for t in tokens[max(0, first - 2) : first]]
    if len(before) == 2 and before[1] == "of" and before[0] in words["generic"]:
        return "city" if before[0] in words["towns"] else "division"
    if before and before[-1] in ("upstate", "southeastern", "northeastern", "southwestern", "northwestern"):
        return "division"
    return ""


def _verdict(sentence: Sentence, toponym: Toponym) -> str:
    """ "place", "perhaps" (if the report has it as a place elsewhere) or "no"."""
    tokens, words = sentence.tokens, _words()
    first, last = toponym.first, toponym.last
    token = tokens[first]
    entity = next((e for e in sentence.entities if e.first <= first and last <= e.last), None)
    label = entity.label if entity else token.ent
    well_known = any(r.kind in "CRA" or r.population >= 100_000 for r in toponym.readings)
    listed = any(r.kind == "C" or (r.kind == "A" and r.feature != "point") for r in toponym.readings)
    before = tokens[first - 1] if first else None
    if before is not None and before.lower == "the" and first > 1:
        before = tokens[first - 2]
    located = _is_located(sentence, first)
    led = located or (before is not None and before.lower in words["leading"])
    if last < len(tokens) and tokens[last].lower in words["namesake_of"]:
        return "no"
    if (token.tag in ("JJ", "NNPS") and label == "NORP") or label in ("NORP", "LANGUAGE"):
        return "no"
    if toponym.key.endswith(" state") and not toponym.text.lower().endswith(" state"):
        # An abbreviation, which was looked at already.
        return "place"
    named = any(t.pos == "PROPN" for t in tokens[first:last])
    if not named and label not in ("GPE", "LOC", "FAC", "ORG"):
        return "perhaps" if label and (located or toponym.within) else "no"
    if (toponym.within is not None or toponym.wants) and label != "PERSON":
        return "place"
    wider = entity is not None and entity.last - entity.first > last - first + (
        tokens[entity.first].lower == "the"
    )
    if last - first > 1 and not wider and any(r.kind == "A" for r in toponym.readings):
        return "place"
    wider = wider and not (entity is not None and _is_one_of(tokens, entity, first, last))
    if label in ("GPE", "LOC"):
        return "place" if not wider or well_known else "perhaps"
    if label == "FAC":
        return "place" if not wider or well_known else "perhaps"
    if label == "PERSON":
        if wider and not (toponym.within and located):
            return "no"
        return "place" if (located and well_known) or toponym.within else "perhaps"
    if label in ("ORG", "PRODUCT") and not wider and token.dep in ("dobj", "pobj") and located:
        return "place"
    if label == "ORG":
        if wider:
            at_front = entity is not None and first - entity.first <= 1
            return "place" if listed or (well_known and at_front) else ("perhaps" if at_front else "no")
        return "place" if listed or (located and well_known) else "perhaps"
    if label in ("DATE", "TIME", "CARDINAL", "MONEY", "QUANTITY", "ORDINAL", "PERCENT"):
        return "perhaps" if listed else "no"
    if label in ("EVENT", "WORK_OF_ART", "LAW", "PRODUCT"):
        return "place" if listed else "no"
    if listed:
        return "place"
    if any(t.pos != "PROPN" for t in tokens[first:last] if t.text.isalpha() and t.text[0].isupper()):
        return "no"
    if _inside_name(tokens, first, last):
        return "perhaps" if well_known else "no"
    if first and tokens[first - 1].lower in ("the", "a", "an") and last - first == 1:
        # Towns take no article: "at the Agency".
        return "perhaps" if well_known else "no"
    if located or toponym.wants or (led and well_known):
        return "place"
    return "perhaps"


def _is_one_of(tokens: tuple[Token, ...], entity: Entity, first: int, last: int) -> bool:
    """Does the parser's name join several, this among them ("Kharkiv and Odesa")?"""
    return (first == entity.first or tokens[first - 1].lower in ("and", ",")) and (
        last == entity.last or tokens[last].lower in ("and", ",")
    )


def _inside_name(tokens: tuple[Token, ...], first: int, last: int) -> bool:
    """Does a capitalised word stand right before or behind it?"""
    before = first > 0 and tokens[first - 1].pos == "PROPN" and tokens[first - 1].text[0].isupper()
    after = last < len(tokens) and tokens[last].pos == "PROPN" and tokens[last].text[0].isupper()
    return before or after


@cache
def _words() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in read_toml("places/words.toml")["toponyms"].items()}
