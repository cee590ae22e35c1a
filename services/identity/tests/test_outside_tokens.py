"""What comes back from an outside issuer and is not believed, each for one reason; and what an issuer may be itself."""

import base64
import hashlib
import hmac
import json
import re
from itertools import product
from urllib.parse import parse_qsl, urlsplit

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from joserfc import jwk

from waarborg_identity.domain.outside import Fault
from waarborg_shared.outward import Outward

HOUR = 3600
PAGE = {400: "Begin opnieuw met inloggen", 502: "Inloggen is niet gelukt", 503: "Inloggen lukt nu niet"}


@pytest.fixture
def world(outside_world):
    outside_world.map_role("staff")
    return outside_world


@pytest.fixture
def werk(issuers):
    return issuers["werk"]


@pytest.fixture
def faults(capsys):
    """Return why sign-ins were refused, as the log tells it."""
    return lambda: re.findall(r"outside_sign_in_refused.*why=([a-z-]+)", capsys.readouterr().out)


def title(answer):
    return re.search(r"<h1[^>]*>([^<]+)</h1>", answer.text).group(1)


def refused(world, browser, answer, status=502):
    assert answer.status_code == status, answer.text
    assert title(answer) == PAGE[status]
    assert browser.cookie is None
    assert world.accounts() == []
    assert answer.headers["Cache-Control"] == "no-store"


def nonce_of(out):
    return dict(parse_qsl(urlsplit(out.location).query))["nonce"]


def now(world):
    return int(world.clock.now().timestamp())


# What is wrong with the claims, and what the log says of it.
WRONG = {
    "another issuer": ({"iss": "https://kwaad.example"}, Fault.ISSUER),
    "no issuer": ({"iss": None}, Fault.ISSUER),
    "another audience": ({"aud": "een-ander"}, Fault.AUDIENCE),
    "no audience": ({"aud": None}, Fault.AUDIENCE),
    "an empty audience": ({"aud": []}, Fault.AUDIENCE),
    "an audience of numbers": ({"aud": [1, "waarborg"]}, Fault.AUDIENCE),
    "an audience besides that is not trusted": ({"aud": ["waarborg", "x"], "azp": "waarborg"}, Fault.AUDIENCE),
    "another authorised party": ({"azp": "een-ander"}, Fault.PARTY),
    "another nonce": ({"nonce": "van-een-ander"}, Fault.NONCE),
    "no nonce": ({"nonce": None}, Fault.NONCE),
    "a nonce that is a number": ({"nonce": 5}, Fault.NONCE),
    "no subject": ({"sub": None}, Fault.SUBJECT),
    "an empty subject": ({"sub": ""}, Fault.SUBJECT),
    "a subject that is too long": ({"sub": "x" * 256}, Fault.SUBJECT),
    "a subject that is a number": ({"sub": 7}, Fault.SUBJECT),
    "the hash of another access token": ({"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, Fault.ACCESS_TOKEN),
    "a hash that is none": ({"at_hash": 5}, Fault.ACCESS_TOKEN),
}
# The same for its times, in seconds from now.
TIMES = {
    "expired": ({"exp": -61}, Fault.EXPIRED),
    "made in the future": ({"iat": 61}, Fault.EARLY),
    "not yet valid": ({"nbf": 61}, Fault.EARLY),
    "made long ago": ({"iat": -601, "exp": HOUR}, Fault.OLD),
}


def test_a_token_that_says_something_wrong_lets_nobody_in(world, werk, faults):
    for case, (changes, fault) in WRONG.items():
        browser = world.browser()
        refused(world, browser, browser.come_from(werk, **changes))
        assert (case, faults()) == (case, [fault.value])


def test_a_token_of_another_time_lets_nobody_in(world, werk, faults):
    for case, (changes, fault) in TIMES.items():
        browser = world.browser()
        refused(world, browser, browser.come_from(werk, **{name: now(world) + at for name, at in changes.items()}))
        assert (case, faults()) == (case, [fault.value])


def test_a_time_that_is_none_lets_nobody_in(world, werk, faults):
    for when, time in product(("exp", "iat", "nbf"), ("morgen", True, -1, 10**13, [1])):
        browser = world.browser()
        refused(world, browser, browser.come_from(werk, **{when: time}))
        assert (when, time, faults()) == (when, time, [Fault.NO_TIME.value])


def _foreign(werk):
    return jwk.ECKey.generate_key("P-256", {"kid": werk.keys[-1].kid})


def _part(value):
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _by_secret(secret, claims):
    signed = f"{_part({'alg': 'HS256', 'kid': '/werk'})}.{_part(claims)}"
    made = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _with_header(key, claims, **header):
    """A token signed by hand, with a header that no library would write."""
    head = {"alg": "ES256", "kid": key.kid, **header}
    signed = f"{_part(head)}.{_part(claims)}"
    pair = decode_dss_signature(key.get_op_key("sign").sign(signed.encode(), ECDSA(SHA256())))
    made = b"".join(each.to_bytes(32, "big") for each in pair)
    return f"{signed}.{base64.urlsafe_b64encode(made).rstrip(b'=').decode()}"


def _with_its_key(werk, claims):
    foreign = _foreign(werk)
    return _with_header(foreign, claims, jwk=foreign.as_dict(private=False), kid="meegebracht")


def _changed(token):
    head, _, rest = token.partition(".")
    payload, _, signature = rest.partition(".")
    claims = json.loads(base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4)))
    return f"{head}.{_part({**claims, 'sub': 'een-ander'})}.{signature}"


# How a token can be signed (or not) that must not count, as a function of the issuer and its claims.
SIGNED = {
    "alg none": lambda werk, claims: f"{_part({'alg': 'none'})}.{_part(claims)}.",
    "the public key as a secret": lambda werk, claims: _by_secret(werk.keys[-1].as_pem(private=False), claims),
    "a foreign key by the same name": lambda werk, claims: werk.sign(claims, key=_foreign(werk)),
    "a key that is not published": lambda werk, claims: werk.sign(claims, key=_foreign(werk), kid="weg"),
    "a key without a name": lambda werk, claims: werk.sign(claims, key=_foreign(werk), kid=None),
    "an algorithm that is not allowed": lambda werk, claims: werk.sign(claims, key=jwk.RSAKey.generate_key(2048)),
    "its payload changed": lambda werk, claims: _changed(werk.sign(claims)),
    "a header that brings its key": _with_its_key,
    "a header that must be understood": lambda werk, claims: _with_header(werk.keys[-1], claims, crit=["x"], x=1),
    "no header": lambda werk, claims: f".{werk.sign(claims).partition('.')[2]}",
    "a header that is no object": lambda werk, claims: f"{_part([1])}.{werk.sign(claims).partition('.')[2]}",
    "too long": lambda werk, claims: werk.sign({**claims, "vulling": "x" * 70_000}),
}


def test_a_token_that_the_issuer_did_not_sign_lets_nobody_in(world, werk, faults):
    for how, signed in SIGNED.items():
        browser = world.browser()
        out = browser.leave()
        token = signed(werk, werk.claims(nonce=nonce_of(out)))
        refused(world, browser, browser.back(**werk.answer_to(out.location, token=token)))
        assert (how, faults()) == (how, [Fault.NOT_SIGNED.value])


def test_a_token_signed_by_hand_with_the_right_key_does_let_somebody_in(world, werk):
    browser = world.browser()
    out = browser.leave()
    token = _with_header(werk.keys[-1], werk.claims(nonce=nonce_of(out)))
    assert browser.back(**werk.answer_to(out.location, token=token)).location == "/"


def test_another_kind_of_token_of_the_issuer_is_no_id_token(world, werk, faults):
    for typ in ("at+jwt", "logout+jwt", "dpop+jwt", "application/at+jwt"):
        browser = world.browser()
        out = browser.leave()
        token = werk.sign(werk.claims(nonce=nonce_of(out)), typ=typ)
        refused(world, browser, browser.back(**werk.answer_to(out.location, token=token)))
        assert (typ, faults()) == (typ, [Fault.TYPE.value])


def test_an_answer_counts_once(world, werk):
    browser = world.browser()
    out = browser.leave()
    way = browser.client.get_cookie("waarborg-issuer", domain="bqr.localhost").value
    answer = werk.answer_to(out.location)
    assert browser.back(**answer).status_code == 303
    browser.client.set_cookie("waarborg-issuer", way, domain="bqr.localhost")
    second = browser.back(**{**answer, **{"code": werk.answer_to(out.location)["code"]}})
    assert (second.status_code, title(second)) == (400, PAGE[400])


def test_an_answer_counts_in_the_browser_that_set_out_alone(world, werk):
    out = world.browser().leave()
    victim = world.browser()
    refused(world, victim, victim.back(**werk.answer_to(out.location)), 400)
    victim.leave()
    refused(world, victim, victim.back(**werk.answer_to(out.location)), 400)


def test_an_answer_that_comes_too_late_counts_no_more(world, werk):
    browser = world.browser()
    answer = werk.answer_to(browser.leave().location)
    world.clock.forward(601)
    refused(world, browser, browser.back(**answer), 400)


def test_a_way_that_was_set_out_at_another_organisation_or_forged_is_none(world, werk):
    browser = world.browser()
    answer = werk.answer_to(browser.leave().location)
    for value in ("", "x", "eyJ4IjoxfQ.xxxx"):
        browser.client.set_cookie("waarborg-issuer", value, domain="bqr.localhost")
        refused(world, browser, browser.back(**answer), 400)


def test_an_answer_that_lacks_something_or_says_it_twice_counts_for_nothing(world, werk):
    for name in ("state", "code", "iss"):
        browser = world.browser()
        answer = werk.answer_to(browser.leave().location)
        refused(world, browser, browser.back(answer=[*answer.items(), (name, "x")]), 400)
    for name in ("state", "code"):
        browser = world.browser()
        answer = werk.answer_to(browser.leave().location)
        refused(world, browser, browser.back(**{each: answer[each] for each in answer if each != name}), 400)


def test_an_answer_of_another_issuer_is_mixed_up(world, issuers, faults):
    browser, werk, ander = world.browser(), issuers["werk"], issuers["ander"]
    out = browser.leave()
    answer = ander.answer_to(out.location)
    mixed = browser.back("werk", **answer)
    assert (mixed.status_code, title(mixed)) == (400, "Dit antwoord past niet")
    out = browser.leave()
    mixed = browser.back("ander", **{**werk.answer_to(out.location), "iss": ander.url})
    assert (mixed.status_code, browser.cookie, world.accounts()) == (400, None, [])
    assert faults() == ["mixed-up", "mixed-up"]
    assert ander.forms == []


def test_an_issuer_that_names_itself_in_answers_is_missed_when_it_does_not(world, werk):
    browser = world.browser()
    answer = werk.answer_to(browser.leave().location)
    answer.pop("iss")
    assert browser.back(**answer).status_code == 400
    werk.changes["authorization_response_iss_parameter_supported"] = None
    world.clock.forward(HOUR + 1)
    answer = werk.answer_to(browser.leave().location)
    answer.pop("iss")
    assert browser.back(**answer).status_code == 303


def test_an_issuer_that_lets_nobody_in_is_told_in_our_own_words(world, werk):
    errors = {"access_denied": 403, "login_required": 403, "<script>": 403, "temporarily_unavailable": 503}
    for error, status in errors.items():
        browser = world.browser()
        answer = werk.answer_to(browser.leave().location)
        told = browser.back(state=answer["state"], iss=answer["iss"], error=error, error_description="<b>kwaad</b>")
        assert (error, told.status_code) == (error, status)
        assert "kwaad" not in told.text and "<script>" not in told.text


# What the token endpoint may answer that is no ID token, with its status, and what is said of it.
ANSWERS = (
    ({"error": "invalid_grant"}, 400, 502),
    ({"error": "server_error"}, 500, 503),
    ({"access_token": "x"}, 200, 503),
    ({"id_token": 5}, 200, 503),
    ({"id_token": "x", "access_token": []}, 200, 503),
    ({"id_token": "geen.token"}, 200, 502),
    ({"id_token": "x" * 300_000}, 200, 503),
)


def test_a_token_endpoint_that_gives_something_else_lets_nobody_in(world, werk):
    for answers, status, page in ANSWERS:
        browser = world.browser()
        answer = werk.answer_to(browser.leave().location)
        werk.answers, werk.status = answers, status
        refused(world, browser, browser.back(**answer), page)


# What an issuer may say of itself that makes us not ask it.
METADATA = (
    {"issuer": "https://kwaad.example"},
    {"issuer": None},
    {"authorization_endpoint": None},
    {"authorization_endpoint": "javascript:alert(1)"},
    {"token_endpoint": "http://169.254.169.254/latest"},
    {"token_endpoint": 5},
    {"jwks_uri": "http://10.0.0.1/jwks"},
    {"end_session_endpoint": "http://192.168.0.1/"},
)


def test_an_issuer_that_says_something_wrong_of_itself_is_not_asked(world, werk):
    for changes in METADATA:
        werk.changes = changes
        browser = world.browser()
        refused(world, browser, browser.leave(), 503)
        world.clock.forward(11)
    assert werk.asked == ["/.well-known/openid-configuration"] * len(METADATA)


def test_an_issuer_that_is_away_is_told_so_and_asked_again_after_a_while(world, werk):
    werk.away = True
    browser = world.browser()
    for _ in range(3):
        refused(world, browser, browser.leave(), 503)
    assert len(werk.asked) == 1
    werk.away = False
    world.clock.forward(11)
    assert browser.leave().status_code == 303


def test_what_an_issuer_said_serves_for_a_day_while_it_is_away(world, werk):
    assert world.browser().come_from(werk).status_code == 303
    world.clock.forward(2 * HOUR)
    werk.changes["issuer"] = "https://kwaad.example"
    assert world.browser().come_from(werk).status_code == 303
    world.clock.forward(24 * HOUR)
    assert world.browser().leave().status_code == 503


def test_a_new_key_is_fetched_when_a_token_names_it_and_not_more_often_than_once_a_minute(world, werk):
    assert world.browser().come_from(werk).status_code == 303
    new = jwk.ECKey.generate_key("P-256", {"kid": "nieuw"})
    werk.keys.append(new)
    world.clock.forward(61)
    assert world.browser().come_from(werk).status_code == 303
    assert werk.asked.count("/jwks") == 2
    stranger = jwk.ECKey.generate_key("P-256", {"kid": "vreemd"})
    for _ in range(3):
        out = world.browser()
        location = out.leave().location
        assert out.back(**werk.answer_to(location, token=werk.sign(werk.claims(), key=stranger))).status_code == 502
    assert werk.asked.count("/jwks") == 2


def test_a_key_that_is_for_something_else_or_none_signs_nothing(world, werk):
    for changes in ({"use": "enc"}, {"alg": "ES384"}, {"kty": "oct"}, {"x": "AA"}, {"kid": "anders"}):
        werk.published = [{**werk.keys[-1].as_dict(private=False), **changes}]
        world.clock.forward(HOUR + 1)
        browser = world.browser()
        refused(world, browser, browser.come_from(werk))
    werk.published = None
    world.clock.forward(HOUR + 1)
    assert world.browser().come_from(werk).status_code == 303


@pytest.mark.parametrize("published", [{}, {"keys": 5}, {"keys": [5, None]}, []])
def test_a_set_of_keys_that_is_none_lets_nobody_in(world, werk, published):
    werk.published = published
    browser = world.browser()
    answer = browser.come_from(werk)
    refused(world, browser, answer, answer.status_code)
    assert answer.status_code in (502, 503)


def test_an_inward_address_is_not_asked_even_when_the_issuer_moves_there(world, werk):
    state = world.app.extensions["waarborg_identity"]
    state.issuers._outward = Outward(())
    browser = world.browser()
    refused(world, browser, browser.leave(), 503)
    assert werk.asked == []
