"""Partner systems in an administrator's hands: registered with what was agreed, renewed, shut out, and looked at."""

import json
import re
from datetime import timedelta
from pathlib import Path

import pytest
from joserfc import jwk, jwt

from waarborg_identity import actions
from waarborg_identity.actions import webhooks
from waarborg_identity.actions.partners import readable_keys
from waarborg_identity.domain import FOR_APPLICATIONS, SCOPES, VISIBLE_EVENTS, BadClient
from waarborg_identity.models import Client
from waarborg_identity.texts import partner_events
from waarborg_identity.texts import partners as partner_texts
from waarborg_shared.events import CATALOGUE
from waarborg_shared.testing.auth import new_key

ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
ISSUER = "http://bqr.localhost:8000/identity"
API = "/identity/api/v1/partners/"
AGREED = {
    "name": "Het dossier",
    "purpose": "Houdt het zorgdossier bij",
    "agreement_ref": "VO-2026-4",
    "contact": "Servicedesk, 000-0000000",
    "scopes": ["consent:decide"],
    "events": [VISIBLE_EVENTS[0]],
}
BY_SECRET = {"proof": "secret", "secret_reason": "De leverancier kan niet anders"}


def public(*keys):
    return {"keys": [dict(key.as_dict(private=False)) for key in keys]}


def shown_secret(page):
    return re.findall(r'<dd translate="no">([^<]+)</dd>', page.text)


def register(admin, **typed):
    return admin.post("/identity/partners/new", {**AGREED, **BY_SECRET, **typed})


def steps_of(world, client_id):
    with world.work() as work:
        return [(step.verb, step.facts, step.why) for step in actions.show_partner(work, client_id).steps]


def test_an_administrator_registers_a_partner_and_sees_its_secret_once(world, admin):
    page = register(admin)
    assert page.status_code == 200
    client_id, secret = shown_secret(page)
    assert world.token(auth=(client_id, secret), scope="consent:decide").status_code == 200
    shown = admin.get(f"/identity/partners/{client_id}")
    for words in ("Het dossier", "VO-2026-4", "Servicedesk, 000-0000000", "De leverancier kan niet anders"):
        assert words in shown.text
    assert secret not in shown.text
    assert steps_of(world, client_id) == [("registered", {"kind": "partner", "scopes": ["consent:decide"]}, "")]


def test_the_contact_is_stored_sealed(world, admin):
    client_id, _secret = shown_secret(register(admin))
    with world.work() as work:
        assert b"Servicedesk" not in work.case(Client, client_id).contact_sealed


def test_a_partner_is_registered_by_pasted_keys(world, admin):
    key = new_key("k1")
    typed = {**AGREED, "proof": "keys", "jwks": json.dumps(public(key))}
    made = admin.post("/identity/partners/new", typed)
    assert made.status_code == 303
    assert proved(world, made.location.rpartition("/")[2], key).status_code == 200


def proved(world, client_id, key, *, kid=None, number=None):
    at = int(world.clock.now().timestamp())
    jti = number or f"nummer-{at}-{key.kid}"
    claims = {"iss": client_id, "sub": client_id, "aud": ISSUER, "iat": at, "exp": at + 60, "jti": jti}
    header = {"alg": "ES256", "kid": kid or key.kid}
    assertion = jwt.encode(header, claims, key, algorithms=["ES256"])
    return world.token(client_assertion_type=ASSERTION_TYPE, client_assertion=assertion)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"purpose": " "}, "purpose"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["openid"]}, "scopes"),
        ({"scopes": ["identity:partners"]}, "scopes"),
        ({"scopes": ["breach:decide"]}, "scopes"),
        ({"events": ["nl.waarborg.breach.breach-reported.v1"]}, "events"),
        ({"secret_reason": ""}, "secret_reason"),
        ({"proof": ""}, "proof"),
        ({"proof": "none"}, "proof"),
        ({"proof": "keys", "jwks": ""}, "jwks"),
        ({"proof": "keys", "jwks": "{"}, "jwks"),
        ({"proof": "keys", "jwks": "[]"}, "jwks"),
        ({"proof": "keys", "jwks": '{"keys": []}'}, "jwks"),
        ({"proof": "keys", "jwks": "[" * 20_000}, "jwks"),
        ({"proof": "address", "jwks_uri": ""}, "jwks_uri"),
        ({"proof": "address", "jwks_uri": "http://partner.example/jwks"}, "jwks_uri"),
        ({"proof": "address", "jwks_uri": "https://127.0.0.1/jwks"}, "jwks_uri"),
        ({"proof": "address", "jwks_uri": "https://me:secret@partner.example/jwks"}, "jwks_uri"),
    ],
)
def test_what_is_typed_wrong_is_said_at_its_field_and_nothing_is_stored(world, admin, typed, field):
    page = register(admin, **typed)
    assert page.status_code == 422
    assert f'id="error-{field}"' in page.text
    with world.work() as work:
        assert actions.list_partners(work) == []


def rsa(bits):
    return jwk.RSAKey.generate_key(bits, {"kid": "r"})


def test_a_private_key_is_refused_with_the_advice_to_make_a_new_one():
    with pytest.raises(BadClient, match="private key"):
        readable_keys({"keys": [new_key("k").as_dict(private=True)]})


@pytest.mark.parametrize(
    "keys",
    [
        None,
        "keys",
        {"keys": "keys"},
        {"keys": [1]},
        {"keys": [{}]},
        {"keys": [{"kty": "oct", "k": "AAAA"}]},
        {"keys": [{"kty": "EC", "crv": "P-521", "x": "AA", "y": "AA"}]},
        {"keys": [{"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA"}]},
        {"keys": [{"kty": "EC", "crv": "P-256", "x": 1, "y": 2}]},
        {"keys": [{"kty": "RSA", "n": "AQAB", "e": "AQAB"}]},
        {"keys": [{"kty": "OKP", "crv": "Ed25519", "x": "AA"}]},
        {"keys": [public(new_key("same"))["keys"][0], public(new_key("same"))["keys"][0]]},
        {"keys": public(*(new_key(f"k{n}") for n in range(11)))["keys"]},
    ],
)
def test_keys_that_cannot_be_used_are_refused(keys):
    with pytest.raises(BadClient) as refused:
        readable_keys(keys)
    assert refused.value.field == "jwks"


def test_the_keys_of_our_algorithms_can_be_used():
    assert readable_keys(public(new_key("a"), rsa(2048)))["keys"][1]["kty"] == "RSA"


@pytest.mark.parametrize("path", ["/identity/partners", "/identity/partners/new", "/identity/partners/x"])
def test_the_pages_are_for_who_manages_partners(world, path):
    assert world.browser().get(path).status_code in {302, 303, 401}
    world.hire("bram", role="staff")
    browser = world.browser()
    browser.enter("bram")
    assert browser.get(path).status_code == 403


def test_a_partner_of_another_organisation_is_not_there(world, admin):
    world.client("jtb")
    assert admin.get("/identity/partners/ecd").status_code == 404
    assert "Het dossier" not in admin.get("/identity/partners").text


def test_an_application_is_no_partner(world, admin):
    world.application()
    assert admin.get("/identity/partners/app").status_code == 404


def test_a_new_secret_leaves_the_old_one_for_the_hours_asked(world, admin):
    client_id, old = shown_secret(register(admin))
    page = admin.post(
        f"/identity/partners/{client_id}/secret", {"overlap_hours": "24"}, page=f"/identity/partners/{client_id}"
    )
    _client_id, new = shown_secret(page)
    assert new != old
    for secret in (old, new):
        assert world.token(auth=(client_id, secret)).status_code == 200
    world.clock.forward(timedelta(hours=24).total_seconds())
    assert world.token(auth=(client_id, old)).status_code == 401
    assert world.token(auth=(client_id, new)).status_code == 200


def test_without_overlap_the_old_secret_is_nothing_at_once(world, admin):
    client_id, old = shown_secret(register(admin))
    where = f"/identity/partners/{client_id}"
    assert admin.post(f"{where}/secret", {"overlap_hours": "0"}, page=where).status_code == 200
    assert world.token(auth=(client_id, old)).status_code == 401


@pytest.mark.parametrize("hours", ["", "-1", "169", "een dag"])
def test_an_overlap_is_a_week_at_most(admin, hours):
    client_id, _old = shown_secret(register(admin))
    where = f"/identity/partners/{client_id}"
    assert admin.post(f"{where}/secret", {"overlap_hours": hours}, page=where).status_code == 422


def test_who_had_a_secret_proves_itself_by_keys_from_then_on(world, admin):
    client_id, secret = shown_secret(register(admin))
    key, where = new_key("k1"), f"/identity/partners/{client_id}"
    assert admin.post(f"{where}/keys", {"jwks": json.dumps(public(key))}, page=where).status_code == 303
    assert world.token(auth=(client_id, secret)).status_code == 401
    assert proved(world, client_id, key).status_code == 200


@pytest.mark.parametrize("typed", [{}, {"jwks": "{"}, {"jwks_uri": "https://10.0.0.1/"}])
def test_keys_are_not_replaced_by_nothing_or_by_an_address_inside(world, admin, typed):
    client_id, secret = shown_secret(register(admin))
    where = f"/identity/partners/{client_id}"
    assert admin.post(f"{where}/keys", typed, page=where).status_code == 422
    assert world.token(auth=(client_id, secret)).status_code == 200


def test_shut_out_with_a_reason_it_gets_nothing_until_it_is_let_in(world, admin):
    client_id, secret = shown_secret(register(admin))
    where = f"/identity/partners/{client_id}"
    assert admin.post(f"{where}/suspend", {"why": ""}, page=where).status_code == 422
    assert world.token(auth=(client_id, secret)).status_code == 200
    assert admin.post(f"{where}/suspend", {"why": "lek bij de partner"}, page=where).status_code == 303
    assert world.token(auth=(client_id, secret)).status_code == 401
    with world.work() as work:
        assert client_id in [revoked.ref for revoked in actions.revocations(work)]
    assert admin.post(f"{where}/let-in", {"why": "opgelost"}, page=where).status_code == 303
    assert world.token(auth=(client_id, secret)).status_code == 200
    assert [(verb, why) for verb, _facts, why in steps_of(world, client_id)[1:]] == [
        ("suspended", "lek bij de partner"),
        ("let-in", "opgelost"),
    ]


def test_a_right_taken_away_ends_the_tokens_that_hold_it(world, admin):
    client_id, secret = shown_secret(register(admin, scopes=["consent:decide", "consent:record"]))
    typed = {**AGREED, "secret_reason": "kan niet anders", "purpose": "Iets anders", "events": []}
    assert admin.post(f"/identity/partners/{client_id}/change", typed).status_code == 303
    assert world.token(auth=(client_id, secret), scope="consent:record").status_code == 400
    with world.work() as work:
        assert client_id in [revoked.ref for revoked in actions.revocations(work)]
    verb, facts, _why = steps_of(world, client_id)[-1]
    assert (verb, facts["scopes_ended"]) == ("changed", ["consent:record"])
    assert set(facts["changed"]) == {"purpose", "scopes", "events", "secret_reason"}


def test_its_tokens_are_counted_by_day(world, admin):
    client_id, secret = shown_secret(register(admin))
    for _ in range(3):
        world.token(auth=(client_id, secret))
    world.token(auth=(client_id, "wrong"))
    world.clock.forward(timedelta(days=1).total_seconds())
    world.token(auth=(client_id, secret))
    with world.work() as work:
        shown = actions.show_partner(work, client_id)
    assert [each.tokens for each in shown.used] == [1, 3]
    assert shown.last_used_at == world.clock.now()


# --- Webhooks on the pages -------------------------------------------------------------------------------------------


def test_the_address_for_events_is_set_with_a_secret_that_is_shown_once(world, admin):
    client_id, _secret = shown_secret(register(admin))
    where = f"/identity/partners/{client_id}/webhooks"
    (secret,) = shown_secret(admin.post(where, {"url": "https://partner.example/hook"}))
    assert secret.startswith("whsec_")
    page = admin.get(where)
    assert "https://partner.example/hook" in page.text
    assert secret not in page.text


@pytest.mark.parametrize(
    "url",
    [
        "",
        "partner.example",
        "http://partner.example/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[::ffff:10.0.0.1]/",
        "https://169.254.169.254/",
        "https://partner.example:22/",
        "https://a:b@partner.example/",
        "javascript:alert(1)",
    ],
)
def test_an_address_inside_or_without_tls_is_refused_on_the_page(admin, url):
    client_id, _secret = shown_secret(register(admin))
    page = admin.post(f"/identity/partners/{client_id}/webhooks", {"url": url})
    assert page.status_code == 422
    assert 'id="error-url"' in page.text


def test_a_test_a_resend_and_leaving_out_are_buttons(world, admin):
    client_id, _secret = shown_secret(register(admin))
    where = f"/identity/partners/{client_id}/webhooks"
    admin.post(where, {"url": "https://partner.example/hook"})
    assert admin.post(f"{where}/test", page=where).status_code == 303
    page = admin.get(where)
    (message_id,) = set(re.findall(r"/webhooks/([0-9a-f-]{36})/again", page.text))
    assert admin.post(f"{where}/{message_id}/again", page=where).status_code == 303
    for why, status in (("", 422), ("proef", 303), ("nog eens", 422)):
        left_out = admin.post(f"{where}/leave-out", {"message_id": message_id, "why": why}, page=where)
        assert left_out.status_code == status
    assert admin.post(f"{where}/geen-bericht/again", page=where).status_code == 404
    verbs = [verb for verb, _facts, _why in steps_of(world, client_id)]
    assert verbs[-3:] == ["webhook-tested", "webhook-sent-again", "webhook-left-out"]


def test_that_events_have_stopped_is_said_on_every_page_of_the_partner(world, admin):
    client_id, _secret = shown_secret(register(admin))
    where = f"/identity/partners/{client_id}/webhooks"
    admin.post(where, {"url": "https://partner.example/hook"})
    with world.work() as work:
        webhooks.disable_endpoint(work, webhooks.endpoint_of(work, client_id), why="three-days")
    (item,) = admin.get("/identity/api/v1/desk").json["items"]
    assert (item["title"]["nl"], item["number"], item["url"]) == ("Berichten aan een partner", client_id, where)
    assert item["state"]["code"] == "stopped"
    assert "Berichten gestopt" in admin.get("/identity/partners").text
    for page in (f"/identity/partners/{client_id}", where):
        assert "Een bericht kon drie dagen lang niet bezorgd worden." in admin.get(page).text
    assert admin.post(f"{where}/turn-on", page=where).status_code == 303
    assert admin.get("/identity/api/v1/desk").json["items"] == []
    assert "Berichten gestopt" not in admin.get("/identity/partners").text


def test_a_replay_needs_a_moment_that_has_been(admin):
    client_id, _secret = shown_secret(register(admin))
    where = f"/identity/partners/{client_id}/webhooks"
    admin.post(where, {"url": "https://partner.example/hook"})
    for since, status in (("", 422), ("2030-01-01T10:00", 422), ("2001-01-01T10:00", 422), ("2026-03-01T10:00", 303)):
        assert admin.post(f"{where}/replay", {"since": since}, page=where).status_code == status


def test_a_form_without_its_token_changes_nothing(world, admin):
    client_id, secret = shown_secret(register(admin))
    for path, typed in (("suspend", {"why": "x"}), ("webhooks/test", {}), ("secret", {"overlap_hours": "0"})):
        admin.bare(f"/identity/partners/{client_id}/{path}", data=typed)
    assert world.token(auth=(client_id, secret)).status_code == 200
    assert [verb for verb, _facts, _why in steps_of(world, client_id)] == ["registered"]


# --- The API ---------------------------------------------------------------------------------------------------------


def test_a_program_does_what_the_pages_do(world, program):
    body = {**AGREED, "auth_method": "client_secret_basic", "secret_reason": "kan niet anders", "client_id": "ecd"}
    made = program.ask("POST", API, body)
    assert made.status_code == 201, made.text
    assert world.token(auth=("ecd", made.json["secret"])).status_code == 200
    shown = program.ask("GET", f"{API}ecd")
    assert shown.json["used"] == [{"day": "2026-03-02", "tokens": 1}]
    assert (shown.json["name"], shown.json["holder"], shown.json["contact"]) == (
        "Het dossier",
        False,
        AGREED["contact"],
    )
    changed = {**AGREED, "holder": True, "secret_reason": "kan niet anders"}
    assert program.ask("POST", f"{API}ecd", changed).status_code == 428
    assert program.ask("POST", f"{API}ecd", changed, If_Match='"99"').status_code == 412
    assert program.ask("POST", f"{API}ecd", changed, If_Match=shown.headers["ETag"]).json["holder"] is True
    assert program.ask("POST", f"{API}ecd/secrets", {"overlap_hours": 1}).status_code == 201
    hook = program.ask("POST", f"{API}ecd/webhook", {"url": "https://partner.example/hook"})
    assert hook.json["secret"].startswith("whsec_")
    test = program.ask("POST", f"{API}ecd/webhook/tests", {})
    log = program.ask("GET", f"{API}ecd/webhook/deliveries?limit=1").json
    assert [each["id"] for each in log["items"]] == [test.json["id"]]
    assert program.ask("POST", f"{API}ecd/webhook/deliveries/{test.json['id']}/resends", {}).status_code == 202
    assert program.ask("POST", f"{API}ecd/webhook/replays", {"since": "2026-03-02T08:00:00Z"}).json == {"events": 0}
    assert program.ask("POST", f"{API}ecd/webhook/activation", {}).json["webhook"]["state"] == "active"
    assert program.ask("POST", f"{API}ecd/suspension", {"why": "x"}).json["state"] == "suspended"
    assert program.ask("POST", f"{API}ecd/readmission", {"why": "x"}).json["state"] == "active"
    assert (
        program.ask("POST", f"{API}ecd/keys", {"jwks": public(new_key("k"))}).json["auth_method"] == "private_key_jwt"
    )
    assert [each["client_id"] for each in program.ask("GET", API).json["items"]] == ["ecd"]


@pytest.mark.parametrize(
    "change",
    [
        {"auth_method": "none"},
        {"scopes": ["identity:partners"]},
        {"scopes": "consent:decide"},
        {"unknown": 1},
        {"client_id": "a b"},
        {"jwks": {"keys": []}, "auth_method": "private_key_jwt"},
        {"jwks_uri": "https://192.168.1.1/", "auth_method": "private_key_jwt"},
        {"auth_method": "private_key_jwt"},
        {"secret_reason": ""},
    ],
)
def test_a_program_that_sends_it_wrong_is_told_the_field(program, change):
    body = {**AGREED, "auth_method": "client_secret_basic", "secret_reason": "kan niet anders", **change}
    answer = program.ask("POST", API, body)
    assert answer.status_code == 422
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert program.ask("GET", API).json["items"] == []


@pytest.mark.parametrize(
    "path", ["nobody", "nobody/webhook/deliveries", "nobody/webhook/deliveries/x/resends", "nobody/webhook/tests"]
)
def test_a_partner_that_is_not_there_is_404(program, path):
    method = "POST" if path.endswith(("resends", "tests")) else "GET"
    assert program.ask(method, API + path, {} if method == "POST" else None).status_code == 404


def test_a_cursor_of_another_list_is_refused(program):
    program.ask("POST", API, {**AGREED, "auth_method": "client_secret_basic", "secret_reason": "x", "client_id": "ecd"})
    assert program.ask("GET", f"{API}ecd/webhook/deliveries?cursor=WzFd").status_code == 422


def test_no_partner_manages_partners(world):
    secret = world.client()
    token = world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"]
    assert world.program(token).ask("GET", API).status_code == 403


def test_an_application_without_the_right_does_nothing_whoever_signed_in(world, admin):
    world.application()
    token = world.redeem(world.code(admin)["code"]).json["access_token"]
    assert world.program(token).ask("GET", API).status_code in {401, 403}


# --- Words -----------------------------------------------------------------------------------------------------------


def test_a_partner_can_be_told_of_every_event_that_its_engineers_read_about():
    page = (Path(__file__).resolve().parents[3] / "docs" / "partners.md").read_text(encoding="utf-8")
    known = {type_.split(".")[-2]: type_ for type_ in CATALOGUE}
    read_about = {
        known[word] for word in re.findall(r"`(?:nl\.waarborg\.[a-z]+\.)?([a-z-]+)(?:\.v1)?`", page) if word in known
    }
    assert "nl.waarborg.consent.consent-changed-in-part.v1" in read_about <= set(VISIBLE_EVENTS)


def test_every_right_and_event_is_explained_in_both_languages():
    assert set(partner_texts.SCOPES) == set(SCOPES) - FOR_APPLICATIONS
    assert set(partner_events.EVENTS) - {"nl.waarborg.identity.webhook-test.v1"} == set(VISIBLE_EVENTS)
    for words, hint in (*partner_texts.SCOPES.values(), *partner_events.EVENTS.values()):
        assert all((words.nl, words.en, hint.nl, hint.en))
