import io
import json

import pytest
from followthemoney import model

from acts_told import called_off, held, plan
from dragoman.ask.query import ask_for
from dragoman.exchange import ftm
from dragoman.exchange.acts import NO_ACT
from dragoman.exchange.holding import held_in
from dragoman.store import open_record
from hand_made import visit


@pytest.fixture
def entities_of(tmp_path):
    def written(*reports):
        with open_record(tmp_path / "talks.record") as record:
            record.add_all(list(reports))
            out = io.BytesIO()
            done = ftm.write(held_in(record, ask_for()), out)
        lines = [json.loads(line) for line in out.getvalue().splitlines()]
        read = [model.get_proxy(line) for line in lines]
        for line, proxy in zip(lines, read, strict=True):
            # The library drops what its schema does not know or cannot be such a value.
            kept = {name: set(values) for name, values in proxy.to_dict()["properties"].items()}
            assert kept == {name: set(values) for name, values in line["properties"].items()}
        return read, done

    return written


def test_an_act_names_its_parties_place_and_proof(entities_of):
    read, done = entities_of(plan(), held())
    assert done.rows == len(read) == len({e.id for e in read})
    by_id = {e.id: e for e in read}
    (event,) = (e for e in read if e.schema.name == "Event")
    assert (event.get("startDate"), event.get("endDate")) == (["2031-05-09"], ["2031-05-09"])
    assert (event.get("location"), event.get("country")) == (["Oslo"], ["no"])
    assert {by_id[i].caption for i in event.get("involved")} == {"Alma Reyes", "Jonas Lind"}
    assert {by_id[i].schema.name for i in event.get("involved")} == {"Person"}
    assert {by_id[i].first("publisher") for i in event.get("proof")} == {"Northern Wire"}
    assert "held" in event.get("keywords")
    (lind,) = (e for e in read if e.caption == "Jonas Lind")
    assert (lind.get("wikidataId"), lind.get("country")) == (["Q2"], ["no"])
    assert done.left_out == {}


def test_each_stands_before_what_names_it(entities_of):
    read, _ = entities_of(plan(), held())
    seen = set()
    for entity in read:
        assert {i for name in ("involved", "proof") for i in entity.get(name, quiet=True)} <= seen
        seen.add(entity.id)


def test_what_was_called_off_is_no_event(entities_of):
    read, done = entities_of(called_off())
    assert (read, done.left_out) == ([], {ftm.OFF: 1})


def test_a_stance_is_counted(entities_of):
    assert entities_of(visit())[1].left_out == {NO_ACT: 1}
