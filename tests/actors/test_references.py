"""Pronouns and titles, each with the one it means (cases/references.jsonl).

A case is a small report with its references marked: "[He|Vladimir Putin]" means that person, "[Both
sides|Russia+Ukraine]" those two, and "[It|?]" nobody whom the words make sure; such a one must not be linked.
"""

import re

import pytest
from tests.actors.test_mentions import mentions, rows

from dragoman.records import Mention

REFERENCE = re.compile(r"\[([^|\]]+)\|([^\]]+)\]")


def unmarked(marked: str) -> tuple[str, list[tuple[int, str, list[str]]]]:
    """The text, and of each reference where it starts, its words, and the words of those it means."""
    text, references, at = "", [], 0
    for match in REFERENCE.finditer(marked):
        text += marked[at : match.start()]
        means = [] if match[2] == "?" else match[2].split("+")
        references.append((len(text), match[1], means))
        text += match[1]
        at = match.end()
    return text + marked[at:], references


def judged(found: tuple[Mention, ...], start: int, words: str, means: list[str]) -> str:
    """Is the reference "right", "missing" or "wrong"?"""
    bare = words.lower().removeprefix("the ")
    end = start + len(words)
    own = [m for m in found if start <= m.start < m.end <= end and m.text.lower() in (words.lower(), bare)]
    own = own or [m for m in found if start <= m.start < m.end <= end and m.party.kind != "state"]
    before = [m for m in found if m.start < start]
    chains = {m.chain for m in own} & {m.chain for m in before}
    wanted = {
        chain
        for name in means
        for chain in [next((m.chain for m in found if name in (m.text, m.party.name)), -1)]
    }
    if chains == wanted:
        return "right"
    return "wrong" if chains - wanted else "missing"


@pytest.mark.parametrize("case", rows("references.jsonl"))
def test_reference_means_the_one_an_analyst_would_name(case):
    text, references = unmarked(case["marked"])
    found = mentions(text, case["published"])
    assert references
    assert [judged(found, *reference) for reference in references] == ["right"] * len(references)


def test_of_all_references_four_in_five_are_right_and_one_in_twenty_is_wrong_at_most():
    verdicts = []
    for param in rows("references.jsonl"):
        text, references = unmarked(param.values[0]["marked"])
        found = mentions(text, param.values[0]["published"])
        verdicts += [judged(found, *reference) for reference in references]
    assert verdicts.count("right") >= 0.8 * len(verdicts)
    assert verdicts.count("wrong") <= 0.05 * len(verdicts)
