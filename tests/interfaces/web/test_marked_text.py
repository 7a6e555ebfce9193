import pytest

from dragoman.interfaces.web.marked_text import Marked, split, tokens

TEXT = "Lund and Ortiz met in Oslo on 5 May."


def written(text, marks):
    return "".join(t.words for t in tokens(text, marks))


@pytest.mark.parametrize(
    "spans",
    [
        [],
        [(0, 35, True), (0, 4, False), (22, 26, False)],
        [(0, 20, True), (10, 36, True)],  # one overlaps the other
        [(0, 20, True), (0, 20, True), (5, 14, False), (9, 14, False)],  # the same words twice, and nested
        [(0, 20, False), (10, 36, False)],
        [(30, 99, True), (7, 7, False), (-3, 5, True)],  # beyond the text, and of no length
    ],
)
def test_the_pieces_are_the_text_whatever_is_marked(spans):
    marks = [Marked(f"m-{n}", "claim", *span) for n, span in enumerate(spans)]
    assert written(TEXT, marks) == TEXT
    depth = 0
    for token in tokens(TEXT, marks):
        depth += {"open": 1, "close": -1}.get(token.step, 0)
        assert depth >= 0
    assert depth == 0


def test_each_piece_knows_all_that_covers_it():
    marks = [
        Marked("party-0", "party", 0, 14),
        Marked("party-1", "party", 0, 4),
        Marked("date", "date", 30, 35),
    ]
    pieces = {t.words: [m.key for m in t.within] for t in tokens(TEXT, marks) if t.step == "words"}
    assert pieces["Lund"] == ["party-1", "party-0"]
    assert pieces[" and Ortiz"] == ["party-0"]
    assert pieces["5 May"] == ["date"]


def test_a_claim_that_overlaps_another_has_two_parts_that_are_its_words():
    marks = [Marked("a", "claim", 0, 26, long=True), Marked("b", "claim", 9, 35, long=True)]
    walk = tuple(tokens(TEXT, marks))
    assert split(walk) == {"b"}
    inside, words = set(), {"a": "", "b": ""}
    for token in walk:
        if token.step == "open":
            inside.add(token.mark.key)
        elif token.step == "close":
            inside.discard(token.mark.key)
        for key in inside:
            words[key] += token.words
    assert words == {"a": TEXT[0:26], "b": TEXT[9:35]}


def test_what_turns_the_text_round_stands_alone_and_is_named():
    text = "Talks\u202e resume\r\nsoon\x00"
    steers = [t for t in tokens(text, []) if t.step == "steers"]
    assert [t.name for t in steers] == ["U+202E", "U+0000"]
    assert written(text, []) == text


def test_joiners_that_a_script_is_written_with_stay_in_their_word():
    assert [t.step for t in tokens("می\u200cخواهم", [])] == ["words"]
