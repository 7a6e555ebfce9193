"""Acts told by words that no frame knows, as the event classifier reads them.

"Ethiopia downgraded its embassy in Cairo": no frame of `data/acts.toml` has the verb, but a party does
something that concerns another. Such pairs are put to the classifier, and kept where it is sure that there
is an act and of which type. A verb of saying, thinking or being tells no act of its own; what is demanded,
promised or rejected is told by the act that demands it.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from dragoman.data import read_toml
from dragoman.events import arguments
from dragoman.events.acts import Act, Role, is_political, mentions_by_head, parties_of
from dragoman.events.classify import Candidate, EventClassifier, Scores, classify, yield_type
from dragoman.events.cues import verb_cues
from dragoman.events.plover import Acts, Frame, plain_frame
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import Mention

SURE = 0.9
"""Least probability of an act and its type. Of 25 acts at 0.75 or more in 700 reports drawn at random, 9 were
right when read by hand; of those at 0.9 or more that are no AGREE, 4 of 6."""

UNSURE = frozenset(["AGREE"])
"""Types that the classifier gives to whatever is to come, as PLOVER does, and so tells nothing by them."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A verb with a party that does what it says and one whom that concerns."""

    verb: int
    doers: tuple[Mention, ...]
    others: tuple[Mention, ...]


def find_learned_acts(
    sentence: Sentence,
    mentions: Sequence[Mention],
    told: Sequence[Act],
    acts: Acts,
    classifier: EventClassifier,
) -> Iterator[Act]:
    """Acts of the sentence that no frame tells, by the place of their verb.

    Args:
        mentions: those of the sentence.
        told: the acts that frames tell; their words and contents tell no other.
    """
    pairs = list(_pairs(sentence, mentions, told, acts))
    scores = classify([candidate_of(sentence, p.doers[0], p.others[0]) for p in pairs], classifier)
    for pair, score in zip(pairs, scores, strict=True):
        lemma = sentence.tokens[pair.verb].lemma
        root = yield_type(lemma) if score.root == "YIELD" else score.root
        if score.probability(root) >= SURE and root not in UNSURE:
            frame = _frame(root)
            roles = [Role("actor", m) for m in pair.doers]
            roles += [Role("actor" if frame.mutual else "recipient", m) for m in pair.others]
            yield Act(pair.verb, pair.verb, frame, tuple(roles), by="classifier")


def score_of(sentence: Sentence, act: Act, classifier: EventClassifier) -> Scores:
    """What the classifier says of an act's first doer and first other party."""
    doers = [r.mention for r in act.roles if r.role != "recipient"]
    others = [r.mention for r in act.roles if r.role == "recipient"]
    if not others and len(doers) > 1:
        doers, others = doers[:1], doers[1:]
    [scores] = classify(
        [candidate_of(sentence, doers[0] if doers else None, others[0] if others else None)], classifier
    )
    return scores


def candidate_of(sentence: Sentence, actor: Mention | None, recipient: Mention | None) -> Candidate:
    """The sentence and the pair, with ranges that count from its first character."""

    def inside(mention: Mention | None) -> tuple[int, int] | None:
        return None if mention is None else (mention.start - sentence.start, mention.end - sentence.start)

    return Candidate(sentence.text, inside(actor), inside(recipient))


def _pairs(
    sentence: Sentence, mentions: Sequence[Mention], told: Sequence[Act], acts: Acts
) -> Iterator[Pair]:
    by_head = mentions_by_head(sentence, mentions)
    taken = {i for act in told for i in (act.trigger, act.judged)}
    for token in sentence.tokens:
        if not _may_act(token, acts) or token.i in taken or _is_content(sentence, token.i, taken):
            continue
        doers = parties_of(sentence, arguments.doers(sentence, token.i), by_head)
        if not any(map(is_political, doers)):
            continue
        others = _others(sentence, token.i, doers, by_head)
        if others:
            yield Pair(token.i, tuple(doers), tuple(others))


def _may_act(token: Token, acts: Acts) -> bool:
    return (
        token.pos == "VERB"
        and token.lemma not in acts.verbs
        and token.lemma not in verb_cues()
        and token.lemma not in _idle()
    )


def _is_content(sentence: Sentence, i: int, taken: Collection[int]) -> bool:
    """Whether the verb says what another act demands, promises or rejects."""
    token = sentence.tokens[i]
    return token.dep in {"xcomp", "acl"} and token.head in taken


def _others(
    sentence: Sentence, i: int, doers: Sequence[Mention], by_head: Mapping[int, Sequence[Mention]]
) -> list[Mention]:
    """Those whom the verb concerns: its object, or what its prepositions bring."""
    heads = arguments.objects(sentence, i)
    for word in ("against", "with", "on", "to", "for", "from", "at", "over", "into"):
        heads += arguments.after_preposition(sentence, i, word)
    known = {(m.chain, m.party.actor) for m in doers}
    chains, actors = {c for c, _ in known}, {a for _, a in known if a}
    for j in heads:
        found = [
            m
            for m in parties_of(sentence, [j], by_head)
            if is_political(m) and m.chain not in chains and m.party.actor not in actors
        ]
        if found:
            return found
    return []


@cache
def _frame(root: str) -> Frame:
    mutual = root in {"CONSULT", "COOPERATE"}
    kind = "position" if root in {"REQUEST", "REJECT"} else "event"
    stance = {"REQUEST": "demand", "REJECT": "reject"}.get(root)
    return plain_frame(root, kind, stance=stance, mutual=mutual)


@cache
def _idle() -> frozenset[str]:
    """Verbs that tell no act between parties, whatever stands beside them."""
    return frozenset(read_toml("acts.toml")["idle"]["verbs"])
