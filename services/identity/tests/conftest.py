"""Identity over HTTP on SQLite, with two organisations, a clock that is turned by hand, and invented people."""

import base64
import hashlib
import re
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from urllib.parse import parse_qsl, urlencode, urlsplit

import pytest
from joserfc import jwk, jwt

from waarborg_identity import actions
from waarborg_identity.actions import Holder
from waarborg_identity.actions.claim_mappings import NewMapping, add_mapping
from waarborg_identity.app import SERVICE
from waarborg_identity.domain import SERVICES, AuthMethod, ClientKind, Method, NewClient, SessionKind
from waarborg_identity.models import Account
from waarborg_identity.oauth.proofs import Nonces
from waarborg_identity.passwords import Passwords
from waarborg_identity.state import EXTENSION
from waarborg_shared.auth import Actor, ActorKind, authenticator_for
from waarborg_shared.config import (
    ClientAuth,
    IssuerKind,
    NumberClaim,
    NumberKind,
    OrganisationConfig,
    OutsideIssuer,
)
from waarborg_shared.service import build_runtime
from waarborg_shared.testing.auth import SERVICE_KEYS, FakeClock, prove
from waarborg_shared.testing.depth import DEEP
from waarborg_shared.testing.issuer import fake_issuers
from waarborg_shared.testing.world import both_organisations, form_token
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.web import create_app
from waarborg_tests.beginnings import Beginning

ORGANISATIONS = {
    "bqr": OrganisationConfig("bqr", ("bqr.localhost",), ()),
    "jtb": OrganisationConfig("jtb", ("jtb.localhost",), ()),
}
KNOWN = SERVICE_KEYS.public(*sorted(SERVICES))
ALLOWED = frozenset({"localhost"})  # where tests run a partner's own server; its address in digits is refused
HOSTS = {"bqr": "bqr.localhost", "jtb": "jtb.localhost"}
PASSWORD = "een goed lang wachtwoord"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
CALLBACK = "https://app.example/terug?x=1"
VERIFIER = "v" * 43
QUICK = Passwords(memory_kib=64, rounds=1, patience=30)


class Browser:
    """A visitor of one organisation: keeps cookies, carries form tokens, follows nothing by itself."""

    def __init__(self, world, organisation="bqr"):
        self.world, self.organisation = world, organisation
        self.client = world.app.test_client()
        self.host = HOSTS[organisation]
        self.base = f"http://{self.host}:8000"

    def get(self, path, **more):
        return self.client.get(path, base_url=self.base, **more)

    def post(self, path, data=None, *, page=None, **more):
        """Post a form as it stands on a page (the same address unless told)."""
        fields = {"_form": self.token(page or path), **(data or {})}
        return self.client.post(path, base_url=self.base, data=fields, **more)

    def token(self, page):
        """A token as the forms on a page hold it: in depth the first one's there, else one made as it makes it."""
        if not DEEP:
            return form_token(self.client, self.host, self.organisation)
        found = re.search(r'name="_form" value="([^"]+)"', self.get(page).text)
        return found.group(1) if found else ""

    def come_from(self, issuer, issuer_id="werk", *, next="/", **changes):
        """Sign in at an outside issuer and come back with its answer; ``changes`` are of the ID token's claims."""
        out = self.leave(issuer_id, next=next)
        assert out.status_code == 303, out.text
        return self.back(issuer_id, **issuer.answer_to(out.location, **changes))

    def leave(self, issuer_id="werk", *, next="/", **query):
        """Set out to an issuer; where that leads nowhere, return the page that says why."""
        return self._seen(self.get(f"/identity/sign-in/with/{issuer_id}?{urlencode({'next': next, **query})}"))

    def back(self, issuer_id="werk", answer=None, **query):
        """Come back from an issuer; where somebody is turned away, return the page that says why."""
        return self._seen(self.get(f"/identity/sign-in/back/{issuer_id}?{urlencode(answer or query)}"))

    def _seen(self, answer):
        turned = answer.status_code == 303 and answer.location.startswith("/identity/sign-in/turned-away")
        return self.get(answer.location) if turned else answer

    def bare(self, path, **more):
        return self.client.post(path, base_url=self.base, **more)

    @property
    def cookie(self):
        found = self.client.get_cookie("waarborg", domain=self.host)
        return found.value if found else None

    def carry(self, value):
        self.client.set_cookie("waarborg", value, domain=self.host)

    def give_password(self, username="anouk", password=PASSWORD, next="/"):
        """Type user name and password: where they hold, the second factor comes next."""
        path = f"/identity/sign-in?{urlencode({'next': next})}"
        return self.post(path, {"username": username, "password": password})

    def enter(self, username="anouk"):
        """Be signed in as who was hired here, past the pages of signing in, for a test that is about something else."""
        self.carry(self.world.beginning.once(("enter", self.organisation, username), lambda: self._enter(username)))
        return self

    def _enter(self, username):
        account, rules = self.world.hired[self.organisation, username], self.world.runtime.registry.rules
        with self.world.work(self.organisation) as work:
            limits, methods = rules(self.organisation).sign_in_policy, {Method.PASSWORD, Method.RECOVERY_CODE}
            return actions.start_session(work, SessionKind.STAFF, account, limits=limits, methods=methods)

    def sign_in(self, username="anouk", password=PASSWORD, next="/"):
        """Type user name and password, and then one of the recovery codes of who was hired here."""
        answer = self.give_password(username, password, next)
        return self.prove(answer.location, username) if answer.status_code == 303 else answer

    def prove(self, page="/identity/second-factor", username="anouk"):
        """Type one of the recovery codes on the page that asks for the second factor."""
        path = page.replace("/second-factor", "/second-factor/recovery-code", 1)
        code = self.world.recovery_code(self.organisation, username)
        return self.post(path, {"recovery_code": code}, page=page)


class Program:
    """Asks the API with a token."""

    def __init__(self, browser, token):
        self._browser, self._headers = browser, {"Authorization": f"Bearer {token}"}

    def ask(self, method, path, body=None, **headers):
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        sent = {**self._headers, **named}
        return self._browser.client.open(path, method=method, base_url=self._browser.base, json=body, headers=sent)


@dataclass
class World:
    """The application, its runtime and clock, and who was invented in it."""

    app: object
    runtime: object
    clock: FakeClock
    hired: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)

    def work(self, organisation="bqr"):
        actor = Actor.system("identity", organisation)
        return self.runtime.uow.begin(organisation, actor=actor, now=self.clock.now())

    def browser(self, organisation="bqr"):
        return Browser(self, organisation)

    def program(self, token, organisation="bqr"):
        return Program(Browser(self, organisation), token)

    def __post_init__(self):
        each = self.runtime.settings.organisations.values()
        self.beginning = Beginning(self.runtime, of=[(one.id, one.plugins, *one.issuers) for one in each])

    def hire(
        self, username="anouk", role="privacy_officer", organisation="bqr", name="Anouk Verzonnen", *, factor=SECRET
    ):
        """Register a member of staff who has set a code app up, unless ``factor`` is None."""
        who = username, role, organisation, name, factor
        account = self.hired[organisation, username] = self.beginning.once(("hire", *who), lambda: self._hire(*who))
        return account

    def _hire(self, username, role, organisation, name, factor):
        with self.work(organisation) as work:
            command = actions.NewAccount(
                username=username, name=name, password_hash=QUICK.hash(PASSWORD), roles=(role,)
            )
            account = actions.register_account(work, command, rules=self.runtime.registry.rules(organisation)).id
            if factor is not None:
                actions.add_totp(work, Holder(SessionKind.STAFF, account), factor, step=0)
        return account

    def recovery_code(self, organisation, username):
        """Return a recovery code that was not used, for the clock stands still; a newcomer gets a code app first."""
        key = organisation, username
        if not self.codes.get(key):
            with self.work(organisation) as work:
                account = self.hired.get(key) or actions.find_credentials(work, username).account_id
                holder = Holder(SessionKind.STAFF, account)
                if not actions.has_second_factor(work, account):
                    actions.add_totp(work, holder, SECRET, step=0)
                self.codes[key] = list(actions.make_recovery_codes(work, holder))
        return self.codes[key].pop()

    def client(self, organisation="bqr", **changes):
        facts = {
            "client_id": "ecd",
            "name": "Het dossier",
            "kind": ClientKind.PARTNER,
            "auth_method": AuthMethod.CLIENT_SECRET_BASIC,
            "scopes": frozenset({"consent:decide", "consent:record", "identity:persons"}),
        }
        return self.beginning.once(
            ("client", organisation, *sorted(changes.items())),
            lambda: self._client(organisation, NewClient(**{**facts, **changes})),
        )

    def _client(self, organisation, new):
        with self.work(organisation) as work:
            return actions.register_client(work, new).secret

    def application(self, organisation="bqr", **changes):
        return self.client(
            organisation,
            **{
                "client_id": "app",
                "kind": ClientKind.APPLICATION,
                "auth_method": AuthMethod.NONE,
                "scopes": frozenset({"openid", "profile", "consent:record"}),
                "redirect_uris": (CALLBACK,),
                **changes,
            },
        )

    def map_role(self, role="staff", value="wijkteam", issuer="werk", claim="roles", by=None):
        """Put a row into the table of roles, as somebody of another account (or ``by``) does."""
        actor = Actor(ActorKind.STAFF, by, "bqr") if by else Actor.system("identity", "bqr")
        with self.runtime.uow.begin("bqr", actor=actor, now=self.clock.now()) as work:
            command = NewMapping(issuer=issuer, claim=claim, value=value, role=role)
            return add_mapping(work, command, rules=self.runtime.registry.rules("bqr"), known=("werk", "ander")).id

    def steps(self, account):
        """Return what an account's timeline says: verbs with their facts."""
        with self.work() as work:
            return [(step.verb, dict(step.facts)) for step in steps_of(work, work.case(Account, account))]

    def accounts(self):
        with self.work() as work:
            return [row.id for row in actions.staff(work)]

    def token(self, organisation="bqr", *, auth=None, headers=None, path="/identity/token", **form):
        for_itself = path == "/identity/token" and not {"grant_type", "resource"} & form.keys()
        scope = {"scope": "consent:decide"} if for_itself else {}
        asked = {"grant_type": "client_credentials", **scope, **form}
        form = {name: value for name, value in asked.items() if value is not None}
        sent = dict(headers or {})
        if auth:
            sent["Authorization"] = "Basic " + base64.b64encode(":".join(auth).encode()).decode()
        return self.browser(organisation).bare(path, data=form, headers=sent)

    def keys(self, organisation="bqr"):
        return jwk.KeySet.import_key_set(self.browser(organisation).get("/identity/jwks.json").json)

    def claims(self, token, organisation="bqr"):
        return jwt.decode(token, self.keys(organisation), algorithms=["ES256"]).claims

    def asking(self, **changes):
        """Return the parameters of a good authorisation request, with changes; None leaves one out."""
        digest = hashlib.sha256(VERIFIER.encode()).digest()
        good = {
            "response_type": "code",
            "client_id": "app",
            "redirect_uri": CALLBACK,
            "scope": "openid profile",
            "state": "staat",
            "nonce": "eenmalig",
            "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
            "code_challenge_method": "S256",
        }
        return {name: value for name, value in {**good, **changes}.items() if value is not None}

    def code(self, browser, **changes):
        """Ask for a code as a signed-in browser; returns what the application gets back, as parameters."""
        answer = browser.get(f"/identity/authorize?{urlencode(self.asking(**changes))}")
        assert answer.status_code == 302, answer.text
        return dict(parse_qsl(urlsplit(answer.location).query))

    def redeem(self, code, *, headers=None, **changes):
        form = {
            "grant_type": "authorization_code",
            "client_id": "app",
            "code": code,
            "redirect_uri": CALLBACK,
            "code_verifier": VERIFIER,
            **changes,
        }
        kept = {name: value for name, value in form.items() if value is not None}
        return self.browser().bare("/identity/token", data=kept, headers=headers or {})

    def renew(self, token, *, headers=None, **changes):
        form = {"grant_type": "refresh_token", "client_id": "app", "refresh_token": token, **changes}
        kept = {name: value for name, value in form.items() if value is not None}
        return self.browser().bare("/identity/token", data=kept, headers=headers or {})

    def proof(self, key, *, method="POST", path="/identity/token", organisation="bqr", nonce="", **changes):
        """Return the headers of a request with a proof by that key, with a nonce of ours unless told."""
        nonce = nonce if nonce != "" else self.nonce(organisation)
        url = f"http://{HOSTS[organisation]}:8000{path}"
        return {"DPoP": prove(key, method, url, at=self.clock.now(), nonce=nonce, **changes)}

    def nonce(self, organisation="bqr"):
        return Nonces(self.runtime.settings.master_key, organisation).fresh(self.clock.now())

    def active(self, token, auth, organisation="bqr"):
        """Return what the issuer tells of a token to its client."""
        return self.token(organisation, auth=auth, path="/identity/introspect", token=token).json


@pytest.fixture
def clock():
    return FakeClock()


@contextmanager
def running(database, make_settings, clock, **more):
    """Run identity on a database."""
    usual = {"organisations": ORGANISATIONS, "demo": True, "outward_allow": ALLOWED, "service_jwks": KNOWN}
    settings = make_settings(SERVICE, database, **{**usual, **more})
    runtime = build_runtime(SERVICE, settings, now=clock.now)
    authenticator = authenticator_for(settings, runtime.client, now=clock.now, monotonic=clock.monotonic)
    runtime = replace(runtime, authenticator=authenticator)
    app = create_app(SERVICE, runtime)
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], passwords=QUICK)
    yield World(app, runtime, clock)
    runtime.close()
    runtime.vault.keystore.close()


@pytest.fixture
def world(sqlite_database, make_settings, clock):
    with running(sqlite_database(SERVICE), make_settings, clock) as found:
        yield found


@pytest.fixture
def world_with_plugins(sqlite_database, make_settings, clock):
    """The same with the roles of both organisations' own plugins."""
    with running(sqlite_database(SERVICE), make_settings, clock, organisations=both_organisations()) as found:
        yield found


@pytest.fixture
def admin(world):
    """A signed-in member of staff who manages partners."""
    world.hire(role="privacy_officer")
    return world.browser().enter()


@pytest.fixture
def program(world, admin):
    """An application in which the administrator signed in, with the one right that it needs."""

    def token():
        world.application(scopes=frozenset({"openid", "identity:partners"}))
        return world.redeem(world.code(admin, scope="openid identity:partners")["code"]).json["access_token"]

    return world.program(world.beginning.once("program", token))


@pytest.fixture
def issuers(clock):
    """Outside issuers: one for staff, another for staff at which nobody signs in here, and one for persons."""
    with fake_issuers(clock.now, "/werk", "/ander", "/inlog") as (werk, ander, inlog):
        yield {"werk": werk, "ander": ander, "inlog": inlog}


def outside_settings(issuers, **changes):
    """Return the settings of organisations, one with these issuers; ``changes`` are of the one for staff."""
    name = {"nl": "Werkaccount", "en": "Work account"}
    usual = {"client_id": "waarborg", "client_auth": ClientAuth.SECRET_BASIC, "algorithms": ("ES256",), "name": name}
    staff = {"kind": IssuerKind.STAFF, "second_factor_amr": frozenset({"mfa"}), **usual}
    made = (
        OutsideIssuer(id="werk", issuer=issuers["werk"].url, **{**staff, **changes}),
        OutsideIssuer(id="ander", issuer=issuers["ander"].url, **staff),
        OutsideIssuer(
            id="inlog",
            issuer=issuers["inlog"].url,
            kind=IssuerKind.PERSON,
            number=NumberClaim("bsn", NumberKind.BSN),
            levels=("substantieel", "hoog"),
            second_factor_acr=frozenset({"hoog"}),
            **usual,
        ),
    )
    bqr = replace(ORGANISATIONS["bqr"], issuers={each.id: each for each in made})
    secrets_ = {f"bqr/{each.id}": f"geheim-{each.id}" for each in made}
    return {"organisations": {**ORGANISATIONS, "bqr": bqr}, "issuer_secrets": secrets_}


@pytest.fixture
def outside_world(sqlite_database, make_settings, clock, issuers):
    with running(sqlite_database(SERVICE), make_settings, clock, **outside_settings(issuers)) as found:
        yield found


@pytest.fixture
def outside_world_on_either(service_database, make_settings, clock, issuers):
    """The same on SQLite and, with servers, on PostgreSQL behind its walls."""
    with running(service_database(SERVICE), make_settings, clock, **outside_settings(issuers)) as found:
        yield found


@pytest.fixture
def closed_world(sqlite_database, make_settings, clock, issuers):
    """The same where staff sign in outside alone, but for one account."""
    settings = outside_settings(issuers, local_sign_in=False, emergency_accounts=frozenset({"nood"}))
    with running(sqlite_database(SERVICE), make_settings, clock, **settings) as found:
        yield found


@pytest.fixture
def world_on_either(service_database, make_settings, clock):
    """The same on SQLite and, with servers, on PostgreSQL behind its walls."""
    with running(service_database(SERVICE), make_settings, clock) as found:
        yield found
