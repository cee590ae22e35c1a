"""Each service is as its committed OpenAPI document says, and does what it says (schemathesis, all checks)."""

import json
from typing import Any

import pytest
import schemathesis
from schemathesis.config import SchemathesisConfig
from schemathesis.engine import from_schema
from werkzeug.test import Client

from waarborg_shared.testing.auth import bearer
from waarborg_shared.testing.depth import by_depth
from waarborg_tests.applications import EVERYTHING, register_application, staff_token
from waarborg_tests.cast import Cast
from waarborg_tests.people import token_of
from waarborg_tests.planting import Planted
from waarborg_tests.product import Product
from waarborg_tests.schemathesis_runs import (
    BOUNDED,
    CHECKS,
    COMMITTED,
    RENEW,
    judged,
    served,
    some_of_each_kind,
    statuses,
)

SERVICES = ("breach", "consent", "disclosure", "identity", "portal", "requests")
WITH_OPERATIONS = tuple(each for each in SERVICES if each != "portal")

# Where the session and If-Match are put on every request, none can be made that lacks them; the other run makes those.
GIVEN_TO_EVERY_REQUEST = {"ignored_auth": {"enabled": False}, "missing_required_header": {"enabled": False}}


def document(product: Product, service: str) -> dict[str, Any]:
    """The document as it is served."""
    answer = Client(product.app).get(f"/{service}/api/v1/openapi.json", base_url=product.origin("bqr"))
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json or {}
    return found


def described(found: dict[str, Any]) -> list[tuple[str, str]]:
    """Every operation that a document describes: its path and method."""
    return [(path, each) for path, operations in found["paths"].items() for each in operations if each != "parameters"]


@pytest.mark.parametrize("service", SERVICES)
def test_the_committed_document_is_that_of_the_code(embedded_product: Product, service: str):
    served = document(embedded_product, service)
    assert served["openapi"].startswith("3.1.")
    assert json.loads((COMMITTED / f"{service}.json").read_text(encoding="utf-8")) == served, RENEW


@pytest.mark.parametrize("service", WITH_OPERATIONS)
def test_every_operation_that_needs_somebody_says_so_and_every_error_is_a_problem(
    embedded_product: Product, service: str
):
    found = document(embedded_product, service)
    for path, method in described(found):
        operation = found["paths"][path][method]
        assert operation.get("security"), (method, path)
        default = operation["responses"]["default"]
        assert "problem+json" in json.dumps(default) or "$ref" in default, (method, path)


@pytest.mark.parametrize("service", WITH_OPERATIONS)
def test_a_service_does_what_its_document_says(people: dict[str, Cast], planted: dict[str, Planted], service: str):
    cast = people["bqr"]
    token = token_of(cast.product, cast.organisation, *cast.scopes)
    config = SchemathesisConfig.from_dict({**BOUNDED, "headers": {"Authorization": f"Bearer {token}"}})
    with served(cast.product, service) as address:
        schema = schemathesis.openapi.from_url(f"{address}/{service}/api/v1/openapi.json", config=config)
        schema.hook(some_of_each_kind())
        told = list(from_schema(schema).execute())
    cases, wrong = judged(told)
    assert not wrong, "\n\n".join(wrong)
    assert cases > by_depth(40, 100)
    operations = {f"{method.upper()} {path}" for path, method in described(document(cast.product, service))}
    assert operations <= statuses(told).keys()


# What only staff may do: a partner's token is refused at the door, so that a run with it sees nothing of the inside.
# The desk is for who signed in here; the rest is for whoever has a token of the code flow.
OF_STAFF = (
    ("breach", "GET /breach/api/v1/desk"),
    ("consent", "GET /consent/api/v1/desk"),
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
