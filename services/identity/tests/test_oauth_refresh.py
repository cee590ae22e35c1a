"""Refresh tokens: each once, for its client and key, while its user is in good standing; a second showing ends all."""

import pytest
from sqlalchemy import select

from waarborg_identity import actions
from waarborg_identity.chores import clear_grants
from waarborg_identity.domain import AuthMethod, RefreshTimes, Verdict, judge_refresh
from waarborg_identity.models import Account, RefreshGrant, RefreshToken
from waarborg_shared.testing.auth import START, new_key
from waarborg_shared.timeline.reading import steps_of

OFFLINE = "openid consent:record offline_access"
SCOPES = frozenset({"openid", "profile", "consent:record", "offline_access"})
CALLBACK = "https://app.example/terug?x=1"
VERIFIER = "v" * 43


@pytest.fixture
def account(world):
    return world.hire()


@pytest.fixture
def staff(world, account):
    browser = world.browser()
    browser.enter()
    return browser


@pytest.fixture
def auth(world):
    secret = world.application(client_id="geheim", auth_method=AuthMethod.CLIENT_SECRET_BASIC, scopes=SCOPES)
    return "geheim", secret


@pytest.fixture
def redeem(world, staff, auth):
    """Let an application with a secret redeem a code, with a scope."""

    def redeemed(scope=OFFLINE, **asked):
        code = world.code(staff, client_id="geheim", scope=scope, **asked)["code"]
        form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
        return world.token(auth=auth, code=code, **form).json

    return redeemed


@pytest.fixture
def renew(world, auth):
    return lambda token, **more: world.token(auth=auth, grant_type="refresh_token", refresh_token=token, **more)


def test_who_asks_for_offline_access_gets_a_refresh_token_and_nobody_else(redeem):
    assert "refresh_token" not in redeem("openid consent:record")
    tokens = redeem()
    assert tokens["refresh_token"]
    assert tokens["scope"] == "consent:record offline_access openid"


def test_offline_access_is_a_right_at_no_service(world, redeem):
    claims = world.claims(redeem("consent:record offline_access")["access_token"])
    assert (claims["scope"], claims["aud"]) == ("consent:record", ["http://bqr.localhost:8000/consent"])


def test_an_application_that_names_no_scope_gets_no_refresh_token(redeem):
    assert "refresh_token" not in redeem(None)


def test_a_refresh_token_gives_new_tokens_and_its_successor(world, redeem, renew):
    first = redeem()
    world.clock.forward(290)
    second = renew(first["refresh_token"])
    assert second.status_code == 200
    assert second.headers["Cache-Control"] == "no-store"
    assert second.json["refresh_token"] != first["refresh_token"]
    before, after = world.claims(first["access_token"]), world.claims(second.json["access_token"])
    assert (after["gid"], after["sid"], after["sub"]) == (before["gid"], before["sid"], before["sub"])
    assert (after["auth_time"], after["exp"]) == (before["auth_time"], before["exp"] + 290)
    assert renew(second.json["refresh_token"]).status_code == 200


def test_a_renewed_token_has_the_rights_of_today(world, redeem, renew, account):
    first = redeem()
    assert world.claims(first["access_token"])["entitlements"]
    with world.work() as work:
        actions.end_role(work, account, "privacy_officer")
    assert world.claims(renew(first["refresh_token"]).json["access_token"])["entitlements"] == []


def test_a_spent_refresh_token_ends_its_family_and_the_tokens_made_from_it(world, redeem, renew, auth):
    first = redeem()
    second = renew(first["refresh_token"]).json
    assert world.active(second["access_token"], auth)["active"]
    again = renew(first["refresh_token"])
    assert (again.status_code, again.json["error"]) == (400, "invalid_grant")
    assert renew(second["refresh_token"]).json["error"] == "invalid_grant"
    for token in (first["access_token"], second["access_token"], second["refresh_token"]):
        assert world.active(token, auth) == {"active": False}
    with world.work() as work:
        assert world.claims(second["access_token"])["gid"] in {each.ref for each in actions.revocations(work)}


def test_the_end_of_one_family_is_not_that_of_another(redeem, renew):
    one, other = redeem(), redeem()
    renew(one["refresh_token"])
    renew(one["refresh_token"])
    assert renew(other["refresh_token"]).status_code == 200


def test_a_code_that_is_shown_twice_ends_the_family_that_was_made_from_it(world, staff, auth, renew):
    code = world.code(staff, client_id="geheim", scope=OFFLINE)["code"]
    form = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code_verifier": VERIFIER, "code": code}
    tokens = world.token(auth=auth, **form).json
    world.token(auth=auth, **form)
    assert renew(tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_what_happened_stands_on_the_accounts_timeline(world, redeem, renew, account):
    first = redeem()
    renew(first["refresh_token"])
    renew(first["refresh_token"])
    with world.work() as work:
        entries = steps_of(work, work.case(Account, account))
        told = [(entry.verb, entry.facts) for entry in entries if entry.verb.startswith("application")]
    assert told == [
        ("application-may-renew", {"client": "geheim"}),
        ("application-ended", {"client": "geheim", "reason": "reused"}),
    ]


def test_a_family_ends_with_the_longest_session_however_busy_it_is(world, redeem, renew):
    token = redeem()["refresh_token"]
    for _ in range(9):
        world.clock.forward(3600)
        token = renew(token).json["refresh_token"]
    world.clock.forward(3599)
    token = renew(token).json["refresh_token"]
    world.clock.forward(1)
    assert renew(token).json["error"] == "invalid_grant"


@pytest.mark.parametrize("how", ["signed out", "disabled", "client suspended"])
def test_nothing_is_renewed_for_who_is_gone(world, staff, account, redeem, renew, how):
    tokens = redeem()
    if how == "signed out":
        staff.post("/identity/sign-out")
    with world.work() as work:
        if how == "disabled":
            actions.disable_account(work, account)
        if how == "client suspended":
            actions.suspend_client(work, "geheim")
    assert renew(tokens["refresh_token"]).status_code in {400, 401}
    assert world.browser().get("/identity/jwks.json").status_code == 200


def test_signing_in_again_does_not_bring_a_family_back(world, staff, redeem, renew):
    tokens = redeem()
    staff.post("/identity/sign-out")
    assert renew(tokens["refresh_token"]).json["error"] == "invalid_grant"
    staff.enter()
    assert renew(tokens["refresh_token"]).json["error"] == "invalid_grant"


def test_less_may_be_asked_but_never_more(world, redeem, renew):
    token = redeem()["refresh_token"]
    for more in ("openid consent:record profile", "breach:read", 'a"b'):
        assert renew(token, scope=more).json["error"] in {"invalid_scope", "invalid_request"}
    less = renew(token, scope="consent:record").json
    assert world.claims(less["access_token"])["scope"] == "consent:record"
    whole = renew(less["refresh_token"]).json
    assert world.claims(whole["access_token"])["scope"] == "consent:record openid"


def test_one_resource_may_be_asked_when_renewing(world, redeem, renew):
    renewed = renew(redeem()["refresh_token"], resource="http://bqr.localhost:8000/consent").json
    assert world.claims(renewed["access_token"])["aud"] == ["http://bqr.localhost:8000/consent"]


def test_what_was_granted_for_one_resource_stays_for_it(world, redeem, renew):
    token = redeem(resource="http://bqr.localhost:8000/consent")["refresh_token"]
    assert renew(token, resource="http://bqr.localhost:8000/identity").json["error"] == "invalid_target"
    assert world.claims(renew(token).json["access_token"])["aud"] == ["http://bqr.localhost:8000/consent"]


def test_a_refresh_token_of_one_client_is_nothing_in_the_hands_of_another(world, redeem, renew):
    other = world.application(client_id="andere", auth_method=AuthMethod.CLIENT_SECRET_BASIC, scopes=SCOPES)
    token = redeem()["refresh_token"]
    stolen = world.token(auth=("andere", other), grant_type="refresh_token", refresh_token=token)
    assert stolen.json["error"] == "invalid_grant"
    assert world.renew(token, client_id="geheim").status_code == 401
    assert renew(token).status_code == 200


def test_a_refresh_token_of_one_organisation_is_nothing_at_another(world, redeem):
    secret = world.application("jtb", client_id="geheim", auth_method=AuthMethod.CLIENT_SECRET_BASIC, scopes=SCOPES)
    token = redeem()["refresh_token"]
    answer = world.token("jtb", auth=("geheim", secret), grant_type="refresh_token", refresh_token=token)
    assert answer.json["error"] == "invalid_grant"


@pytest.mark.parametrize("junk", ["x", "é", "a.b.c", "x" * 5000, "", None])
def test_junk_is_no_refresh_token(world, auth, renew, junk):
    answer = renew(junk) if junk is not None else world.token(auth=auth, grant_type="refresh_token")
    assert (answer.status_code, answer.json["error"]) in {(400, "invalid_grant"), (400, "invalid_request")}


@pytest.fixture
def public(world):
    world.application(scopes=SCOPES)


def test_who_can_keep_no_secret_gets_one_only_with_a_key_to_prove(world, staff, public):
    bare = world.redeem(world.code(staff, scope=OFFLINE)["code"]).json
    assert "refresh_token" not in bare
    assert bare["scope"] == "consent:record openid"
    key = new_key("app")
    bound = world.redeem(world.code(staff, scope=OFFLINE)["code"], headers=world.proof(key)).json
    assert (bound["token_type"], bound["scope"]) == ("DPoP", "consent:record offline_access openid")
    renewed = world.renew(bound["refresh_token"], headers=world.proof(key))
    assert renewed.status_code == 200
    assert world.claims(renewed.json["access_token"])["cnf"] == {"jkt": key.thumbprint()}


def test_a_stolen_refresh_token_is_nothing_without_its_key_and_is_not_spent_by_trying(world, staff, public):
    key = new_key("app")
    token = world.redeem(world.code(staff, scope=OFFLINE)["code"], headers=world.proof(key)).json["refresh_token"]
    assert world.renew(token).json["error"] == "invalid_grant"
    assert world.renew(token, headers=world.proof(new_key("thief"))).json["error"] == "invalid_grant"
    assert world.renew(token, headers=world.proof(key)).status_code == 200


def test_refresh_tokens_are_kept_as_hashes_only(world, redeem):
    token = redeem()["refresh_token"]
    with world.work() as work:
        (row,) = work.session.scalars(select(RefreshToken)).all()
    assert token.encode() not in row.token_hash


def test_families_are_forgotten_a_day_after_they_could_go_on(world, redeem, renew):
    renew(redeem()["refresh_token"])
    for hours, left in ((24, 1), (10, 1), (1, 0)):
        world.clock.forward(hours * 3600)
        with world.work() as work:
            clear_grants(work, settings=world.runtime.settings)
        with world.work() as work:
            assert len(work.session.scalars(select(RefreshGrant)).all()) == left


@pytest.mark.parametrize(
    ("spent", "ended", "over", "verdict"),
    [
        (False, False, False, Verdict.GOOD),
        (False, True, False, Verdict.OVER),
        (False, False, True, Verdict.OVER),
        (True, False, False, Verdict.REUSED),
        (True, True, True, Verdict.REUSED),
    ],
)
def test_a_refresh_token_is_judged_by_its_times(spent, ended, over, verdict):
    ends_at = START if over else START.replace(year=START.year + 1)
    times = RefreshTimes(START if spent else None, ends_at, START if ended else None)
    assert judge_refresh(times, START) is verdict
