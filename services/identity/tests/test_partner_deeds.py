"""An administrator sees by day what a partner system did: refusals, rights in its tokens, and what it did here."""

from datetime import timedelta

import pytest
from joserfc import jwt
from sqlalchemy import func, select

from waarborg_identity.actions import NewPerson, register_person
from waarborg_identity.actions.partner_deeds import counted_by_day, forget_deeds
from waarborg_identity.actions.partner_use import today
from waarborg_identity.domain import AuthMethod, ClientState
from waarborg_identity.domain.partner_deeds import NOBODY, Counted, Deed, Refusal
from waarborg_identity.models import Client, ClientDeed
from waarborg_identity.texts.partner_deeds import DEEDS, REFUSALS
from waarborg_shared.testing.auth import new_key

ISSUER = "http://bqr.localhost:8000/identity"
ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
API = "/identity/api/v1"
REFUSED, RIGHT, DEED = Counted


def counted(world, client_id="ecd", *, sort=REFUSED, organisation="bqr", days=30):
    """What was counted of a client, over all days."""
    with world.work(organisation) as work:
        rows = counted_by_day(work, client_id, until=today(work), days=days)
    found = {}
    for row in rows:
        if row.sort is sort:
            found[row.code] = found.get(row.code, 0) + row.times
    return found


def rows_of(world):
    with world.work() as work:
        return work.session.scalar(select(func.count()).where(ClientDeed.organisation == "bqr"))


def at_sign_in(world):
    """The same partner, by keys."""
    key = new_key("k1")
    jwks = {"keys": [dict(key.as_dict(private=False))]}
    world.client(auth_method=AuthMethod.PRIVATE_KEY_JWT, jwks=jwks)
    return key


def assertion(world, key, **changes):
    at = int(world.clock.now().timestamp())
    good = {"iss": "ecd", "sub": "ecd", "aud": ISSUER, "iat": at, "exp": at + 60, "jti": "een"}
    claims = {name: value for name, value in {**good, **changes}.items() if value is not None}
    return jwt.encode({"alg": "ES256", "kid": key.kid}, claims, key, algorithms=["ES256"])


def shown(world, proof, **form):
    return world.token(client_assertion_type=ASSERTION_TYPE, client_assertion=proof, **form)


class Program:
    """Asks the API with a token."""

    def __init__(self, world, token, organisation="bqr"):
        self._world, self._organisation, self._headers = world, organisation, {"Authorization": f"Bearer {token}"}

    def ask(self, method, path, body=None):
        browser = self._world.browser(self._organisation)
        return browser.client.open(
            f"{API}{path}", method=method, base_url=browser.base, json=body, headers=self._headers
        )


@pytest.fixture
def partner(world):
    """The partner system with a token for the register of persons."""
    secret = world.client()
    return Program(world, world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"])


@pytest.fixture
def admin(world):
    world.hire(role="privacy_officer")
    browser = world.browser()
    browser.enter()
    return browser


@pytest.fixture
def program(world, admin):
    """An application in which the administrator signed in."""
    world.application(scopes=frozenset({"openid", "identity:partners"}))
    return Program(
        world, world.redeem(world.code(admin, scope="openid identity:partners")["code"]).json["access_token"]
    )


# --- Refused ---------------------------------------------------------------------------------------------------------


def test_a_wrong_secret_is_counted(world):
    world.client()
    for _ in range(3):
        assert world.token(auth=("ecd", "fout")).status_code == 401
    assert counted(world) == {"wrong-secret": 3}


@pytest.mark.parametrize(
    ("claims", "why"),
    [
        ({"aud": "https://elders.example"}, "proof-for-another"),
        ({"exp": 1}, "proof-out-of-time"),
        ({"exp": None}, "proof-out-of-time"),
        ({"jti": None}, "proof-unreadable"),
        ({"iss": "iemand"}, "proof-unreadable"),
    ],
)
def test_a_proof_that_does_not_hold_is_counted_with_what_was_wrong(world, claims, why):
    key = at_sign_in(world)
    assert shown(world, assertion(world, key, **claims)).status_code == 401
    assert counted(world) == {why: 1}


def test_a_proof_that_is_shown_again_is_counted(world):
    proof = assertion(world, at_sign_in(world))
    assert [shown(world, proof).status_code for _ in range(3)] == [200, 401, 401]
    assert counted(world) == {"proof-replayed": 2}


def test_a_proof_by_another_key_is_counted(world):
    at_sign_in(world)
    assert shown(world, assertion(world, new_key("k1"))).status_code == 401
    assert counted(world) == {"wrong-key": 1}


def test_what_is_no_proof_of_the_kind_agreed_is_counted(world):
    key = at_sign_in(world)
    world.token(auth=("ecd", "geheim"))
    world.token(client_id="ecd")
    shown(world, "a.b.c", client_id="ecd")
    assert counted(world) == {"other-method": 1, "no-proof": 1}
    with world.work() as work:
        work.case(Client, "ecd").auth_method = AuthMethod.CLIENT_SECRET_BASIC.value
    shown(world, assertion(world, key))
    assert counted(world) == {"other-method": 2, "no-proof": 1}


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        ({"scope": "breach:read"}, "scope-not-granted"),
        ({"scope": "openid"}, "scope-not-granted"),
        ({"resource": "https://elders.example"}, "no-right-at-resource"),
        ({"grant_type": "password", "scope": "x"}, "grant-type"),
        ({"grant_type": "authorization_code", "code": "x"}, "grant-type"),
    ],
)
def test_what_it_may_not_ask_is_counted(world, asked, why):
    secret = world.client()
    assert world.token(auth=("ecd", secret), **asked).status_code == 400
    assert counted(world) == {why: 1}


def test_who_comes_while_suspended_is_counted_as_such_whatever_it_shows(world):
    secret = world.client()
    with world.work() as work:
        work.case(Client, "ecd").state = ClientState.SUSPENDED.value
    world.token(auth=("ecd", secret))
    world.token(auth=("ecd", "fout"))
    assert counted(world) == {"suspended": 2}


def test_a_proof_of_a_key_that_does_not_hold_is_counted_and_being_asked_for_a_nonce_is_not(world):
    secret, key = world.client(), new_key("k1")
    for nonce in (None, "verzonnen"):
        asked = world.token(auth=("ecd", secret), headers=world.proof(key, nonce=nonce))
        assert asked.json["error"] == "use_dpop_nonce"
    assert counted(world) == {}
    world.token(auth=("ecd", secret), headers=world.proof(key, path="/identity/par"))
    assert counted(world) == {"key-proof": 1}


@pytest.mark.parametrize("path", ["/identity/par", "/identity/revoke", "/identity/introspect"])
def test_the_other_endpoints_count_too(world, path):
    secret = world.client()
    world.token(auth=("ecd", "fout"), path=path, token="x")
    assert counted(world) == {"wrong-secret": 1}
    world.token(auth=("ecd", secret), path=path)
    assert counted(world) == {"wrong-secret": 1, "malformed": 1}


def test_a_code_that_does_not_count_is_counted_of_its_application(world):
    world.application()
    world.redeem("verzonnen")
    world.renew("verzonnen")
    assert counted(world, "app") == {"grant-does-not-count": 2}


# --- Made-up clients -------------------------------------------------------------------------------------------------


def test_made_up_clients_fill_no_rows(world):
    for number in range(40):
        world.token(auth=(f"verzonnen-{number}", "x"))
        world.token(client_id=f"verzonnen-{number}")
    world.token()
    world.token(auth=("a" * 3000, "x"))
    world.token(auth=("\ud800".encode("utf-8", "surrogatepass").decode("latin-1"), "x"))
    shown(world, "x.y.z")
    assert counted(world, NOBODY) == {"no-proof": 84}
    assert rows_of(world) <= 4
    assert counted(world, "verzonnen-1") == {}


def test_however_often_a_client_is_refused_a_few_rows_hold_it(world):
    world.client()
    for _ in range(40):
        world.token(auth=("ecd", "fout"))
    assert counted(world) == {"wrong-secret": 40}
    assert rows_of(world) <= 4


def test_a_refusal_says_the_same_and_writes_as_much_whether_or_not_there_is_such_a_client(world):
    world.client()
    before = rows_of(world)
    known = world.token(auth=("ecd", "fout"))
    between = rows_of(world)
    unknown = world.token(auth=("onbekend", "fout"))
    assert (known.status_code, known.data) == (unknown.status_code, unknown.data)
    assert (between - before, rows_of(world) - between) == (1, 1)


def test_a_refusal_at_one_organisation_is_not_told_at_another(world):
    world.client()
    world.client("jtb")
    world.token(auth=("ecd", "fout"))
    assert counted(world, organisation="jtb") == {}


# --- Rights, and what it did -----------------------------------------------------------------------------------------


def test_the_rights_that_a_token_carries_are_counted_and_not_those_that_it_has_besides(world):
    secret = world.client()
    for scope in ("consent:decide", "consent:decide identity:persons"):
        assert world.token(auth=("ecd", secret), scope=scope).status_code == 200
    assert world.token(auth=("ecd", secret), resource="http://bqr.localhost:8000/consent").status_code == 200
    assert counted(world, sort=RIGHT) == {"consent:decide": 3, "consent:record": 1, "identity:persons": 1}
    assert counted(world) == {}


def test_what_a_partner_does_with_persons_is_counted(world, partner):
    made = partner.ask("POST", "/persons/", {"client_number": "C-1", "name": "Piet Plaatje"}).json["person_ref"]
    partner.ask("POST", "/person-searches/", {"client_number": "C-1"})
    for number in ("C-2", "C-3"):
        partner.ask("POST", "/person-searches/", {"client_number": number})
    partner.ask("GET", f"/persons/{made}")
    partner.ask("PUT", f"/persons/{made}/numbers/own", {"number": "N-1"})
    partner.ask("GET", f"/persons/{made}/numbers/own")
    partner.ask("DELETE", f"/persons/{made}/numbers/own")
    assert counted(world, sort=DEED) == {
        "person-registered": 1,
        "person-found": 1,
        "person-not-found": 2,
        "person-shown": 1,
        "number-set": 1,
        "number-shown": 1,
        "number-removed": 1,
    }


def test_what_was_refused_or_came_to_nothing_was_not_done(world, partner):
    partner.ask("POST", "/persons/", {"client_number": "C-1"})
    for body in ({"client_number": "C-1"}, {"bsn": "123456782", "ground": "marketing"}, {}):
        assert partner.ask("POST", "/persons/", body).status_code in {409, 422}
    assert partner.ask("GET", "/persons/bb87b46d-27b2-444c-b612-a35df75607f0").status_code == 404
    assert counted(world, sort=DEED) == {"person-registered": 1}


def test_what_staff_and_the_system_do_is_nobodys_deed(world, admin):
    with world.work() as work:
        register_person(work, NewPerson(client_number="C-1"))
    found = admin.post("/identity/persons", {"kind": "client_number", "find": "C-1"})
    assert found.status_code == 303
    assert rows_of(world) == 0


def test_what_an_application_changes_of_partners_is_counted_of_the_application(world, program):
    world.client()
    assert program.ask("POST", "/partners/ecd/webhook", {"url": "https://partner.example/hook"}).status_code == 200
    assert program.ask("POST", "/partners/ecd/webhook/tests", {}).status_code == 202
    assert program.ask("POST", "/partners/ecd/suspension", {"why": "lek"}).status_code == 200
    assert counted(world, "app", sort=DEED) == {"webhook-changed": 2, "partner-changed": 1}
    assert counted(world, "ecd", sort=DEED) == {}
    (day,) = program.ask("GET", "/partners/app/deeds").json["items"]
    assert {"code": "webhook-changed", "times": 2} in day["did"]


def test_no_count_holds_anything_of_anybody(world, partner):
    partner.ask("POST", "/persons/", {"client_number": "C-1001", "name": "Piet Plaatje", "bsn": None})
    partner.ask("POST", "/person-searches/", {"client_number": "C-2002"})
    with world.work() as work:
        rows = work.session.scalars(select(ClientDeed).where(ClientDeed.organisation == "bqr")).all()
        codes = {row.code for row in rows}
    assert codes <= {*Refusal, *Deed, "identity:persons"}


# --- For the administrator -------------------------------------------------------------------------------------------


def test_the_page_says_by_day_in_words_what_a_partner_did(world, admin):
    secret = world.client()
    assert "In de laatste 30 dagen kwam het niet." in admin.get("/identity/partners/ecd").text
    world.token(auth=("ecd", "fout"))
    token = world.token(auth=("ecd", secret), scope="identity:persons").json["access_token"]
    Program(world, token).ask("POST", "/person-searches/", {"client_number": "C-2"})
    page = admin.get("/identity/partners/ecd").text
    for words in (
        "Verkeerd geheim: 1",
        "Personen inschrijven en zoeken op nummer: 1",
        "Gezocht met een nummer dat hier onbekend is: 1",
        "in het logboek van wie er keek",
    ):
        assert words in page
    english = admin.get("/identity/partners/ecd?lang=en").text
    for words in ("Wrong secret: 1", "Searched for a number that is unknown here: 1", "in the log of who looked"):
        assert words in english


def test_the_page_shows_thirty_days_newest_first(world, admin):
    world.client()
    world.token(auth=("ecd", "fout"))
    world.clock.forward(timedelta(days=29).total_seconds())
    world.token(client_id="ecd")
    admin.enter()
    page = admin.get("/identity/partners/ecd").text
    assert 0 < page.index("Bewees niet wie het is: 1") < page.index("Verkeerd geheim: 1")
    world.clock.forward(timedelta(days=1).total_seconds())
    admin.enter()
    page = admin.get("/identity/partners/ecd").text
    assert "Bewees niet wie het is: 1" in page
    assert "Verkeerd geheim: 1" not in page


def test_a_program_gets_the_same(world, program):
    secret = world.client()
    world.token(auth=("ecd", "fout"))
    world.token(auth=("ecd", secret), scope="consent:decide")
    told = program.ask("GET", "/partners/ecd/deeds").json
    with world.work() as work:
        day = today(work)
    assert told == {
        "since": str(day - timedelta(days=29)),
        "until": str(day),
        "items": [
            {
                "day": str(day),
                "tokens": 1,
                "rights": [{"service": "consent", "scope": "consent:decide", "tokens": 1}],
                "did": [],
                "refused": [{"code": "wrong-secret", "times": 1}],
            }
        ],
    }


def test_a_program_asks_for_the_days_that_it_wants(world, program):
    world.client()
    world.token(auth=("ecd", "fout"))
    with world.work() as work:
        day = today(work)
    for query, found in (
        (f"?until={day}&days=1", 1),
        (f"?until={day - timedelta(days=1)}&days=90", 0),
        (f"?until={day + timedelta(days=89)}&days=90", 1),
        (f"?until={day + timedelta(days=90)}&days=90", 0),
        ("?until=1900-01-01&days=90", 0),
    ):
        answer = program.ask("GET", f"/partners/ecd/deeds{query}")
        assert (answer.status_code, len(answer.json["items"])) == (200, found), query


@pytest.mark.parametrize(
    "query", ["days=0", "days=91", "days=x", "until=gisteren", "until=2026-13-01", "van=2026-01-01"]
)
def test_days_that_are_none_are_refused_by_name(world, program, query):
    world.client()
    answer = program.ask("GET", f"/partners/ecd/deeds?{query}")
    assert answer.status_code == 422
    assert query.partition("=")[0] in answer.text


def test_what_a_partner_did_is_for_who_manages_partners(world, partner, program):
    assert partner.ask("GET", "/partners/ecd/deeds").status_code == 403
    assert Program(world, "x").ask("GET", "/partners/ecd/deeds").status_code == 401
    assert program.ask("GET", "/partners/niemand/deeds").status_code == 404
    assert program.ask("GET", f"/partners/{NOBODY}/deeds").status_code == 404


def test_a_partner_of_another_organisation_is_not_there(world, program):
    world.client("jtb", client_id="elders")
    assert program.ask("GET", "/partners/elders/deeds").status_code == 404


def test_counts_are_kept_for_four_hundred_days(world):
    world.client()
    world.token(auth=("ecd", "fout"))
    world.clock.forward(timedelta(days=400).total_seconds())
    for expected in ({"wrong-secret": 1}, {}):
        with world.work() as work:
            forget_deeds(work)
        assert counted(world, days=500) == expected
        world.clock.forward(timedelta(days=1).total_seconds())


def test_every_code_has_words():
    assert (set(REFUSALS), set(DEEDS)) == (set(Refusal), set(Deed))
    for words in (*REFUSALS.values(), *DEEDS.values()):
        assert words.nl and words.en


def test_on_either_database_what_is_counted_adds_up(world_on_either):
    world = world_on_either
    secret = world.client()
    for _ in range(10):
        world.token(auth=("ecd", "fout"))
        world.token(auth=("niemand", "fout"))
        world.token(auth=("ecd", secret), scope="consent:decide consent:record")
    assert counted(world) == {"wrong-secret": 10}
    assert counted(world, NOBODY) == {"no-proof": 10}
    assert counted(world, sort=RIGHT) == {"consent:decide": 10, "consent:record": 10}
