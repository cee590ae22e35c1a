"""Who is shut out is out: sessions and tokens die at every service within five seconds, by a clock that really runs."""

from collections.abc import Mapping
from dataclasses import dataclass

from werkzeug.test import Client

from waarborg_identity.actions import (
    NewAccount,
    disable_account,
    let_in_client,
    register_account,
    register_client,
    suspend_client,
)
from waarborg_identity.domain import SCOPES, AuthMethod, ClientKind, NewClient
from waarborg_identity.passwords import Passwords
from waarborg_shared.hooks.values import RoleKind
from waarborg_shared.testing.auth import bearer
from waarborg_tests.cast import PASSWORD, Cast
from waarborg_tests.people import Browser, Partner, token_of, token_through
from waarborg_tests.waiting import until

WITHIN = 5.0
PLACES = (
    "/breach/api/v1/breaches/",
    "/consent/api/v1/consents/?subject_ref={ref}",
    "/disclosure/api/v1/reports/",
    "/identity/api/v1/persons/{ref}",
    "/requests/api/v1/requests/",
)
OPEN, SHUT = dict.fromkeys(PLACES, 200), dict.fromkeys(PLACES, 401)
PARTNER, APP, CALLBACK, USERNAME = "wordt-geschorst", "app-van-wie-gaat", "https://app.example/terug", "wie-gaat"


@dataclass(frozen=True)
class Somebody:
    """Who tries every service's door, by the headers or cookies of a client."""

    cast: Cast
    client: Client
    headers: Mapping[str, str]

    def finds(self) -> dict[str, int]:
        """How each door answers."""
        place, origin = self.cast.person.ref, self.cast.product.origin(self.cast.organisation)
        return {
            each: self.client.get(each.format(ref=place), base_url=origin, headers=self.headers).status_code
            for each in PLACES
        }

    def is_out(self) -> bool:
        """Whether every door is shut."""
        return self.finds() == SHUT


def by_token(cast: Cast, token: str) -> Somebody:
    return Somebody(cast, Client(cast.product.app, use_cookies=False), bearer(token))


def by_session(cast: Cast, browser: Browser) -> Somebody:
    return Somebody(cast, browser.client, {})


def member_of_staff(cast: Cast) -> tuple[str, Browser]:
    """One more with every role, who signed in."""
    rules = cast.product.runtimes["identity"].rules(cast.organisation)
    roles = tuple(role.code for role in rules.roles.values() if role.kind is RoleKind.STAFF)
    new = NewAccount(username=USERNAME, name="Wim Weg", password_hash=Passwords().hash(PASSWORD), roles=roles)
    with cast.product.work("identity", cast.organisation) as work:
        account = register_account(work, new, rules=rules).id
    return account, cast.visitor().sign_in(USERNAME, PASSWORD)


def application(cast: Cast) -> None:
    new = NewClient(
        client_id=APP,
        name="Verzonnen app",
        kind=ClientKind.APPLICATION,
        auth_method=AuthMethod.NONE,
        scopes=frozenset(SCOPES),
        redirect_uris=(CALLBACK,),
    )
    with cast.product.work("identity", cast.organisation) as work:
        register_client(work, new)


def partner_secret(cast: Cast) -> str:
    new = NewClient(
        client_id=PARTNER,
        name="Verzonnen partner",
        kind=ClientKind.PARTNER,
        auth_method=AuthMethod.CLIENT_SECRET_BASIC,
        scopes=frozenset(cast.scopes),
    )
    with cast.product.work("identity", cast.organisation) as work:
        secret = register_client(work, new).secret
    assert secret is not None
    return secret


def test_a_disabled_accounts_session_and_tokens_are_refused_by_every_service(cast: Cast) -> None:
    application(cast)
    account, browser = member_of_staff(cast)
    session = by_session(cast, browser)
    staff = by_token(cast, token_through(cast.product, browser, APP, sorted(SCOPES), callback=CALLBACK))
    colleague = by_session(cast, cast.staff())
    assert session.finds() == staff.finds() == OPEN
    with cast.product.work("identity", cast.organisation) as work:
        disable_account(work, account)
    until(lambda: session.is_out() and staff.is_out(), within=WITHIN, what="an account that is out")
    assert colleague.finds() == OPEN


def test_a_suspended_partners_tokens_are_refused_by_every_service_until_it_is_let_in(cast: Cast) -> None:
    secret = partner_secret(cast)
    token = Partner(cast.product, cast.organisation).token(PARTNER, secret, *cast.scopes).shown
    partner, other = by_token(cast, token), by_token(cast, token_of(cast.product, cast.organisation, *cast.scopes))
    assert partner.finds() == other.finds() == OPEN
    with cast.product.work("identity", cast.organisation) as work:
        suspend_client(work, PARTNER)
    until(partner.is_out, within=WITHIN, what="a partner that is out")
    assert other.finds() == OPEN
    with cast.product.work("identity", cast.organisation) as work:
        let_in_client(work, PARTNER)
    cast.product.clock.forward(60)
    anew = Partner(cast.product, cast.organisation).token(PARTNER, secret, *cast.scopes).shown
    assert by_token(cast, anew).finds() == OPEN
    assert partner.is_out()
