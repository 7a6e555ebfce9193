"""How the acts of one sentence stand to each other, and on what an act depends, as its words say.

"Met the envoy prior to new sanctions" puts the meeting before the sanctions; "scrapped because of demands"
makes the demands the cause, as claimed; "will withdraw unless a truce is signed" has its condition in the
words from "unless" on. Only what stands between two acts is read; nothing is inferred from their order.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from dragoman.data import read_toml
from dragoman.events.acts import Act
from dragoman.events.arguments import verb_of
from dragoman.parse.syntax import Sentence

FARTHEST = 6
"""Steps up the tree from one act to the other; farther apart, the words between belong to something else."""

_CLAUSAL = frozenset(["VERB", "AUX"])


def find_relations(sentence: Sentence, acts: Sequence[Act]) -> Iterator[tuple[int, str, int]]:
    """Pairs of acts whose relation is told: number of the one, relation, number of the other.

    The relations are before, after, responds_to, cause_of and condition_for: the first act is that to the
    second.
    """
    for n, act in enumerate(acts):
        above = {trigger for other in acts for trigger in (other.trigger, verb_of(sentence, other.trigger))}
        words, at = _words_up(sentence, act.trigger, above - {act.trigger})
        if at is None:
            continue
        for m, other in enumerate(acts):
            if m == n or at not in (other.trigger, verb_of(sentence, other.trigger)):
                continue
            if relation := _relations()["relations"].get(words):
                yield m, relation, n
            elif relation := _relations()["from_second"].get(words):
                yield n, relation, m


def beside_meeting(sentence: Sentence, act: Act) -> tuple[str, str | None] | None:
    """How an act stands to the meeting that the report has told of: "*before the talks in Oslo* he rang her".

    Returns:
        The relation and the name of the town told with the meeting, if any; None where the act is not put
        before or after "the meeting", or the words say whose meeting it is.
    """
    words, tokens = _relations()["meeting"], sentence.tokens
    verbs = [act.judged]
    verb = tokens[act.judged]
    opened = any(tokens[c].lower == "where" for c in verb.children)
    if verb.dep == "relcl" and opened:  # "after the talks he flew to Oslo, where he met her"
        verbs += [i for i in sentence.ancestors(act.judged) if tokens[i].pos == "VERB"][:1]
    for c in (c for at in verbs for c in tokens[at].children):
        noun = next((tokens[p] for p in _ends(sentence, c)), None)
        relation = next((r for r in ("before", "after") if _opens(sentence, c, words[r])), None)
        if relation is None or noun is None or noun.lemma not in words["nouns"]:
            continue
        parts = [tokens[p] for p in noun.children]
        if not any(p.dep in {"det", "poss"} and p.lower in words["determiners"] for p in parts):
            continue
        behind = [p for p in parts if p.i > noun.i and p.dep == "prep"]
        if any(p.lower not in {"in", "at", "on"} for p in behind) or any(p.dep == "compound" for p in parts):
            continue
        town = next((tokens[t].text for p in behind if p.lower == "in" for t in p.children), None)
        return relation, town
    return None


def _ends(sentence: Sentence, i: int) -> Iterator[int]:
    """The noun that a preposition or two bring: "after *talks*", "ahead of *talks*"."""
    for c in sentence.tokens[i].children:
        if sentence.tokens[c].dep == "pobj":
            yield c
        elif sentence.tokens[c].dep == "prep":
            yield from _ends(sentence, c)


def condition_of(sentence: Sentence, i: int) -> str | None:
    """The condition of what verb or noun `i` tells, as printed; None where the words give none."""
    conditions = _relations()["conditions"]
    content = [c for c in sentence.tokens[i].children if sentence.tokens[c].dep in {"xcomp", "ccomp"}]
    for at in (i, *content, *_governors(sentence, i)):
        for c in sentence.tokens[at].children:
            child = sentence.tokens[c]
            marks = [
                sentence.tokens[m].lower
                for m in child.children
                if sentence.tokens[m].dep in {"mark", "advmod"}
            ]
            opened = child.dep == "advcl" and any(mark in conditions["clauses"] for mark in marks)
            if opened or (child.dep == "prep" and _opens(sentence, c, conditions["phrases"])):
                return _printed(sentence, c)
    return None


def _governors(sentence: Sentence, i: int) -> Iterator[int]:
    """Up to two verbs above that the word completes, or whose subject or object it is."""
    for _ in range(2):
        token = sentence.tokens[i]
        if token.head == i or token.dep not in {"ccomp", "xcomp", "dobj", "nsubj", "nsubjpass"}:
            return
        i = token.head
        yield i


def _words_up(sentence: Sentence, i: int, wanted: set[int]) -> tuple[str, int | None]:
    """What joins `i` to the nearest act above it: the prepositions, or the subordinator, between them."""
    between: list[int] = []
    at = i
    for _ in range(FARTHEST):
        token = sentence.tokens[at]
        if token.head == at:
            return "", None
        if token.pos in _CLAUSAL and token.dep == "advcl":
            marks = [c for c in token.children if sentence.tokens[c].dep == "mark"]
            between = marks or between
        above = sentence.tokens[token.head]
        if token.dep in {"conj", "relcl", "ccomp", "parataxis"}:
            return "", None
        at = above.i
        if at in wanted:
            return " ".join(sentence.tokens[j].lower for j in sorted(between)), at
        if above.pos not in _CLAUSAL:
            between.append(at)
    return "", None


def _opens(sentence: Sentence, i: int, phrases: Sequence[str]) -> bool:
    words = " ".join(t.lower for t in sentence.tokens[i : i + 3])
    return any(words == phrase or words.startswith(phrase + " ") for phrase in phrases)


def _printed(sentence: Sentence, i: int) -> str:
    inside = sentence.subtree(i)
    start, end = sentence.tokens[inside[0]].start, sentence.tokens[inside[-1]].end
    return sentence.text[start - sentence.start : end - sentence.start]


@cache
def _relations() -> Mapping[str, Any]:
    table = read_toml("relations.toml")
    turned = {
        part: {words: relation for relation, listed in table[part].items() for words in listed}
        for part in ("relations", "from_second")
    }
    return turned | {"conditions": table["conditions"], "meeting": table["meeting"]}
