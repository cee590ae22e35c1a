"""Bound tokens (DPoP) at the issuer: a fresh nonce, each proof once, one key from the code to the last renewal."""

import pytest

from waarborg_identity.oauth.proofs import Nonces
from waarborg_shared.testing.auth import new_key, prove

URL = "http://bqr.localhost:8000/identity/token"


@pytest.fixture
def key():
    return new_key("of-the-partner")


@pytest.fixture
def partner(world):
    return "ecd", world.client()


@pytest.fixture
def ask(world, partner):
    return lambda headers, **form: world.token(auth=partner, headers=headers, **form)


@pytest.fixture
def staff(world):
    world.hire()
    world.application()
    browser = world.browser()
    browser.enter()
    return browser


def test_who_proves_a_key_gets_a_token_that_is_bound_to_it(world, ask, key):
    answer = ask(world.proof(key))
    assert (answer.status_code, answer.json["token_type"]) == (200, "DPoP")
    assert world.claims(answer.json["access_token"])["cnf"] == {"jkt": key.thumbprint()}
    assert answer.headers["DPoP-Nonce"]


def test_who_proves_none_gets_a_bearer_token(world, ask):
    answer = ask({})
    assert answer.json["token_type"] == "Bearer"
    assert "cnf" not in world.claims(answer.json["access_token"])
    assert "DPoP-Nonce" not in answer.headers


def test_a_client_that_must_prove_a_key_gets_nothing_without(world, key):
    secret = world.client(client_id="streng", require_dpop=True)
    assert world.token(auth=("streng", secret)).json["error"] == "invalid_dpop_proof"
    assert world.token(auth=("streng", secret), headers=world.proof(key)).status_code == 200


@pytest.mark.parametrize("nonce", [None, "made-up", "WyJicXIiLDE3NzI0NDIwMDBd.x", "é"])
def test_a_proof_without_a_nonce_of_ours_is_answered_with_one(world, ask, key, nonce):
    answer = ask(world.proof(key, nonce=nonce))
    assert (answer.status_code, answer.json["error"]) == (400, "use_dpop_nonce")
    assert ask(world.proof(key, nonce=answer.headers["DPoP-Nonce"])).status_code == 200


def test_a_nonce_lasts_five_minutes_and_is_of_one_organisation(world, ask, key):
    nonce = world.nonce()
    world.clock.forward(300)
    assert ask(world.proof(key, nonce=nonce)).status_code == 200
    world.clock.forward(1)
    assert ask(world.proof(key, nonce=nonce)).json["error"] == "use_dpop_nonce"
    assert ask(world.proof(key, nonce=world.nonce("jtb"))).json["error"] == "use_dpop_nonce"
    strange = Nonces(b"another master key of 32 bytes!!", "bqr").fresh(world.clock.now())
    assert ask(world.proof(key, nonce=strange)).json["error"] == "use_dpop_nonce"


def test_a_proof_counts_once_in_every_process(world, ask, key):
    headers = world.proof(key)
    assert ask(headers).status_code == 200
    again = ask(headers)
    assert (again.status_code, again.json["error"]) == (400, "invalid_dpop_proof")
    same_id = [world.proof(key, jti="eenmalig") for _ in range(2)]
    assert [ask(each).status_code for each in same_id] == [200, 400]


def test_a_proof_is_not_used_up_by_a_request_that_fails(world, ask, partner, key):
    headers = world.proof(key)
    assert ask(headers, scope="breach:read").json["error"] == "invalid_scope"
    assert world.token(auth=("ecd", "wrong"), headers=headers).status_code == 401
    assert ask(headers).status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"path": "/identity/par"},
        {"path": "/identity/token/"},
        {"organisation": "jtb"},
        {"method": "GET"},
        {"iat": 1772442000 - 61},
        {"iat": 1772442000 + 11},
        {"iat": None},
        {"jti": None},
        {"header": {"typ": "JWT"}},
    ],
)
def test_a_proof_that_does_not_hold_gives_no_token(world, ask, key, wrong):
    answer = ask(world.proof(key, nonce=world.nonce(), **wrong))
    assert (answer.status_code, answer.json["error"]) == (400, "invalid_dpop_proof")
    assert "access_token" not in answer.text


@pytest.mark.parametrize("junk", ["x", "", "a.b.c", "x" * 5000])
def test_junk_is_no_proof_and_is_not_passed_over(ask, junk):
    assert ask({"DPoP": junk}).json["error"] == "invalid_dpop_proof"


def test_two_proofs_are_none(world, ask, key):
    both = ", ".join(world.proof(key)["DPoP"] for _ in range(2))
    assert ask({"DPoP": both}).json["error"] == "invalid_dpop_proof"


def test_a_code_can_be_bound_to_a_key_beforehand(world, staff, key):
    bound = world.code(staff, dpop_jkt=key.thumbprint())["code"]
    assert world.redeem(bound, headers=world.proof(new_key("thief"))).json["error"] == "invalid_grant"
    assert world.redeem(bound, headers=world.proof(key)).json["error"] == "invalid_grant"
    again = world.code(staff, dpop_jkt=key.thumbprint())["code"]
    assert world.redeem(again, headers=world.proof(key)).json["token_type"] == "DPoP"


@pytest.fixture
def bound(world, staff, key):
    return world.redeem(world.code(staff)["code"], headers=world.proof(key)).json["access_token"]


@pytest.fixture
def userinfo(world):
    def asked(token, proof=None, *, scheme="DPoP", path="/identity/userinfo"):
        headers = {"Authorization": f"{scheme} {token}", **({"DPoP": proof} if proof else {})}
        return world.browser().get(path, headers=headers)

    return asked


def test_a_bound_token_is_taken_with_its_key_and_refused_as_a_bearers(world, key, bound, userinfo):
    def proof(by=key, method="GET", path="/identity/userinfo"):
        url = f"http://bqr.localhost:8000{path}"
        return prove(by, method, url, at=world.clock.now(), token=bound)

    good = proof()
    assert userinfo(bound, good).json["name"] == "Anouk Verzonnen"
    refused = {
        "seen before": userinfo(bound, good),
        "as a bearer's": userinfo(bound, scheme="Bearer"),
        "as a bearer's with a proof": userinfo(bound, proof(), scheme="Bearer"),
        "without a proof": userinfo(bound),
        "of another key": userinfo(bound, proof(new_key("thief"))),
        "for another method": userinfo(bound, proof(method="POST")),
        "for another address": userinfo(bound, proof(path="/identity/token")),
    }
    for why, answer in refused.items():
        assert answer.status_code == 401, why
        assert answer.headers["WWW-Authenticate"].startswith("DPoP "), why


def test_a_bearer_token_is_no_bound_one(world, staff, key, userinfo):
    plain = world.redeem(world.code(staff)["code"]).json["access_token"]
    proof = prove(key, "GET", "http://bqr.localhost:8000/identity/userinfo", at=world.clock.now(), token=plain)
    assert userinfo(plain, proof).status_code == 401
    assert userinfo(plain, scheme="Bearer").status_code == 200


def test_on_a_page_a_bound_token_counts_for_nobody_either(world, key, bound, userinfo):
    url = "http://bqr.localhost:8000/identity/staff"
    proof = prove(key, "GET", url, at=world.clock.now(), token=bound)
    answer = userinfo(bound, proof, path="/identity/staff")
    assert answer.status_code == 401


def test_a_program_with_a_bound_token_needs_no_form_of_ours(world, key):
    partner = world.client()
    asked = {"auth": ("ecd", partner), "headers": world.proof(key), "scope": "identity:persons"}
    token = world.token(**asked).json["access_token"]
    path = "/identity/api/v1/person-searches/"
    proof = prove(key, "POST", f"http://bqr.localhost:8000{path}", at=world.clock.now(), token=token)
    browser = world.browser()
    browser.carry("x" * 43)
    headers = {"Authorization": f"DPoP {token}", "DPoP": proof, "Sec-Fetch-Site": "cross-site"}
    assert browser.bare(path, json={"client_number": "C-1"}, headers=headers).json == {"persons": []}
