"""Each service is as its committed OpenAPI document says, and does what it says (schemathesis, all checks)."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import events, from_schema
from werkzeug.serving import WSGIRequestHandler, make_server
from werkzeug.test import Client

from waarborg_tests.cast import Cast
from waarborg_tests.people import token_of
from waarborg_tests.planting import Planted
from waarborg_tests.product import LOOPBACK, Product

COMMITTED = Path(__file__).parents[2] / "docs" / "api"
SERVICES = ("breach", "consent", "disclosure", "identity", "portal", "requests")
WITH_OPERATIONS = tuple(each for each in SERVICES if each != "portal")
RENEW = "run PYTHONPATH=tests/support python -m waarborg_tests.renew_openapi docs/api"

# What fits the document may still be refused: by an organisation's list of purposes, by the 11-test, by a state.
MAY_ANSWER = ["2xx", "3xx", "401", "403", "404", "409", "412", "422", "428", "429"]
# An If-Match that is no ETag at all matches nothing, as one that is old: 412.
MAY_REFUSE = ["400", "401", "403", "404", "405", "406", "409", "412", "415", "422", "428", "429"]
BOUNDED = {
    "seed": 1,
    "continue-on-failure": True,
    "generation": {"deterministic": True, "max-examples": 10},
    "suppress-health-check": ["all"],
    "checks": {
        "positive_data_acceptance": {"expected-statuses": MAY_ANSWER},
        "negative_data_rejection": {"expected-statuses": MAY_REFUSE},
    },
}


def document(product: Product, service: str) -> dict[str, Any]:
    """The document as it is served."""
    answer = Client(product.app).get(f"/{service}/api/v1/openapi.json", base_url=product.origin("bqr"))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json or {}
    return found


@pytest.mark.parametrize("service", SERVICES)
def test_the_committed_document_is_that_of_the_code(embedded_product: Product, service: str):
    served = document(embedded_product, service)
    assert served["openapi"].startswith("3.1.")
    assert json.loads((COMMITTED / f"{service}.json").read_text(encoding="utf-8")) == served, RENEW


@pytest.mark.parametrize("service", WITH_OPERATIONS)
def test_every_operation_that_needs_somebody_says_so_and_every_error_is_a_problem(
    embedded_product: Product, service: str
):
    for path, operations in document(embedded_product, service)["paths"].items():
        for method, operation in operations.items():
            if method == "parameters":
                continue
            assert operation.get("security"), (method, path)
            default = operation["responses"]["default"]
            assert "problem+json" in json.dumps(default) or "$ref" in default, (method, path)


class _Quiet(WSGIRequestHandler):
    """Says nothing of its own."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Keep quiet."""


@contextmanager
def served(product: Product, service: str) -> Iterator[str]:
    """One service's application over HTTP, where every request reaches one organisation; gives its address."""
    host = product.origin("bqr").removeprefix("http://")

    def at_the_organisation(environ: dict[str, Any], start_response: Any) -> Any:
        return product.apps[service]({**environ, "HTTP_HOST": host}, start_response)

    server = make_server(LOOPBACK, 0, at_the_organisation, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{LOOPBACK}:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.mark.parametrize("service", WITH_OPERATIONS)
def test_a_service_does_what_its_document_says(people: dict[str, Cast], planted: dict[str, Planted], service: str):
    cast = people["bqr"]
    token = token_of(cast.product, cast.organisation, *cast.scopes)
    config = SchemathesisConfig.from_dict({**BOUNDED, "headers": {"Authorization": f"Bearer {token}"}})
    with served(cast.product, service) as address:
        schema = schemathesis.openapi.from_url(f"{address}/{service}/api/v1/openapi.json", config=config)
        cases, wrong = judged(from_schema(schema).execute())
    assert not wrong, "\n\n".join(wrong)
    assert cases > 100


def judged(told: Any) -> tuple[int, list[str]]:
    """How many requests were made, and what was wrong, once for each operation and check."""
    cases, wrong = 0, {}
    for event in told:
        if isinstance(event, events.NonFatalError | events.FatalError):
            wrong[str(event)] = f"{getattr(event, 'label', '')}: {getattr(event, 'value', event)}"
        if not isinstance(event, events.ScenarioFinished):
            continue
        cases += len(event.recorder.cases)
        for case_id, checks in event.recorder.checks.items():
            for check in checks:
                if check.failure_info is not None:
                    label = event.recorder.cases[case_id].value.operation.label
                    said = f"{label}: {check.name}: {check.failure_info.failure}\n{check.failure_info.code_sample}"
                    wrong.setdefault(f"{label} {check.name}", said)
    return cases, list(wrong.values())
