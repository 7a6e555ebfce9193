"""The type of act between two parties that are given: how a sentence is asked about one source and target.

Both are laid over the sentence as mentions, and the act finder looks for acts as it does in a report. Of
those it finds, the one is taken in which the source acts on the target, else one that has either of them,
the nearest to the source first. Where it finds none, the words themselves are asked: the first frame of
the word that tells an act and stands nearest to both in the tree.
"""

from collections.abc import Sequence

from dragoman.events.acts import Act, find_acts
from dragoman.events.arguments import with_particle
from dragoman.events.plover import Acts
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import Mention, Party

Range = tuple[int, int]


def find_pair(text: str, source: str, target: str) -> tuple[Range | None, Range | None]:
    """Where the two stand in the text; the reading in which they do not overlap is taken. None: not there.

    >>> find_pair("Iran accused Iran's press", "Iran", "Iran's press")
    ((0, 4), (13, 25))
    """
    sources, targets = _places(text, source), _places(text, target)
    apart = [(s, t) for s in sources for t in targets if s[1] <= t[0] or t[1] <= s[0]]
    if apart:
        return apart[0]
    return (sources[0] if sources else None, targets[0] if targets else None)


def _places(text: str, words: str) -> list[Range]:
    places, at = [], text.find(words) if words else -1
    while at >= 0:
        places.append((at, at + len(words)))
        at = text.find(words, at + 1)
    return places


def type_between(
    sentences: Sequence[Sentence], source: Range | None, target: Range | None, acts: Acts
) -> tuple[Sentence, int, str] | None:
    """The sentence, trigger and type of the act that source does to target; None: no word tells one."""
    best: tuple[float, Sentence, int, str] | None = None
    for sentence in sentences:
        if not sentence.tokens:
            continue
        given = [_mention(sentence, where, n) for n, where in enumerate((source, target))]
        found = find_acts(sentence, [m for m in given if m is not None], acts)
        for act in found:
            if best is None or _fit(sentence, act, given) > best[0]:
                best = (_fit(sentence, act, given), sentence, act.trigger, act.frame.event_type)
        if not found and (word := _nearest_word(sentence, given, acts)) is not None:
            distance, i, event_type = word
            if best is None or -10 - distance > best[0]:
                best = (-10 - distance, sentence, i, event_type)
    return best[1:] if best else None


def _mention(sentence: Sentence, where: Range | None, chain: int) -> Mention | None:
    """The given party as a mention; its head is the word that hangs on something outside."""
    if where is None:
        return None
    head = head_within(sentence, *where)
    if head is None:
        return None
    words = sentence.text[where[0] - sentence.start : where[1] - sentence.start]
    return Mention(*where, words, head.start, chain, Party(words, "organisation"))


def head_within(sentence: Sentence, start: int, end: int) -> Token | None:
    """The word of the character range on which the others hang; None where no word overlaps it."""
    inside = [t for t in sentence.tokens if t.start < end and start < t.end]
    members = {t.i for t in inside}
    return next((t for t in inside if t.head == t.i or t.head not in members), None)


def _fit(sentence: Sentence, act: Act, given: Sequence[Mention | None]) -> float:
    """Higher is better: both in their roles, one of them, or both the wrong way round; then nearness."""
    roles = {role.mention.chain: role.role for role in act.roles}
    score = 0.0
    if 0 in roles:
        score += 2.0 if roles[0] != "recipient" else 0.5
    if 1 in roles:
        score += 2.0 if roles[1] == "recipient" else 1.0
    heads = [h for m in given if m is not None and (h := _index(sentence, m.head)) is not None]
    return score - 0.05 * sum(tree_distance(sentence, act.trigger, h) for h in heads)


def _index(sentence: Sentence, start: int) -> int | None:
    return next((t.i for t in sentence.tokens if t.start == start), None)


def tree_distance(sentence: Sentence, i: int, j: int) -> int:
    """Edges between two words of the sentence; words of separate trees are far apart."""
    up = [i, *sentence.ancestors(i)]
    down = [j, *sentence.ancestors(j)]
    shared = next((n for n in up if n in down), None)
    return up.index(shared) + down.index(shared) if shared is not None else len(sentence.tokens)


def _nearest_word(
    sentence: Sentence, given: Sequence[Mention | None], acts: Acts
) -> tuple[float, int, str] | None:
    heads = [h for m in given if m is not None and (h := _index(sentence, m.head)) is not None]
    if not heads:
        return None
    found = []
    for token in sentence.tokens:
        if token.pos == "VERB":
            frames = acts.verbs.get(with_particle(sentence, token.i), ())
        elif token.pos == "NOUN":
            frames = acts.nouns.get(token.lemma, ())
        else:
            continue
        if frames:
            distance = sum(tree_distance(sentence, token.i, h) for h in heads)
            found.append((distance + (0.5 if token.pos == "NOUN" else 0.0), token.i, frames[0].event_type))
    return min(found, default=None)
