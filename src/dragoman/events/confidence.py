"""How sure a claim is right: what became of claims like it when a person read them against their words.

Claims are sorted by what tells them (a verb, a noun, a word of saying), by whether the act is told as
possible only, and, where a verb tells of two parties, by whether the event classifier finds the type
likely between them. The confidence of a sort is the share of its claims that a reader found right, one right
and one wrong added to each, so that few readings do not make sure. The counts stand in
`data/confidence.toml`. The classifier is slow, so it is asked only where its answer parts two sorts.
"""

from functools import cache

from dragoman.data import read_toml
from dragoman.events.acts import Act
from dragoman.events.classify import Candidate, EventClassifier, Scores, classify
from dragoman.events.plover import strict_type
from dragoman.events.status import Judgement
from dragoman.parse.syntax import Sentence
from dragoman.records import Reason

LIKELY = 0.3
"""Probability of the classifier at which the sorts of verbs part."""


def weigh(
    sentence: Sentence,
    act: Act,
    judgement: Judgement,
    printed: tuple[int, int],
    classifier: EventClassifier | None,
) -> tuple[float, tuple[Reason, ...]]:
    """The confidence of the claim that the act becomes, and what the classifier said of it.

    Args:
        printed: character range of the words that tell the act, which the classifier reads.
        classifier: None: verbs are not asked about, and taken for likely.
    """
    sort, reasons = _sort(sentence, act, judgement), ()
    filed = strict_type(act.frame.event_type, judgement.status)
    if sort == "verb likely" and classifier is not None and filed is not None:
        scores = _scores(sentence, act, printed, classifier)
        likelihood = max(scores.probability(filed), scores.probability(act.frame.event_type))
        reasons = (Reason("classifier", f"{filed}; likeliest {scores.root}", round(likelihood, 3)),)
        if likelihood < LIKELY:
            sort = "verb unlikely"
    right, read = _read()[sort]
    return round((right + 1) / (read + 2), 2), reasons


def _sort(sentence: Sentence, act: Act, judgement: Judgement) -> str:
    if act.said:
        return "cue"
    if sentence.tokens[act.trigger].pos not in {"VERB", "ADJ"}:
        return "noun"
    if judgement.status == "hypothetical":
        return "verb hypothetical"
    if act.frame.event_type == "CONSULT":
        return "verb of meeting"  # rarely wrong, and the most frequent: not worth asking the classifier
    return "verb likely" if len(act.roles) > 1 else "verb alone"


def _scores(sentence: Sentence, act: Act, printed: tuple[int, int], classifier: EventClassifier) -> Scores:
    """What the classifier says of the act's first doer and first other party."""
    doers = [r.mention for r in act.roles if r.role != "recipient"]
    others = [r.mention for r in act.roles if r.role == "recipient"] or doers[1:]
    start, end = printed
    text = sentence.text[start - sentence.start : end - sentence.start]
    ranges = [(m[0].start - start, m[0].end - start) if m else None for m in (doers, others)]
    [scores] = classify([Candidate(text, *ranges)], classifier)
    return scores


@cache
def _read() -> dict[str, tuple[int, int]]:
    return {row["sort"]: (row["right"], row["read"]) for row in read_toml("confidence.toml")["claims"]}
