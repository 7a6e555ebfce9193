"""How much of one report stands in another: sentences laid side by side, word for word.

Of each sentence of the shorter report the best counterpart in the other is sought. Words that stand in the
same order count, most where several stand together; what is quoted counts nothing, names and numbers little:
all who report an event share them. The answer is the share of the shorter report's own words that the other
has too.
"""

from dataclasses import dataclass

from dragoman.merge.wording import CONTENT, DATE, FUNCTION, NAME, NUMBER, Wording

IN_RUNS = {1: 0.55, 2: 0.85}
"""What a shared word counts that stands alone, or with one more; three and more together count full."""
MOVED = 0.35
"""What a shared content word counts that stands elsewhere in the sentence."""
ACROSS = 0.95
"""What is found over two neighbouring sentences counts a little less than in one."""
FLOOR = 0.2
"""Likeness of sentences that have nothing to do with each other, save the topic."""


@dataclass(frozen=True, slots=True)
class Likeness:
    """How two reports compare.

    Attributes:
        share: of the own words of the shorter report, the share that the other has, 0 to 1.
        sentences: how many sentences of the shorter report have their counterpart in the other.
        specifics: of the names, numbers and days of the shorter report, the share that the other has.
    """

    share: float
    sentences: int
    specifics: float


def likeness(one: tuple[Wording, ...], other: tuple[Wording, ...]) -> Likeness:
    """Compare two reports. It does not matter which is named first."""
    shorter, longer = sorted((one, other), key=lambda w: (sum(s.weight for s in w), [s.keys for s in w]))
    total = sum(sentence.weight for sentence in shorter)
    if not total:
        return Likeness(0.0, 0, 0.0)
    found, sentences = 0.0, 0
    for sentence in shorter:
        best, _ = counterpart(sentence, longer)
        found += sentence.weight * max(0.0, best - FLOOR) / (1 - FLOOR)
        sentences += best >= 0.5 and sentence.weight > 0
    there = {word.key for sentence in longer for word in sentence.words}
    specifics = {w.key for sentence in shorter for w in sentence.words if w.kind in (NAME, NUMBER, DATE)}
    kept = sum(key in there for key in specifics) / len(specifics) if specifics else 1.0
    return Likeness(found / total, sentences, kept)


def counterpart(sentence: Wording, others: tuple[Wording, ...]) -> tuple[float, tuple[int, ...]]:
    """The likeness (0 to 1) of a sentence to its best counterpart, and which sentences those are."""
    if not sentence.weight or not others:
        return 0.0, ()
    wanted = sentence.telling
    shared = [len(wanted & other.telling) for other in others]
    best, at = 0.0, ()
    for n, other in enumerate(others):
        if shared[n] < min(len(wanted), max(2.0, FLOOR * len(wanted))):
            continue
        held = _held(sentence, other.keys)
        value = held / sentence.weight
        both = 2 * held / (sentence.weight + other.weight) if other.weight else value
        value = 0.65 * value + 0.35 * min(1.0, both)
        if value > best:
            best, at = value, (n,)
        if n + 1 < len(others) and shared[n + 1] >= 2 and best < 0.9:
            pair = ACROSS * _held(sentence, other.keys + others[n + 1].keys) / sentence.weight
            if pair > best + 0.1:
                best, at = pair, (n, n + 1)
    return min(best, 1.0), at


def _held(sentence: Wording, keys: tuple[str, ...]) -> float:
    """The weight of the words of a sentence that stand in `keys` too."""
    from rapidfuzz.distance import LCSseq

    kept = 0.0
    matched: set[int] = set()
    for piece in LCSseq.opcodes(sentence.keys, keys):
        if piece.tag != "equal":
            continue
        run = range(piece.src_start, piece.src_end)
        factor = IN_RUNS.get(len(run), 1.0)
        for n in run:
            word = sentence.words[n]
            if word.kind == FUNCTION and len(run) < 2:
                continue
            kept += factor * word.weight
            matched.add(n)
    there = set(keys)
    moved = (
        word.weight
        for n, word in enumerate(sentence.words)
        if n not in matched and word.kind == CONTENT and word.key in there
    )
    return kept + MOVED * sum(moved)
