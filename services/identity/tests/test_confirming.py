"""A partner that registered itself can do nothing until an administrator looked at it and confirmed it."""

import json
from datetime import timedelta

import pytest
from joserfc import jwt

from waarborg_identity import actions
from waarborg_identity.actions import registering
from waarborg_identity.actions.partner_deeds import counted_by_day
from waarborg_identity.actions.partner_use import today
from waarborg_identity.actions.partners import keep_fetched_keys, keys_to_fetch
from waarborg_identity.domain.clients import (
    CannotMove,
    ClientMove,
    ClientState,
    ConfirmFirst,
    NothingToConfirm,
    moved,
)
from waarborg_identity.domain.partner_deeds import Refusal
from waarborg_identity.domain.registering import NewRegistrationToken
from waarborg_shared.testing.auth import new_key

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ISSUER = "http://bqr.localhost:8000/identity"
API = "/identity/api/v1/partners/"
KEY = new_key("k1")


def register(world, organisation="bqr", **keys):
    """Register as a partner does that was handed a token; return its client id."""
    with world.work(organisation) as work:
        bounds = NewRegistrationToken(
            purpose="Roosters maken", scopes=frozenset({"consent:decide"}), uses=1, life=timedelta(days=1)
        )
        token = registering.make_registration_token(work, bounds).token
    asked = {
        "client_name": "Een roosterpakket",
        "token_endpoint_auth_method": "private_key_jwt",
        "grant_types": ["client_credentials"],
        **(keys or {"jwks": {"keys": [dict(KEY.as_dict(private=False))]}}),
    }
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    answer = world.browser(organisation).bare("/identity/register", data=json.dumps(asked), headers=headers)
    assert answer.status_code == 201, answer.text
    return answer.json["client_id"]


@pytest.fixture
def newcomer(world):
    return register(world)


def proved(world, client_id, key=KEY, path="/identity/token", **more):
    at = int(world.clock.now().timestamp())
    claims = {"iss": client_id, "sub": client_id, "aud": ISSUER, "iat": at, "exp": at + 60, "jti": f"{path}-{at}"}
    assertion = jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key, algorithms=["ES256"])
    return world.token(path=path, client_assertion_type=ASSERTION_TYPE, client_assertion=assertion, **more)


def steps_of(world, client_id):
    with world.work() as work:
        return [(step.verb, step.why) for step in actions.show_partner(work, client_id).steps]


def waiting(browser):
    answer = browser.get("/identity/api/v1/desk")
    assert answer.status_code == 200
    return [(item["url"], item["state"]["code"]) for item in answer.json["items"] if "partners" in item["url"]]


def test_until_it_is_confirmed_it_gets_no_token_and_is_told_why(world, newcomer):
    answer = proved(world, newcomer)
    assert (answer.status_code, answer.json["error"]) == (400, "unauthorized_client")
    assert "confirms" in answer.json["error_description"]


def test_what_it_tried_before_it_was_confirmed_is_counted_under_its_own_reason(world, admin, newcomer):
    proved(world, newcomer)
    with world.work() as work:
        (counted,) = counted_by_day(work, newcomer, until=today(work), days=1)
    assert (counted.code, counted.times) == (Refusal.NOT_CONFIRMED, 1)
    assert "Kwam terwijl het nog niet bevestigd is: 1" in admin.get(f"/identity/partners/{newcomer}").text


@pytest.mark.parametrize("path", ["/identity/introspect", "/identity/revoke", "/identity/par"])
def test_until_it_is_confirmed_no_other_door_opens_either(world, newcomer, path):
    answer = proved(world, newcomer, path=path, token="x")
    assert (answer.status_code, answer.json["error"]) == (400, "unauthorized_client")


def test_who_did_not_prove_himself_does_not_learn_that_it_waits(world, newcomer):
    answer = proved(world, newcomer, new_key("k1"))
    assert (answer.status_code, answer.json["error"]) == (401, "invalid_client")
    assert answer.json == proved(world, "partner-nobody").json


def test_confirmed_on_its_page_it_gets_tokens_and_its_log_says_so(world, admin, newcomer):
    where = f"/identity/partners/{newcomer}"
    assert "Dit systeem schreef zichzelf in" in admin.get(where).text
    assert admin.post(f"{where}/confirm", page=where).status_code == 303
    shown = admin.get(where)
    assert "Dit systeem bevestigen" not in shown.text
    assert "Bevestigd" in shown.text
    assert proved(world, newcomer).status_code == 200
    assert steps_of(world, newcomer)[-1] == ("confirmed", "")


def test_it_stands_on_the_desk_of_who_manages_partners_until_then(world, admin, newcomer):
    assert waiting(admin) == [(f"/identity/partners/{newcomer}", "waiting")]
    assert "Nieuw, kijk ernaar" in admin.get("/identity/partners").text
    where = f"/identity/partners/{newcomer}"
    admin.post(f"{where}/confirm", page=where)
    assert waiting(admin) == []


def test_one_that_is_not_known_is_shut_out_and_leaves_the_desk(world, admin, newcomer):
    where = f"/identity/partners/{newcomer}"
    assert admin.post(f"{where}/suspend", {"why": "Kennen wij niet"}, page=where).status_code == 303
    assert waiting(admin) == []
    assert proved(world, newcomer).status_code == 401
    assert admin.post(f"{where}/confirm", page=where).status_code == 409
    assert proved(world, newcomer).status_code == 401


def test_letting_in_is_no_way_round_confirming(world, admin, newcomer):
    where = f"/identity/partners/{newcomer}"
    refused = admin.post(f"{where}/let-in", {"why": "Ach"}, page=where)
    assert refused.status_code == 409
    assert "nog niet bevestigd" in refused.text
    assert admin.post(f"{where}/suspend", {"why": "Onbekend"}, page=where).status_code == 303
    assert "Stilgezet, nooit bevestigd" in admin.get(where).text
    assert proved(world, newcomer).status_code == 401
    assert admin.post(f"{where}/let-in", {"why": "Toch bekend"}, page=where).status_code == 303
    assert proved(world, newcomer).json["error"] == "unauthorized_client"
    assert admin.post(f"{where}/confirm", page=where).status_code == 303
    world.clock.forward(1)
    assert proved(world, newcomer).status_code == 200


def test_it_is_confirmed_once(world, admin, newcomer):
    where = f"/identity/partners/{newcomer}"
    assert [admin.post(f"{where}/confirm", page=where).status_code for _ in range(2)] == [303, 409]
    assert [verb for verb, _why in steps_of(world, newcomer)].count("confirmed") == 1


def test_whom_an_administrator_registered_has_nothing_to_be_confirmed(world, admin):
    secret = world.client()
    assert waiting(admin) == []
    assert admin.post("/identity/partners/ecd/confirm", page="/identity/partners/ecd").status_code == 409
    assert world.token(auth=("ecd", secret)).status_code == 200


def test_a_program_confirms_as_the_page_does(world, program, newcomer):
    assert program.ask("GET", f"{API}{newcomer}").json["state"] == "waiting"
    assert program.ask("POST", f"{API}{newcomer}/confirmation", {"surprise": 1}).status_code == 422
    assert proved(world, newcomer).json["error"] == "unauthorized_client"
    assert program.ask("POST", f"{API}{newcomer}/confirmation", {}).json["state"] == "active"
    world.clock.forward(1)
    assert proved(world, newcomer).status_code == 200
    assert program.ask("POST", f"{API}{newcomer}/confirmation", {}).status_code == 409
    assert program.ask("POST", f"{API}nobody/confirmation", {}).status_code == 404


def test_only_who_manages_partners_confirms(world, admin, newcomer):
    world.hire("bram", role="staff")
    bram = world.browser()
    bram.enter("bram")
    page = "/identity/sign-out"
    assert bram.post(f"/identity/partners/{newcomer}/confirm", page=page).status_code == 403
    assert admin.bare(f"/identity/partners/{newcomer}/confirm").status_code == 403
    assert proved(world, newcomer).json["error"] == "unauthorized_client"


def test_one_of_another_organisation_is_not_there(world, admin):
    theirs = register(world, "jtb")
    page = "/identity/partners"
    assert admin.post(f"/identity/partners/{theirs}/confirm", page="/identity/partners/new").status_code == 404
    assert theirs not in admin.get(page).text
    assert waiting(admin) == []


def test_its_keys_are_fetched_before_so_that_they_can_be_looked_at(world):
    address = "https://partner.example/jwks.json"
    client_id = register(world, jwks_uri=address)
    with world.work() as work:
        assert keys_to_fetch(work, client_id, None) == address
        keep_fetched_keys(work, client_id, address, {"keys": [dict(KEY.as_dict(private=False))]})
    assert proved(world, client_id).json["error"] == "unauthorized_client"


@pytest.mark.parametrize(
    ("state", "move", "outcome"),
    [
        (ClientState.WAITING, ClientMove.CONFIRM, ClientState.ACTIVE),
        (ClientState.ACTIVE, ClientMove.CONFIRM, NothingToConfirm),
        (ClientState.SUSPENDED, ClientMove.CONFIRM, NothingToConfirm),
        (ClientState.WAITING, ClientMove.LET_IN, ConfirmFirst),
        (ClientState.ACTIVE, ClientMove.LET_IN, CannotMove),
        (ClientState.REFUSED, ClientMove.LET_IN, ClientState.WAITING),
        (ClientState.SUSPENDED, ClientMove.LET_IN, ClientState.ACTIVE),
        (ClientState.WAITING, ClientMove.SUSPEND, ClientState.REFUSED),
        (ClientState.ACTIVE, ClientMove.SUSPEND, ClientState.SUSPENDED),
        (ClientState.SUSPENDED, ClientMove.SUSPEND, CannotMove),
        (ClientState.REFUSED, ClientMove.SUSPEND, CannotMove),
        (ClientState.REFUSED, ClientMove.CONFIRM, NothingToConfirm),
    ],
)
def test_the_table_of_moves(state, move, outcome):
    if isinstance(outcome, ClientState):
        assert moved(state, move) is outcome
        return
    with pytest.raises(CannotMove) as refused:
        moved(state, move)
    assert type(refused.value) is outcome
