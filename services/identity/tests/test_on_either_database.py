"""What depends on the database (locks, conflicts, walls), on SQLite and on PostgreSQL."""

import re
from concurrent.futures import ThreadPoolExecutor
from threading import Event
from urllib.parse import urlencode

import pytest
from joserfc import jwt

from waarborg_identity.app import SERVICE
from waarborg_identity.domain import AuthMethod
from waarborg_shared.testing.auth import new_key
from waarborg_shared.testing.data_contract import wrong_with_migrations
from waarborg_shared.worker import housekeeping_of

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


@pytest.fixture
def world(world_on_either):
    return world_on_either


def test_the_whole_way_of_staff_person_and_partner(world):
    world.hire()
    secret = world.client()
    staff = world.browser()
    assert staff.sign_in("anouk", "een heel verkeerd wachtwoord").status_code == 422
    assert staff.sign_in("niemand", "een heel verkeerd wachtwoord").status_code == 422
    assert staff.sign_in().status_code == 303
    made = staff.post(
        "/identity/persons/new", {"client_number": "C-7", "bsn": "999990019", "ground": "care", "name": "Jan Testman"}
    )
    page = staff.post(f"{made.location}/letter", page=made.location)
    number, code = re.findall(r'<dd translate="no">([^<]+)</dd>', page.text)
    person = world.browser()
    letter = {"number": number, "code": code}
    assert person.post("/identity/sign-in/letter", letter, page="/identity/sign-in").status_code == 303
    token = world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"]
    found = world.browser().bare(
        "/identity/api/v1/person-searches/",
        json={"bsn": "999990019", "ground": "care"},
        headers={"Authorization": f"Bearer {token}"},
    )
    assert made.location.endswith(found.json["persons"][0])
    assert staff.post("/identity/sign-out").status_code == 303


def test_a_code_flow(world):
    world.hire()
    world.application()
    staff = world.browser()
    staff.sign_in()
    code = world.code(staff)["code"]
    assert world.redeem(code).status_code == 200
    assert world.redeem(code).status_code == 400


@pytest.fixture
def together():
    with ThreadPoolExecutor(8) as pool:
        yield lambda call: list(pool.map(lambda _: call(), range(8)))


def test_of_many_who_register_one_number_at_once_one_does(world, together):
    secret = world.client()
    token = world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"]
    headers = {"Authorization": f"Bearer {token}"}

    def register():
        return world.browser().bare("/identity/api/v1/persons/", json={"client_number": "C-9"}, headers=headers)

    answers = together(register)
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 7
    assert {answer.json["code"] for answer in answers if answer.status_code == 409} == {"already-registered"}


def test_the_migrations_make_what_the_models_say(service_database):
    assert wrong_with_migrations(SERVICE, service_database(SERVICE)) == []


def test_of_many_who_show_one_assertion_at_once_one_gets_a_token(world, together):
    key = new_key("k")
    public = {"keys": [dict(key.as_dict(private=False))]}
    world.client(auth_method=AuthMethod.PRIVATE_KEY_JWT, jwks=public)
    at = int(world.clock.now().timestamp())
    aud = "http://bqr.localhost:8000/identity"
    claims = {"iss": "ecd", "sub": "ecd", "aud": aud, "iat": at, "exp": at + 60, "jti": "j"}
    assertion = jwt.encode({"alg": "ES256", "kid": "k"}, claims, key, algorithms=["ES256"])
    form = {"client_assertion_type": ASSERTION_TYPE, "client_assertion": assertion}
    statuses = sorted(answer.status_code for answer in together(lambda: world.token(**form)))
    assert statuses == [200, *[401] * 7]


def test_of_many_who_show_one_code_at_once_one_gets_a_token(world, together):
    world.hire()
    world.application()
    staff = world.browser()
    staff.sign_in()
    code = world.code(staff)["code"]
    statuses = sorted(answer.status_code for answer in together(lambda: world.redeem(code)))
    assert statuses == [200, *[400] * 7]


def test_many_guesses_at_once_do_not_slip_by_the_count(world, together):
    world.hire()
    statuses = [answer.status_code for answer in together(lambda: world.browser().sign_in("anouk", "geraden geraden"))]
    assert statuses.count(422) == 5
    assert statuses.count(429) == 3


def test_the_first_signing_key_is_made_once_by_many_who_ask_at_once_or_all_of_them_hold(world, together):
    secret = world.client()
    tokens = [answer.json["access_token"] for answer in together(lambda: world.token(auth=("ecd", secret)))]
    assert all(world.claims(token)["sub"] == "ecd" for token in tokens)


def renewable(world):
    """Let an application with a secret have a refresh token; returns a way to ask with it, and the token."""
    world.hire()
    scopes = frozenset({"openid", "consent:record", "offline_access"})
    secret = world.application(auth_method=AuthMethod.CLIENT_SECRET_BASIC, scopes=scopes)
    staff = world.browser()
    staff.sign_in()
    code = world.code(staff, scope="openid offline_access")["code"]

    def ask(**form):
        return world.token(auth=("app", secret), **form)

    form = {"redirect_uri": "https://app.example/terug?x=1", "code_verifier": "v" * 43}
    return ask, ask(grant_type="authorization_code", code=code, **form).json["refresh_token"]


def test_of_many_who_show_one_refresh_token_at_once_one_renews_and_the_family_ends(world, together):
    ask, token = renewable(world)
    answers = together(lambda: ask(grant_type="refresh_token", refresh_token=token))
    assert sorted(answer.status_code for answer in answers) == [200, *[400] * 7]
    (renewed,) = (answer.json["refresh_token"] for answer in answers if answer.status_code == 200)
    assert ask(grant_type="refresh_token", refresh_token=renewed).json["error"] == "invalid_grant"


def test_of_many_who_show_one_proof_at_once_one_gets_a_token(world, together):
    secret = world.client()
    proof = world.proof(new_key("k"))
    statuses = sorted(
        answer.status_code for answer in together(lambda: world.token(auth=("ecd", secret), headers=proof))
    )
    assert statuses == [200, *[400] * 7]


def test_of_many_who_take_up_one_request_at_once_one_gets_a_code(world, together):
    world.hire()
    world.application()
    staff = world.browser()
    staff.sign_in()
    uri = world.token(path="/identity/par", **world.asking()).json["request_uri"]
    asked = f"/identity/authorize?{urlencode({'client_id': 'app', 'request_uri': uri})}"
    statuses = sorted(answer.status_code for answer in together(lambda: staff.get(asked)))
    assert statuses == [302, *[400] * 7]


def test_of_many_workers_that_find_an_old_key_at_once_one_makes_the_next(world, together):
    world.keys()
    world.clock.forward(90 * 24 * 3600)
    together(lambda: housekeeping_of(world.runtime).clear(Event()))
    assert len(world.keys().keys) == 2
