"""What was signed, or is to be: by whom, what the report calls the paper, and is that only an intent.

A report that says "letter of intent" tells of no more than an intent. One that says "agreement" or "contract"
names a kind of paper that is meant to bind; whether it does, the words do not settle, and neither do we.
"""

import re
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, get_args

from sqlalchemy import func, or_

from dragoman.ask.query import Question
from dragoman.ask.views import Claims, told_in_order
from dragoman.data import read_toml
from dragoman.errors import SettingsError
from dragoman.store import HeldClaim, Record
from dragoman.store.schema import claim

Weight = Literal["intent", "declaration", "agreement", "not told"]


@dataclass(frozen=True, slots=True)
class Paper:
    """What is signed.

    Attributes:
        start, end: where its name stands in the report; None where it has none.
        text: its name; None where the words do not call it anything.
        weight: the kind of paper that this names.
    """

    start: int | None
    end: int | None
    text: str | None
    weight: Weight


def signed(record: Record, question: Question, weight: str | None = None) -> tuple[Claims, tuple[Paper, ...]]:
    """Claims of a signing, done or to come, in the order asked for; and what is signed in each.

    Raises:
        SettingsError: there is no such kind of paper.
    """
    if weight is not None and weight not in get_args(Weight):
        raise SettingsError(
            "no such paper", found=repr(weight), expected="one of " + ", ".join(get_args(Weight))
        )
    acts = read_toml("signed.toml")["acts"]
    told = func.lower(func.json_extract(claim.c.json, "$.trigger.text"))
    signing = (claim.c.kind == "event", or_(*(told.like(f"{act}%") for act in acts)))
    if weight is None:
        found = told_in_order(record, question, "newest", *signing)
        return found, tuple(map(paper_of, found.rows))
    # What the paper is called is read from the words, so the kind is picked here and not by the store.
    found = told_in_order(record, replace(question, limit=None, offset=0), "newest", *signing)
    fit = [(held, paper) for held in found.rows if (paper := paper_of(held)).weight == weight]
    end = None if question.limit is None else question.offset + question.limit
    rows = fit[question.offset : end]
    return Claims(tuple(h for h, _ in rows), len(fit), found.notes), tuple(p for _, p in rows)


def paper_of(held: HeldClaim) -> Paper:
    """The paper that the quotation names behind the word for signing, else before it.

    >>> from types import SimpleNamespace as N
    >>> words = "Lund and Ortiz signed a letter of intent for an agreement on grain"
    >>> held = N(claim=N(evidence=N(exact=words, start=0), trigger=N(start=15, end=21)))
    >>> paper_of(held).text, paper_of(held).weight
    ('letter of intent', 'intent')
    """
    evidence = held.claim.evidence
    words, after = evidence.exact, held.claim.trigger.end - evidence.start
    named = _named().search(words, max(0, after)) or _named().search(words)
    if named is None:
        return Paper(None, None, None, "not told")
    start = evidence.start + named.start()
    return Paper(start, start + len(named[0]), named[0], _weights()[named[0].casefold()])


@cache
def _weights() -> dict[str, Weight]:
    return {word: kind for kind, words in read_toml("signed.toml")["kinds"].items() for word in words}


@cache
def _named() -> re.Pattern[str]:
    longest = sorted(_weights(), key=lambda word: (-len(word), word))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, longest)) + r")(?!\w)", re.IGNORECASE)
