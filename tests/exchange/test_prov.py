import io

import pytest
from rdflib import RDF, Graph, Namespace, URIRef

from acts_told import plan, told
from dragoman.ask.query import ask_for
from dragoman.exchange import prov
from dragoman.exchange.holding import held_in
from dragoman.records import AttributionLink, Speaker
from dragoman.store import open_record

PROV = Namespace("http://www.w3.org/ns/prov#")
OA = Namespace("http://www.w3.org/ns/oa#")


pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")


@pytest.fixture
def graph_of(tmp_path):
    def written(*reports):
        with open_record(tmp_path / "talks.record") as record:
            record.add_all(list(reports))
            out = io.BytesIO()
            done = prov.write(held_in(record, ask_for()), out)
        assert done.left_out == {}
        return Graph().parse(data=out.getvalue(), format="json-ld"), done

    return written


def test_a_claim_leads_to_its_words_its_report_and_its_outlet(graph_of):
    graph, done = graph_of(plan())
    assert done.rows == 1
    claim = URIRef(f"urn:x-dragoman:claim:{plan().claims[0].id}")
    words = graph.value(claim, PROV.wasDerivedFrom)
    evidence = plan().claims[0].evidence
    assert str(graph.value(words, OA.exact)) == evidence.exact
    assert (int(graph.value(words, OA.start)), int(graph.value(words, OA.end))) == (0, len(evidence.exact))
    printed = graph.value(words, PROV.wasQuotedFrom)
    assert printed == URIRef(f"urn:x-dragoman:report:{plan().document.id}")
    assert graph.value(printed, PROV.wasAttributedTo) == graph.value(claim, PROV.wasAttributedTo)
    run = graph.value(claim, PROV.wasGeneratedBy)
    assert (run, RDF.type, PROV.Activity) in graph
    assert (graph.value(run, PROV.wasAssociatedWith), RDF.type, PROV.SoftwareAgent) in graph


def test_who_says_so_is_named_beside_the_outlet(graph_of):
    said = AttributionLink("named", Speaker("Jonas Lind", "Q2"), "said", "indirect", Speaker("Norway", "NOR"))
    narrator = AttributionLink("narrator", None, None, None, None)
    coded = told("Jonas Lind said that talks were held.", "talks", "2031-05-06", attribution=(narrator, said))
    graph, _ = graph_of(coded)
    claim = URIRef(f"urn:x-dragoman:claim:{coded.claims[0].id}")
    agents = set(graph.objects(claim, PROV.wasAttributedTo))
    assert URIRef("http://www.wikidata.org/entity/Q2") in agents
    assert len(agents) == 2


def test_a_report_and_a_run_are_written_once(graph_of):
    other = told("Mira Stoll left.", "left", "2031-05-07")
    graph, _ = graph_of(plan(), other)
    assert len(set(graph.subjects(RDF.type, PROV.Activity))) == 1
