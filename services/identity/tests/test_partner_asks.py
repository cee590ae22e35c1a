"""An administrator asks a partner to prove a key of its own (DPoP), or to send its requests ahead (PAR)."""

import pytest

from waarborg_identity import actions
from waarborg_shared.testing.auth import new_key

API = "/identity/api/v1/partners/"
AGREED = {
    "name": "Het dossier",
    "purpose": "Houdt het zorgdossier bij",
    "scopes": ["consent:decide"],
    "secret_reason": "De leverancier kan niet anders",
}
ASKS = ("require_dpop", "require_pushed")


@pytest.fixture
def secret(world):
    return world.client()


def verbs_of(world, client_id="ecd"):
    with world.work() as work:
        return [step.verb for step in actions.show_partner(work, client_id).steps]


def ticked(page):
    return [name for name in ASKS if f'name="{name}" value="true" checked' in page.text]


def change(admin, **typed):
    return admin.post("/identity/partners/ecd/change", {**AGREED, **typed})


def test_a_partner_that_is_asked_for_a_key_gets_no_token_without(world, admin, secret):
    assert change(admin, require_dpop="true").status_code == 303
    assert world.token(auth=("ecd", secret)).json["error"] == "invalid_dpop_proof"
    proved = world.token(auth=("ecd", secret), headers=world.proof(new_key("ecd")))
    assert proved.json["token_type"] == "DPoP"


def test_tokens_that_anybody_could_use_end_when_a_key_is_asked_for(world, admin, secret):
    token = world.token(auth=("ecd", secret)).json["access_token"]
    assert world.active(token, ("ecd", secret))["active"] is True
    change(admin, require_dpop="true")
    assert world.active(token, ("ecd", secret)) == {"active": False}


def test_what_is_asked_stands_on_its_page_and_its_form(admin, secret):
    assert "Gevraagd" not in admin.get("/identity/partners/ecd").text
    change(admin, require_dpop="true")
    shown = admin.get("/identity/partners/ecd").text
    assert (shown.count("Niet gevraagd"), shown.count("Gevraagd")) == (1, 1)
    assert ticked(admin.get("/identity/partners/ecd/change")) == ["require_dpop"]
    change(admin, require_pushed="true")
    assert ticked(admin.get("/identity/partners/ecd/change")) == ["require_pushed"]


def test_each_change_of_what_is_asked_is_a_step_of_its_own(world, admin, secret):
    change(admin, require_dpop="true", require_pushed="true")
    change(admin, require_dpop="true")
    change(admin)
    assert verbs_of(world)[1:] == [
        *("changed", "dpop-asked", "pushed-asked"),
        *("changed", "pushed-let-go"),
        *("changed", "dpop-let-go"),
    ]
    shown = admin.get("/identity/partners/ecd").text
    for words in ("Moet voor elk token een eigen sleutel tonen", "Hoeft aanvragen niet meer vooraf te sturen"):
        assert words in shown


def test_asked_when_it_is_registered_it_counts_from_the_first_token(world, admin):
    typed = {**AGREED, "proof": "secret", "require_dpop": "true"}
    page = admin.post("/identity/partners/new", typed)
    client_id, secret = page.text.split('<dd translate="no">')[1:3]
    auth = (client_id.partition("<")[0], secret.partition("<")[0])
    assert world.token(auth=auth).json["error"] == "invalid_dpop_proof"
    assert world.token(auth=auth, headers=world.proof(new_key("ecd"))).status_code == 200


def test_a_program_asks_the_same(world, program):
    made = program.ask(
        "POST", API, {**AGREED, "auth_method": "client_secret_basic", "client_id": "ecd", "require_dpop": True}
    )
    assert made.status_code == 201
    assert world.token(auth=("ecd", made.json["secret"])).json["error"] == "invalid_dpop_proof"
    shown = program.ask("GET", f"{API}ecd")
    assert [shown.json[name] for name in ASKS] == [True, False]
    body = {**AGREED, "require_pushed": True}
    changed = program.ask("POST", f"{API}ecd", body, If_Match=shown.headers["ETag"])
    assert [changed.json[name] for name in ASKS] == [False, True]
    assert world.token(auth=("ecd", made.json["secret"])).status_code == 200


@pytest.mark.parametrize("name", ASKS)
@pytest.mark.parametrize("wrong", ["true", 1, None, [], "yes"])
def test_a_program_that_sends_no_truth_value_is_told_the_field(world, program, secret, name, wrong):
    tag = program.ask("GET", f"{API}ecd").headers["ETag"]
    answer = program.ask("POST", f"{API}ecd", {**AGREED, name: wrong}, If_Match=tag)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [name]
    assert world.token(auth=("ecd", secret)).status_code == 200


def test_a_field_that_is_not_known_is_named(program):
    answer = program.ask(
        "POST", API, {**AGREED, "auth_method": "client_secret_basic", "client_id": "ecd", "require_mtls": True}
    )
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == ["require_mtls"]


def test_at_another_organisation_nothing_is_asked(world, admin):
    world.client("jtb")
    assert change(admin, require_dpop="true").status_code == 404
