"""Claims as PLOVER records: who stands on which side."""

from dataclasses import replace

from dragoman.evaluation.actor_codes import coded_pairs
from hand_made import claim, party, report

TEXT = "Ruritania, Borduria and Syldavia met in Vienna, and Ruritania thanked Austria."


def side(words, role, country, sector="GOV"):
    return replace(party(TEXT, words, role=role, country=country, kind="state"), sector=sector)


def pairs(*participants):
    return coded_pairs(claim(report(TEXT), TEXT, "met", participants=participants))


def test_actor_acts_on_each_recipient():
    given = pairs(
        side("Ruritania", "actor", "RUR"),
        side("Borduria", "recipient", "BOR"),
        side("Syldavia", "recipient", "SYL"),
    )
    assert given == [("RURGOV", "BORGOV"), ("RURGOV", "SYLGOV")]


def test_first_named_is_the_source_where_all_take_part_alike():
    given = pairs(
        side("Syldavia", "actor", "SYL"), side("Ruritania", "actor", "RUR"), side("Borduria", "actor", "BOR")
    )
    assert given == [("RURGOV", "BORGOV"), ("RURGOV", "SYLGOV")]


def test_hosts_are_no_side_and_an_unnamed_side_is_none():
    assert pairs(side("Ruritania", "actor", "RUR"), side("Austria", "host", "AUT")) == [("RURGOV", None)]
    assert pairs(side("Austria", "host", "AUT")) == []


def test_organisations_of_states_stand_where_a_country_would():
    assert pairs(side("Ruritania", "actor", None, "IGO"), side("Borduria", "recipient", None, None)) == [
        ("IGO", "---")
    ]
