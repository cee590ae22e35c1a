"""What an application can do for a member of staff who signed in at it: what its scopes say, and nothing by a page."""

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from werkzeug.test import Client, TestResponse

from waarborg_identity.domain import SCOPES
from waarborg_shared.testing.auth import bearer
from waarborg_shared.testing.depth import dealt
from waarborg_tests.applications import EVERYTHING, register_application, staff_token
from waarborg_tests.atlas import Endpoint, endpoints
from waarborg_tests.cast import Cast
from waarborg_tests.people import form_of
from waarborg_tests.planting import Planted
from waarborg_tests.product import Product, rows_by_table

AT = "bqr"
NOTHING_BUT_WHO = frozenset({"openid", "profile"})
USER_INFO = "/identity/userinfo"


@dataclass(frozen=True)
class Application:
    """An application in which a member of staff with every role signed in."""

    product: Product
    cast: Cast

    def token(self, scopes: frozenset[str]) -> str:
        """Return an access token of the code flow."""
        return staff_token(self.cast, scopes)

    def send(self, endpoint: Endpoint, token: str, places: Mapping[str, str]) -> TestResponse:
        """Ask an endpoint with the token: with a good body and, for a page, a form that was shown to nobody."""
        client, origin = Client(self.product.app, use_cookies=False), self.product.origin(AT)
        path, headers = endpoint.path(**places), {"Accept": "*/*", **bearer(token)}
        if endpoint.method == "GET":
            return client.get(path, base_url=origin, headers=headers)
        body = endpoint.body(places)
        if endpoint.for_programs:
            more = {"base_url": origin, "json": body, "headers": {**headers, "If-Match": '"1"'}}
            return client.open(path, method=endpoint.method, **more)
        form = form_of(client.get("/requests/status", base_url=origin).text)
        return client.post(path, base_url=origin, data={"_form": form, **body}, headers=headers)


@pytest.fixture(scope="module")
def product(embedded_product: Product) -> Product:
    return embedded_product


@pytest.fixture(scope="module")
def application(product: Product, people: dict[str, Cast], planted: dict[str, Planted]) -> Application:
    register_application(product, AT)
    return Application(product, people[AT])


@pytest.fixture(scope="module")
def closed(product: Product) -> list[Endpoint]:
    """Every endpoint that is not open to anybody, but the one that tells an application who signed in."""
    return [each for each in endpoints(product) if not each.reason and each.rule != USER_INFO]


def test_an_application_that_may_only_know_who_signed_in_can_do_nothing_else(
    product: Product, application: Application, planted: dict[str, Planted], closed: list[Endpoint]
):
    token = application.token(NOTHING_BUT_WHO)
    before = rows_by_table(product, AT)
    answers = {str(each): application.send(each, token, planted[AT].places).status_code for each in closed}
    assert {each: status for each, status in answers.items() if status not in {401, 403}} == {}
    assert rows_by_table(product, AT) == before


def test_a_token_opens_no_page_whatever_its_scopes(
    product: Product, application: Application, planted: dict[str, Planted], closed: list[Endpoint]
):
    token = application.token(EVERYTHING)
    before = rows_by_table(product, AT)
    pages = [each for each in closed if not each.for_programs]
    assert len(pages) >= 20
    answers = {str(each): application.send(each, token, planted[AT].places).status_code for each in pages}
    assert {each: status for each, status in answers.items() if status != 401} == {}
    assert rows_by_table(product, AT) == before


def test_each_scope_alone_opens_only_what_its_own_service_has_for_it(
    application: Application, planted: dict[str, Planted], closed: list[Endpoint]
):
    """Pages, which open to no token at all, are dealt out: each is tried with one of the scopes, in depth with each."""
    scopes = sorted(EVERYTHING - NOTHING_BUT_WHO)
    pages = [each for each in closed if not each.for_programs]
    dealt_to = {scope: [page for turn, page in enumerate(pages) if scope in dealt(scopes, turn)] for scope in scopes}
    for scope in scopes:
        token = application.token(frozenset({"openid", scope}))
        for endpoint in (*(each for each in closed if each.for_programs), *dealt_to[scope]):
            answer = application.send(endpoint, token, planted[AT].places)
            if answer.status_code not in {401, 403}:
                assert (endpoint.service, endpoint.for_programs) == (SCOPES[scope], True), (scope, str(endpoint))
            assert not endpoint.rule.endswith("/desk") or answer.status_code in {401, 403}


def test_an_application_decides_for_staff_only_with_the_scope_for_that(
    application: Application, planted: dict[str, Planted], closed: list[Endpoint]
):
    """The other way round: the doors above do open, to who has the key."""
    for rule, scope in {
        "/breach/api/v1/breaches/<breach_id>/decision": "breach:decide",
        "/disclosure/api/v1/reports/<report_id>/assessment": "disclosure:assess",
    }.items():
        (endpoint,) = [each for each in closed if each.rule == rule]
        others = frozenset(each for each in EVERYTHING if each != scope)
        refused = application.send(endpoint, application.token(others), planted[AT].places)
        assert (refused.status_code, refused.json["right"]) == (403, scope)
        opened = application.send(endpoint, application.token(frozenset({"openid", scope})), planted[AT].places)
        assert opened.status_code not in {401, 403, 404}, opened.text
