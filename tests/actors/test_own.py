"""Actors of the user's own: what they add and override, and what is said of a bad file."""

import pytest
from tests.actors.test_mentions import parser

from dragoman.actors.knowledge import load_knowledge
from dragoman.actors.mentions import find_mentions
from dragoman.actors.own import add_own_actors, load_knowledge_with, read_own_actors
from dragoman.errors import SettingsError
from dragoman.parse.sentences import split_sentences
from dragoman.pipeline import load_resources
from dragoman.records import Document

CSV = """\
name,kind,country,sector,aliases,office,role,start,end
Juhan Rebane,person,EST,GOV,J. Rebane,Foreign Minister of Estonia,foreign minister,2031-04-01,
Blue Lantern Front,group,LTU,REB,BLF,,,,
"""
YAML = """\
# mine
actors:
  - name: Juhan Rebane
    kind: person
    country: EST
    sector: GOV
    aliases: [J. Rebane]
    offices:
      - office: Foreign Minister of Estonia
        start: 2031-04-01
        end:
  - name: Blue Lantern Front
    kind: group
    country: LTU
    sector: REB
    aliases: [BLF]
"""


def own(tmp_path, text, name="mine.csv"):
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return read_own_actors(path)


@pytest.mark.parametrize(("text", "name"), [(CSV, "mine.csv"), (YAML, "mine.yaml")])
def test_a_file_adds_people_offices_and_groups(tmp_path, text, name):
    knowledge = load_knowledge_with(own(tmp_path, text, name))
    (term,) = knowledge.holders("EST", "foreign minister", "2031-05-01")
    assert knowledge.actor(term.actor).name == "Juhan Rebane"
    assert (term.sureness, term.end) == ("own", "")
    assert knowledge.actor("org:blue-lantern-front").sector == "REB"
    text = "BLF fighters fled. Estonian Foreign Minister Rebane thanked nobody."
    report = Document("0" * 64, None, None, None, None, "2031-05-01", None, "en", text)
    found = find_mentions(report, tuple(parser().parse(split_sentences(text))), knowledge)
    assert [(m.text, m.party.actor) for m in found if m.party.kind == "person"] == [
        ("Rebane", "person:juhan-rebane")
    ]
    assert [m.party.country for m in found if m.text == "BLF fighters"] == ["LTU"]


def test_what_was_known_stays_as_it_was(tmp_path):
    knowledge = load_knowledge()
    before = (dict(knowledge.actors), dict(knowledge.surnames), dict(knowledge.offices))
    add_own_actors(knowledge, own(tmp_path, CSV))
    assert before == (knowledge.actors, knowledge.surnames, knowledge.offices)


def test_a_known_actor_is_overridden_by_name_and_country(tmp_path):
    text = "name,country,sector,office,role,start\nSergey Lavrov,RUS,SPY,Envoy to Mars,envoy,2030\n"
    knowledge = load_knowledge_with(own(tmp_path, text))
    lavrov = knowledge.actor("Q58217")
    assert (lavrov.sector, lavrov.kind) == ("SPY", "person")
    assert {term.role for term in knowledge.terms_of("Q58217")} >= {"foreign minister", "envoy"}


def test_a_term_outranks_the_holder_that_the_tables_have(tmp_path):
    text = "name,kind,country,office,role,start\nAda Nomen,person,USA,US President,president,2026-01\n"
    knowledge = load_knowledge_with(own(tmp_path, text))
    assert [term.actor for term in knowledge.holders("USA", "president", "2026-02-01")] == [
        "person:ada-nomen"
    ]
    assert [term.actor for term in knowledge.holders("USA", "president", "2025-12-01")] == ["Q22686"]


def test_an_ended_term_gives_the_known_one_its_end(tmp_path):
    text = "id,name,office,role,start,end\nQ22686,Donald Trump,President,president,2025-01-20,2026-02-03\n"
    knowledge = load_knowledge_with(own(tmp_path, text))
    assert knowledge.holders("USA", "president", "2026-03-01") == ()
    assert [t.end for t in knowledge.terms_of("Q22686") if t.role == "president"] == [
        "2021-01-20",
        "2026-02-03",
    ]


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("name,kind,country\nX,person,ESX\n", 2, ["country", "'ESX'", "ISO 3166-1 alpha-3"]),
        ("name,kind,sector\nX,person,ARMY\n", 2, ["sector", "'ARMY'", "MIL"]),
        ("name,kind\nX,human\n", 2, ["kind", "'human'", "person"]),
        ("name,kind,id\nX,person,7747\n", 2, ["id", "'7747'", "Q7747"]),
        ("name,kind,nation\nX,person,EST\n", 1, ["unknown field", "'nation'", "country"]),
        ("name,kind,office,start\nX,person,Envoy,31.2.2025\n", 2, ["start", "'31.2.2025'", "2025-04-01"]),
        ("name,kind,office,start\nX,person,Envoy,2025-02-3\n", 2, ["start", "'2025-02-3'"]),
        ("name,kind,office,start,end\nX,person,Envoy,2025,2024\n", 2, ["end", "'2024'", "2025"]),
        ("name,kind,office\nX,person,Envoy\n", 2, ["start", "nothing"]),
        ("name,kind,office,role,start\nX,person,Big man,bigman,2025\n", 2, ["role", "'bigman'"]),
        ("kind,country\nperson,EST\n", 2, ["name", "nothing"]),
        ("name,kind\nX,person,EST\n", 2, ["3 fields", "2"]),
        ("name\n\nNobody Knownatall\n", 3, ["kind", "Nobody Knownatall"]),
        (
            "name,kind,country,office,role,start,end\n"
            "A,person,EST,Foreign Minister,foreign minister,2025-01-01,2025-06-30\n"
            "B,person,EST,Foreign Minister,foreign minister,2025-06,\n"
            "C,person,EST,Foreign Minister,foreign minister,2025-09-01,\n",
            4,
            ["overlap", "C", "B", "2025-09-01"],
        ),
    ],
)
def test_a_bad_row_is_told_by_line_field_and_what_was_expected(tmp_path, text, line, words):
    with pytest.raises(SettingsError) as told:
        load_knowledge_with(own(tmp_path, text))
    message = told.value.line()
    assert f"mine.csv:{line}" in message
    assert all(word in message for word in words), message


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("- name: X\n  kind: person\n  country: ESX\n", 3, ["country", "'ESX'"]),
        ("- name: X\n  offices:\n    - office: Envoy\n      start: soon\n", 4, ["start", "'soon'"]),
        ("- name: X\n  knid: person\n", 2, ["'knid'", "did you mean kind?"]),
        ("- name: [X\n", 2, ["not YAML"]),
        ("just words\n", 1, ["no list of actors"]),
        ("- - X\n", 1, ["not an actor"]),
    ],
)
def test_a_bad_yaml_entry_is_told_by_its_line(tmp_path, text, line, words):
    with pytest.raises(SettingsError) as told:
        own(tmp_path, text, "mine.yaml")
    message = told.value.line()
    assert f"mine.yaml:{line}" in message
    assert all(word in message for word in words), message


def test_files_that_cannot_be_read_are_one_line(tmp_path):
    with pytest.raises(SettingsError, match="No such file"):
        read_own_actors(tmp_path / "none.csv")
    (tmp_path / "latin.csv").write_bytes(b"name\nJos\xe9\n")
    with pytest.raises(SettingsError, match=r"latin\.csv:2: not UTF-8"):
        read_own_actors(tmp_path / "latin.csv")


def test_the_checksum_of_the_file_is_in_the_method(tmp_path):
    mine = own(tmp_path, CSV)
    assert ("own actors", mine.checksum) in load_resources(mine).method.resources
    assert "own actors" not in dict(load_resources().method.resources)
