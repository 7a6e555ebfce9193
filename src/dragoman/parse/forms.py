"""Part of speech and lemma of a word, by the parser's own rules, asked once for each word and not each time.

Both follow from the word, its tag and its label in the tree; so the rules are run on the word alone and the
answer is kept. The few rules that look at two words together ("gon na") are run on the whole sentence
wherever one of their words stands.
"""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

RULES = ("attribute_ruler", "lemmatizer")
"""Components of the pipeline whose work is done here, in their order."""

MOST = 100_000
"""Words kept; with one more all are forgotten, and learnt again as they come."""

Key = tuple[int, int, int]
"""Hashes of a word, its tag and its label."""


class Form(NamedTuple):
    """A word as the rules leave it."""

    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str


class Forms:
    """The forms of the words of parsed sentences. What is kept changes no answer."""

    def __init__(self, nlp: "Language") -> None:
        """Take the rules of `nlp`, whose pipeline need not run them any more."""
        self._rules: list[Any] = [nlp.get_pipe(name) for name in RULES if nlp.has_pipe(name)]
        self._vocab = nlp.vocab
        self._known: dict[Key, Form] = {}
        self._of_pairs: set[Key] = set()
        patterns = [
            p for rule in self._rules for row in getattr(rule, "patterns", ()) for p in row["patterns"]
        ]
        self._pairs = [_sign(pattern) for pattern in patterns if len(pattern) > 1]

    def of(self, doc: "Doc") -> list[Form]:
        """The form of each word of the sentence."""
        import spacy.attrs as attrs

        keys: list[Key] = [tuple(row) for row in doc.to_array([attrs.ORTH, attrs.TAG, attrs.DEP]).tolist()]
        forms = [self._known.get(key) or self._learn(key) for key in keys]
        return forms if self._of_pairs.isdisjoint(keys) else self._ruled(doc)

    def _learn(self, key: Key) -> Form:
        from spacy.tokens import Doc

        if len(self._known) >= MOST:
            self._known.clear()
            self._of_pairs.clear()
            for rule in self._rules:
                getattr(rule, "cache", {}).clear()
        text, tag, dep = (self._vocab.strings[part] for part in key)
        [form] = self._ruled(Doc(self._vocab, words=[text], tags=[tag], deps=[dep], heads=[0]))
        if any(form.lower in lowers or dep in deps for lowers, deps in self._pairs):
            self._of_pairs.add(key)
        self._known[key] = form
        return form

    def _ruled(self, doc: "Doc") -> list[Form]:
        import spacy.attrs as attrs

        for rule in self._rules:
            doc = rule(doc)
        strings = doc.vocab.strings
        columns = doc.to_array([attrs.ORTH, attrs.LOWER, attrs.LEMMA, attrs.POS, attrs.TAG, attrs.DEP])
        return [Form(*(strings[key] for key in row)) for row in columns.tolist()]


def _sign(pattern: Iterable[dict[str, Any]]) -> tuple[frozenset[str], frozenset[str]]:
    """The lower-case words, or the labels, one of which stands wherever the pattern of several words fits.

    Raises:
        ValueError: no word of the pattern is given by a plain list of words or labels.
    """
    for word in pattern:
        for what in ("DEP", "LOWER"):
            given = word.get(what)
            listed = [given] if isinstance(given, str) else (given or {}).get("IN")
            if listed:
                return (
                    (frozenset(listed), frozenset()) if what == "LOWER" else (frozenset(), frozenset(listed))
                )
    raise ValueError(f"a rule of the parser names no word: {pattern}")
