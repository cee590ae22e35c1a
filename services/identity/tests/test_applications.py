"""Applications in which staff work, in an administrator's hands: listed beside the partners, shut out and let in."""

from urllib.parse import urlencode

import pytest
from sqlalchemy import select

from waarborg_identity.actions.applications import show_application
from waarborg_identity.domain import SCOPES, AuthMethod
from waarborg_identity.models import RefreshGrant
from waarborg_identity.texts.applications import PROOFS, RIGHTS
from waarborg_shared.testing.auth import new_key

API = "/identity/api/v1/applications/"
LIST, PAGE = "/identity/applications", "/identity/applications/app"
CALLBACK = "https://app.example/terug?x=1"
CODE = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": "v" * 43}


@pytest.fixture
def auth(world):
    return roster_of(world)


def roster_of(world):
    """An application that keeps a secret, so that it may renew its tokens without a key."""
    return "app", world.application(
        name="Het rooster",
        auth_method=AuthMethod.CLIENT_SECRET_BASIC,
        scopes=frozenset({"openid", "offline_access", "consent:record"}),
        post_logout_redirect_uris=("https://app.example/uit",),
    )


@pytest.fixture
def tokens(world, admin, auth):
    return tokens_of(world, admin, auth)


def tokens_of(world, staff, auth):
    """What the application has of somebody who signed in."""
    code = world.code(staff, scope="openid offline_access")["code"]
    return world.token(auth=auth, code=code, **CODE).json


def works(world, token):
    answer = world.browser().get("/identity/userinfo", headers={"Authorization": f"Bearer {token}"})
    return answer.status_code == 200


def renewed(world, auth, tokens):
    return world.token(auth=auth, grant_type="refresh_token", refresh_token=tokens["refresh_token"])


def steps_of(world, client_id="app"):
    with world.work() as work:
        return [(step.verb, step.why) for step in show_application(work, client_id).steps]


def shut_out(admin, why="Een lek in het rooster"):
    return admin.post(f"{PAGE}/suspend", {"why": why}, page=PAGE)


def let_in(admin):
    return admin.post(f"{PAGE}/let-in", {"why": "Opgelost"}, page=PAGE)


def test_an_administrator_sees_which_applications_there_are(world, admin, auth):
    world.client()
    listed = admin.get(LIST).text
    for words in ("Het rooster", CALLBACK, "2 maart 2026", "Actief", "Nooit"):
        assert words in listed
    assert "Het dossier" not in listed
    assert f'href="{LIST}"' in admin.get("/identity/partners").text


def test_where_there_is_none_the_page_says_how_one_comes(admin):
    assert "Nog geen toepassingen" in admin.get(LIST).text


def test_one_is_shown_with_what_it_may_do(admin, auth):
    shown = admin.get(PAGE).text
    for words in ("Het rooster", CALLBACK, "https://app.example/uit", "Weten wie er inlogt", "Met een geheim"):
        assert words in shown
    assert "Ingeschreven" in shown


def test_shut_out_its_tokens_end_and_it_gets_no_new_ones(world, admin, auth, tokens):
    assert works(world, tokens["access_token"])
    code = world.code(admin, scope="openid")["code"]
    assert shut_out(admin).status_code == 303
    world.clock.forward(5)
    assert not works(world, tokens["access_token"])
    assert renewed(world, auth, tokens).status_code == 401
    assert world.token(auth=auth, code=code, **CODE).status_code == 401
    refused = admin.get(f"/identity/authorize?{urlencode(world.asking(scope='openid'))}")
    assert (refused.status_code, "client-unknown" in refused.text) == (400, True)
    assert "Stilgezet" in admin.get(LIST).text


def test_let_in_again_its_users_sign_in_anew(world, admin, auth, tokens):
    shut_out(admin)
    assert let_in(admin).status_code == 303
    world.clock.forward(5)
    assert renewed(world, auth, tokens).json["error"] == "invalid_grant"
    assert not works(world, tokens["access_token"])
    code = world.code(admin, scope="openid")["code"]
    assert works(world, world.token(auth=auth, code=code, **CODE).json["access_token"])


def test_so_it_is_on_either_database(world_on_either):
    world = world_on_either
    world.hire()
    staff = world.browser()
    staff.enter()
    auth = roster_of(world)
    tokens = tokens_of(world, staff, auth)
    assert shut_out(staff).status_code == 303
    assert renewed(world, auth, tokens).status_code == 401
    assert let_in(staff).status_code == 303
    assert renewed(world, auth, tokens).json["error"] == "invalid_grant"


def test_both_stand_on_its_timeline_with_the_reason(world, admin, auth, tokens):
    shut_out(admin)
    let_in(admin)
    assert steps_of(world)[1:] == [("suspended", "Een lek in het rooster"), ("let-in", "Opgelost")]
    with world.work() as work:
        assert show_application(work, "app").steps[1].facts == {"renewals_ended": 1}
        assert work.session.scalars(select(RefreshGrant)).one().end_reason == "client"
    shown = admin.get(PAGE).text
    assert "Een lek in het rooster" in shown
    assert "Weer toegelaten" in shown


def test_that_an_application_is_shut_out_is_no_event_about_a_partner(world, admin, auth):
    world.client()
    shut_out(admin)
    where = "/identity/partners/ecd"
    admin.post(f"{where}/suspend", {"why": "Een lek"}, page=where)
    with world.work() as work:
        outbox = work.plumbing.outbox
        bodies = work.session.scalars(select(outbox.c.body).where(outbox.c.organisation == "bqr")).all()
    told = [body for body in map(str, bodies) if "partner-suspended" in body]
    assert ["ecd" in body for body in told] == [True]


def test_without_a_reason_nothing_is_shut_out(world, admin, auth, tokens):
    page = shut_out(admin, why=" ")
    assert page.status_code == 422
    assert 'id="error-why"' in page.text
    assert works(world, tokens["access_token"])


def test_asked_to_prove_a_key_it_gets_no_token_without(world, admin, auth, tokens):
    assert admin.post(f"{PAGE}/asks", {"require_dpop": "true"}, page=PAGE).status_code == 303
    world.clock.forward(5)
    assert not works(world, tokens["access_token"])
    assert renewed(world, auth, tokens).json["error"] == "invalid_dpop_proof"
    code = world.code(admin, scope="openid")["code"]
    proved = world.token(auth=auth, code=code, headers=world.proof(new_key("app")), **CODE)
    assert proved.json["token_type"] == "DPoP"
    assert steps_of(world)[-1] == ("dpop-asked", "")


def test_asked_to_send_its_requests_ahead_it_gets_no_code_without(world, admin, auth):
    admin.post(f"{PAGE}/asks", {"require_pushed": "true"}, page=PAGE)
    assert world.code(admin, scope="openid")["error"] == "invalid_request"
    ahead = world.token(auth=auth, path="/identity/par", **{**world.asking(scope="openid"), "grant_type": None})
    there = {"client_id": "app", "request_uri": ahead.json["request_uri"]}
    assert "code=" in admin.get(f"/identity/authorize?{urlencode(there)}").location
    admin.post(f"{PAGE}/asks", page=PAGE)
    assert "code" in world.code(admin, scope="openid")
    assert [verb for verb, _why in steps_of(world)[1:]] == ["pushed-asked", "pushed-let-go"]


# --- Whose it is -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", [LIST, PAGE])
def test_the_pages_are_for_who_manages_partners(world, auth, path):
    world.hire("bram", role="staff")
    browser = world.browser()
    browser.enter("bram")
    assert browser.get(path).status_code == 403
    for verb in ("suspend", "let-in", "asks"):
        assert browser.post(f"{PAGE}/{verb}", {"why": "x"}, page="/identity/sign-out").status_code == 403
    assert [verb for verb, _why in steps_of(world)] == ["registered"]


@pytest.mark.parametrize(
    ("verb", "typed"), [("suspend", {"why": "x"}), ("let-in", {"why": "x"}), ("asks", {"require_dpop": "true"})]
)
def test_a_form_without_its_token_changes_nothing(world, admin, auth, verb, typed):
    assert admin.bare(f"{PAGE}/{verb}", data=typed).status_code == 422
    assert [verb for verb, _why in steps_of(world)] == ["registered"]


def test_an_application_of_another_organisation_is_not_there(world, admin):
    world.application("jtb", client_id="hunne", name="Hun rooster")
    theirs = "/identity/applications/hunne"
    assert admin.get(theirs).status_code == 404
    for verb in ("suspend", "let-in", "asks"):
        assert admin.post(f"{theirs}/{verb}", {"why": "x"}, page="/identity/partners/new").status_code == 404
    assert "Hun rooster" not in admin.get(LIST).text


def test_a_partner_is_no_application_here(world, admin):
    secret = world.client()
    theirs = "/identity/applications/ecd"
    assert admin.get(theirs).status_code == 404
    assert admin.post(f"{theirs}/suspend", {"why": "x"}, page="/identity/partners/new").status_code == 404
    assert world.token(auth=("ecd", secret)).status_code == 200


# --- Programs --------------------------------------------------------------------------------------------------------


@pytest.fixture
def roster(world):
    world.application(client_id="rooster", name="Het rooster")


def test_a_program_does_what_the_pages_do(program, roster):
    listed = program.ask("GET", API).json["items"]
    assert [(each["client_id"], each["redirect_uris"], each["state"]) for each in listed] == [
        ("app", [CALLBACK], "active"),
        ("rooster", [CALLBACK], "active"),
    ]
    assert listed[1]["registered_at"].startswith("2026-03-02T")
    shown = program.ask("GET", f"{API}rooster")
    assert shown.json["require_dpop"] is False
    assert shown.json["scopes"] == ["consent:record", "openid", "profile"]
    asks = {"require_dpop": True, "require_pushed": False}
    assert program.ask("POST", f"{API}rooster", asks).status_code == 428
    assert program.ask("POST", f"{API}rooster", asks, If_Match='"99"').status_code == 412
    assert program.ask("POST", f"{API}rooster", asks, If_Match=shown.headers["ETag"]).json["require_dpop"] is True
    assert program.ask("POST", f"{API}rooster/suspension", {"why": "x"}).json["state"] == "suspended"
    assert program.ask("POST", f"{API}rooster/readmission", {"why": "x"}).json["state"] == "active"


@pytest.mark.parametrize(
    ("path", "body", "field"),
    [
        ("rooster/suspension", {}, "why"),
        ("rooster/suspension", {"why": " "}, "why"),
        ("rooster/suspension", {"why": 1}, "why"),
        ("rooster/readmission", {"why": "x", "when": "now"}, "when"),
        ("rooster", {"require_dpop": True}, "require_pushed"),
        ("rooster", {"require_dpop": "true", "require_pushed": False}, "require_dpop"),
        ("rooster", {"require_dpop": True, "require_pushed": None}, "require_pushed"),
        ("rooster", {"require_dpop": True, "require_pushed": True, "name": "x"}, "name"),
    ],
)
def test_a_program_that_sends_it_wrong_is_told_the_field(world, program, roster, path, body, field):
    tag = program.ask("GET", f"{API}rooster").headers["ETag"]
    answer = program.ask("POST", API + path, body, If_Match=tag)
    assert answer.status_code == 422
    assert list(answer.json["errors"]) == [field]
    assert [verb for verb, _why in steps_of(world, "rooster")] == ["registered"]


@pytest.mark.parametrize("client_id", ["nobody", "ecd", "hunne"])
def test_what_is_no_application_here_is_404(world, program, client_id):
    world.client()
    world.application("jtb", client_id="hunne")
    asks = {"require_dpop": True, "require_pushed": True}
    assert program.ask("GET", API + client_id).status_code == 404
    assert program.ask("POST", API + client_id, asks, If_Match='"1"').status_code == 404
    for path in ("suspension", "readmission"):
        assert program.ask("POST", f"{API}{client_id}/{path}", {"why": "x"}).status_code == 404


def test_an_application_without_the_right_sees_none(world, admin):
    world.application()
    token = world.redeem(world.code(admin)["code"]).json["access_token"]
    assert world.program(token).ask("GET", API).status_code in {401, 403}


# --- Words -----------------------------------------------------------------------------------------------------------


def test_every_right_and_proof_is_explained_in_both_languages():
    assert set(RIGHTS) == set(SCOPES)
    assert set(PROOFS) == {method.value for method in AuthMethod}
    for words in (*(text for pair in RIGHTS.values() for text in pair), *PROOFS.values()):
        assert all((words.nl, words.en))


def test_its_page_shows_by_day_what_it_did(world, admin, auth, tokens):
    assert world.token(auth=auth, code="geen-code", **CODE).status_code == 400
    page = admin.get(PAGE).text
    assert "Code of vernieuwing telt niet (meer): 1" in page
    assert "1 toegangsbewijs" in page
