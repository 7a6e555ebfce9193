"""Sentences end where a reader would end them."""

import pytest

from dragoman.parse.sentences import split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Gen. Orlov met Mr. Haas. No deal came.", ["Gen. Orlov met Mr. Haas.", "No deal came."]),
        (
            "The envoy left the U.S. He lands on Monday.",
            ["The envoy left the U.S.", "He lands on Monday."],
        ),
        ("The U.S. Senate voted.", ["The U.S. Senate voted."]),
        ("'We will not go.' So he said.", ["'We will not go.'", "So he said."]),
        ("It cost 3.5 million. All paid.", ["It cost 3.5 million.", "All paid."]),
        (
            "He called within NATO.The Secretary spoke to Gen.Orlov of Mali.",  # as scraped pages have it
            ["He called within NATO.", "The Secretary spoke to Gen.Orlov of Mali."],
        ),
        ("See state.gov or St.Lucia and J.Roe.", ["See state.gov or St.Lucia and J.Roe."]),
        ("J. D. Vance arrived. Talks begin.", ["J. D. Vance arrived.", "Talks begin."]),
    ],
)
def test_abbreviations_and_quotation_marks_decide_where_a_sentence_ends(text, expected):
    assert [sentence.text for sentence in split_sentences(text)] == expected


def test_a_span_cuts_its_sentence_out_exactly_and_nothing_is_lost():
    text = "Envoys fly to Doha\n\nMarch 3, 2025\n\n  They meet on Monday.   Aides came early.\r\nSee also\r\n"
    sentences = split_sentences(text)
    assert all(text[s.start : s.end] == s.text for s in sentences)
    left = list(text)
    for s in sentences:
        left[s.start : s.end] = " " * (s.end - s.start)
    assert "".join(left).strip() == ""


def test_headlines_datelines_and_furniture_are_told_apart():
    text = "Envoys fly to Doha\nMarch 3, 2025\nThey meet on Monday.\nSee also\n###"
    assert [s.kind for s in split_sentences(text)] == ["headline", "dateline", "body", "label", "label"]


def test_a_transcript_is_cut_into_names_questions_and_answers():
    text = "Q Did they meet?\nWas it long?\nMR. ORLAND: They did. No date is set.\nAnna Novak: We agreed."
    assert [(s.text, s.kind) for s in split_sentences(text)] == [
        ("Q", "label"),
        ("Did they meet?", "question"),
        ("Was it long?", "question"),
        ("MR. ORLAND:", "label"),
        ("They did.", "body"),
        ("No date is set.", "body"),
        ("Anna Novak:", "label"),
        ("We agreed.", "body"),
    ]


@pytest.mark.parametrize(
    "filed",
    ["OSLO -", "OSLO (Wire) —", "OSLO, March 3 (Wire) -", "SAN JOSE, Costa Rica —", "ST. PETERSBURG –"],
)
def test_where_a_report_was_filed_is_no_part_of_its_first_sentence(filed):
    text = f"{filed} Norway's envoy left. He will return."
    first, second, *_ = split_sentences(text)
    assert (first.text, first.kind) == (filed, "dateline")
    assert second.text == "Norway's envoy left."


def test_a_theme_before_a_colon_is_no_speaker():
    text = "Gaza: talks resume in Cairo.\nAnd this: they left."
    assert [s.text for s in split_sentences(text)] == ["Gaza: talks resume in Cairo.", "And this: they left."]


def test_an_empty_report_has_no_sentences():
    assert split_sentences(" \n\n ") == ()
