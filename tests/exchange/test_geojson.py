import io
import json
from dataclasses import replace

from shapely.geometry import shape

from acts_told import OSLO, held, plan, undated
from dragoman.ask.query import ask_for
from dragoman.exchange import geojson
from dragoman.exchange.holding import held_in
from dragoman.store import open_record


def written(tmp_path, *reports):
    with open_record(tmp_path / "talks.record") as record:
        record.add_all(list(reports))
        out = io.BytesIO()
        done = geojson.write(held_in(record, ask_for()), out)
    return json.loads(out.getvalue()), done


def test_a_claim_is_a_point_where_its_place_lies_with_its_words(tmp_path):
    collection, done = written(tmp_path, plan(), held())
    assert done == geojson.Written(2, {})
    first = collection["features"][0]
    drawn = shape(first["geometry"])
    assert (drawn.geom_type, drawn.y, drawn.x) == ("Point", *OSLO)
    told = first["properties"]
    assert (told["place"], told["country"], told["precision"]) == ("Oslo", "NOR", "city")
    assert (told["earliest"], told["outlet"]) == ("2031-05-09", "Northern Wire")
    assert {f["properties"]["status"] for f in collection["features"]} == {"scheduled", "occurred"}
    assert all(f["id"] == f["properties"]["claim"] for f in collection["features"])
    assert collection["about"]["program"].startswith("dragoman ")


def test_a_claim_without_a_place_or_whose_place_is_not_found_is_counted(tmp_path):
    (claim,) = plan().claims
    nowhere = replace(plan(), claims=(replace(claim, place=replace(claim.place, lat=None, lon=None)),))
    collection, done = written(tmp_path, nowhere, undated())
    assert collection["features"] == []
    assert done.left_out == {geojson.NO_PLACE: 1, geojson.NOWHERE: 1}


def test_degrees_off_the_globe_are_no_point():
    assert geojson.point(200.0, 10.0, {}) is None
    assert geojson.point(10.0, float("nan"), {}) is None
