"""How acts of one sentence stand to each other, and their conditions, through the whole way of a report."""

from functools import cache

import pytest

from dragoman.pipeline import Resources, code_document, load_resources
from dragoman.records import CodedDocument, Document


@cache
def resources() -> Resources:
    return load_resources()


def coded(text: str) -> CodedDocument:
    return code_document(
        Document("0" * 64, None, None, None, None, "2031-03-05", None, "en", text), resources()
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Norway's envoy met Egypt's foreign minister just prior to new sanctions on Sudan.",
            [("CONSULT", "before", "SANCTION")],
        ),
        (
            "Mali expelled the French ambassador after France condemned the raid.",
            [("SANCTION", "after", "ACCUSE")],
        ),
        (
            "Chile withdrew its ambassador in response to the Peruvian attack.",
            [("SANCTION", "responds_to", "ASSAULT")],
        ),
        ("Kenya met Uganda and Chad attacked Sudan.", []),
    ],
)
def test_words_between_two_acts_say_how_they_stand(text, expected):
    claims = coded(text).claims
    types = {claim.id: claim.event_type for claim in claims}
    assert [(c.event_type, r.type, types[r.claim]) for c in claims for r in c.relations] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya will withdraw its troops from Somalia unless a truce is signed.", "unless a truce is signed"),
        ("Kenya agreed to free the pilots in exchange for grain.", "in exchange for grain"),
        ("Kenya withdrew its troops from Somalia.", None),
    ],
)
def test_a_condition_is_kept_as_printed(text, expected):
    assert expected in {claim.condition for claim in coded(text).claims}
