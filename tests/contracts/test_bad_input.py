"""Bad input to any POST of any service is refused with the field's name, keeps what was typed, and stores nothing."""

import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import count
from typing import Any

import pytest
from werkzeug.test import Client, TestResponse

from waarborg_shared.testing.depth import DEEP, dealt
from waarborg_tests.atlas import Endpoint, endpoints
from waarborg_tests.cast import Cast
from waarborg_tests.every_page import OUTSIDE
from waarborg_tests.people import Browser, form_of, token_of
from waarborg_tests.planting import Planted
from waarborg_tests.product import Product, rows_by_table
from waarborg_tests.refusing import CONTROLS, LONG, MARKUP, keeps, names, spoiled_json, together

AT = "bqr"
TWENTY_MEGABYTES = 20 * 1024 * 1024

# Looking is logged as well as changing, what partners do is counted, and so are tries to get in, to slow guessing.
GROWS_BY_LOOKING = (
    *("timeline", "identity.sign_in_tries", "identity.client_deed"),
    *("consent.look", "consent.log_tree", "consent.log_node", "consent.log_head", "consent.log_key"),
)

# These are AuthZEN's: what is wrong is a 400 there, and what its standard does not know is let be.
OF_AUTHZEN = "/consent/access/"

# For these a partner's token is not enough: only staff may.
BY_STAFF = (
    *(
        f"/breach/api/v1/breaches/<breach_id>/{verb}"
        for verb in ("decision", "notification", "supplement", "withdrawal", "facts")
    ),
    "/disclosure/api/v1/reports/<report_id>/",
    "/identity/api/v1/partners/",
    "/identity/api/v1/applications/",
)

# Not ours to judge by field: OAuth's own errors (RFC 6749, 5.2), what mail programs send without a form of ours
# (RFC 8058), a question that only services may ask, and buttons.
OF_PROTOCOLS = {
    "/consent/opt-out/<token>",
    "/identity/token",
    "/identity/register",
    "/identity/authorize",
    "/identity/userinfo",
    "/identity/par",
    "/identity/revoke",
    "/identity/introspect",
    "/identity/back-channel-logout/<issuer_id>",
    "/identity/end-session",
    "/identity/end-session/confirm",
    "/identity/api/v1/session-questions",
    "/identity/api/v1/person-questions",
    "/identity/api/v1/holder-questions",
    "/identity/sign-out",
}

# A person's own choices, each a button on one page.
OWN_CHOICES = {f"/consent/{verb}" for verb in ("give", "refuse", "later", "withdraw", "undo", "stop")}
OWN_MESSAGES = {f"/consent/messages/{verb}" for verb in ("set", "end", "links")}

# The forms on the page of one's own request: without a ticket that is good they ask for number and code.
OWN_VERBS = ("messages", "complaint", "permission", "take-back", "narrow", "call-me", "fee")
OWN_REQUEST = {f"/requests/own/{what}" for what in OWN_VERBS}

# Forms in which nothing is typed, or whose answer must not tell which of the fields was wrong (guessing).
TELLS_NO_FIELD = {
    *OWN_CHOICES,
    *OWN_MESSAGES,
    "/requests/cases/<request_id>/authority",
    "/consent/people/<subject_ref>/ask/<purpose>",
    "/consent/for/<subject_ref>",
    "/consent/people/<subject_ref>/disclosures/<uuid:disclosure_id>/given",
    "/consent/for/<subject_ref>/messages/set",
    "/consent/for/<subject_ref>/messages/end",
    "/consent/people/<subject_ref>/links/end",
    "/consent/people/<subject_ref>/reviews/<clock>",
    "/consent/letters/<uuid:emergency_id>/sent",
    "/consent/recipients/<recipient>/end",
    "/consent/statements",
    "/identity/sign-in",
    "/identity/sign-in/letter",
    "/identity/sign-in/account",
    "/identity/sign-in/passkey",
    "/identity/second-factor",
    "/identity/second-factor/passkey",
    "/identity/second-factor/recovery-code",
    "/identity/second-factor/set-up/passkey",
    "/identity/second-factor/set-up/totp",
    "/identity/forgotten-password",
    "/identity/me/account",
    "/identity/me/password",
    "/identity/me/recovery-codes",
    "/identity/me/factors/<uuid:factor_id>/remove",
    "/identity/me/sessions/<uuid:session_id>/end",
    "/identity/me/sessions/end-others",
    "/identity/staff/password-code",
    "/identity/persons/<uuid:person_ref>/sign-in",
    "/identity/persons/<uuid:person_ref>/letter",
    "/identity/first-sign-in",
    "/identity/staff/<uuid:account_id>/code",
    "/identity/staff/review/complete",
    "/identity/my-absence/<uuid:absence_id>/end",
    "/identity/persons/<uuid:person_ref>/numbers/<sort>/remove",
    "/identity/partner-tokens/<uuid:token_id>/end",
    "/identity/applications/<application_id>/asks",
    "/identity/partners/<client_id>/confirm",
    "/identity/partners/<client_id>/keys/fetch",
    "/identity/partners/<client_id>/webhooks/test",
    "/identity/partners/<client_id>/webhooks/turn-on",
    "/identity/partners/<client_id>/webhooks/<message_id>/again",
    "/requests/draft",
    "/requests/status",
    "/requests/answers",
    "/requests/answers/letter",
    "/requests/cases/<request_id>/answer/give",
    "/requests/cases/<request_id>/deliveries/<delivery_id>/by-letter",
    "/disclosure/mailbox",
    "/disclosure/mailbox/<mailbox_step>",
    "/disclosure/mailbox/follow-up",
    "/disclosure/complaints/<complaint_id>/seen",
    "/requests/cases/<request_id>/take-up",
    *OWN_REQUEST,
    "/requests/cases/<request_id>/withdraw-question",
    "/requests/cases/<request_id>/identification-open",
    "/requests/cases/<request_id>/notices/<notice_id>/seen",
    "/requests/own/identify-code",
    "/requests/own/identify-account",
    "/requests/own/package",
    "/requests/second-look/word",
    "/breach/cases/<breach_id>/question-code",
    "/breach/deputies/ended",
    "/disclosure/reports/<report_id>/encrypted",
}

# Without an outside issuer, for somebody who has one number and was never merged, and of an import once it was pressed,
# on a request that is no complaint, of what was collected for another request, and of a list in which no row was wrong,
# these forms are not shown.
NOT_SHOWN = OUTSIDE | {
    "/disclosure/reports/<report_id>/encrypted",
    "/consent/imports/<uuid:import_id>/import",
    "/consent/imports/<uuid:import_id>/cancel",
    "/consent/for/<subject_ref>",
    "/consent/for/<subject_ref>/messages/set",
    "/consent/for/<subject_ref>/messages/end",
    "/consent/people/<subject_ref>/reviews/<clock>",
    "/identity/outside",
    "/identity/outside/<uuid:mapping_id>/end",
    "/identity/persons/<uuid:person_ref>/split",
    "/identity/persons/<uuid:person_ref>/undo",
    "/requests/cases/<request_id>/judge",
    "/requests/cases/<request_id>/measures",
    "/requests/cases/<request_id>/withdraw-question",
    "/requests/cases/<request_id>/identification-open",
    "/requests/cases/<request_id>/items/<item_id>",
    "/breach/cases/<breach_id>/telling/<telling_step>",
}
PARTNER_VERBS = ("confirm", "secret", "keys", "keys/fetch", "suspend", "let-in")
APPLICATION = "/identity/applications/<application_id>"
# A form for files has room for more than its largest file, so that it can say in words which file is too large.
TAKES_FILES = {"/consent/imports": 3, "/requests/hand-in": 6, "/requests/tasks/<task_id>": 6}
# A whole letter may be typed here.
TAKES_LONG = {("/requests/tasks/<task_id>", "text")}
# Where the form stands on a page of another address.
STANDS_ON = {
    **dict.fromkeys(OWN_CHOICES, "/consent/"),
    **dict.fromkeys(OWN_MESSAGES, "/consent/messages"),
    **dict.fromkeys(OWN_REQUEST, "/requests/status"),
    "/consent/people/<subject_ref>/ask": "/consent/people/<subject_ref>",
    "/consent/letters/<uuid:emergency_id>/sent": "/consent/letters/<uuid:emergency_id>",
    "/consent/recipients/<recipient>/end": "/consent/recipients/<recipient>",
    "/consent/people/<subject_ref>/disclosures/<uuid:disclosure_id>/given": "/consent/people/<subject_ref>/disclosures",
    "/consent/purposes/declarations/<uuid:declaration_id>": "/consent/purposes",
    "/consent/people/<subject_ref>/links/end": "/consent/people/<subject_ref>/messages",
    "/identity/sign-in/letter": "/identity/sign-in",
    "/identity/sign-in/account": "/identity/sign-in",
    "/identity/sign-in/passkey": "/identity/sign-in",
    "/identity/second-factor": "/identity/me/recovery-codes",
    "/identity/second-factor/passkey": "/identity/me/recovery-codes",
    "/identity/second-factor/recovery-code": "/identity/me/recovery-codes",
    "/identity/me/factors/<uuid:factor_id>/remove": "/identity/me/recovery-codes",
    "/identity/me/sessions/<uuid:session_id>/end": "/identity/me/recovery-codes",
    "/identity/me/sessions/end-others": "/identity/me/recovery-codes",
    "/identity/persons/<uuid:person_ref>/sign-in": "/identity/persons/<uuid:person_ref>",
    "/disclosure/mailbox/<mailbox_step>": "/disclosure/mailbox",
    "/disclosure/mailbox/follow-up": "/disclosure/mailbox",
    "/requests/answers/letter": "/requests/answers",
    "/requests/cases/<request_id>/answer/give": "/requests/cases/<request_id>",
    "/requests/own/identify-code": "/requests/status",
    "/requests/own/identify-account": "/requests/status",
    "/requests/cases/<request_id>/notices/<notice_id>/seen": "/requests/cases/<request_id>",
    "/identity/persons/<uuid:person_ref>/letter": "/identity/persons/<uuid:person_ref>",
    "/identity/staff/<uuid:account_id>/code": "/identity/staff/<uuid:account_id>",
    "/identity/staff/review/complete": "/identity/staff/review",
    "/identity/my-absence/<uuid:absence_id>/end": "/identity/my-absence",
    "/identity/persons/<uuid:person_ref>/numbers/<sort>/remove": "/identity/persons/<uuid:person_ref>/numbers/<sort>",
    "/identity/partner-tokens/<uuid:token_id>/end": "/identity/partner-tokens",
    **{f"/identity/partners/<client_id>/{verb}": "/identity/partners/<client_id>" for verb in PARTNER_VERBS},
    **{f"{APPLICATION}/{verb}": APPLICATION for verb in ("asks", "suspend", "let-in")},
    "/requests/several": "/requests/",
    "/breach/cases/<breach_id>/question-code": "/breach/cases/<breach_id>",
    "/breach/deputies/ended": "/breach/deputies",
    "/breach/reports/<breach_id>/<own_step>": "/breach/reports/<breach_id>",
    "/requests/second-look/word": "/requests/second-look",
    "/requests/own/package": "/requests/status",
}
CASE_PAGES = (
    "/requests/cases/<request_id>",
    "/breach/cases/<breach_id>",
    "/disclosure/reports/<report_id>",
    "/disclosure/complaints/<complaint_id>",
    "/identity/partners/<client_id>/webhooks",
)


@pytest.fixture(scope="module")
def product(embedded_product: Product) -> Product:
    return embedded_product


@pytest.fixture(scope="module")
def posts(product: Product) -> list[Endpoint]:
    return [each for each in endpoints(product) if each.method == "POST" and each.rule not in OF_PROTOCOLS | NOT_SHOWN]


@pytest.fixture(scope="module")
def callers(people: dict[str, Cast], planted: dict[str, Planted]) -> "Callers":
    return Callers(people[AT], planted[AT])


class Callers:
    """A partner with a token, a member of staff and a person with a session, and what they send where."""

    def __init__(self, cast: Cast, planted: Planted) -> None:
        self.cast, self.places = cast, planted.places
        self.token = token_of(cast.product, AT, *cast.scopes)
        self.staff = cast.staff()
        self.person = cast.visitor().sign_in_by_letter(cast.person.letter, cast.person.code)

    def send(self, endpoint: Endpoint, body: Any, **headers: str) -> TestResponse:
        """Send a body of JSON to an endpoint for programs; bytes are sent as they are."""
        raw = body if isinstance(body, bytes | Unread) else json.dumps(body).encode()
        given = {"input_stream": raw} if isinstance(raw, Unread) else {"data": raw}
        proof = {"Authorization": f"Bearer {self.token}"}
        browser, client = self.staff, Client(self.cast.product.app)
        if endpoint.rule.startswith(BY_STAFF):
            proof, client = {"Sec-Fetch-Site": "same-origin"}, browser.client
        sent = {"Content-Type": "application/json", "If-Match": "*", "Accept-Language": "en", **proof, **headers}
        return client.post(endpoint.path(**self.places), base_url=self.cast.product.origin(AT), headers=sent, **given)

    def browser_for(self, endpoint: Endpoint) -> Browser:
        """Who fills a page's form in: staff, but a person for what is his own and a visitor where anybody may."""
        if endpoint.rule in {*OWN_CHOICES, *OWN_MESSAGES, "/identity/me/account"}:
            return self.person
        return self.cast.visitor() if endpoint.reason else self.staff

    def opened(self, endpoint: Endpoint) -> "OpenForm":
        """Open the page that an endpoint's form stands on."""
        browser, rule = self.browser_for(endpoint), STANDS_ON.get(endpoint.rule, endpoint.rule)
        rule = next((case for case in CASE_PAGES if rule.startswith(f"{case}/")), rule)
        page = browser.get(Endpoint(endpoint.service, "GET", rule, endpoint.places).path(**self.places))
        assert page.status_code == 200, (str(endpoint), rule, page.status_code)
        return OpenForm(browser, endpoint.path(**self.places), form_of(page.text))

    def fill(self, endpoint: Endpoint, typed: Mapping[str, str]) -> TestResponse:
        """Open the page that an endpoint's form stands on, and send these fields."""
        return self.opened(endpoint).send(typed)


@dataclass(frozen=True)
class OpenForm:
    """A form on a page that was opened: what is refused can be sent again from the same page."""

    browser: Browser
    path: str
    form: str

    def send(self, typed: Mapping[str, str]) -> TestResponse:
        """Send these fields and no others."""
        return self.browser.post(self.path, {**typed, "_form": self.form})


def stored(product: Product) -> dict[str, int]:
    """How many rows there are, but for what grows by looking."""
    product.settle()
    rows = rows_by_table(product, AT)
    return {name: many for name, many in rows.items() if not name.endswith(GROWS_BY_LOOKING)}


def is_problem(answer: TestResponse) -> bool:
    """Whether an answer is problem details with everything that belongs in them."""
    if answer.mimetype != "application/problem+json":
        return False
    said = answer.json or {}
    return said.keys() >= {"type", "title", "status", "code", "trace"} and said["status"] == answer.status_code


def schema_of(product: Product, endpoint: Endpoint) -> Mapping[str, Any]:
    """What the document says of an endpoint's body."""
    client = Client(product.app)
    served = client.get(f"/{endpoint.service}/api/v1/openapi.json", base_url=product.origin(AT)).json or {}
    path = endpoint.rule.replace("<uuid:", "<").replace("<", "{").replace(">", "}")
    body = served["paths"][path]["post"]["requestBody"]["content"]["application/json"]["schema"]
    name = body.get("$ref", "").rpartition("/")[2]
    found: Mapping[str, Any] = served["components"]["schemas"][name] if name else body
    return found


def test_every_bad_field_of_every_body_is_named_and_nothing_is_stored(
    product: Product, posts: list[Endpoint], callers: Callers
):
    wrong, tried, before = [], 0, stored(product)
    for endpoint in posts:
        if not endpoint.for_programs:
            continue
        of_authzen = endpoint.rule.startswith(OF_AUTHZEN)
        good, status = endpoint.body(callers.places), 400 if of_authzen else 422
        spoiled = list(spoiled_json(good, schema_of(product, endpoint)))
        spoiled = [each for each in spoiled if not of_authzen or each.what != "unknown field"]
        tried += len(spoiled)
        for body, ways in together(good, spoiled):
            answer = callers.send(endpoint, body)
            for way in ways:
                if DEEP or not is_refused(answer, status, way.field):
                    alone = callers.send(endpoint, way.body)
                    if not is_refused(alone, status, way.field):
                        wrong.append((str(endpoint), way.field, way.what, alone.status_code, alone.text[:300]))
    assert not wrong, "\n".join(map(str, wrong))
    assert tried > 150
    assert stored(product) == before


def is_refused(answer: TestResponse, status: int, field: str) -> bool:
    """Whether an answer refuses what was sent, as a problem that names this field."""
    return answer.status_code == status and is_problem(answer) and names(answer, field)


BODIES = [
    pytest.param(b'{"name": ', 400, "broken-json", id="broken"),
    pytest.param(b"\xff\xfe\x00", 400, "broken-json", id="no-text"),
    pytest.param(b'{"a": NaN}', 400, "broken-json", id="no-number"),
    pytest.param(b"[" * 50_000, 400, "broken-json", id="deep"),
    pytest.param(b"", 422, "not-valid", id="empty"),
    pytest.param(b"[]", 422, "not-valid", id="list"),
    pytest.param(b'"text"', 422, "not-valid", id="text"),
    pytest.param(b"null", 422, "not-valid", id="null"),
]


@pytest.mark.parametrize(("body", "status", "code"), BODIES)
def test_a_body_that_is_no_object_is_a_problem(
    product: Product, posts: list[Endpoint], callers: Callers, body: bytes, status: int, code: str
):
    before = stored(product)
    for endpoint in posts:
        if endpoint.for_programs and (body or endpoint.body(callers.places)):
            of_authzen = endpoint.rule.startswith(OF_AUTHZEN)
            answer = callers.send(endpoint, body)
            refused = 400 if of_authzen else status
            assert (answer.status_code, is_problem(answer)) == (refused, True), (str(endpoint), answer.text)
            assert (answer.json or {})["code"] in {code, "broken-json" if of_authzen and not body else code}
    assert stored(product) == before


def test_another_kind_of_body_is_415(posts: list[Endpoint], callers: Callers):
    for endpoint in posts:
        if endpoint.for_programs and endpoint.body(callers.places):  # where nothing is taken, nothing is read
            answer = callers.send(endpoint, b"a=1", **{"Content-Type": "application/x-www-form-urlencoded"})
            refused = 400 if endpoint.rule.startswith(OF_AUTHZEN) else 415
            assert (answer.status_code, is_problem(answer)) == (refused, True), str(endpoint)


class Unread(io.RawIOBase):
    """Something long that nobody may read."""

    def __init__(self, size: int) -> None:
        self._size, self._at = size, 0

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Go to a place in it."""
        self._at = self._size if whence == io.SEEK_END else offset
        return self._at

    def tell(self) -> int:
        """Say how far it is."""
        return self._at

    def readinto(self, _buffer: Any) -> int:
        """Fail who reads it."""
        raise AssertionError("it was read")


def test_twenty_megabytes_are_refused_unread_everywhere(product: Product, posts: list[Endpoint], callers: Callers):
    before = stored(product)
    for endpoint in posts:
        large = Unread(TWENTY_MEGABYTES * TAKES_FILES.get(endpoint.rule, 1))
        if endpoint.for_programs:
            answer = callers.send(endpoint, large)
            assert (answer.status_code, is_problem(answer)) == (413, True), str(endpoint)
        else:
            browser = callers.browser_for(endpoint)
            answer = browser.client.post(
                endpoint.path(**callers.places),
                base_url=browser.origin,
                input_stream=large,
                headers={**browser.headers, "Content-Type": "application/x-www-form-urlencoded"},
            )
            assert (answer.status_code, answer.mimetype) == (413, "text/html"), str(endpoint)
    assert stored(product) == before


def test_a_bsn_that_fails_the_test_is_refused(product: Product, posts: list[Endpoint], callers: Callers):
    before = stored(product)
    for endpoint in posts:
        if endpoint.rule in {"/identity/api/v1/persons/", "/identity/api/v1/person-searches/"}:
            for bsn in ("123456789", "111111111", "000000000", "12345678901", "abcdefghi", ""):
                answer = callers.send(endpoint, {"bsn": bsn})
                assert (answer.status_code, names(answer, "bsn")) == (422, True), (str(endpoint), bsn)
                assert bsn not in answer.text or not bsn
    assert stored(product) == before


def test_every_bad_field_of_every_form_is_named_and_what_was_typed_stays(
    product: Product, posts: list[Endpoint], callers: Callers
):
    wrong, tried, before, turn = [], 0, stored(product), count()
    for endpoint in posts:
        if endpoint.for_programs or endpoint.rule in TELLS_NO_FIELD:
            continue
        good, opened = endpoint.body(callers.places), callers.opened(endpoint)
        spoiled = [(name, value) for name in good for value in (LONG, *dealt(CONTROLS[:3], next(turn)))]
        spoiled = [(name, value) for name, value in spoiled if value != LONG or (endpoint.rule, name) not in TAKES_LONG]
        spoiled += [("surprise", MARKUP)]
        for field, value in spoiled:
            if field in {"revision", "do"}:  # put there by the page, and not typed: ``do`` is which button was pressed
                continue
            tried += 1
            typed = {**good, field: value}
            answer = opened.send(typed)
            said = field if field in good else ""
            lost = keeps(answer, typed, but=field)
            if answer.status_code != 422 or (said and not names(answer, said)) or lost:
                wrong.append((str(endpoint), field, value[:12], answer.status_code, lost))
            assert "<script>alert" not in answer.text, (str(endpoint), field)
    assert not wrong, "\n".join(map(str, wrong))
    assert tried > 80
    assert stored(product) == before


def test_markup_is_shown_as_it_was_typed_and_never_as_markup(posts: list[Endpoint], callers: Callers):
    for endpoint in posts:
        if not endpoint.for_programs:
            typed = dict.fromkeys(endpoint.body(callers.places), MARKUP)
            answer = callers.fill(endpoint, typed)
            assert answer.status_code < 500, (str(endpoint), answer.status_code)
            assert "<script>alert" not in answer.text, str(endpoint)


def test_a_form_with_nothing_in_it_is_refused_with_a_page(product: Product, posts: list[Endpoint], callers: Callers):
    before = stored(product)
    for endpoint in posts:
        good = {} if endpoint.for_programs else endpoint.body(callers.places)
        if not set(good) - {"revision", "purpose"}:
            continue
        answer = callers.fill(endpoint, {"do": good["do"]} if "do" in good else {})
        assert (answer.status_code, answer.mimetype) == (422, "text/html"), (str(endpoint), answer.status_code)
    assert stored(product) == before


FORMS_OF_NOBODY = ("", "nonsense", "a.b.c", "\x00", "x" * 5000)


def test_a_form_that_was_not_handed_out_here_is_refused(product: Product, posts: list[Endpoint], callers: Callers):
    before, pages = stored(product), [each for each in posts if not each.for_programs]
    assert len(pages) > len(FORMS_OF_NOBODY)
    for turn, endpoint in enumerate(pages):
        for form in dealt(FORMS_OF_NOBODY, turn):
            browser = callers.browser_for(endpoint)
            answer = browser.post(endpoint.path(**callers.places), {**endpoint.body(callers.places), "_form": form})
            refused = answer.status_code in (403, 422) and answer.mimetype == "text/html"
            assert refused, (str(endpoint), form[:12], answer.status_code)
    assert stored(product) == before


CREATES = (
    "/requests/api/v1/requests/",
    "/breach/api/v1/breaches/",
    "/disclosure/api/v1/reports/",
    "/consent/api/v1/consents/",
)


@pytest.mark.parametrize("rule", CREATES)
def test_the_same_key_twice_has_one_effect_and_another_body_is_refused(
    product: Product, posts: list[Endpoint], callers: Callers, rule: str
):
    (endpoint,) = [each for each in posts if each.rule == rule]
    key, body = {"Idempotency-Key": f"tweemaal-{endpoint.service}"}, endpoint.body(callers.places)
    first = callers.send(endpoint, body, **key)
    assert first.status_code == 201, first.text
    before = stored(product)
    again = callers.send(endpoint, body, **key)
    assert (again.status_code, again.data) == (201, first.data)
    texts = body.keys() & {"summary", "what", "name", "note"}
    changed = {**body, **{name: f"{body[name]} anders" for name in texts}}
    reused = callers.send(endpoint, changed, **key)
    assert (reused.status_code, (reused.json or {})["code"]) == (422, "idempotency-key-reused"), reused.text
    assert callers.send(endpoint, body, **{"Idempotency-Key": "kort"}).status_code == 400
    assert stored(product) == before


@pytest.mark.parametrize("rule", ["/requests/new", "/breach/report", "/disclosure/report", "/identity/persons/new"])
def test_a_form_that_is_sent_twice_counts_once(product: Product, posts: list[Endpoint], callers: Callers, rule: str):
    (endpoint,) = [each for each in posts if each.rule == rule]
    browser = callers.browser_for(endpoint)
    typed = {**endpoint.body(callers.places), "_form": form_of(browser.get(rule).text)}
    first = browser.post(rule, typed)
    assert first.status_code in {201, 303}, first.text
    before = stored(product)
    again = browser.post(rule, typed)
    assert (again.status_code, again.data) == (first.status_code, first.data)
    assert stored(product) == before
