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
"""Hashes of a word, its tag and its label; 0 for every label that no rule asks for."""


class Form(NamedTuple):
    """A word as the rules leave it; `dep` is "" where they leave the label as the tree has it."""

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
        for rule in self._rules:
            _make_sets(rule)
        self._vocab = nlp.vocab
        self._known: dict[Key, Form] = {}
        self._of_pairs: set[Key] = set()
        rows = [row for rule in self._rules for row in getattr(rule, "patterns", ())]
        patterns = [pattern for row in rows for pattern in row["patterns"]]
        self._pairs = [_sign(pattern) for pattern in patterns if len(pattern) > 1]
        asked = {name for pattern in patterns for word in pattern for name in _names(word.get("DEP"))}
        self._labels = {nlp.vocab.strings[name] for name in asked}

    def of(self, doc: "Doc") -> list[Form]:
        """The form of each word of the sentence."""
        import spacy.attrs as attrs

        rows: list[list[int]] = doc.to_array([attrs.ORTH, attrs.TAG, attrs.DEP]).tolist()
        labels = self._labels
        keys: list[Key] = [(word, tag, dep if dep in labels else 0) for word, tag, dep in rows]
        known = self._known
        forms = [known.get(key) or self._learn(key, row[2]) for key, row in zip(keys, rows, strict=True)]
        return forms if self._of_pairs.isdisjoint(keys) else self._ruled(doc)

    def _learn(self, key: Key, label: int) -> Form:
        from spacy.tokens import Doc

        if len(self._known) >= MOST:
            self._known.clear()
            self._of_pairs.clear()
            for rule in self._rules:
                getattr(rule, "cache", {}).clear()
        text, tag, dep = (self._vocab.strings[part] for part in (*key[:2], label))
        [form] = self._ruled(Doc(self._vocab, words=[text], tags=[tag], deps=[dep], heads=[0]))
        if any(form.lower in lowers or dep in deps for lowers, deps in self._pairs):
            self._of_pairs.add(key)
        self._known[key] = form
        return form

    def _ruled(self, doc: "Doc") -> list[Form]:
        import spacy.attrs as attrs

        before = doc.to_array(attrs.DEP).tolist()
        for rule in self._rules:
            doc = rule(doc)
        strings = doc.vocab.strings
        columns = doc.to_array([attrs.ORTH, attrs.LOWER, attrs.LEMMA, attrs.POS, attrs.TAG, attrs.DEP])
        found = []
        for (*row, dep), label in zip(columns.tolist(), before, strict=True):
            text, lower, lemma, pos, tag = (strings[key] for key in row)
            found.append(Form(text, lower, lemma, pos, tag, "" if dep == label else strings[dep]))
        return found


def _make_sets(rule: Any) -> None:  # noqa: ANN401 - a component of the pipeline
    """Turn the lemmatizer's lists of known lemmas into sets: it looks in them and does nothing else."""
    lookups = getattr(rule, "lookups", None)
    if lookups is not None and "lemma_index" in lookups:
        table = lookups.get_table("lemma_index")
        for part, words in list(table.items()):
            table[part] = frozenset(words)


def _names(asked: Any) -> list[str]:  # noqa: ANN401 - part of a pattern
    """The words or labels that a condition names."""
    if asked is None or isinstance(asked, str):
        return [asked] if asked else []
    return [*asked.get("IN", ()), *asked.get("NOT_IN", ())]


def _sign(pattern: Iterable[dict[str, Any]]) -> tuple[frozenset[str], frozenset[str]]:
    """The lower-case words, or the labels, one of which stands wherever the pattern of several words fits.

    Raises:
        ValueError: no word of the pattern is given by a plain list of words or labels.
    """
    for word in pattern:
        for what in ("DEP", "LOWER"):
            if (listed := _names(word.get(what))) and "NOT_IN" not in word[what]:
                return (
                    (frozenset(listed), frozenset()) if what == "LOWER" else (frozenset(), frozenset(listed))
                )
    raise ValueError(f"a rule of the parser names no word: {pattern}")
