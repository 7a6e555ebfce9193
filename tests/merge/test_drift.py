"""What a copy changed: the tempting silence beside the drift that a careful reader would note."""

import pytest

from dragoman.merge.drift import drift_of
from dragoman.merge.wording import wordings

ORIGIN = (
    "The leaders of some Gulf states will meet Steve Witkoff in Doha on 4 December, two diplomats said.\n"
    "At least 185 captives may go home before the talks begin."
)


def drift(copy, origin=ORIGIN):
    found = drift_of("copy", origin, wordings(origin), copy, wordings(copy))
    for item in found:
        for quoted, text in ((item.origin, origin), (item.copy, copy)):
            assert quoted is None or text[quoted.start : quoted.end] == quoted.exact
        assert item.before is None or item.before in item.origin.exact
        assert item.after is None or item.after in item.copy.exact
    return {(item.change, item.what, item.before, item.after) for item in found}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("some Gulf states", "Gulf states", {("dropped", "limit", "some", None)}),
        (" on 4 December", "", {("dropped", "date", "December", None), ("dropped", "number", "4", None)}),
        ("4 December", "4 January", {("changed", "date", "December", "January")}),
        ("At least 185", "At least 158", {("changed", "number", "185", "158")}),
        ("At least 185", "At least hundreds of", {("blurred", "number", "185", "hundreds")}),
        (
            "At least 185",
            "Up to 185",
            {("dropped", "limit", "At least", None), ("added", "limit", None, "Up to")},
        ),
        ("may go home", "go home", {("dropped", "limit", "may", None)}),
        ("Steve Witkoff", "an envoy", {("blurred", "name", "Steve Witkoff", "envoy")}),
        ("Steve Witkoff", "Witkoff", set()),
        ("will meet", "are to see", set()),
        ("diplomats said", "diplomats said, Reuters reported", {("added", "source", None, "Reuters")}),
    ],
)  # fmt: skip
def test_what_was_changed_is_told_and_no_more(old, new, expected):
    assert drift(ORIGIN.replace(old, new)) == expected


def test_a_verbatim_copy_drifts_in_nothing():
    assert drift(ORIGIN) == set()


def test_a_sentence_that_was_cut_is_quoted_whole():
    assert drift(ORIGIN.split("\n")[0]) == {("dropped", "sentence", ORIGIN.split("\n")[1], None)}


def test_a_sentence_of_its_own_is_quoted_whole():
    assert drift(ORIGIN + "\nOman will send nobody.") == {
        ("added", "sentence", None, "Oman will send nobody.")
    }
