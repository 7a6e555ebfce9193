"""Words of a sentence that name or describe an actor, before it is settled who that is.

A finding says what the words themselves tell: name, role, country, number. Who is meant is decided later, over the
whole report (resolve.py, coreference.py).
"""

from dataclasses import dataclass
from typing import Literal

from dragoman.parse.syntax import Sentence
from dragoman.records import Kind

Form = Literal["name", "title", "adjective", "people", "capital", "group", "pronoun", "together", "anaphor"]


@dataclass(frozen=True, slots=True)
class Title:
    """What the words before (or after) a name, or a description, tell of its bearer.

    Attributes:
        role: key of titles.toml; "" where none was found.
        words: the title as printed, without its country; "" where none.
        owners: ids of the states, organisations and seats that the bearer belongs to ("Kremlin spokesman").
        past: "former", "late", "ousted".
        gender: "m", "f" or "" where the words do not say.
        possessor: start offset of the possessor, a pronoun ("his envoy") or a person ("Putin's envoy"), or None.
    """

    role: str = ""
    sector: str = ""
    words: str = ""
    owners: tuple[str, ...] = ()
    past: bool = False
    gender: str = ""
    possessor: int | None = None


@dataclass(frozen=True, slots=True)
class Finding:
    """A span that names or describes an actor.

    Attributes:
        sentence: number of the sentence; `first` and `last` its tokens, half-open; `head` the head token.
        name: the words as printed, or the canonical name where the tables know it.
        readings: ids of the knowledge base that the words can mean.
        form: how the words refer.
        plural: more than one ("officials", "they").
        definite: a definite description ("the president"), for which an antecedent is looked for.
        place: the words tell where, not who.
    """

    sentence: int
    first: int
    last: int
    head: int
    kind: Kind
    name: str
    form: Form
    readings: tuple[str, ...] = ()
    title: Title = Title()
    plural: bool = False
    definite: bool = False
    place: bool = False


class Board:
    """The sentence under reading: its tokens, and which of them an actor's words already cover.

    The one value here that changes, and only while its sentence is read.
    """

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.tokens = sentence.tokens
        self.lower = [token.lower for token in sentence.tokens]
        self.taken: list[bool] = [False] * len(sentence.tokens)
        self.found: list[Finding] = []

    def free(self, first: int, last: int) -> bool:
        """Is none of the tokens covered yet?"""
        return not any(self.taken[first:last])

    def cover(self, first: int, last: int) -> None:
        """Mark the tokens as belonging to an actor's words."""
        for i in range(first, last):
            self.taken[i] = True

    def words(self, first: int, last: int) -> str:
        """The tokens as printed."""
        start = self.sentence.start
        return self.sentence.text[self.tokens[first].start - start : self.tokens[last - 1].end - start]
