"""No endpoint of any service gives or changes anything of an organisation for who is not of that organisation."""

import base64
import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pytest
from werkzeug.test import Client, TestResponse

from waarborg_shared.testing.auth import bearer, new_key, sign
from waarborg_tests.atlas import PUBLIC, Endpoint, endpoints
from waarborg_tests.cast import Cast
from waarborg_tests.people import form_of, token_of
from waarborg_tests.planting import Planted
from waarborg_tests.product import ORGANISATIONS, Product, rows_by_table

UNKNOWN = "01890000-0000-7000-8000-000000000000"
REFUSALS = {401, 403, 404}
FOR_SERVICES_OF_OURS = {
    f"/{name}/api/v1/contributions/<uuid:subject_ref>" for name in ("identity", "consent", "breach", "disclosure")
}
OTHER = {"bqr": "jtb-care", "jtb-care": "bqr"}

# A reference of a person is not known to be one outside identity: an unknown one has given no consent, and another
# organisation's has not either.
KNOWS_NO_PERSONS = {
    "GET /consent/people/<subject_ref>",
    "GET /consent/people/<subject_ref>/messages",
    "GET /consent/people/<subject_ref>/receipts",
    "GET /consent/people/<subject_ref>/who-looked",
    "GET /consent/people/<subject_ref>/letter",
    "POST /consent/people/<subject_ref>/letter",
    "POST /consent/people/<subject_ref>",
    "POST /consent/people/<subject_ref>/messages",
    "POST /consent/people/<subject_ref>/links/end",
    "POST /consent/people/<subject_ref>/ask",
    "GET /consent/people/<subject_ref>/ask/<purpose>",
    "POST /consent/people/<subject_ref>/ask/<purpose>",
    "GET /consent/people/<subject_ref>/representatives",
    "GET /consent/people/<subject_ref>/representatives/new",
    "GET /consent/people/<subject_ref>/capacity/<matter>",
    "POST /consent/people/<subject_ref>/capacity/<matter>",
    "GET /consent/people/<subject_ref>/disclosures",
    "POST /consent/people/<subject_ref>/disclosures",
}
# Identity is asked whether it knows the representative who is typed, and says no.
ASKS_FOR_PERSONS = {"POST /consent/people/<subject_ref>/representatives/new"}


@dataclass(frozen=True)
class Caller:
    """Somebody who asks: by a token or by a session cookie, or by nothing."""

    headers: Mapping[str, str]
    cookie: str = ""
    forms: dict[str, str] = field(default_factory=dict)

    def send(self, product: Product, endpoint: Endpoint, *, at: str, places: Mapping[str, str]) -> TestResponse:
        """Ask an endpoint of an organisation, with a good body and, for a page, a form that this caller was shown."""
        client, origin = Client(product.app, use_cookies=False), product.origin(at)
        headers = {"Accept": "*/*" if endpoint.for_programs else "text/html", **self.headers}
        if self.cookie:
            headers["Cookie"] = self.cookie
        if endpoint.method == "GET":
            return client.get(endpoint.path(**places), base_url=origin, headers=headers)
        body = endpoint.body(places)
        if endpoint.for_programs:
            same_site = {**headers, "Sec-Fetch-Site": "same-origin"}
            more = {"base_url": origin, "json": body, "headers": same_site}
            return client.open(endpoint.path(**places), method=endpoint.method, **more)
        if origin not in self.forms:
            page_headers = {"Cookie": self.cookie} if self.cookie else {}
            page = client.get("/requests/status", base_url=origin, headers=page_headers)
            self.forms[origin] = form_of(page.text)
        typed = {"_form": self.forms[origin], **body}
        answer = client.post(endpoint.path(**places), base_url=origin, data=typed, headers=headers)
        if answer.status_code not in REFUSALS:  # a form counts once, so that the next one is a new one
            del self.forms[origin]
        return answer


@pytest.fixture(scope="module")
def product(embedded_product: Product) -> Product:
    return embedded_product


@pytest.fixture(scope="module")
def every_endpoint(product: Product) -> list[Endpoint]:
    return endpoints(product)


def token(cast: Cast, *scopes: str) -> str:
    """A real access token of an organisation's partner."""
    return token_of(cast.product, cast.organisation, *scopes)


def session(cast: Cast) -> str:
    """The cookie of a session of a member of staff with every role."""
    browser = cast.staff()
    name = cast.product.runtimes["identity"].authenticator.cookie.name
    kept = browser.client.get_cookie(name, domain=cast.product.hosts[cast.organisation])
    assert kept is not None
    return f"{name}={kept.value}"


@pytest.fixture(scope="module")
def strangers(product: Product, people: dict[str, Cast], planted: dict[str, Planted]) -> dict[str, dict[str, Caller]]:
    """Who must get nothing at an organisation, by the name of what they bring."""
    expired = {name: token(cast, *cast.scopes) for name, cast in people.items()}
    product.clock.forward(3600)
    found: dict[str, dict[str, Caller]] = {}
    for name, cast in people.items():
        other = people[OTHER[name]]
        key, real = new_key("identity-1"), token(cast, *cast.scopes)
        found[name] = {
            "nothing": Caller({}),
            "nonsense": Caller(bearer("nonsense")),
            "token of the other organisation": Caller(bearer(token(other, *other.scopes))),
            "session of the other organisation": Caller({}, session(other)),
            "expired token": Caller(bearer(expired[name])),
            "self-made token": Caller(bearer(sign(key, _claims_of(real)))),
            "token of the other, with the organisation in headers": Caller(
                {**bearer(token(other, *other.scopes)), "X-Forwarded-Host": product.hosts[name], "X-Organisation": name}
            ),
        }
    return found


def _claims_of(real: str) -> dict[str, object]:
    part = real.split(".")[1]
    claims: dict[str, object] = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    return claims


WHAT = [
    "nothing",
    "nonsense",
    "token of the other organisation",
    "session of the other organisation",
    "expired token",
    "self-made token",
    "token of the other, with the organisation in headers",
]


def told(answer: TestResponse, planted: Planted) -> list[str]:
    """Which of an organisation's secrets an answer tells (the caller's own address, with its ids, is no secret)."""
    whole = f"{answer.text}\n{answer.headers}".replace(answer.request.path, "")
    return [secret for secret in planted.secrets if secret in whole]


def test_every_endpoint_is_known_here(every_endpoint: list[Endpoint], planted: dict[str, Planted]):
    """A new endpoint says what it takes (`waarborg_tests.atlas`), or it can't be tried below."""
    places = planted["bqr"].places
    for endpoint in every_endpoint:
        endpoint.path(**places)
        if endpoint.method != "GET":
            endpoint.body(places)
    assert {each.method for each in every_endpoint} == {"GET", "POST", "PUT", "DELETE"}


def test_every_public_endpoint_is_one_that_there_is(every_endpoint: list[Endpoint]):
    there = {(each.method, rule) for each in every_endpoint for rule in (each.rule, _own(each))}
    assert set(PUBLIC) - there == set()


def _own(endpoint: Endpoint) -> str:
    return endpoint.rule.replace(f"/{endpoint.service}/", "/*/", 1)


@pytest.mark.parametrize("at", ORGANISATIONS)
@pytest.mark.parametrize("what", WHAT)
def test_a_stranger_is_refused_everywhere_and_told_and_changes_nothing(
    product: Product,
    planted: dict[str, Planted],
    strangers: dict[str, dict[str, Caller]],
    every_endpoint: list[Endpoint],
    at: str,
    what: str,
):
    caller, before = strangers[at][what], rows_by_table(product, at)
    wrong = []
    for endpoint in every_endpoint:
        if endpoint.reason:
            continue
        answer = caller.send(product, endpoint, at=at, places=planted[at].places)
        if answer.status_code not in REFUSALS or told(answer, planted[at]):
            wrong.append((str(endpoint), answer.status_code, told(answer, planted[at])))
    assert wrong == []
    assert rows_by_table(product, at) == before


@pytest.mark.parametrize("at", ORGANISATIONS)
@pytest.mark.parametrize("what", ["nothing", "session of the other organisation", "token of the other organisation"])
def test_what_is_public_tells_nothing_of_anybody(
    product: Product,
    planted: dict[str, Planted],
    strangers: dict[str, dict[str, Caller]],
    every_endpoint: list[Endpoint],
    at: str,
    what: str,
):
    for endpoint in every_endpoint:
        if endpoint.reason:
            answer = strangers[at][what].send(product, endpoint, at=at, places=planted[at].places)
            assert answer.status_code < 500, (str(endpoint), answer.status_code)
            assert [told(answer, each) for each in planted.values()] == [[], []], str(endpoint)


@pytest.mark.parametrize("at", ORGANISATIONS)
def test_a_token_for_one_service_opens_no_other(
    product: Product, people: dict[str, Cast], planted: dict[str, Planted], every_endpoint: list[Endpoint], at: str
):
    scopes = people[at].scopes
    by_service = {each: [scope for scope in scopes if scope.startswith(f"{each}:")] for each in product.apps}
    for service, own in by_service.items():
        if not own:
            continue
        caller = Caller(bearer(token(people[at], *own)))
        for endpoint in every_endpoint:
            if endpoint.service == service or endpoint.reason or not endpoint.for_programs:
                continue
            answer = caller.send(product, endpoint, at=at, places=planted[at].places)
            assert answer.status_code in REFUSALS, (service, str(endpoint), answer.status_code)
            assert told(answer, planted[at]) == []


def plain(answer: TestResponse, *ids: str) -> str:
    """An answer without what differs each time: the trace, a form's id, the id that was asked for, and who looked."""
    text = re.sub(r'"trace": ?"\w+"|name="_form" value="[^"]+"|\b[0-9a-f]{32}\b', "", answer.text)
    text = re.sub(r'<section aria-labelledby="day-.*?</section>\s*', "", text, flags=re.DOTALL)
    for each in ids:
        text = text.replace(each, "ID")
    return text


@pytest.mark.parametrize("at", ORGANISATIONS)
@pytest.mark.parametrize("by", ["staff", "partner"])
def test_another_organisations_id_is_an_id_that_nobody_knows(
    product: Product,
    people: dict[str, Cast],
    planted: dict[str, Planted],
    every_endpoint: list[Endpoint],
    at: str,
    by: str,
):
    make: Mapping[str, Callable[[Cast], Caller]] = {
        "staff": lambda cast: Caller({}, session(cast)),
        "partner": lambda cast: Caller(bearer(token(cast, *cast.scopes))),
    }
    caller, other = make[by](people[at]), planted[OTHER[at]]
    before = rows_by_table(product, other.cast.organisation)
    ids = {name: value for name, value in other.places.items() if name.endswith(("_id", "_ref"))}
    unknown = {**planted[at].places, **dict.fromkeys(ids, UNKNOWN)}
    foreign = {**planted[at].places, **ids}
    tried = 0
    for endpoint in every_endpoint:
        asked = {place.rpartition(":")[2] for place in endpoint.places} & ids.keys()
        if not asked or (by == "partner" and not endpoint.for_programs):
            continue
        tried += 1
        theirs = caller.send(product, endpoint, at=at, places=foreign)
        nobodys = caller.send(product, endpoint, at=at, places=unknown)
        expected = {200, 303, 422} if str(endpoint) in KNOWS_NO_PERSONS else {404}  # 422: a yes was recorded just now
        if str(endpoint) in ASKS_FOR_PERSONS:
            expected = {422}
        if by == "partner" and theirs.status_code == 403:
            expected = {403}  # only staff may, whatever the id
        assert theirs.status_code == nobodys.status_code, str(endpoint)
        for_holders = "/contributions/<task_ref>" in endpoint.rule or "/carrying/<uuid:step_id>" in endpoint.rule
        if endpoint.rule in FOR_SERVICES_OF_OURS or for_holders:
            expected = {401, 403}  # only a service of ours, or the partner that is the holder, whatever the id
        assert theirs.status_code in expected, (str(endpoint), theirs.status_code, theirs.text[:500])
        assert plain(theirs, *ids.values()) == plain(nobodys, UNKNOWN), str(endpoint)
        assert [secret for secret in told(theirs, other) if secret not in ids.values()] == [], str(endpoint)
    assert tried >= 5
    assert rows_by_table(product, other.cast.organisation) == before


@pytest.mark.parametrize("host", ["third.localhost", "bqr.localhost.example", "localhost", "127.0.0.1", ""])
def test_a_host_that_is_nobodys_has_no_endpoint_but_the_open_ones(
    product: Product, planted: dict[str, Planted], every_endpoint: list[Endpoint], host: str
):
    for endpoint in every_endpoint:
        if not endpoint.reason:
            headers = {"Accept": "application/json"}
            client = Client(product.app)
            answer = client.open(
                endpoint.path(**planted["bqr"].places),
                method=endpoint.method,
                base_url="http://127.0.0.1",
                headers={**headers, "Host": host},
            )
            assert answer.status_code == 404, (str(endpoint), answer.status_code)


def test_what_each_organisation_can_see_by_itself_is_there(
    product: Product, people: dict[str, Cast], planted: dict[str, Planted], every_endpoint: list[Endpoint]
):
    """The other way round: the walls above refuse what its own people do get, so they were tried on open doors."""
    caller = Caller({}, session(people["bqr"]))
    seen = [each for each in every_endpoint if each.method == "GET" and not each.reason and not each.for_programs]
    shown = [caller.send(product, each, at="bqr", places=planted["bqr"].places) for each in seen]
    refused = {
        str(each): answer.status_code for each, answer in zip(seen, shown, strict=True) if answer.status_code != 200
    }
    assert set(refused) <= {
        "GET /identity/userinfo",  # asks a program
        "GET /breach/cases/<breach_id>/telling/letters-<int:part>.pdf",  # there is none until letters lie ready
        "GET /requests/cases/<request_id>/answer/preview",  # leads to the case until an answer was written
        "GET /requests/cases/<request_id>/answer/preview.pdf",
        "GET /requests/cases/<request_id>/items/<item_id>",  # of what was collected for another request
        "GET /requests/cases/<request_id>/items/<item_id>/pages/<int:page>",
        "GET /identity/second-factor",  # asks who has not proved twice who he is
        "GET /identity/me/account",  # asks a person
        "GET /consent/my-consents.<kind>",  # asks a person
        "GET /consent/disclosures",  # asks a person
        "GET /consent/for/<subject_ref>/who-looked",  # asks a representative
        "GET /consent/who-looked",  # asks a person
        "GET /consent/who-looked/file/<kind>",  # asks a person
        "GET /requests/mine/<request_id>",  # asks the person whose it is
        "GET /identity/persons/<uuid:person_ref>/undo",  # leads to the person, who was never merged
    }
    assert any(told(answer, planted["bqr"]) for answer in shown)
