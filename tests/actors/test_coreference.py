"""Which mentions are one actor: small reports and their chains (cases/coreference.jsonl)."""

import pytest
from tests.actors.test_mentions import mentions, rows


@pytest.mark.parametrize("case", rows("coreference.jsonl"))
def test_chain_links_what_belongs_together_and_nothing_else(case):
    found = mentions(case["text"], case["published"])
    chains: dict[str, set[int]] = {}
    for mention in found:
        chains.setdefault(mention.text, set()).add(mention.chain)
    for one, other in case["same"]:
        assert chains.get(one, set()) & chains.get(other, set()), (one, other, chains)
    for one, other in case["apart"]:
        assert not chains.get(one, set()) & chains.get(other, set()), (one, other, chains)
    for text in case["open"]:
        (open_one,) = [m for m in found if m.text == text]
        assert open_one.party.actor is None
        assert len(open_one.party.candidates) > 2


def test_a_plural_of_two_actors_is_one_mention_each_of_the_same_span():
    found = [
        m for m in mentions("Russia and Ukraine met, and both sides left early.") if m.text == "both sides"
    ]
    assert [m.party.country for m in found] == ["RUS", "UKR"]
    assert {m.party.basis for m in found} == {"inferred"}
    assert len({(m.start, m.end) for m in found}) == 1
