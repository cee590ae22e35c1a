"""Each service is as its committed OpenAPI document says, and does what it says (schemathesis, all checks)."""

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from werkzeug.test import Client

from waarborg_shared.testing.auth import bearer
from waarborg_shared.testing.depth import by_depth
from waarborg_tests.applications import EVERYTHING, register_application, staff_token
from waarborg_tests.cast import Cast
from waarborg_tests.people import token_of
from waarborg_tests.planting import Planted
from waarborg_tests.product import Product
from waarborg_tests.schemathesis_places import places_of
from waarborg_tests.schemathesis_runs import COMMITTED, RENEW, served
from waarborg_tests.schemathesis_walks import walk

SERVICES = ("breach", "consent", "disclosure", "identity", "portal", "requests")
WITH_OPERATIONS = tuple(each for each in SERVICES if each != "portal")

# Operations that nobody enters here, and why.
NOT_ENTERED: Mapping[str, str] = {
    "PUT /identity/api/v1/persons/{person_ref}/name": "answers a step of a request that is carried out",
    "PUT /requests/api/v1/carrying/{step_id}": "the same; both are walked in test_carrying of their service",
}


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


@pytest.fixture(scope="module")
def proofs(people: dict[str, Cast]) -> dict[str, Mapping[str, str]]:
    """How each of those who call the API shows who he is, in the order in which they try what was not entered yet: a
    partner system that holds data of clients, staff with every role by an application, and staff in a browser."""
    cast = people["bqr"]
    register_application(cast.product, cast.organisation)
    partner = token_of(cast.product, cast.organisation, *cast.scopes)
    session = {"Cookie": session_of(cast), "Sec-Fetch-Site": "same-origin"}
    return {"partner": bearer(partner), "staff": bearer(staff_token(cast, EVERYTHING)), "session": session}


@pytest.fixture(scope="module")
def places(people: dict[str, Cast], planted: dict[str, Planted]) -> dict[str, str]:
    """What was planted, by the names that it has in paths, queries and bodies."""
    return places_of(people["bqr"], planted["bqr"].places)


@pytest.mark.parametrize("service", WITH_OPERATIONS)
def test_a_service_does_what_its_document_says(
    people: dict[str, Cast], places: dict[str, str], proofs: dict[str, Mapping[str, str]], service: str
):
    """Each operation is called by who may call it by its document, and by the next if that one got no further than
    the door."""
    cast, found = people["bqr"], document(people["bqr"].product, service)
    callers = {label: caller_of(operation, cast.scopes) for label, operation in operations_of(found).items()}
    cases, wrong, entered, kinds = 0, list[str](), set[str](), Counter[str]()
    with served(cast.product, service) as address:
        for number, proof in enumerate(proofs.values()):
            mine = {each for each, caller in callers.items() if list(proofs).index(caller) <= number}
            mine -= entered.union(NOT_ENTERED if number else ())
            came = walk(found, address, proof, places=places, only=mine, kinds=kinds, linked=not number)
            assert came.tried == mine
            cases, wrong, entered = cases + came.cases, wrong + came.wrong, entered | came.entered
    assert not wrong, "\n\n".join(wrong)
    assert cases > by_depth(40, 100)
    assert callers.keys() - entered == {each for each in NOT_ENTERED if f"/{service}/" in each}


def operations_of(found: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Every operation that a document describes, by its method and path."""
    return {f"{method.upper()} {path}": found["paths"][path][method] for path, method in described(found)}


def caller_of(operation: dict[str, Any], scopes: Sequence[str]) -> str:
    """Who may call an operation by its document: a partner with these scopes, staff by an application, or in a browser
    alone."""
    needed = [each["partner"] for each in operation["security"] if "partner" in each]
    if not needed or (needed[0] and set(needed[0]) <= set(scopes)):
        return "partner"
    return "staff" if needed[0] else "session"


def session_of(cast: Cast) -> str:
    """The cookie of a member of staff with every role."""
    name = cast.product.runtimes["portal"].authenticator.cookie.name
    host = cast.product.hosts[cast.organisation]
    cookie = cast.staff().client.get_cookie(name, domain=host)
    assert cookie is not None
    return f"{name}={cookie.value}"
