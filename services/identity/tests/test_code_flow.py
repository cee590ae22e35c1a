"""The authorisation code flow with PKCE, driven by a hand-written application, and the attacks on it."""

import base64
import hashlib
import re
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from joserfc import jwt

from waarborg_identity import actions
from waarborg_identity.domain import AuthMethod
from waarborg_shared.auth.names import TWO_FACTORS

ISSUER = "http://bqr.localhost:8000/identity"
CALLBACK = "https://app.example/terug?x=1"
VERIFIER = "v" * 43


@pytest.fixture
def staff(world):
    world.hire()
    world.application()
    browser = world.browser()
    browser.enter()
    return browser


def test_an_application_learns_who_signed_in(world, staff):
    back = world.code(staff)
    assert (back["state"], back["iss"], back["x"]) == ("staat", ISSUER, "1")
    answer = world.redeem(back["code"])
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    tokens = answer.json
    assert (tokens["token_type"], tokens["expires_in"], tokens["scope"]) == ("Bearer", 300, "openid profile")
    assert "refresh_token" not in tokens
    told = jwt.decode(tokens["id_token"], world.keys(), algorithms=["ES256"])
    assert told.header["typ"] == "JWT"
    assert (told.claims["iss"], told.claims["aud"], told.claims["nonce"]) == (ISSUER, "app", "eenmalig")
    assert told.claims["name"] == "Anouk Verzonnen"
    half = hashlib.sha256(tokens["access_token"].encode()).digest()[:16]
    assert told.claims["at_hash"] == base64.urlsafe_b64encode(half).decode().rstrip("=")


def test_the_access_token_is_for_the_services_of_its_scopes_and_carries_duties(world, staff):
    token = world.redeem(world.code(staff, scope="openid consent:record")["code"]).json["access_token"]
    claims = world.claims(token)
    assert claims["aud"] == ["http://bqr.localhost:8000/consent", "http://bqr.localhost:8000/identity"]
    assert (claims["kind"], claims["client_id"], claims["org"]) == ("staff", "app", "bqr")
    assert "breach.decide" in claims["entitlements"]
    assert claims["exp"] - claims["iat"] == 300


def test_user_info_tells_the_name_to_who_has_the_scope(world, staff):
    token = world.redeem(world.code(staff)["code"]).json["access_token"]
    told = world.browser().get("/identity/userinfo", headers={"Authorization": f"Bearer {token}"})
    assert told.json["name"] == "Anouk Verzonnen"
    assert world.browser().get("/identity/userinfo").status_code == 401


def test_somebody_who_is_not_signed_in_signs_in_first_and_comes_back(world):
    world.hire()
    world.application()
    browser = world.browser()
    to_sign_in = browser.get(f"/identity/authorize?{urlencode(world.asking())}")
    assert to_sign_in.status_code == 302
    assert to_sign_in.location.startswith("/identity/sign-in?")
    page = browser.get(to_sign_in.location)
    assert "form-action 'self' https://app.example" in page.headers["Content-Security-Policy"]
    signed_in = browser.post(to_sign_in.location, {"username": "anouk", "password": "een goed lang wachtwoord"})
    page = browser.get(signed_in.location)
    assert "form-action 'self' https://app.example" in page.headers["Content-Security-Policy"]
    signed_in = browser.prove(signed_in.location)
    assert signed_in.status_code == 303
    back = browser.get(signed_in.location)
    assert back.location.startswith(CALLBACK)
    assert "code=" in back.location


def test_the_page_opens_to_no_other_address_than_a_registered_one(world):
    world.application()
    stranger = urlencode(world.asking(redirect_uri="https://evil.example/"))
    page = world.browser().get(f"/identity/sign-in?{urlencode({'next': f'/identity/authorize?{stranger}'})}")
    assert "evil.example" not in page.headers["Content-Security-Policy"]


def test_prompt_none_is_answered_with_login_required(world):
    world.application()
    back = world.code(world.browser(), prompt="none")
    assert (back["error"], back["state"], back["iss"]) == ("login_required", "staat", ISSUER)


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"prompt": "login consent"}, {"max_age": "60"}])
def test_an_application_can_ask_for_signing_in_anew(world, staff, asked):
    world.clock.forward(61)
    answer = staff.get(f"/identity/authorize?{urlencode(world.asking(**asked))}")
    assert answer.location.startswith("/identity/sign-in?")
    assert "prompt" not in answer.location


def after_signing_in(to_sign_in):
    return dict(parse_qsl(urlsplit(to_sign_in.location).query))["next"]


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"prompt": "select_account"}, {"max_age": "60"}])
def test_who_was_asked_to_sign_in_anew_and_does_not_gets_no_code(world, staff, asked):
    world.clock.forward(61)
    onward = after_signing_in(staff.get(f"/identity/authorize?{urlencode(world.asking(**asked))}"))
    for _ in range(2):
        again = staff.get(onward)
        assert again.location.startswith("/identity/sign-in?")
        onward = after_signing_in(again)


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"max_age": "60"}, {"max_age": "0"}])
def test_who_signs_in_anew_gets_a_code(world, staff, asked):
    world.clock.forward(61)
    onward = after_signing_in(staff.get(f"/identity/authorize?{urlencode(world.asking(**asked))}"))
    staff.enter()
    world.clock.forward(5)
    assert "code=" in staff.get(onward).location


@pytest.mark.parametrize("asked", [{"prompt": "login"}, {"max_age": "60"}])
def test_showing_the_second_factor_once_more_is_not_signing_in_anew(world, staff, asked):
    world.clock.forward(61)
    onward = after_signing_in(staff.get(f"/identity/authorize?{urlencode(world.asking(**asked))}"))
    world.clock.forward(5)
    code = {"recovery_code": world.recovery_code("bqr", "anouk")}
    again = staff.post("/identity/second-factor/recovery-code", code, page="/identity/me/password")
    assert again.status_code == 303
    assert staff.get(onward).location.startswith("/identity/sign-in?")


def test_who_was_not_signed_in_may_take_his_time(world):
    world.hire()
    world.application()
    browser = world.browser()
    onward = after_signing_in(browser.get(f"/identity/authorize?{urlencode(world.asking())}"))
    world.clock.forward(3600)
    browser.enter()
    assert "code=" in browser.get(onward).location


def test_what_says_that_somebody_signed_in_anew_counts_for_ten_minutes_and_cannot_be_made_up(world, staff):
    onward = after_signing_in(staff.get(f"/identity/authorize?{urlencode(world.asking(prompt='login'))}"))
    staff.enter()
    assert "code=" in staff.get(onward).location
    forged = re.sub(r"(signed_in_since=)[^&.]+", r"\1WyJicXIiLDFd", onward)
    assert forged != onward
    for stale in (forged, onward.replace("signed_in_since=", "signed_in_since=x")):
        assert staff.get(stale).location.startswith("/identity/sign-in?")
    world.clock.forward(601)
    assert staff.get(onward).location.startswith("/identity/sign-in?")


@pytest.mark.parametrize(
    "wrong",
    [
        "https://evil.example/terug?x=1",
        "https://app.example/terug",
        "https://app.example/terug?x=1&y=2",
        "https://app.example/terug?x=1#a",
        "https://app.example.evil.example/terug?x=1",
        "https://app.example/terug/../evil?x=1",
        "http://app.example/terug?x=1",
        "HTTPS://app.example/terug?x=1",
        "https://app.example/terug?x=1 ",
        "https://app.example/térug",
        'https://app.example/"',
        "",
        None,
    ],
)
def test_a_code_goes_to_no_other_address(world, staff, wrong):
    answer = staff.get(f"/identity/authorize?{urlencode(world.asking(redirect_uri=wrong))}")
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("client_id", ["nobody", "ecd", "", None, 'a"b', "é"])
def test_an_unknown_client_gets_a_page_and_no_redirect(world, staff, client_id):
    answer = staff.get(f"/identity/authorize?{urlencode(world.asking(client_id=client_id))}")
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"response_type": "id_token"}, "unsupported_response_type"),
        ({"response_type": "code token"}, "unsupported_response_type"),
        ({"code_challenge": None}, "invalid_request"),
        ({"code_challenge_method": None}, "invalid_request"),
        ({"code_challenge_method": "plain"}, "invalid_request"),
        ({"code_challenge": "short"}, "invalid_request"),
        ({"scope": "openid breach:read"}, "invalid_scope"),
        ({"scope": "everything"}, "invalid_scope"),
        ({"request": "e30.e30."}, "request_not_supported"),
        ({"resource": "https://other.example/"}, "invalid_target"),
        ({"resource": "http://bqr.localhost:8000/breach"}, "invalid_target"),
        ({"dpop_jkt": "short"}, "invalid_request"),
        ({"response_mode": "fragment"}, "invalid_request"),
        ({"response_mode": "form_post"}, "invalid_request"),
        ({"nonce": "n" * 300}, "invalid_request"),
        ({"prompt": "none login"}, "invalid_request"),
    ],
)
def test_a_bad_request_is_answered_at_the_application_with_state_and_issuer(world, staff, changes, error):
    answer = staff.get(f"/identity/authorize?{urlencode(world.asking(**changes))}")
    assert answer.status_code == 302, answer.text
    assert answer.location.startswith(CALLBACK)
    back = dict(parse_qsl(urlsplit(answer.location).query))
    assert (back["error"], back["state"], back["iss"]) == (error, "staat", ISSUER)
    assert "code" not in back


@pytest.mark.parametrize("uri", ["urn:x", "urn:ietf:params:oauth:request_uri:made-up", "https://evil.example/request"])
def test_a_request_uri_that_is_not_ours_gets_a_page_and_is_not_fetched(world, staff, uri):
    answer = staff.get(f"/identity/authorize?{urlencode(world.asking(request_uri=uri))}")
    assert answer.status_code == 400
    assert "Location" not in answer.headers


@pytest.mark.parametrize("name", ["client_id", "redirect_uri", "scope", "code_challenge", "state"])
def test_a_parameter_that_comes_twice_is_refused(world, staff, name):
    answer = staff.get(f"/identity/authorize?{urlencode(world.asking())}&{name}=x")
    assert answer.status_code == 400


def test_a_code_counts_once(world, staff):
    code = world.code(staff)["code"]
    assert world.redeem(code).status_code == 200
    again = world.redeem(code)
    assert (again.status_code, again.json["error"]) == (400, "invalid_grant")


@pytest.mark.parametrize("later", [0, 61, 299])
def test_a_code_that_is_shown_twice_ends_what_was_made_from_it(world, staff, later):
    secret = world.application(client_id="geheim", auth_method=AuthMethod.CLIENT_SECRET_BASIC)
    code = world.code(staff, client_id="geheim")["code"]
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": CALLBACK, "code_verifier": VERIFIER}
    token = world.token(auth=("geheim", secret), **form).json["access_token"]
    assert world.active(token, ("geheim", secret))["active"]
    world.clock.forward(later)
    assert world.token(auth=("geheim", secret), **form).json["error"] == "invalid_grant"
    assert world.active(token, ("geheim", secret)) == {"active": False}
    with world.work() as work:
        assert world.claims(token)["gid"] in {each.ref for each in actions.revocations(work)}


def test_the_id_token_says_when_how_and_how_surely_somebody_signed_in(world, staff):
    at = int(world.clock.now().timestamp())
    world.clock.forward(30)
    tokens = world.redeem(world.code(staff)["code"]).json
    told = jwt.decode(tokens["id_token"], world.keys(), algorithms=["ES256"]).claims
    assert (told["auth_time"], told["amr"], told["acr"]) == (at, ["mfa", "otp", "pwd"], TWO_FACTORS)
    assert world.claims(tokens["access_token"])["acr"] == TWO_FACTORS


def test_a_resource_narrows_the_token_to_one_service(world, staff):
    both = "openid profile consent:record"
    code = world.code(staff, scope=both, resource="http://bqr.localhost:8000/consent")["code"]
    tokens = world.redeem(code).json
    claims = world.claims(tokens["access_token"])
    assert (claims["aud"], claims["scope"]) == (["http://bqr.localhost:8000/consent"], "consent:record")
    assert "id_token" in tokens
    assert tokens["scope"] == "consent:record openid profile"


def test_what_was_granted_for_one_resource_is_not_redeemed_for_another(world, staff):
    code = world.code(staff, scope="openid consent:record", resource="http://bqr.localhost:8000/consent")["code"]
    answer = world.redeem(code, resource="http://bqr.localhost:8000/identity")
    assert answer.json["error"] == "invalid_target"


def test_a_code_is_good_for_a_minute(world, staff):
    code = world.code(staff)["code"]
    world.clock.forward(60)
    assert world.redeem(code).json["error"] == "invalid_grant"


@pytest.mark.parametrize(
    "changes",
    [
        {"code_verifier": "w" * 43},
        {"code_verifier": None},
        {"code_verifier": "v" * 42},
        {"code_verifier": hashlib.sha256(VERIFIER.encode()).hexdigest()},
        {"redirect_uri": "https://evil.example/"},
        {"redirect_uri": None},
        {"code": "made-up"},
        {"code": None},
        {"client_id": "nobody"},
        {"client_id": None},
    ],
)
def test_a_code_is_worth_nothing_without_all_that_belongs_to_it(world, staff, changes):
    code = world.code(staff)["code"]
    answer = world.redeem(changes.get("code", code), **{k: v for k, v in changes.items() if k != "code"})
    assert answer.status_code in {400, 401}
    assert "access_token" not in answer.text


def test_a_code_that_was_tried_with_a_wrong_verifier_is_spent(world, staff):
    code = world.code(staff)["code"]
    world.redeem(code, code_verifier="w" * 43)
    assert world.redeem(code).json["error"] == "invalid_grant"


def test_a_code_of_one_application_is_nothing_in_the_hands_of_another(world, staff):
    world.application(client_id="andere")
    code = world.code(staff)["code"]
    assert world.redeem(code, client_id="andere").json["error"] == "invalid_grant"
    assert world.redeem(code).status_code == 200


def test_a_code_of_one_organisation_is_nothing_at_another(world, staff):
    world.application("jtb")
    code = world.code(staff)["code"]
    form = {"grant_type": "authorization_code", "client_id": "app", "code": code, "redirect_uri": CALLBACK}
    answer = world.browser("jtb").bare("/identity/token", data={**form, "code_verifier": VERIFIER})
    assert answer.json["error"] == "invalid_grant"


def test_a_code_dies_with_the_session_that_it_was_made_in(world, staff):
    code = world.code(staff)["code"]
    staff.post("/identity/sign-out")
    assert world.redeem(code).json["error"] == "invalid_grant"


def test_a_confidential_application_must_prove_itself(world, staff):
    secret = world.application(client_id="geheim", auth_method=AuthMethod.CLIENT_SECRET_BASIC)
    code = world.code(staff, client_id="geheim")["code"]
    assert world.redeem(code, client_id="geheim").status_code == 401
    answer = world.token(
        auth=("geheim", secret),
        grant_type="authorization_code",
        code=code,
        redirect_uri=CALLBACK,
        code_verifier=VERIFIER,
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"client_id": "nobody"}, "client-unknown"),
        ({"client_id": None}, "client-unknown"),
        ({"redirect_uri": "https://evil.example/"}, "redirect-uri-unknown"),
        ({"redirect_uri": None}, "redirect-uri-unknown"),
        ({"request_uri": "urn:ietf:params:oauth:request_uri:made-up"}, "request-uri-spent"),
        ({"state": "é"}, "request-malformed"),
    ],
)
def test_a_page_says_why_nobody_is_sent_back_and_a_code_tells_the_maker(world, staff, changes, code):
    asked = urlencode(world.asking(**changes))
    dutch, english = (staff.get(f"/identity/authorize?{asked}&lang={lang}") for lang in ("nl", "en"))
    assert dutch.status_code == english.status_code == 400
    assert f"Code voor de maker: {code}." in dutch.text
    assert f"Code for the maker: {code}." in english.text


def test_a_suspended_application_gets_nothing(world, staff):
    code = world.code(staff)["code"]
    with world.work() as work:
        actions.suspend_client(work, "app")
    assert world.redeem(code).status_code in {400, 401}
    assert staff.get(f"/identity/authorize?{urlencode(world.asking())}").status_code == 400


def test_a_person_of_a_letter_is_no_staff_for_an_application(world, staff):
    made = staff.post("/identity/persons/new", {"client_number": "C-7"})
    page = staff.post(f"{made.location}/letter", page=made.location)
    number, code = re.findall(r'<dd translate="no">([^<]+)</dd>', page.text)
    person = world.browser()
    person.post("/identity/sign-in/letter", {"number": number, "code": code}, page="/identity/sign-in")
    answer = person.get(f"/identity/authorize?{urlencode(world.asking())}")
    assert answer.location.startswith("/identity/sign-in?")


def test_posting_the_request_is_the_same_as_getting_it(world, staff):
    answer = staff.bare("/identity/authorize", data=world.asking())
    assert answer.status_code == 303
    assert answer.location == f"/identity/authorize?{urlencode(world.asking())}"


def test_the_request_survives_in_english(world):
    world.application()
    answer = world.browser().get(f"/identity/authorize?{urlencode(world.asking())}&lang=en")
    assert answer.status_code == 302
