"""Damaged text and what a typesetter would make of it; and the way back to what was printed."""

import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from dragoman.documents.text import Repaired, repair

CASES = [
    ("line ends of two systems become one", "Kyiv\r\nDoha\rOslo\n", "Kyiv\nDoha\nOslo\n"),
    ("a no-break space is a space", "up\u00a0to 100\u202fjets", "up to 100 jets"),
    ("zero-width marks and soft hyphens go", "\ufeffnego\u00adti\u200bations", "negotiations"),
    ("bidi marks go", "\u200eTehran\u200f said \u202ano\u202c", "Tehran said no"),
    ("glued letters come apart", "the o\ufb03ce of\ufb01cial", "the office official"),
    ("UTF-8 read as Windows-1252", "Kyivâ€™s â€œpeace formulaâ€\u009d", "Kyiv’s “peace formula”"),
    ("an accent read as two letters", "ErdoÄŸan met SÃ¡nchez in Ä°zmir", "Erdoğan met Sánchez in İzmir"),
    ("read wrongly twice", "Kyivâ\u0080\u0099s envoy and Kyivâ€™s army", "Kyiv’s envoy and Kyiv’s army"),
    ("Windows-1252 read as Latin-1", "the \u0093road map\u0094 \u0096 again", "the “road map” – again"),
    ("an entity left in the text", "Johnson &amp; Johnson&rsquo;s", "Johnson & Johnson’s"),
    ("an entity escaped twice", "&amp;quot;no&amp;quot;&nbsp;deal &#8212; yet", '"no" deal — yet'),
    ("a stray control sign is a space", "page\x0cone\x00two", "page\none two"),
    ("line separators end lines", "one\u2028two\u2029three", "one\ntwo\nthree"),
    ("hyphens at line ends stay", "peace-\nkeeping", "peace-\nkeeping"),
]
SOUND = [
    "R&D; AT&T, S&P; Procter & Gamble",
    "Chloé’s café in São Paulo, “à la carte”, Ångström, Łódź",
    "Путин заявил",
    "Erdoğan, Şahin, Çavuşoğlu and Đukanović met",
    "&nosuchentity; &x;",
    "tabs\tstay\nand lines",
]


@pytest.mark.parametrize(("rule", "printed", "mended"), CASES, ids=[case[0] for case in CASES])
def test_damage_is_mended(rule, printed, mended):
    assert repair(printed).text == mended


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_alone(text):
    repaired = repair(text)
    assert repaired.text == text
    assert repaired.edits == ()


def test_nothing_to_repair_gives_the_same_string_back():
    text = "The ministers met in Geneva.\nThey agreed on nothing.\n" * 2000
    assert repair(text).text is text
    started = time.perf_counter()
    for _ in range(10):
        repair(text)
    assert (time.perf_counter() - started) / 10 < 0.01  # 108,000 characters


def test_repairs_that_keep_the_length_need_no_edits():
    assert repair("100\u00a0jets\u2028and\rmore").edits == ()


def test_repaired_words_cut_the_printed_words_out():
    printed = "\ufeffMerkel&rsquo;s of\ufb01ce\r\nin Ber\u00adlin said â€œno\u200b deal.â€\u009d"
    repaired = repair(printed)
    found = []
    for word in re.finditer(r"\w+(?:’\w)?", repaired.text):
        start, end = repaired.printed(*word.span())
        found.append(printed[start:end])
    assert found == ["Merkel&rsquo;s", "of\ufb01ce", "in", "Ber\u00adlin", "said", "no", "deal"]


def test_a_range_that_cuts_a_sign_is_widened_to_it():
    repaired = repair("o\ufb03ce")
    assert repaired.text == "office"
    assert repaired.printed(2, 3) == (1, 2)


DAMAGE = [
    "\r\n",
    "\r",
    "\n",
    " ",
    "\xa0",
    "\u200b",
    "\ufeff",
    "\xad",
    "ﬁ",
    "ﬃ",
    "&amp;",
    "&",
    "&amp;quot;",
    "&nbsp;",
    "&zwj;",
    "&#0;",
    "&#55296;",
    "amp;",
    ";",
    "â€™",
    "Ã©",
    "Ð\x9f",
    "\x85",
    "Â",
    "â",
    "вЂ™",
    "‚Äô",
    "ÄŸ",
    "Ä",
    "Kyiv",
    "said",
    ".",
    "é",
    "’",
    "Киев",
]
PIECES = st.lists(st.one_of(st.sampled_from(DAMAGE), st.text(max_size=4)), max_size=24).map("".join)


@given(PIECES)
@example("&amp;&amp;quot;")
@example("\u200b\ufb01\u200b")
def test_the_way_back_is_monotone_and_covers(printed):
    repaired = repair(printed)
    at = 0
    for n in range(len(repaired.text)):
        start, end = repaired.printed(n, n + 1)
        assert start < end <= len(printed)
        previous = repaired.printed(n - 1, n) if n else (0, 0)
        assert start >= previous[1] or (start, end) == previous
        # What lies between two signs was taken out, and would be taken out on its own.
        assert repair(printed[at:start]).text == "" or (start, end) == previous
        at = end
    assert repair(printed[at:]).text == ""


@given(PIECES)
def test_unchanged_characters_map_to_themselves(printed):
    repaired = repair(printed)
    edited = {n for edit in repaired.edits for n in range(edit.start, edit.end)}
    for n, sign in enumerate(repaired.text):
        start, end = repaired.printed(n, n + 1)
        if n not in edited:
            assert end == start + 1
            assert repair(printed[start:end]).text in (sign, "") or not printed[start:end].isascii()


@given(PIECES)
def test_every_repaired_word_is_the_repair_of_its_printed_words(printed):
    repaired = repair(printed)
    for word in re.finditer(r"\S+", repaired.text):
        start, end = repaired.printed(*word.span())
        again = repair(printed[start:end]).text
        touched = any(e.start < word.end() and word.start() < e.end for e in repaired.edits)
        # A broken encoding is judged by the whole text, so a word alone may be mended more.
        kept = printed[start:end] == word.group() and not word.group().isascii()
        assert again == word.group() or touched or kept


@given(st.text())
def test_empty_ranges_stay_empty(printed):
    repaired = repair(printed)
    for n in range(len(repaired.text) + 1):
        start, end = repaired.printed(n, n)
        assert start == end <= len(printed)


def test_an_untouched_text_maps_to_itself():
    assert Repaired("Oslo").printed(1, 3) == (1, 3)
