"""A first guess at which words tell the same event: those of one stem.

Within a group of reports on one topic, "met", "meeting" and "meets" mostly tell one meeting. `same_act`
builds on it where no family of words is known.
"""

from dragoman.parse.syntax import Token

_ENDINGS = ("ings", "ing", "ions", "ion", "ments", "ment", "ers", "er")
_SHORTEST = 4


def act_stem(token: Token) -> str:
    """The stem that a verb and the nouns made of it share, as far as their letters show it.

    "shot" and "shooting" are one ("shoot"), "died" and "death" are not.
    """
    lemma = token.lemma.casefold()
    for ending in _ENDINGS:
        if lemma.endswith(ending) and len(lemma) - len(ending) >= _SHORTEST:
            lemma = lemma.removesuffix(ending)
            break
    if len(lemma) > _SHORTEST and lemma.endswith("e"):
        lemma = lemma[:-1]
    return lemma
