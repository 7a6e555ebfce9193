"""The memo: every sentence has its words, they stand in their report, and hostile text shows as text."""

import re
from dataclasses import replace

import pytest

from dragoman.ask.memo import memo
from dragoman.ask.watches import Watch, define
from dragoman.interfaces.memo_display import html, markdown
from dragoman.records import AttributionLink, CodedDocument, Speaker
from dragoman.store import open_record
from hand_made import city, claim, day, denial, party, report, trade, visit

HELD = "Jonas Lind received Alma Reyes in Oslo on Friday, and they talked until dusk."
SPUN = "The palace said Alma <b>Reyes</b> [x](javascript:a) would see Jonas Lind in Oslo\u202e on 20 May."


def held():
    document = report(HELD, published="2031-05-10", outlet="Daily Fjord")
    lind = party(HELD, "Jonas Lind", actor="Q2", country="NOR")
    reyes = party(HELD, "Alma Reyes", role="recipient", actor="Q1", country="ESP")
    made = claim(
        document,
        "Jonas Lind received Alma Reyes in Oslo on Friday",
        "received",
        participants=(lind, reyes),
        place=city(HELD, "Oslo", "NOR"),
        time=day(HELD, "on Friday", "2031-05-09"),
    )
    return CodedDocument(document, (made,))


def hostile():
    document = report(
        SPUN, published="2031-05-09", outlet="<script>alert(1)</script>", title="{{ 7*7 }} **bold**",
        url="javascript:alert(1)",
    )  # fmt: skip
    made = claim(
        document,
        SPUN,
        "see",
        status="scheduled",
        participants=(party(SPUN, "Alma <b>Reyes</b> [x](javascript:a)"), party(SPUN, "Jonas Lind")),
        time=day(SPUN, "on 20 May", "2031-05-20"),
        attribution=(
            AttributionLink("narrator", None, None, None, None),
            AttributionLink("named", Speaker("The palace & co", None), "said", "indirect", None),
        ),
    )
    return CodedDocument(document, (made,))


@pytest.fixture
def record(tmp_path):
    with open_record(tmp_path / "r", clock=lambda: "2031-05-12T12:00:00Z") as opened:
        opened.add_all([visit(), denial(), held(), hostile(), trade()])
        yield opened


def sentences(made):
    return [s.text for part in made.parts for s in part.sentences]


@pytest.mark.parametrize("as_of", [None, "2031-05-06", "2031-05-08", "2031-05-12", "2031-06-30"])
def test_every_sentence_has_a_footnote_whose_words_stand_in_its_report(record, as_of):
    made = memo(record, since="2031-05-01", as_of=as_of)
    texts = {c.document.id: c.document.text for c in (visit(), denial(), held(), hostile(), trade())}
    assert made.parts
    for part in made.parts:
        for sentence in part.sentences:
            assert sentence.notes and set(sentence.notes) <= {n.number for n in made.notes}
    assert all(note.quotation in texts[note.report] for note in made.notes)
    assert [n.number for n in made.notes] == list(range(1, len(made.notes) + 1))


def test_a_plan_is_never_told_as_a_deed(record):
    before = sentences(memo(record, since="2031-05-01", as_of="2031-05-07"))
    plan = "a meeting of Alma Reyes with Jonas Lind in Oslo on 9 May 2031"
    assert f"New: {plan} is announced." in before
    assert not any("took place" in told for told in before)
    after = sentences(memo(record, since="2031-05-09", as_of="2031-05-11"))
    told = "Held: a meeting of Jonas Lind with Alma Reyes in Oslo on 9 May 2031 took place; "
    assert told + "before, the reports had it as scheduled." in after


def test_a_day_that_is_over_is_no_proof_that_it_was_held(record):
    made = memo(record, as_of="2031-06-30")
    [overdue] = [p for p in made.parts if p.heading.startswith("Announced, over")]
    assert "according to The palace & co" in overdue.sentences[0].text
    assert "no report of this record says what came of it" in overdue.sentences[0].text


def test_a_stance_stands_with_its_words(record):
    told = sentences(memo(record, as_of="2031-05-12"))
    assert "On ceasefire, Jonas Lind is open: “Lind called the ceasefire 'fragile'”." in told


def test_what_is_told_as_likely_only_is_marked(record):
    sure = visit()
    doubtful = replace(
        sure.claims[0], status="occurred", factuality=(replace(sure.claims[0].factuality[0], value="PR+"),)
    )
    with open_record(record.path.with_name("d")) as other:
        other.add(CodedDocument(sure.document, (doubtful,)))
        told = sentences(memo(other, since="2031-05-01", as_of="2031-05-07"))
    assert any(t.endswith("took place, reportedly.") for t in told)
    assert any("as likely or possible, not as certain" in t for t in told)


def test_hostile_words_show_as_text(record):
    made = memo(record, since="2031-05-01", as_of="2031-05-12")
    page, text = html(made), markdown(made)
    assert "<script" not in page and "<b>" not in page and "javascript:alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page and "Alma &lt;b&gt;Reyes&lt;/b&gt;" in page
    assert "\u202e" not in page + text
    assert not re.search(r"(?<!\\)(<script|\]\(|\*\*bold)", text)


def test_footnotes_are_linked_both_ways(record):
    made = memo(record, since="2031-05-01", as_of="2031-05-12")
    page, text = html(made), markdown(made)
    for note in made.notes:
        for anchor in (f'id="note-{note.number}"', f'href="#note-{note.number}"', f'id="ref-{note.number}"'):
            assert anchor in page
        assert f'href="#ref-{note.number}"' in page
        assert f"\n[^{note.number}]: " in text
    assert page.count(" id=") == len({word for word in page.split() if word.startswith("id=")})


def test_a_watch_narrows_the_memo_and_nothing_is_said_of_nothing(record):
    define(record, Watch("trade", parties=("Borduria",)))
    made = memo(record, since="2031-05-01", watch="trade")
    assert made.title == "Memo on trade" and {n.claim for n in made.notes} == {trade().claims[0].id}
    define(record, Watch("none", words="zebra"))
    nothing = memo(record, watch="none")
    assert nothing.parts == () and nothing.notes == ()
    assert "gives this memo anything to tell" in html(nothing)
