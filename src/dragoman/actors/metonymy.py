"""Is a capital the government that sits in it, or the place?

"Moscow rejected the plan" is Russia; "talks in Moscow" is a city. The syntax decides: what acts, is spoken with or
stands between parties is a government; what follows a preposition of place or a verb of moving or striking, or
tells which meeting is meant ("the Ankara meeting"), is a place. Where nothing tells, it is a place: the record then
says less.
"""

from functools import cache

from dragoman.data import read_toml
from dragoman.parse.syntax import Sentence, Token

GOVERNING = frozenset(
    {
        "between",
        "with",
        "by",
        "against",
        "for",
        "from",
        "to",
        "of",
        "on",
        "among",
        "towards",
        "toward",
        "under",
    }
)
"""Prepositions that can stand before a party."""

PARTY_NOUNS = frozenset(
    {
        "tie",
        "relation",
        "relationship",
        "support",
        "aid",
        "pressure",
        "sanction",
        "talk",
        "negotiation",
        "gulf",
        "gap",
        "tension",
        "dispute",
        "demand",
        "help",
        "concession",
        "agreement",
        "deal",
        "assistance",
        "warning",
        "threat",
        "message",
        "loyalty",
        "ally",
        "rift",
        "response",
        "delivery",
        "contact",
        "dialogue",
        "cooperation",
        "condition",
        "policy",
        "position",
        "peace",
        "consultation",
        "request",
        "guarantee",
        "proposal",
        "approval",
    }
)
"""Nouns of dealings between parties: "ties with Kyiv", "pressure on Kyiv", "aid to Kyiv"."""


def is_place(sentence: Sentence, i: int) -> bool:
    """Does the capital or seat at token `i` (its last) stand for the place?"""
    tokens = sentence.tokens
    token = tokens[i]
    verbs = _words()
    first = _first_conjunct(tokens, token)
    if first.i != i:
        return is_place(sentence, first.i)
    head = tokens[token.head]
    if _names_its_state(tokens, i):
        return True
    if i + 1 < len(tokens) and tokens[i + 1].text in ("'s", "’s", "'"):
        return (
            False
            if token.dep == "poss" and tokens[token.head].lemma not in verbs["place_nouns"]
            else token.dep != "poss"
        )
    if token.dep in ("compound", "nmod", "amod", "appos", "npadvmod"):
        return True
    if token.dep == "pobj":
        return _after_preposition(tokens, head, verbs)
    if token.dep == "nsubjpass":
        return head.lemma in verbs["passive"]
    if token.dep == "nsubj":
        if head.lemma in verbs["unlike_actor"] or any(
            tokens[c].dep in ("attr", "dobj") and tokens[c].lemma in verbs["place_nouns"]
            for c in head.children
        ):
            return True
        return head.lemma == "be" and any(
            tokens[c].dep == "prep" and tokens[c].lower == "in" for c in head.children
        )
    if token.dep in ("dobj", "iobj", "dative"):
        return head.lemma in verbs["motion"] or head.lemma in verbs["strike"]
    return token.dep not in ("agent", "conj", "poss")


def is_where(sentence: Sentence, i: int) -> bool:
    """Is the state named at token `i` told only as where something is ("in Ukraine")?"""
    tokens = sentence.tokens
    token = _first_conjunct(tokens, tokens[i])
    return (token.dep == "pobj" and tokens[token.head].lower in _words()["within"]) or _follows_place(
        tokens, i
    )


def _after_preposition(
    tokens: tuple[Token, ...], preposition: Token, verbs: dict[str, frozenset[str]]
) -> bool:
    word = preposition.lower
    if word in verbs["within"] or word not in GOVERNING:
        return True
    if word in ("between", "with", "by", "against", "among"):
        return False
    governor = tokens[preposition.head]
    if governor.lemma in PARTY_NOUNS:
        return False
    if governor.lemma in verbs["motion"] or governor.lemma in verbs["strike"]:
        return True
    if word in ("to", "for", "from", "under"):
        return governor.pos == "NOUN" and word == "from"
    return word in ("of", "on")


def _first_conjunct(tokens: tuple[Token, ...], token: Token) -> Token:
    """ "Moscow" of "Kyiv and Moscow" stands as "Kyiv" does."""
    while token.dep == "conj" and tokens[token.head].pos in ("PROPN", "NOUN"):
        token = tokens[token.head]
    return token


def _names_its_state(tokens: tuple[Token, ...], i: int) -> bool:
    """ "Kyiv, Ukraine": a name of a place behind a comma."""
    return (
        i + 2 < len(tokens)
        and tokens[i + 1].text == ","
        and tokens[i + 2].ent in ("GPE", "LOC")
        and (tokens[i + 2].dep in ("appos", "npadvmod") and tokens[i + 2].head == i)
    )


def _follows_place(tokens: tuple[Token, ...], i: int) -> bool:
    """ "Ukraine" of "Dnipro, Ukraine"."""
    return (
        i >= 2
        and tokens[i - 1].text == ","
        and tokens[i - 2].ent in ("GPE", "LOC", "FAC")
        and tokens[i].dep in ("appos", "npadvmod")
    )


@cache
def _words() -> dict[str, frozenset[str]]:
    return {key: frozenset(words) for key, words in read_toml("actors/titles.toml")["metonymy"].items()}
