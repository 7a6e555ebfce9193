"""Where a given source and target stand in a sentence, and which word of a range the others hang on."""

from collections.abc import Iterable

from dragoman.parse.syntax import Sentence, Token

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


def head_within(sentence: Sentence, start: int, end: int) -> Token | None:
    """The word of the character range on which the others hang; None where no word overlaps it."""
    inside = [t for t in sentence.tokens if t.start < end and start < t.end]
    members = {t.i for t in inside}
    return next((t for t in inside if t.head == t.i or t.head not in members), None)


def word_within(sentences: Iterable[Sentence], start: int, end: int) -> tuple[Sentence, int] | None:
    """The word of the character range on which its others hang, in the first sentence that has one."""
    for sentence in sentences:
        if sentence.start < end and start < sentence.end:
            token = head_within(sentence, start, end)
            if token is not None:
                return sentence, token.i
    return None
