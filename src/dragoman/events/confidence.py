"""How sure a claim is right: what became of claims like it when a person read them against their words.

Claims are sorted by what tells them (a verb, a noun, a word of saying), by whether the act is told as
possible only, and, of verbs, by how likely the event classifier finds the type between the two parties.
The confidence of a sort is the share of its claims that a reader found right, one right and one wrong
added to each, so that few readings do not make sure. The counts stand in `data/confidence.toml`.
"""

from collections.abc import Sequence
from functools import cache

from dragoman.data import read_toml
from dragoman.events.acts import Act
from dragoman.events.classify import Candidate, EventClassifier, Scores, classify
from dragoman.events.plover import strict_type
from dragoman.events.status import Judgement
from dragoman.parse.syntax import Sentence
from dragoman.records import Mention, Reason

LIKELY, POSSIBLE = 0.7, 0.3
"""Probabilities of the classifier at which the sorts of verbs part."""


def weigh(
    sentence: Sentence, act: Act, judgement: Judgement, classifier: EventClassifier | None
) -> tuple[float, tuple[Reason, ...]]:
    """The confidence of the claim that the act becomes, and what the classifier said of it.

    Args:
        classifier: None: verbs are taken for possible.
    """
    likelihood, reasons = None, ()
    filed = strict_type(act.frame.event_type, judgement.status)
    if classifier is not None and filed is not None:
        scores = _scores(sentence, act, classifier)
        likelihood = max(scores.probability(filed), scores.probability(act.frame.event_type))
        detail = f"{filed}; likeliest {scores.root}"
        reasons = (Reason("classifier", detail, round(likelihood, 3)),)
    right, read = _read()[_sort(sentence, act, judgement, likelihood)]
    return round((right + 1) / (read + 2), 2), reasons


def _sort(sentence: Sentence, act: Act, judgement: Judgement, likelihood: float | None) -> str:
    if act.said:
        return "cue"
    if sentence.tokens[act.trigger].pos not in {"VERB", "ADJ"}:
        return "noun"
    if judgement.status == "hypothetical":
        return "verb hypothetical"
    if likelihood is None or POSSIBLE <= likelihood < LIKELY:
        return "verb possible"
    return "verb likely" if likelihood >= LIKELY else "verb unlikely"


def _scores(sentence: Sentence, act: Act, classifier: EventClassifier) -> Scores:
    """What the classifier says of the act's first doer and first other party."""
    doers = [r.mention for r in act.roles if r.role != "recipient"]
    others = [r.mention for r in act.roles if r.role == "recipient"] or doers[1:]
    [scores] = classify(
        [Candidate(sentence.text, _inside(sentence, doers), _inside(sentence, others))], classifier
    )
    return scores


def _inside(sentence: Sentence, mentions: Sequence[Mention]) -> tuple[int, int] | None:
    """Where the first mention stands in the sentence, which may hold all of it, part or nothing."""
    if not mentions:
        return None
    return mentions[0].start - sentence.start, mentions[0].end - sentence.start


@cache
def _read() -> dict[str, tuple[int, int]]:
    return {row["sort"]: (row["right"], row["read"]) for row in read_toml("confidence.toml")["claims"]}
