import pytest

from dragoman.events.wordpieces import WordPieces

PIECES = WordPieces(
    {"[UNK]": 0, "putin": 1, "##s": 2, "'": 3, "s": 4, "em": 5, "##ire": 6, "日": 7, "-": 8, "us": 9}
)


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Putin", [1]),
        ("  Putin's ", [1, 3, 4]),
        ("Émire", [5, 6]),
        ("Pu\u0301tins", [1, 2]),
        ("日日", [7, 7]),
        ("US-Putin", [9, 8, 1]),
        ("xyz", [0]),
        ("Pu\u00adtin\u200b", [1]),
        ("", []),
        ("us" * 80, [0]),
    ],
)
def test_words_are_cut_as_the_vocabulary_has_them(text, numbers):
    assert PIECES.cut(text)[0] == numbers


def test_places_cut_the_pieces_out_of_the_text_as_printed():
    text = "Émire’s — Putin's"
    _, places = PIECES.cut(text)
    assert [text[a:b] for a, b in places] == ["Ém", "ire", "’", "s", "—", "Putin", "'", "s"]
