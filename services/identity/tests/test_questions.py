"""What other services ask: whose a session is. Each proves itself with a key of its own, and learns nothing else."""

import base64
import json
from dataclasses import replace

import pytest
from joserfc import jwk, jwt

from waarborg_identity import actions
from waarborg_identity.actions.questions import signed_in_by
from waarborg_identity.domain.factors import Method
from waarborg_identity.state import EXTENSION
from waarborg_shared.auth import (
    IdentityAway,
    Missing,
    ServiceKeys,
    ServiceProofs,
    SignedInBy,
    TokenRefused,
    authenticator_for,
    require_duty,
    require_scope,
)
from waarborg_shared.client import client_for
from waarborg_shared.config import make_service_key, public_service_key
from waarborg_shared.testing.auth import SERVICE_KEYS

PATH = "/identity/api/v1/session-questions"
REVOCATIONS = "/identity/api/v1/revocations"


def proof_of(world, service="consent", *, key=None, organisation="bqr", path=PATH):
    """Return the header of a service that signs with its own key unless another is given."""
    settings = world.runtime.settings
    proofs = ServiceProofs(
        service, key or SERVICE_KEYS.private(service), origin=settings.origin_of, now=world.clock.now
    )
    return proofs.headers(organisation, path)


def asked(world, body, *, organisation="bqr", **who):
    proof = proof_of(world, **{"organisation": organisation, **who})
    return world.browser(organisation).bare(PATH, json=body, headers=proof)


def void(world, *, organisation="bqr", **who):
    proof = proof_of(world, organisation=organisation, path=REVOCATIONS, **who)
    return world.browser(organisation).get(REVOCATIONS, headers=proof)


def made_with(world, *, typ="waarborg-service+jwt", algorithm="ES256", key=None, **changes):
    """Return a header as consent's, with something else in it; None leaves a claim out."""
    now = int(world.clock.now().timestamp())
    good = {
        "iss": "consent",
        "sub": "consent",
        "aud": "http://bqr.localhost:8000/identity",
        "path": PATH,
        "iat": now,
        "exp": now + 60,
    }
    claims = {name: value for name, value in {**good, **changes}.items() if value is not None}
    key = key or jwk.ECKey.import_key(SERVICE_KEYS.private("consent"))
    header = {"alg": algorithm, "typ": typ, "kid": "consent"}
    return {"Authorization": f"WaarborgService {jwt.encode(header, claims, key, algorithms=[algorithm])}"}


def part(content):
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


@pytest.fixture
def session(world):
    world.hire()
    browser = world.browser()
    browser.enter()
    return browser.cookie


def test_a_service_learns_whose_a_session_is(world, session):
    answer = asked(world, {"session": session})
    assert answer.status_code == 200
    told = answer.json
    assert (told["active"], told["kind"], told["label"]) == (True, "staff", "Anouk Verzonnen")
    assert told["roles"] == ["privacy_officer"]
    assert "breach.decide" in told["duties"]
    assert told["signed_in_by"] in set(SignedInBy)


@pytest.mark.parametrize(
    ("methods", "by"),
    [
        ({Method.LETTER}, "letter"),
        ({Method.PASSWORD, Method.TOTP}, "code_app"),
        ({Method.PASSKEY, Method.VERIFIED_BY_DEVICE}, "passkey"),
        ({Method.ISSUER_TWICE}, "outside_low"),
        ({Method.ISSUER_TWICE, Method.LEVEL_SUBSTANTIAL}, "outside_substantial"),
        ({Method.ISSUER, Method.LEVEL_HIGH, Method.TOTP}, "outside_high"),
        ({Method.PASSWORD, Method.RECOVERY_CODE}, ""),
    ],
)
def test_a_service_learns_by_what_somebody_signed_in(methods, by):
    assert signed_in_by(methods) == by


def test_a_stranger_with_a_key_of_its_own_learns_nothing(world, session):
    answer = asked(world, {"session": session}, key=make_service_key())
    assert answer.status_code == 401
    assert answer.content_type == "application/problem+json"
    assert "Anouk" not in answer.text


@pytest.mark.parametrize("service", ["", "ecd", "Consent", "consent ", "é"])
def test_who_is_no_service_learns_nothing(world, session, service):
    assert asked(world, {"session": session}, service=service).status_code == 401


def test_the_key_of_one_service_makes_nobody_another(world, session):
    assert asked(world, {"session": session}, service="breach", key=SERVICE_KEYS.private("consent")).status_code == 401


def test_a_key_that_is_known_by_a_name_that_is_no_services_counts_for_nothing(world, session):
    settings = world.runtime.settings
    state = world.app.extensions[EXTENSION]
    more = ServiceKeys([*settings.service_jwks, *SERVICE_KEYS.public("ecd")])
    world.app.extensions[EXTENSION] = replace(state, service_keys=more)
    assert asked(world, {"session": session}, service="ecd").status_code == 401


def test_while_its_key_is_replaced_a_service_is_known_by_the_old_one_and_the_new(world, session):
    newer = make_service_key()
    state = world.app.extensions[EXTENSION]
    both = ServiceKeys([*world.runtime.settings.service_jwks, public_service_key(newer, "consent")])
    world.app.extensions[EXTENSION] = replace(state, service_keys=both)
    assert asked(world, {"session": session}).json["active"]
    assert asked(world, {"session": session}, key=newer).json["active"]
    world.app.extensions[EXTENSION] = replace(state, service_keys=ServiceKeys([public_service_key(newer, "consent")]))
    assert asked(world, {"session": session}).status_code == 401


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "breach"},
        {"sub": "breach"},
        {"iss": None},
        {"aud": "http://jtb.localhost:8000/identity"},
        {"aud": ["http://bqr.localhost:8000/identity"]},
        {"aud": None},
        {"path": REVOCATIONS},
        {"path": None},
        {"typ": "at+jwt"},
        {"typ": "JWT"},
        {"iat": None},
        {"exp": None},
        {"iat": True},
        {"exp": "soon"},
        {"exp": float("inf")},
    ],
)
def test_a_proof_with_something_else_in_it_proves_nothing(world, session, changes):
    assert world.browser().bare(PATH, json={"session": session}, headers=made_with(world)).json["active"]
    answer = world.browser().bare(PATH, json={"session": session}, headers=made_with(world, **changes))
    assert answer.status_code == 401


@pytest.mark.parametrize(("made", "ends", "counts"), [(0, 60, True), (-59, 1, True), (10, 70, True), (11, 71, False)])
@pytest.mark.parametrize("longer", [0, 1])
def test_a_proof_counts_for_a_minute_and_no_longer(world, session, made, ends, *, counts, longer):
    now = int(world.clock.now().timestamp())
    headers = made_with(world, iat=now + made, exp=now + ends + longer)
    answer = world.browser().bare(PATH, json={"session": session}, headers=headers)
    assert answer.status_code == (200 if counts and not longer else 401)


def test_an_old_proof_proves_nothing(world, session):
    headers = proof_of(world)
    world.clock.forward(60)
    assert world.browser().bare(PATH, json={"session": session}, headers=headers).status_code == 401


def test_a_proof_that_nobody_signed_or_by_a_secret_proves_nothing(world, session):
    public = SERVICE_KEYS.public("consent")[0]
    secret = jwk.OctKey.import_key(public["x"] + public["y"])
    signed = made_with(world, algorithm="HS256", key=secret)["Authorization"]
    head, claims, _ = made_with(world)["Authorization"].split(".")
    unsigned = f"WaarborgService {part({'alg': 'none', 'typ': 'waarborg-service+jwt', 'kid': 'consent'})}.{claims}."
    for shown in (signed, unsigned, f"{head}.{claims}.", f"{head}.{claims}.AAAA"):
        answer = world.browser().bare(PATH, json={"session": session}, headers={"Authorization": shown})
        assert answer.status_code == 401


@pytest.mark.parametrize(
    "shown",
    [
        "",
        "WaarborgService",
        "WaarborgService ",
        "WaarborgService x",
        "WaarborgService a.b.c",
        "Basic Y29uc2VudDp4",
        f"WaarborgService {'a' * 9_000}.b.c",
        f"WaarborgService {'W1tb' * 400}.e30.AAAA",
        "WaarborgService é.b.c",
    ],
)
def test_what_is_no_proof_proves_nothing(world, session, shown):
    headers = {"Authorization": shown.encode().decode("latin-1")}
    assert world.browser().bare(PATH, json={"session": session}, headers=headers).status_code == 401


def test_a_proof_opens_no_other_door_of_identity(world):
    proof = proof_of(world, path="/identity/api/v1/person-searches/")["Authorization"]
    for shown in (proof, proof.replace("WaarborgService", "Bearer")):
        headers = {"Authorization": shown}
        answer = world.browser().bare("/identity/api/v1/person-searches/", json={"client_number": "1"}, headers=headers)
        assert answer.status_code == 401
    assertion = proof.removeprefix("WaarborgService ")
    answer = world.token(
        client_id="consent",
        client_assertion=assertion,
        client_assertion_type="urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    )
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")


@pytest.mark.parametrize("service", ["breach", "consent", "disclosure", "identity", "portal", "requests"])
def test_every_service_may_ask(world, session, service):
    assert asked(world, {"session": session}, service=service).json["active"]


def test_without_proof_nothing_is_told(world, session):
    assert world.browser().bare(PATH, json={"session": session}).status_code == 401


def test_a_session_is_nobodys_at_another_organisation(world, session):
    assert asked(world, {"session": session}, organisation="jtb").json == {"active": False}


@pytest.mark.parametrize("body", [None, [], {}, {"session": 7}, {"session": "x"}, {"session": "y" * 500}, "s"])
def test_what_is_no_question_is_nobodys(world, body):
    assert asked(world, body).json == {"active": False}


def test_a_service_learns_which_tokens_were_ended(world):
    account, now = world.hire(), int(world.clock.now().timestamp())
    assert void(world).json == {"until": {}, "all_until": 0}
    with world.work() as work:
        actions.disable_account(work, account)
    answer = void(world)
    assert answer.json == {"until": {account: now + 2}, "all_until": 0}
    assert answer.headers["Cache-Control"] == "no-store"
    assert void(world, organisation="jtb").json == {"until": {}, "all_until": 0}


@pytest.mark.parametrize("service", ["consent", "", "ecd", "é"])
def test_nobody_else_learns_which_tokens_were_ended(world, service):
    answer = void(world, service=service, key=make_service_key())
    assert (answer.status_code, answer.content_type) == (401, "application/problem+json")


def test_neither_a_partner_nor_staff_learns_which_tokens_were_ended(world):
    token = world.token(auth=("ecd", world.client()), scope="identity:persons").json["access_token"]
    assert world.browser().get(REVOCATIONS, headers={"Authorization": f"Bearer {token}"}).status_code == 401
    world.hire()
    browser = world.browser()
    browser.enter()
    assert browser.get(REVOCATIONS).status_code == 401


class Asking:
    """A request with a cookie or a token and nothing else."""

    def __init__(self, *, cookie="", token=""):
        self.cookies = {"waarborg": cookie} if cookie else {}
        self.headers = {"Authorization": f"Bearer {token}"} if token else {}


@pytest.fixture
def other_service(world):
    settings = replace(world.runtime.settings, service="consent", service_key=SERVICE_KEYS.private("consent"))
    client = client_for(settings, {"identity": world.app})
    return authenticator_for(settings, client, now=world.clock.now, monotonic=world.clock.monotonic)


def test_another_service_knows_staff_by_the_cookie_until_the_session_ends(world, other_service):
    world.hire()
    browser = world.browser()
    browser.enter()
    session = browser.cookie
    actor = other_service.authenticate(Asking(cookie=session), "bqr")
    require_duty(actor, "consent.read")
    assert actor.label == "Anouk Verzonnen"
    assert not other_service.authenticate(Asking(cookie=session), "jtb").signed_in
    browser.post("/identity/sign-out")
    world.clock.forward(5)
    assert not other_service.authenticate(Asking(cookie=session), "bqr").signed_in


def test_another_service_checks_a_token_by_the_published_keys(world, other_service):
    token = world.token(auth=("ecd", world.client()), scope="consent:decide").json["access_token"]
    actor = other_service.authenticate(Asking(token=token), "bqr")
    require_scope(actor, "consent:decide")
    with pytest.raises(Missing, match="consent:record"):
        require_scope(actor, "consent:record")


def test_another_service_refuses_a_token_that_was_ended(world, other_service):
    token = world.token(auth=("ecd", world.client()), scope="consent:decide").json["access_token"]
    assert other_service.authenticate(Asking(token=token), "bqr").signed_in
    with world.work() as work:
        actions.suspend_client(work, "ecd")
    world.clock.forward(5)
    with pytest.raises(TokenRefused, match="revoked"):
        other_service.authenticate(Asking(token=token), "bqr")


def test_a_service_that_identity_does_not_know_takes_no_token(world):
    token = world.token(auth=("ecd", world.client()), scope="consent:decide").json["access_token"]
    settings = replace(world.runtime.settings, service="consent", service_key=make_service_key())
    stranger = authenticator_for(settings, client_for(settings, {"identity": world.app}), now=world.clock.now)
    with pytest.raises(IdentityAway):
        stranger.authenticate(Asking(token=token), "bqr")


def test_identity_refuses_a_token_that_was_ended_at_its_own_doors(world):
    token = world.token(auth=("ecd", world.client()), scope="identity:persons").json["access_token"]

    def looks_for_somebody():
        headers = {"Authorization": f"Bearer {token}"}
        return world.browser().bare("/identity/api/v1/person-searches/", json={"client_number": "1"}, headers=headers)

    with world.work() as work:
        actions.suspend_client(work, "ecd")
    answer = looks_for_somebody()
    assert (answer.status_code, answer.json["code"]) == (401, "unauthenticated")
    assert 'error_description="revoked"' in answer.headers["WWW-Authenticate"]


def test_a_service_with_another_key_gets_no_answer_and_says_so(world):
    world.hire()
    browser = world.browser()
    browser.enter()
    settings = replace(world.runtime.settings, service="consent", service_key=make_service_key())
    stranger = authenticator_for(settings, client_for(settings, {"identity": world.app}), now=world.clock.now)
    with pytest.raises(IdentityAway):
        require_duty(stranger.authenticate(Asking(cookie=browser.cookie), "bqr"), "consent.read")
