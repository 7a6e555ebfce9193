"""The example reports: who printed what when is known of each, and the words are our own."""

from pathlib import Path

import pytest

from dragoman.sources.raw import RawDocument
from dragoman.sources.readers import read_reports

EXAMPLES = Path(__file__).parent.parent / "examples"
SHARED = Path(__file__).parents[2] / "shared"
BORROWED = 8
"""Words in a row that two writers do not happen upon."""


@pytest.fixture(scope="module")
def reports():
    return list(read_reports([str(EXAMPLES)]))


def test_every_report_is_read_with_outlet_date_and_title(reports):
    assert len(reports) >= 60
    for report in reports:
        assert isinstance(report, RawDocument), report
        assert report.outlet
        assert report.published
        assert "2025-10-16" <= report.published[:10] <= "2026-02-05"
        assert report.title
        assert 80 < len(report.text) < 900


def test_several_kinds_of_files_stand_in_the_folder(reports):
    kinds = {Path(report.path).suffix for report in reports}
    assert kinds == {".jsonl", ".html", ".rss"}


def test_page_furniture_is_left_out_of_the_report(reports):
    (page,) = [report for report in reports if report.path.endswith(".html")]
    assert page.published.startswith("2025-11-23")
    assert "framework" in page.text
    assert "newsletter" not in page.text


def test_every_file_says_that_its_outlet_is_invented():
    for path in EXAMPLES.iterdir():
        text = path.read_text(encoding="utf-8")
        assert text.count("the outlet is invented") >= (text.count("\n") if path.suffix == ".jsonl" else 1)


@pytest.mark.skipif(not SHARED.is_dir(), reason="no folder `shared` beside the repository")
def test_no_run_of_words_is_borrowed_from_the_shared_texts(reports):
    texts = [*SHARED.glob("seeds/*.txt"), *SHARED.glob("gold/records/*/texts/*.txt")]
    theirs = {run for path in texts for run in runs(path.read_text(encoding="utf-8"))}
    assert theirs
    assert not [run for report in reports for run in runs(report.text) if run in theirs]


def runs(text):
    words = "".join(c.casefold() if c.isalnum() else " " for c in text).split()
    return [" ".join(words[at : at + BORROWED]) for at in range(len(words) - BORROWED + 1)]
