"""The numbers an act is told with: how many of what, and how exact.

"Up to 100 fighter jets" is 100, fighter jets, at most; "a €140bn loan" is 140,000,000,000 EUR. Numbers
that belong to a date ("19 November", "in 2022"), a name ("Article 5", "G7") or an order ("the fourth
capital") are no quantities. Months, years and days as a measure of time are left to the dates.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from dragoman.data import read_toml
from dragoman.parse.syntax import Sentence, Token
from dragoman.records import Quantity

_DIGITS = re.compile(
    r"(?P<money>US\$|[$€£¥₽])?(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?P<scale>[A-Za-z]{1,2})?"
)
_NO_QUANTITY = frozenset(["DATE", "TIME", "ORDINAL", "LAW", "FAC", "PRODUCT", "EVENT", "WORK_OF_ART"])
_MEASURED = frozenset(["nummod", "compound", "nmod", "quantmod", "amod"])


def find_quantities(sentence: Sentence, start: int, end: int) -> tuple[Quantity, ...]:
    """The quantities between two character offsets, in order.

    Returns:
        Each with its value, the words for what is counted (a currency code for money, "" where the words
        give none), its qualifier (exactly, at_most, at_least, about or more_than), and the character range
        from the qualifier to the end of what is counted.
    """
    found: list[Quantity] = []
    done = -1
    for token in sentence.tokens:
        if token.i <= done or not (start <= token.start and token.end <= end) or not _may_count(token):
            continue
        last, value, money = _number(sentence, token)
        if value is None:
            continue
        done = last
        unit, unit_last = _unit(sentence, _hung(sentence, token, last), last, money)
        qualifier, first = _qualifier(sentence, token.i if not money else _sign(sentence, token))
        found.append(
            Quantity(
                value,
                unit,
                qualifier,
                sentence.tokens[first].start,
                sentence.tokens[max(last, unit_last)].end,
            )
        )
    return tuple(found)


def _may_count(token: Token) -> bool:
    return (token.pos == "NUM" or bool(_DIGITS.fullmatch(token.text))) and token.ent not in _NO_QUANTITY


def _number(sentence: Sentence, token: Token) -> tuple[int, float | None, str | None]:
    """Last token, value and currency of the number that begins at `token`; no value where it is none."""
    words = _words()
    match = _DIGITS.fullmatch(token.text)
    money = None
    if match:
        value = float(match["number"].replace(",", ""))
        if match["scale"]:
            if match["scale"].lower() not in words["scales"]:
                return token.i, None, None
            value *= words["scales"][match["scale"].lower()]
        money = words["money"].get(match["money"]) if match["money"] else None
    elif token.lower in words["numbers"]:
        value = float(words["numbers"][token.lower])
    else:
        return token.i, None, None
    last = token.i
    if not match and value % 10 == 0 and value >= 20:  # "thirty-five", in three tokens
        dash, ones = (sentence.tokens[n : n + 1] for n in (last + 1, last + 2))
        if dash and ones and dash[0].text == "-" and 0 < words["numbers"].get(ones[0].lower, 0) < 10:
            value += words["numbers"][ones[0].lower]
            last = ones[0].i
    sign = _sign(sentence, token)
    if money is None and sign != token.i:
        money = words["money"].get(sentence.tokens[sign].text)
    while last + 1 < len(sentence.tokens):
        following = sentence.tokens[last + 1]
        if following.lower not in words["scales"] or following.start - sentence.tokens[last].end > 1:
            break
        value *= words["scales"][following.lower]
        last += 1
    return last, value, money


def _sign(sentence: Sentence, token: Token) -> int:
    """Index of the currency sign ahead of the number; the number's own where there is none."""
    before = sentence.tokens[token.i - 1] if token.i else token
    return before.i if before.text in _words()["money"] else token.i


def _hung(sentence: Sentence, first: Token, last: int) -> Token:
    """The token of the number that hangs on what is counted: "five" of "thirty-five countries"."""
    inside = range(first.i, last + 1)
    return next((t for t in sentence.tokens[first.i : last + 1] if t.head not in inside), first)


def _unit(sentence: Sentence, token: Token, last: int, money: str | None) -> tuple[str, int]:
    """What is counted, and its last token: the noun the number hangs on, with the words between."""
    if money:
        return money, last
    head = sentence.tokens[token.head]
    if head.lower in _words()["scales"]:
        head = sentence.tokens[head.head]
    if token.dep not in _MEASURED or head.i <= last or head.pos not in {"NOUN", "PROPN"}:
        return "", last
    between = [t for t in sentence.tokens[last + 1 : head.i + 1] if t.pos != "PUNCT"]
    return " ".join(t.text for t in between), head.i


def _qualifier(sentence: Sentence, i: int) -> tuple[str, int]:
    """How exact the number is that begins at token `i`, and the first token that says so."""
    for length in (3, 2, 1):
        if i >= length:
            words = " ".join(t.lower for t in sentence.tokens[i - length : i])
            for name, listed in _words()["qualifiers"].items():
                if words in listed:
                    return name, i - length
    return "exactly", i


@cache
def _words() -> Mapping[str, Mapping[str, Any]]:
    return read_toml("quantities.toml")
