import io

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from acts_told import called_off, held, plan, put_off, undated
from dragoman.ask.query import ask_for
from dragoman.exchange import schema_org
from dragoman.exchange.acts import NO_ACT
from dragoman.exchange.holding import held_in
from dragoman.store import open_record
from hand_made import visit

S = Namespace("https://schema.org/")


pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")


@pytest.fixture
def event_of(tmp_path):
    def written(*reports):
        with open_record(tmp_path / "talks.record") as record:
            record.add_all(list(reports))
            out = io.BytesIO()
            done = schema_org.write(held_in(record, ask_for()), out)
        graph = Graph().parse(data=out.getvalue(), format="json-ld")
        (event,) = graph.subjects(RDF.type, S.Event)
        return graph, event, done

    return written


def test_an_act_has_its_status_day_place_guests_and_reports(event_of):
    graph, event, done = event_of(plan(), held())
    assert graph.value(event, S.eventStatus) == S.EventScheduled
    assert str(graph.value(event, S.startDate)) == str(graph.value(event, S.endDate)) == "2031-05-09"
    place = graph.value(event, S.location)
    assert graph.value(place, S.name) == Literal("Oslo")
    assert float(graph.value(graph.value(place, S.geo), S.latitude)) == 59.913
    guests = {str(graph.value(guest, S.name)) for guest in graph.objects(event, S.attendee)}
    assert guests == {"Alma Reyes", "Jonas Lind"}
    assert URIRef("http://www.wikidata.org/entity/Q2") in set(graph.objects(event, S.attendee))
    reports = list(graph.objects(event, S.subjectOf))
    assert len(reports) == 2
    assert {str(graph.value(graph.value(r, S.publisher), S.name)) for r in reports} == {"Northern Wire"}
    said = {str(graph.value(part, S.text)) for r in reports for part in graph.objects(r, S.hasPart)}
    assert said == {c.evidence.exact for coded in (plan(), held()) for c in coded.claims}
    assert (done.rows, done.left_out) == (1, {})


def test_called_off_it_is_cancelled(event_of):
    graph, event, _ = event_of(plan(), called_off())
    assert graph.value(event, S.eventStatus) == S.EventCancelled


def test_put_off_to_a_day_it_is_rescheduled_from_the_old_one(event_of):
    graph, event, _ = event_of(plan(), put_off())
    assert graph.value(event, S.eventStatus) == S.EventRescheduled
    assert str(graph.value(event, S.startDate)) == "2031-05-11"
    assert str(graph.value(event, S.previousStartDate)) == "2031-05-09"


def test_an_undated_plan_has_no_day(event_of):
    graph, event, _ = event_of(undated())
    assert graph.value(event, S.startDate) is None


def test_a_stance_is_counted(event_of):
    assert event_of(visit())[2].left_out == {NO_ACT: 1}
