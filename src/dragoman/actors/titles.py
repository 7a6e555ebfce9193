"""Words that say what someone is: offices, callings, kinds of groups, and the sector that goes with them.

>>> words = "the ukrainian foreign minister".split()
>>> title_lexicon().role_ending(words, 3)
(2, Word(key='foreign minister', sector='GOV', one=True))
>>> title_lexicon().group_ending("russian air defences".split(), 2)
(1, Word(key='air defences', sector='MIL', one=False))
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dragoman.data import read_toml


class Word(NamedTuple):
    """What a title or group noun tells.

    Attributes:
        key: role as in the offices table, or the group noun itself.
        sector: PLOVER sector; "" where the word says none.
        one: an office that one person holds at a time in a country.
    """

    key: str
    sector: str
    one: bool


@dataclass(frozen=True, slots=True)
class TitleLexicon:
    """titles.toml, arranged for look-up. Phrases are told by their last word, and the longest one counts."""

    roles: dict[str, tuple[tuple[tuple[str, ...], Word], ...]]
    groups: dict[str, tuple[tuple[tuple[str, ...], Word], ...]]
    modifiers: frozenset[str]
    past: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    honorifics: frozenset[str]
    needs_owner: frozenset[str]
    things: frozenset[str]
    president_leads: frozenset[str]
    supreme_leads: frozenset[str]
    monarch_leads: frozenset[str]
    leadership: frozenset[str]
    together_persons: frozenset[str]
    together_states: frozenset[str]
    together_bodies: frozenset[str]
    anaphors: dict[str, frozenset[str]]
    body_words: frozenset[str]
    place_words: frozenset[str]
    things_named: frozenset[str]
    role_keys: frozenset[str]
    one_holder: frozenset[str]
    bare_titles: frozenset[str]

    def role_ending(self, words: Sequence[str], i: int) -> tuple[int, Word] | None:
        """First index and meaning of the longest title whose last word is `words[i]` (lower case)."""
        return _longest(self.roles.get(words[i], ()), words, i)

    def group_ending(self, words: Sequence[str], i: int) -> tuple[int, Word] | None:
        """First index and meaning of the longest group noun whose last word is `words[i]` (lower case)."""
        return _longest(self.groups.get(words[i], ()), words, i)

    def leader_role(self, country: str) -> tuple[str, ...]:
        """The office that "the leader" of a country holds."""
        if country in self.supreme_leads:
            return ("supreme leader",)
        if country in self.monarch_leads:
            return ("king", "emir", "sultan")
        return ("president",) if country in self.president_leads else ("prime minister", "chancellor")


def _longest(
    phrases: tuple[tuple[tuple[str, ...], Word], ...], words: Sequence[str], i: int
) -> tuple[int, Word] | None:
    for phrase, word in phrases:
        first = i + 1 - len(phrase)
        if first >= 0 and tuple(words[first : i + 1]) == phrase:
            return first, word
    return None


@cache
def title_lexicon() -> TitleLexicon:
    """The lexicon of the package, read once a process."""
    table = read_toml("actors/titles.toml")
    roles: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    groups: dict[str, list[tuple[tuple[str, ...], Word]]] = {}
    for entry in table["role"]:
        meaning = Word(entry["role"], entry["sector"], entry.get("one", False))
        for phrase in entry["words"]:
            _file(roles, phrase, meaning)
    for entry in table["group"]:
        for phrase in entry["words"]:
            _file(groups, phrase, Word(phrase, entry["sector"], False))
    honorifics, leaders = table["honorifics"], table["leaders"]
    return TitleLexicon(
        roles={last: _ordered(found) for last, found in roles.items()},
        groups={last: _ordered(found) for last, found in groups.items()},
        modifiers=frozenset(table["modifiers"]["words"]),
        past=frozenset(table["modifiers"]["past"]),
        male=frozenset(honorifics["male"]),
        female=frozenset(honorifics["female"]),
        honorifics=frozenset(honorifics["male"] + honorifics["female"] + honorifics["any"]),
        needs_owner=frozenset(table["needs_owner"]["words"]),
        things=frozenset(table["things"]["words"]),
        president_leads=frozenset(leaders["president"]),
        supreme_leads=frozenset(leaders["supreme"]),
        monarch_leads=frozenset(leaders["monarch"]),
        leadership=frozenset(table["leadership"]["roles"]),
        together_persons=frozenset(table["together"]["persons"]),
        together_states=frozenset(table["together"]["states"]),
        together_bodies=frozenset(table["together"]["bodies"]),
        body_words=frozenset(table["naming"]["bodies"]),
        place_words=frozenset(table["naming"]["places"]),
        things_named=frozenset(table["naming"]["things"]),
        role_keys=frozenset(entry["role"] for entry in table["role"]),
        one_holder=frozenset(entry["role"] for entry in table["role"] if entry.get("one")),
        bare_titles=frozenset(table["bare_titles"]["words"]),
        anaphors={key: frozenset(words) for key, words in table["anaphors"].items()},
    )


def _file(index: dict[str, list[tuple[tuple[str, ...], Word]]], phrase: str, meaning: Word) -> None:
    # The parser splits hyphens and possessives into words of their own.
    words = tuple(phrase.replace("-", " - ").replace("'s", " 's").split())
    index.setdefault(words[-1], []).append((words, meaning))


def _ordered(found: list[tuple[tuple[str, ...], Word]]) -> tuple[tuple[tuple[str, ...], Word], ...]:
    return tuple(sorted(found, key=lambda item: (-len(item[0]), item[0])))
