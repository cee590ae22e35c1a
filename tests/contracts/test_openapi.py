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

from waarborg_shared.testing.auth import bearer
from waarborg_tests.applications import EVERYTHING, register_application, staff_token
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
CHECKS = {
    "positive_data_acceptance": {"expected-statuses": MAY_ANSWER},
    "negative_data_rejection": {"expected-statuses": MAY_REFUSE},
}
# Where the session and If-Match are put on every request, none can be made that lacks them; the other run makes those.
GIVEN_TO_EVERY_REQUEST = {"ignored_auth": {"enabled": False}, "missing_required_header": {"enabled": False}}
BOUNDED = {
    "seed": 1,
    "continue-on-failure": True,
    "generation": {"deterministic": True, "max-examples": 10},
    "suppress-health-check": ["all"],
    "checks": CHECKS,
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


# What only staff may do: a partner's token is refused at the door, so that a run with it sees nothing of the inside.
# The desk is for who signed in here; the rest is for whoever has a token of the code flow.
OF_STAFF = (
    ("breach", "GET /breach/api/v1/desk"),
    ("disclosure", "GET /disclosure/api/v1/desk"),
    ("requests", "GET /requests/api/v1/desk"),
    ("breach", "POST /breach/api/v1/breaches/{breach_id}/decision"),
    ("disclosure", "POST /disclosure/api/v1/reports/{report_id}/assessment"),
)


@pytest.fixture(scope="module")
def application(embedded_product: Product) -> None:
    register_application(embedded_product, "bqr")


@pytest.mark.parametrize(("service", "operation"), OF_STAFF)
@pytest.mark.usefixtures("application")
def test_what_only_staff_may_do_does_what_its_document_says(
    people: dict[str, Cast], planted: dict[str, Planted], service: str, operation: str
):
    cast, places = people["bqr"], planted["bqr"].places
    proof = {"Cookie": session_of(cast)} if operation.endswith("/desk") else bearer(staff_token(cast, EVERYTHING))
    config = SchemathesisConfig.from_dict(
        {
            **BOUNDED,
            "headers": proof,
            "parameters": {name: places[name] for name in ("breach_id", "report_id")} | {"If-Match": '"1"'},
            "checks": {**CHECKS, **GIVEN_TO_EVERY_REQUEST},
        }
    )
    with served(cast.product, service) as address:
        schema = schemathesis.openapi.from_url(f"{address}/{service}/api/v1/openapi.json", config=config)
        told = list(from_schema(schema.include(name=operation)).execute())
    _, wrong = judged(told)
    assert not wrong, "\n\n".join(wrong)
    assert 200 in statuses(told)[operation], f"its inside was not reached: {sorted(statuses(told)[operation])}"


def session_of(cast: Cast) -> str:
    """The cookie of a member of staff with every role."""
    name = cast.product.runtimes["portal"].authenticator.cookie.name
    host = cast.product.hosts[cast.organisation]
    cookie = cast.staff().client.get_cookie(name, domain=host)
    assert cookie is not None
    return f"{name}={cookie.value}"


def statuses(told: Any) -> dict[str, set[int]]:
    """Which statuses each operation answered with."""
    found: dict[str, set[int]] = {}
    for event in told:
        if isinstance(event, events.ScenarioFinished):
            for case_id, interaction in event.recorder.interactions.items():
                label = event.recorder.cases[case_id].value.operation.label
                if interaction.response is not None:
                    found.setdefault(label, set()).add(interaction.response.status_code)
    return found


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
