"""The words that tell that someone says, thinks or wants something, and what can stand with them.

They are data: `data/attribution.toml` lists verbs, nouns, adjectives and phrases by what they tell
("says", "denies", "orders", …) and by what they take as content ("clause", "quote", "to", "object", …).

>>> cue = verb_cues()["deny"]
>>> cue.tells, "clause" in cue.takes
('denies', True)
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.data import read_toml
from dragoman.errors import SettingsError

FILE = "attribution.toml"
TELLS = frozenset(
    ["says", "claims", "denies", "asks", "orders", "promises", "judges", "thinks", "wants", "plans", "shows"]
)


@dataclass(frozen=True, slots=True)
class Cue:
    """What a cue word tells, and what it takes as its content (words of `data/attribution.toml`)."""

    tells: str
    takes: frozenset[str]
    prepositions: frozenset[str]
    after_object: frozenset[str]


@cache
def verb_cues() -> Mapping[str, Cue]:
    """Cue verbs by lemma."""
    return _merge(read_toml(FILE)["verb"], "lemmas")


@cache
def phrase_cues() -> Mapping[str, Cue]:
    """Verbs with their particle, such as "rule out"."""
    return _merge(read_toml(FILE)["phrase"], "phrases")


@cache
def noun_cues() -> Mapping[str, Cue]:
    """Cue nouns by lemma."""
    return _merge(read_toml(FILE)["noun"], "lemmas")


@cache
def adjective_cues() -> Mapping[str, Cue]:
    """Cue adjectives by lemma."""
    return _merge(read_toml(FILE)["adjective"], "lemmas")


@cache
def words(table: str, key: str) -> frozenset[str]:
    """A plain word list of the data file, such as `words("heard", "adverbs")`."""
    return frozenset(read_toml(FILE)[table][key])


def _merge(groups: Iterable[Mapping[str, Any]], key: str) -> Mapping[str, Cue]:
    tells: dict[str, str] = {}
    takes: dict[str, set[str]] = {}
    for group in groups:
        if group["tells"] not in TELLS:
            raise SettingsError(
                "unknown kind of cue",
                where=f"data/{FILE}",
                found=repr(group["tells"]),
                expected=f"one of {', '.join(sorted(TELLS))}",
                next_step="mend the table",
            )
        for word in group[key]:
            tells.setdefault(word, group["tells"])
            takes.setdefault(word, set()).update(group["takes"])
    never = read_toml(FILE)["never"]
    for take, barred in never.items():
        for word in barred:
            takes.get(word, set()).discard(take)
    return {word: _cue(tells[word], taken) for word, taken in takes.items()}


_FRAMES = frozenset(["clause", "quote", "to", "object", "object to", "ing", "name", "hearer"])


def _cue(tells: str, takes: set[str]) -> Cue:
    """A cue with its prepositions sorted out of what it takes."""
    after = {take.removeprefix("object ") for take in takes - _FRAMES if take.startswith("object ")}
    plain = {take for take in takes - _FRAMES if not take.startswith("object ")}
    return Cue(tells, frozenset(takes & _FRAMES), frozenset(plain), frozenset(after))
