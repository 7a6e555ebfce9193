"""The words that decide whether an act happened, read once from `data/status.toml`.

A *signature* is what a word implies of the act below it, plain and denied: who "managed to meet" met,
who "refused to meet" did not, and "did not fail to come" means came.

>>> load_cues().signature("verb", ("call off", "call")).name
'cancel'
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, get_args

from dragoman.data import read_toml
from dragoman.errors import SettingsError
from dragoman.records import FactualityValue, Status

FATES = frozenset({*get_args(Status), "same", "fact", "open"})


@dataclass(frozen=True, slots=True)
class Signature:
    """What a word makes of the act below it.

    Attributes:
        name: the class of the word, such as "refusal".
        status: a status, or "same" (the fate of the word), "fact" (happened in any case),
            "open" (left to the act's own form).
        negated: the same where the word is denied.
        certainty: how sure the teller is of `status`; None where it follows from the status.
    """

    name: str
    status: str
    negated: str
    certainty: FactualityValue | None


@dataclass(frozen=True, slots=True)
class Cues:
    """All cue words, indexed for look-up.

    Attributes:
        signatures: by part of speech ("verb", "adjective", "noun") and word.
        modifiers: the status that an adjective gives the nominal act behind it.
        copular: the status that a phrase after "to be" gives its subject.
        prepositions: what a preposition makes of the act behind it.
        words: the other lists, by "table.key" of the data file.
        lemmas: lemmas of word forms that the parser gets wrong.
        weights: what a cue adds on the factuality scale from -3 to 3.
        settled: the place on that scale of statuses that stand there whatever the cues.
        scale: where the sum starts, and the sums that count as -1.5 and as 1.5.
    """

    signatures: Mapping[tuple[str, str], Signature]
    modifiers: Mapping[str, Status]
    copular: Mapping[str, Status]
    prepositions: Mapping[str, str]
    words: Mapping[str, frozenset[str]]
    lemmas: Mapping[str, str]
    weights: Mapping[str, float]
    settled: Mapping[str, float]
    scale: tuple[float, float, float]

    def signature(self, part: str, keys: Iterable[str]) -> Signature | None:
        """The signature of the first of `keys` that is listed as `part` (verb, adjective, noun)."""
        for key in keys:
            found = self.signatures.get((part, key))
            if found is not None:
                return found
        return None

    def has(self, table: str, word: str) -> bool:
        """Whether `word` is listed under "table.key" of the data file."""
        return word in self.words[table]


@cache
def load_cues() -> Cues:
    """The cues of the package, read once a process.

    Raises:
        SettingsError: the data file names an unknown status.
    """
    return build_cues(read_toml("status.toml"))


def build_cues(table: Mapping[str, Any]) -> Cues:
    """Index a table of the shape of `data/status.toml`; where a word is listed twice, the first holds.

    Raises:
        SettingsError: the table names an unknown status.
    """
    signatures: dict[tuple[str, str], Signature] = {}
    for name, row in table["signature"].items():
        made = Signature(name, _fate(row["status"]), _fate(row["negated"]), row.get("certainty"))
        for part, key in (("verb", "verbs"), ("adjective", "adjectives"), ("noun", "nouns")):
            for word in row.get(key, ()):
                signatures.setdefault((part, word), made)
    words = {
        f"{section}.{key}": frozenset(value)
        for section, row in table.items()
        if section != "signature"
        for key, value in row.items()
        if isinstance(value, list)
    }
    factuality = table["factuality"]
    return Cues(
        signatures=signatures,
        modifiers=_by_word(table["modifier"]),
        copular=_by_word(table["copular"]),
        prepositions=_by_word(table["preposition"]),
        words=words,
        lemmas=table["lemma"],
        weights=factuality["weights"],
        settled=factuality["settled"],
        scale=(factuality["intercept"], factuality["lower"], factuality["upper"]),
    )


def _fate(value: str) -> str:
    if value not in FATES:
        raise SettingsError(
            "unknown status",
            where="data/status.toml",
            found=repr(value),
            expected="one of " + ", ".join(sorted(FATES)),
            next_step="mend the line",
        )
    return value


def _by_word(rows: Mapping[str, list[str]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, words in rows.items():
        for word in words:
            found.setdefault(word, key)
    return found
