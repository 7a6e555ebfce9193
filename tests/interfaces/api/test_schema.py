"""Whatever the OpenAPI allows is answered as it says, and nothing asked of it is a fault of the server."""

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import negative_data_rejection, positive_data_acceptance

from dragoman.interfaces.answers import QUESTIONS
from dragoman.interfaces.api.app import build_app
from dragoman.interfaces.api.guards import Limits
from dragoman.interfaces.things import THINGS
from served import record_at

EXPECTATIONS = [positive_data_acceptance, negative_data_rejection]
"""Left out: the schema cannot say what a day, a type or a cursor is, so refusing one (422) is right; and an
address that is too long is refused with 414, which the second does not count as a refusal."""

LISTS = [path for entry in QUESTIONS for path in (entry.path, f"{entry.path}.csv")]
RIGHT = ["/v1", *LISTS, *(thing.path for thing in THINGS)]
ASKED = [(GenerationMode.POSITIVE, path) for path in RIGHT]
ASKED += [(GenerationMode.NEGATIVE, path) for path in RIGHT if path != "/v1"]  # which takes nothing


@pytest.fixture(scope="module")
def api(tmp_path_factory):
    path = record_at(tmp_path_factory.mktemp("schema") / "talks.record")
    app = build_app(path, limits=Limits(per_second=1e6, burst=10**6))
    return schemathesis.openapi.from_asgi("/v1/openapi.json", app)


@pytest.mark.parametrize(("mode", "path"), ASKED)
def test_every_answer_keeps_to_the_schema(api, mode, path):
    @settings(
        max_examples=6, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )  # fmt: skip
    @given(case=api[path]["GET"].as_strategy(generation_mode=mode))
    def asked(case):
        case.call_and_validate(excluded_checks=EXPECTATIONS)

    asked()
