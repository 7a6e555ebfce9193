"""Names of the knowledge base in the text: one pass of an automaton, then the parser's tokens and common sense.

A hit counts where it begins and ends with words of its own ("Mali" not in "Malian" or "normality"), and where no
longer name covers it. Names that are also something else ("Jordan", "Congress", "Visa") count only with support.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass

from dragoman.actors.knowledge import Knowledge, Surface
from dragoman.actors.names import fold
from dragoman.parse.syntax import Sentence


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the tables in a sentence: tokens `first` up to `last`, and what it may stand for."""

    first: int
    last: int
    surfaces: tuple[Surface, ...]

    @property
    def form(self) -> str:
        """The form of the first reading: "name", "adjective", "people", "capital", "seat" or "weak"."""
        return self.surfaces[0].form


def find_hits(
    text: str, sentences: tuple[Sentence, ...], knowledge: Knowledge
) -> tuple[tuple[Hit, ...], ...]:
    """The hits of each sentence, in order and without overlap; the longest name wins."""
    automaton, patterns = knowledge.finder
    folded = fold(text)
    spans: list[tuple[int, int, str]] = []
    for number, start, end in automaton.find_matches_as_indexes(folded, overlapping=True):
        if _stands_alone(folded, start, end):
            spans.append((start, -end, patterns[number]))
    spans.extend(_halves(text, knowledge))
    spans.sort()
    starts = [sentence.start for sentence in sentences]
    found: list[list[Hit]] = [[] for _ in sentences]
    covered = -1
    for start, minus_end, pattern in spans:
        if start < covered:
            continue
        at = bisect_left(starts, start + 1) - 1
        if at < 0 or -minus_end > sentences[at].end:
            continue
        hit = _aligned(sentences[at], start, -minus_end, knowledge.surfaces[pattern])
        if hit:
            found[at].append(hit)
            covered = -minus_end
    own = _named_in_full(found)
    countries = frozenset(country for identity in own if (country := knowledge.actors[identity].country))
    georgian = "Tbilisi" in text or "Georgian" in text or not _AMERICAN_GEORGIA.search(text)
    for hits in found:
        hits[:] = [hit for n, hit in enumerate(hits) if not (n and _of_another(hit, hits[n - 1], knowledge))]
    return tuple(
        tuple(
            hit
            for hit in hits
            if _holds(
                sentence, hit, own, georgian, knowledge.actors[hit.surfaces[0].actor].country, countries
            )
        )
        for sentence, hits in zip(sentences, found, strict=True)
    )


_BOTH_HALVES = re.compile(r"\b(North|South|East|West) and (?:North|South|East|West) ([A-Z]\w+)")
_ONE_HALF = re.compile(r"\b[Tt]he (North|South)\b(?! (?:of\b|[A-Z]))")
_HALF = re.compile(r"\b(North|South) ([A-Z][a-z]+)")


def _halves(text: str, knowledge: Knowledge) -> Iterator[tuple[int, int, str]]:
    """Start, minus end and surface of states told by half their name: "*North* and South Korea", "the *South*".

    The second only where the report names just one state so in full.
    """
    for match in _BOTH_HALVES.finditer(text):
        surface = fold(f"{match[1]} {match[2]}")
        if surface in knowledge.surfaces:
            yield match.start(1), -match.end(1), surface
    full = {fold(match.group()) for match in _HALF.finditer(text)} | {
        fold(f"{match[1]} {match[2]}") for match in _BOTH_HALVES.finditer(text)
    }
    for match in _ONE_HALF.finditer(text):
        named = [
            name for name in full if name.startswith(fold(match[1]) + " ") and _is_state(name, knowledge)
        ]
        if len(named) == 1:
            yield match.start(1), -match.end(1), named[0]


def _is_state(surface: str, knowledge: Knowledge) -> bool:
    return any(knowledge.actors[s.actor].kind == "state" for s in knowledge.surfaces.get(surface, ()))


_AMERICAN_GEORGIA = re.compile(
    r"\b(?:Atlanta|Savannah|Brian Kemp|Alabama|Florida|South Carolina|Georgia(?:, U\.?S\.?|, United States| Senate| Republican| Democrat| Tech| state)"
    r"|U\.?S\.? state of Georgia)"
)


def _stands_alone(folded: str, start: int, end: int) -> bool:
    before = folded[start - 1] if start else " "
    after = folded[end] if end < len(folded) else " "
    if before.isalnum() or before in "@_" or after.isalnum() or after in "$_":
        return False
    return not (before == "." and start > 1 and folded[start - 2].isalnum())


def _aligned(sentence: Sentence, start: int, end: int, surfaces: tuple[Surface, ...]) -> Hit | None:
    tokens = sentence.tokens
    first = bisect_left(tokens, start, key=lambda token: token.start)
    if first == len(tokens) or tokens[first].start != start:
        return None
    last = first
    while last < len(tokens) and tokens[last].end < end:
        last += 1
    if last == len(tokens):
        return None
    # A full stop that ends the sentence may stand apart from "U.S"; other words may not be cut.
    if tokens[last].start >= end:
        return None
    if tokens[last].end != end and sentence.text[end - sentence.start] not in "-–/’'.":
        return None
    return Hit(first, last + 1, surfaces)


def _of_another(hit: Hit, before: Hit, knowledge: Knowledge) -> bool:
    """Does a nationality before a body say that it is another country's ("the Philippine Senate")?"""
    actor, owner = knowledge.actors[hit.surfaces[0].actor], knowledge.actors[before.surfaces[0].actor]
    return (
        actor.kind == "organisation"
        and owner.kind == "state"
        and hit.first - before.last <= 1
        and before.form in ("adjective", "name")
        and actor.sector not in ("MED", "BUS", "IGO")
        and actor.country not in (None, owner.country)
    )


def _named_in_full(found: list[list[Hit]]) -> frozenset[str]:
    return frozenset(
        surface.actor for hits in found for hit in hits for surface in hit.surfaces if surface.form != "weak"
    )


def _holds(
    sentence: Sentence,
    hit: Hit,
    own: frozenset[str],
    georgian: bool,
    country: str | None,
    countries: frozenset[str],
) -> bool:
    tokens = sentence.tokens
    if hit.first >= 2 and tokens[hit.first - 1].text == "-" and tokens[hit.first - 2].lower in _STANCES:
        return False
    if hit.first and tokens[hit.first - 1].lower in _STANCES:
        return False
    if hit.last + 1 < len(tokens) and tokens[hit.last].text == "-" and tokens[hit.last + 1].lower in _ORIGINS:
        return False
    if hit.form in ("weak", "name") and hit.last - hit.first == 1 and _part_of_name(sentence, hit):
        return False
    if hit.form != "weak":
        return True
    label = tokens[hit.first].ent
    if hit.surfaces[0].actor == "Q230" and not georgian:
        return False
    if hit.surfaces[0].actor.startswith("Q") and hit.surfaces[0].actor not in ("Q160768",):
        owns = hit.last < len(tokens) and tokens[hit.last].text in ("'s", "’s")
        told = label in ("GPE", "NORP", "LOC", "ORG", "") or owns
        return told and tokens[hit.first].pos == "PROPN"
    known = any(surface.actor in own for surface in hit.surfaces)
    article = hit.first > 0 and tokens[hit.first - 1].lower == "the"
    if country and countries and country not in countries:
        return False
    if hit.first and tokens[hit.first - 1].pos == "PROPN" and tokens[hit.first - 1].text[0].isupper():
        return known and tokens[hit.first - 1].ent not in ("ORG", "")
    if hit.last < len(tokens) and tokens[hit.last].lower == "of" and country:
        return False
    return known or label == "ORG" or (article and label in ("ORG", ""))


_ORIGINS = frozenset("flagged owned made born speaking registered language style era built language".split())
"""What makes a nationality before a hyphen a property, not an actor ("Panama-flagged")."""

_STANCES = frozenset({"anti", "pro", "non", "anti-", "pro-", "non-"})


def _part_of_name(sentence: Sentence, hit: Hit) -> bool:
    """Is a one-word name of a state only part of a person's ("Michael Jordan", "Chad Wolf", "Israel Katz")?"""
    tokens = sentence.tokens
    entity = next((e for e in sentence.entities if e.first <= hit.first < e.last), None)
    if entity is None or entity.label != "PERSON" or entity.last - entity.first < 2:
        return False
    if entity.first and tokens[entity.first - 1].lower in ("of", "the") and entity.first == hit.first:
        return False
    return all(tokens[i].text[:1].isupper() for i in range(entity.first, entity.last)) and all(
        tokens[i].text not in ("'s", "’s") for i in range(entity.first, entity.last)
    )
