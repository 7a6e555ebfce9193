"""The acts that a sentence tells, and the parties in their roles.

A word of `data/acts.toml` tells an act where one of its frames fits what stands beside it, and at
least one party of it is known: "fire the coach" and "an attack of nerves" tell nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dragoman.events import arguments
from dragoman.events.plover import Acts, Frame
from dragoman.parse.syntax import Sentence
from dragoman.records import Mention

_PLACES = frozenset(["GPE", "LOC", "FAC"])
"""Labels of the parser for what can be captured or occupied."""


@dataclass(frozen=True, slots=True)
class Role:
    """A mention in its role: actor, recipient, host, mediator or member."""

    role: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Act:
    """An act told in a sentence.

    Attributes:
        trigger: index of the word that tells it.
        judged: index of the word whose tense and denial decide whether it happened; of a noun with a
            light verb ("held talks") that verb.
        roles: its parties; never empty.
    """

    trigger: int
    judged: int
    frame: Frame
    roles: tuple[Role, ...]


def find_acts(sentence: Sentence, mentions: Sequence[Mention], acts: Acts) -> tuple[Act, ...]:
    """All acts of the sentence, by the place of their trigger. `mentions` are those of the sentence."""
    by_head = {}
    for mention in mentions:
        by_head.setdefault(mention.head, []).append(mention)
    found: list[Act] = []
    spoken_for: set[int] = set()
    for token in sentence.tokens:
        if token.pos in {"VERB", "ADJ"} and (act := _verbal(sentence, token.i, by_head, acts)):
            found.append(act)
            spoken_for.update(_light_nouns(sentence, token.i, act.frame))
            spoken_for.update(_clause_heads(sentence, token.i, act.frame))
    for token in sentence.tokens:
        if (
            token.pos == "NOUN"
            and token.i not in spoken_for
            and (act := _nominal(sentence, token.i, by_head, acts))
        ):
            found.append(act)
    content = {i for act in found for i in _clause_heads(sentence, act.trigger, act.frame)}
    return tuple(sorted((act for act in found if act.trigger not in content), key=lambda act: act.trigger))


def parties_at(sentence: Sentence, i: int, by_head: Mapping[int, Sequence[Mention]]) -> list[Mention]:
    """The actors that noun `i` means, or else whose it is: "Israel's proposal", "a Russian plan"."""
    token = sentence.tokens[i]
    if direct := by_head.get(token.start):
        return [mention for mention in direct if mention.party.kind != "place"]
    for c in token.children:
        child = sentence.tokens[c]
        if child.dep in {"poss", "amod", "compound", "nmod"} and (owner := by_head.get(child.start)):
            return [mention for mention in owner if mention.party.kind != "place"]
    for word in ("of", "by", "from"):
        found = [
            m
            for j in arguments.after_preposition(sentence, i, word)
            for m in by_head.get(sentence.tokens[j].start, ())
        ]
        if found:
            return [mention for mention in found if mention.party.kind != "place"]
    return []


def _verbal(sentence: Sentence, i: int, by_head: Mapping[int, Sequence[Mention]], acts: Acts) -> Act | None:
    lemma = arguments.with_particle(sentence, i)
    for frame in acts.verbs.get(lemma, ()):
        if not _fits(sentence, i, frame, by_head):
            continue
        subjects = _mentions(sentence, arguments.doers(sentence, i), by_head)
        others = _recipients(sentence, i, frame, by_head)
        if frame.several and len(subjects) < 2 and not _is_plural(subjects):
            continue
        roles = _roles(frame, subjects, others)
        if roles:
            return Act(i, i, frame, roles)
    return None


def _nominal(sentence: Sentence, i: int, by_head: Mapping[int, Sequence[Mention]], acts: Acts) -> Act | None:
    token = sentence.tokens[i]
    for frame in acts.nouns.get(token.lemma, ()):
        owners = []
        for c in token.children:
            child = sentence.tokens[c]
            if child.dep in {"poss", "amod", "compound", "nmod"}:
                owners += [m for m in by_head.get(child.start, ()) if m.party.kind != "place"]
        owners += _mentions(sentence, arguments.after_preposition(sentence, i, "by"), by_head)
        others = []
        for word in frame.recipient:
            others += _mentions(sentence, arguments.after_preposition(sentence, i, word), by_head)
        if roles := _roles(frame, owners, others):
            return Act(i, i, frame, roles)
    return None


def _fits(sentence: Sentence, i: int, frame: Frame, by_head: Mapping[int, Sequence[Mention]]) -> bool:
    found = arguments.objects(sentence, i)
    if frame.objects and not _is_such(sentence, found, frame.objects, by_head):
        return False
    if frame.clause and not arguments.has_clause(sentence, i):
        return False
    return not frame.prepositions or any(
        (brought := _brought(sentence, i, word)) and _is_such(sentence, brought, wanted, by_head)
        for word, wanted in frame.prepositions
    )


def _is_such(
    sentence: Sentence, heads: list[int], wanted: frozenset[str], by_head: Mapping[int, Sequence[Mention]]
) -> bool:
    if "none" in wanted:
        return not heads
    if "any" in wanted:
        return bool(heads)
    if "party" in wanted and any(by_head.get(sentence.tokens[j].start) for j in heads):
        return True
    if "place" in wanted and any(sentence.tokens[j].ent in _PLACES for j in heads):
        return True
    return any(sentence.tokens[j].lemma in wanted for j in heads)


def _recipients(
    sentence: Sentence, i: int, frame: Frame, by_head: Mapping[int, Sequence[Mention]]
) -> list[Mention]:
    for slot in frame.recipient:
        heads = arguments.objects(sentence, i) if slot == "object" else _brought(sentence, i, slot)
        if found := _mentions(sentence, heads, by_head):
            return found
    return []


def _brought(sentence: Sentence, i: int, word: str) -> list[int]:
    """What the preposition brings to the verb, or to the noun that is its object ("talks with")."""
    heads = arguments.after_preposition(sentence, i, word)
    for j in arguments.objects(sentence, i):
        heads += arguments.after_preposition(sentence, j, word)
    return heads


def _mentions(
    sentence: Sentence, heads: list[int], by_head: Mapping[int, Sequence[Mention]]
) -> list[Mention]:
    return [mention for j in heads for mention in parties_at(sentence, j, by_head)]


def _is_plural(subjects: list[Mention]) -> bool:
    return any(mention.party.kind == "group" for mention in subjects)


def _roles(frame: Frame, subjects: list[Mention], others: list[Mention]) -> tuple[Role, ...]:
    roles = [Role(frame.subject_role, mention) for mention in subjects]
    told = {(mention.start, mention.end, mention.chain) for mention in subjects}
    second = "actor" if frame.mutual else "recipient"
    roles += [Role(second, m) for m in others if (m.start, m.end, m.chain) not in told]
    return tuple(roles) if any(is_political(role.mention) for role in roles) else ()


def is_political(mention: Mention) -> bool:
    """Whether it is known whose side the party is on: not so of a passer-by."""
    party = mention.party
    return bool(party.actor or party.country or party.sector or party.candidates)


def _light_nouns(sentence: Sentence, i: int, frame: Frame) -> list[int]:
    """Objects that are named with the verb as one act ("held talks"), and so are no acts of their own."""
    return [j for j in arguments.objects(sentence, i) if sentence.tokens[j].lemma in frame.objects]


def _clause_heads(sentence: Sentence, i: int, frame: Frame) -> list[int]:
    """Verbs that are the content of this act ("agreed to lift"), and so no acts of their own."""
    if not frame.clause:
        return []
    return [c for c in sentence.tokens[i].children if sentence.tokens[c].dep in {"xcomp", "ccomp"}]
