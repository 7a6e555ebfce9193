"""How far an act is told as a fact, on the scale from -3 (certainly not) to 3 (certainly).

The score serves the factuality task and comparison with other systems; the record shows the status and
its certainty, which `status` finds by rule. Two registers are scored apart:

- *report*: nobody speaks to anybody, as in news. What status, certainty and cues of the judgement add is
  summed (weights in `data/status.toml`).
- *talk*: somebody says "I" or "you", asks or exclaims, as in letters and reviews. There the form of the
  sentence tells more than any single cue, and a wider list of features is summed (`data/factuality.toml`).

>>> from dragoman.events.status import judge
>>> from dragoman.parse.sentences import split_sentences
>>> from dragoman.parse.syntax import Parser
>>> sentence = next(Parser().parse(split_sentences("Please send me the draft.")))
>>> register_of(sentence), "sentence:please" in features_of(sentence, 1, judge(sentence, 1, load_cues()))
('talk', True)
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dragoman.data import read_toml
from dragoman.events.governors import is_verbal
from dragoman.events.modality import SUBJECTS, auxiliaries, read_clause
from dragoman.events.signatures import Cues, load_cues
from dragoman.events.status import Judgement
from dragoman.parse.syntax import Sentence, Token

Register = Literal["report", "talk"]

SPEAKERS = frozenset(
    {"i", "we", "me", "us", "my", "our", "myself", "you", "your", "u", "im", "dont", "please"}
)
PERSONS: Mapping[str, str] = {
    "i": "first", "we": "first", "you": "second", "he": "third", "she": "third", "they": "third",
    "it": "it", "there": "there", "who": "relative", "which": "relative", "that": "relative",
}  # fmt: skip
CLAUSES = frozenset({"advcl", "relcl", "ccomp", "xcomp", "acl", "pcomp", "csubj", "conj"})
MOST = 4
"""Cues and words above counted up to here."""


@dataclass(frozen=True, slots=True)
class TalkWeights:
    """What each feature adds in the register of talk, and the sums that count as -1.5 and as 1.5."""

    intercept: float
    lower: float
    upper: float
    weights: Mapping[str, float]


@cache
def load_talk_weights() -> TalkWeights:
    """The weights of the package, read once a process."""
    table = read_toml("factuality.toml")
    return TalkWeights(table["intercept"], table["lower"], table["upper"], table["weights"])


def factuality_score(sentence: Sentence, i: int, judgement: Judgement, cues: Cues) -> float:
    """How far the act at token `i` is told as a fact, from -3 (certainly not) to 3 (certainly).

    In a report, acts that were denied or called off stand at a set value; so do those called off in talk.
    For the others the sum is spread so that the classes of the task (factual from 1.5, counterfactual up to
    -1.5) fall where they separate best. Half of what it was fitted on (UDS-IH2) counts an act that has not
    happened yet as one that did not happen.

    Source: fitted on the dev halves of MEANTIME and UDS-IH2, see docs/status.md.
    """
    settled = cues.settled.get(judgement.status)
    if register_of(sentence) == "talk":
        if settled is not None and judgement.status != "not_occurring":
            return settled
        talk = load_talk_weights()
        total = talk.intercept + sum(
            talk.weights.get(feature, 0.0) for feature in features_of(sentence, i, judgement)
        )
        return spread(total, talk.lower, talk.upper)
    if settled is not None and judgement.certainty != "PR-":
        return settled
    features = [f"status:{judgement.status}", f"certainty:{judgement.certainty}"]
    features += dict.fromkeys(reason.feature for reason in judgement.reasons)
    total = cues.scale[0] + sum(cues.weights.get(feature, 0.0) for feature in features)
    return spread(total, cues.scale[1], cues.scale[2])


def register_of(sentence: Sentence) -> Register:
    """Whether somebody speaks to somebody in the sentence (talk), or it tells of others (report)."""
    talks = any(token.lower in SPEAKERS or token.lower in ("?", "!") for token in sentence.tokens)
    return "talk" if talks else "report"


def features_of(sentence: Sentence, i: int, judgement: Judgement) -> frozenset[str]:
    """What the talk weights go by: the judgement, the form of the word, its subject, what stands above it."""
    return frozenset(
        (
            *_of_judgement(judgement),
            *_of_word(sentence, i),
            *_of_surroundings(sentence, i),
            *_of_sentence(sentence),
        )
    )


def _of_judgement(judgement: Judgement) -> Iterator[str]:
    yield f"status:{judgement.status}"
    yield f"certainty:{judgement.certainty}"
    names = list(dict.fromkeys(reason.feature for reason in judgement.reasons))
    yield from (f"cue:{name}" for name in names)
    yield f"innermost:{names[0]}"
    yield f"cues:{min(len(names), MOST)}"


def _of_word(sentence: Sentence, i: int) -> Iterator[str]:
    tokens = sentence.tokens
    token = tokens[i]
    yield f"tag:{token.tag}"
    yield f"role:{token.dep}"
    subject = next((tokens[c] for c in token.children if tokens[c].dep in SUBJECTS), None)
    who = "none" if subject is None else PERSONS.get(subject.lower, "noun")
    yield f"subject:{who}"
    if is_verbal(token):
        clause = read_clause(sentence, i, load_cues())
        yield f"form:{clause.form}"
        yield f"tense:{clause.tense}"
        yield f"form:{clause.form} {token.tag}"
        yield f"subject:{who} {clause.tense}"
        yield from (
            f"tense:{clause.tense} {aspect}"
            for aspect in ("perfect", "progressive", "passive")
            if getattr(clause, aspect)
        )
        if clause.denial:
            yield f"denied:{clause.tense}"
        yield from (f"auxiliary:{word.lower}" for word in auxiliaries(sentence, i))
        if token.dep == "ROOT":
            yield f"root:{who} {token.tag}"
    for c in token.children:
        if tokens[c].dep in ("advmod", "neg", "mark", "prt"):
            yield f"beside:{tokens[c].lower}"


def _of_surroundings(sentence: Sentence, i: int) -> Iterator[str]:
    tokens = sentence.tokens
    above = list(sentence.ancestors(i))
    yield f"depth:{min(len(above), MOST)}"
    if above:
        yield f"head:{tokens[above[0]].tag}"
        yield f"head:{tokens[i].dep} {tokens[above[0]].tag}"
    for a in (i, *above):
        if tokens[a].dep in CLAUSES:
            yield f"within:{tokens[a].dep}"
            yield from (f"within:{tokens[c].lower}" for c in tokens[a].children if _opens(tokens[c]))
    verb = next((a for a in above if is_verbal(tokens[a])), None)
    if verb is not None:
        clause = read_clause(sentence, verb, load_cues())
        yield f"above:{clause.tense}"
        yield f"above:{clause.form}"
        if clause.denial:
            yield "above:denied"


def _opens(token: Token) -> bool:
    return token.dep == "mark" or token.tag == "WRB"


def _of_sentence(sentence: Sentence) -> Iterator[str]:
    tokens = sentence.tokens
    root = next((token for token in tokens if token.dep == "ROOT"), tokens[0])
    yield f"sentence:root {root.tag}"
    yield f"sentence:ends {tokens[-1].text if tokens[-1].text in '.?!' else 'open'}"
    lowers = {token.lower for token in tokens}
    yield from (f"sentence:{word}" for word in ("please", "if") if word in lowers)
    if lowers & {"you", "your"}:
        yield "sentence:you"
    if lowers & {"i", "we"}:
        yield "sentence:I"
    tags = {token.tag for token in tokens}
    if "VBD" in tags:
        yield "sentence:past"
    if "MD" in tags:
        yield "sentence:modal"


def spread(value: float, lower: float, upper: float) -> float:
    """`value` on a scale whose points `lower` and `upper` become -1.5 and 1.5, linear in between."""
    value = max(-3.0, min(3.0, value))
    if value <= lower:
        spread = -3.0 + 1.5 * (value + 3.0) / (lower + 3.0)
    elif value >= upper:
        spread = 3.0 - 1.5 * (3.0 - value) / (3.0 - upper)
    else:
        spread = -1.5 + 3.0 * (value - lower) / (upper - lower)
    return round(spread, 3)
