import io
from dataclasses import replace

import networkx
import pytest

from acts_told import BOTH, called_off, held, plan, told
from dragoman.ask.query import ask_for
from dragoman.exchange import graphs
from dragoman.exchange.holding import held_in
from dragoman.store import open_record
from hand_made import party, trade

FORMATS = {
    "graphml": (graphs.write_graphml, networkx.read_graphml),
    "gexf": (graphs.write_gexf, networkx.read_gexf),
}


@pytest.fixture(params=FORMATS)
def network_of(tmp_path, request):
    write, read = FORMATS[request.param]

    def written(*reports):
        with open_record(tmp_path / "talks.record") as record:
            record.add_all(list(reports))
            out = io.BytesIO()
            done = write(held_in(record, ask_for()), out)
        network = read(io.BytesIO(out.getvalue()))
        assert network.number_of_edges() == done.rows
        return network, done

    return written


def test_two_who_met_are_joined_and_who_stayed_away_is_not(network_of):
    network, done = network_of(held())
    assert set(network) == {"Q1", "Q2"}
    assert network.nodes["Q2"]["label"] == "Jonas Lind"
    assert (network.nodes["Q2"]["country"], network.nodes["Q2"]["sector"]) == ("NOR", "GOV")
    edge = network.edges["Q1", "Q2"]
    assert (edge["held"], edge["met"], edge["spoke"], edge["planned"]) == (1, 1, 0, 0)
    assert edge["first"] == edge["last"] == "2031-05-09"
    assert edge["claims"] == held().claims[0].id
    assert done.left_out == {}


def test_a_plan_is_counted_apart(network_of):
    network, _ = network_of(plan())
    edge = network.edges["Q1", "Q2"]
    assert (edge["held"], edge["planned"], edge["next"]) == (0, 1, "2031-05-09")


def test_a_call_is_not_a_meeting_in_person(network_of):
    words = "Alma Reyes spoke by telephone with Jonas Lind on Friday."
    call = told(words, "spoke", "2031-05-09", when="on Friday", days=("2031-05-09",), guests=BOTH)
    network, _ = network_of(call)
    assert (network.edges["Q1", "Q2"]["met"], network.edges["Q1", "Q2"]["spoke"]) == (0, 1)


def test_what_was_called_off_or_is_no_meeting_is_counted(network_of):
    network, done = network_of(called_off(), trade())
    assert len(network) == 0
    assert done.left_out == {graphs.CALLED_OFF: 1, graphs.NO_MEETING: 1}


def test_a_person_and_his_own_state_are_no_pair(network_of):
    words = "Alma Reyes and Spain met Jonas Lind on Friday."
    coded = told(words, "met", "2031-05-09", when="on Friday", days=("2031-05-09",), guests=BOTH)
    spain = party(words, "Spain", actor="Q29", country="ESP", kind="state")
    made = replace(coded.claims[0], participants=(*coded.claims[0].participants, spain))
    network, _ = network_of(replace(coded, claims=(made,)))
    assert set(map(frozenset, network.edges)) == {frozenset({"Q1", "Q2"}), frozenset({"ESP", "Q2"})}


def test_names_that_xml_forbids_do_not_break_it(network_of):
    words = "Alma Reyes met Jonas <b>\x08& Lind on Friday."
    coded = told(words, "met", "2031-05-09", when="on Friday", days=("2031-05-09",), guests=BOTH[:1])
    odd = party(words, "Jonas <b>\x08& Lind", role="recipient")
    made = replace(coded.claims[0], participants=(*coded.claims[0].participants, odd))
    network, _ = network_of(replace(coded, claims=(made,)))
    assert "Jonas <b>\ufffd& Lind" in network
