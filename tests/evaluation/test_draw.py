"""Claims drawn for a person to read, and what the person found."""

import json

import pytest

from dragoman.errors import SettingsError
from dragoman.evaluation.draw import draw_claims, print_drawn

TEXTS = [
    "Norway's foreign minister met Egyptian President Abdel Fattah al-Sisi on Monday.",
    "Chile imposed sanctions on Belarus. Kenya rejected the Ugandan proposal.",
    "It rained.",
]


@pytest.fixture
def reports(tmp_path):
    file = tmp_path / "reports.jsonl"
    file.write_text("".join(json.dumps({"id": str(n), "text": text}) + "\n" for n, text in enumerate(TEXTS)))
    return str(file)


def test_a_draw_depends_on_its_seed_alone_and_shows_the_words(reports):
    rows = list(draw_claims(reports, 3, 7))
    assert rows == list(draw_claims(reports, 3, 7))
    assert {row["says"].split()[1] for row in rows} == {"CONSULT", "SANCTION", "REJECT"}
    assert all(row["words"] in TEXTS[int(row["report"])] and row["verdict"] is None for row in rows)


def test_no_more_claims_are_drawn_than_are_wanted(reports):
    assert len(list(draw_claims(reports, 1, 1))) == 1


def test_verdicts_are_counted_in_all_and_by_confidence(tmp_path, reports, capsys):
    rows = list(draw_claims(reports, 3, 7))
    for row, verdict in zip(rows, (True, True, False), strict=True):
        row["verdict"] = verdict
    file = tmp_path / "drawn.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows))
    assert print_drawn(str(file)) == 0
    assert capsys.readouterr().out.startswith("right 0.67 of 3 read")


def test_a_file_without_verdicts_or_claims_is_refused_in_one_line(tmp_path):
    file = tmp_path / "drawn.jsonl"
    file.write_text('{"verdict": null, "confidence": 0.5, "says": "event X"}\n')
    with pytest.raises(SettingsError, match="no row has a verdict"):
        print_drawn(str(file))
    file.write_text("no JSON\n")
    with pytest.raises(SettingsError, match="no drawn claim"):
        print_drawn(str(file))
