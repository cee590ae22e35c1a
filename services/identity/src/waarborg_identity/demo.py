"""Invented people and a partner system for demonstrations: staff in every role, persons, and sign-ins.

Only where the settings say that this is a demonstration; safe to repeat at every start.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import select

from waarborg_identity.actions import (
    NewAccount,
    NewPerson,
    add_totp,
    has_second_factor,
    make_letter_code,
    register_account,
    register_client,
    register_person,
)
from waarborg_identity.actions.holders import Holder
from waarborg_identity.actions.staff_details import Papers, note_papers
from waarborg_identity.domain import (
    FOR_APPLICATIONS,
    SCOPES,
    VISIBLE_EVENTS,
    Agreement,
    AuthMethod,
    ClientKind,
    IdentifierKind,
    NewClient,
    SessionKind,
)
from waarborg_identity.invented import totp_secret
from waarborg_identity.models import Account, Client, PersonIdentifier
from waarborg_identity.passwords import Passwords
from waarborg_shared.auth import Actor
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, LegalBasis, RoleKind
from waarborg_shared.service import Runtime
from waarborg_shared.uow import Work

DEMO_PASSWORD = "proef-met-waarborg"  # noqa: S105 - of invented people, printed on purpose
PARTNER_ID = "demo-ecd"
PARTNER_SECRET = "proef-geheim-van-het-dossier"  # noqa: S105 - likewise
_STAFF_NAMES = (
    "Anouk Verzonnen",
    "Bram Nietbestaand",
    "Carla Denkbeeld",
    "Dirk Voorbeeldsma",
    "Esra Fictief",
    "Femke Proefpersoon",
    "Gijs Bedacht",
    "Hanna Schijnstra",
)
_WITHOUT_PAPERS = 1
_PERSONS = (
    ("C-1001", "999990007", "Ilse Fantasia"),
    ("C-1002", "999990019", "Jan Testman"),
    ("C-1003", None, "Karima Verhaal"),
)


class NotADemonstration(Exception):
    """The settings do not say that this is a demonstration, so nobody is invented."""


@dataclass(frozen=True)
class DemoAccount:
    """A member of staff who can sign in; ``role`` is the code of the one role that he has."""

    username: str
    password: str
    name: str
    role: str


@dataclass(frozen=True)
class DemoPerson:
    """A person in the register; the letter's number and code let him in once."""

    person_ref: str
    name: str
    client_number: str
    number: str
    code: str


@dataclass(frozen=True)
class DemoOrganisation:
    """All that was invented for one organisation."""

    organisation: str
    staff: tuple[DemoAccount, ...]
    persons: tuple[DemoPerson, ...]
    client_id: str
    client_secret: str
    scopes: tuple[str, ...]


def seed_demo(runtime: Runtime) -> tuple[DemoOrganisation, ...]:
    """Invent people at every organisation, unless they are there already. Raises NotADemonstration.

    The letters' codes are made anew each time, for they are kept nowhere.
    """
    if not runtime.settings.demo:
        raise NotADemonstration
    passwords = Passwords()
    seeded = []
    for organisation in runtime.settings.organisations:
        actor = Actor.system("identity", organisation)
        password_hash = passwords.hash(DEMO_PASSWORD)
        with runtime.uow.begin(organisation, actor=actor, now=runtime.now()) as work:
            seeded.append(_seed(work, runtime.registry.rules(organisation), password_hash))
    return tuple(seeded)


def _seed(work: Work, rules: Rules, password_hash: str) -> DemoOrganisation:
    roles = [role for role in rules.roles.values() if role.kind is RoleKind.STAFF]
    codes = [role.code for role in roles]
    if not rules.organisation.one_person:  # what is given of somebody's data is looked at by two
        codes += [role.code for role in roles if Duty.REQUESTS_ANSWER in role.duties]
    scopes = tuple(sorted(SCOPES.keys() - FOR_APPLICATIONS))
    _partner(work, scopes)
    return DemoOrganisation(
        organisation=work.organisation,
        staff=tuple(
            _account(work, rules, number, role, password_hash, colleague=role in codes[:number])
            for number, role in enumerate(codes)
        ),
        persons=tuple(_person(work, *invented, rules=rules) for invented in _PERSONS),
        client_id=PARTNER_ID,
        client_secret=PARTNER_SECRET,
        scopes=scopes,
    )


def _account(work: Work, rules: Rules, number: int, role: str, password_hash: str, *, colleague: bool) -> DemoAccount:
    username = role.replace("_", "-") + ("-2" if colleague else "")
    name = _STAFF_NAMES[number % len(_STAFF_NAMES)]
    taken = select(Account.id).where(
        Account.organisation == work.organisation,
        Account.username_hash == work.search_hash("username", username),
    )
    account_id = work.session.scalar(taken)
    if account_id is None:
        command = NewAccount(username=username, name=name, password_hash=password_hash, roles=(role,))
        account = register_account(work, command, rules=rules)
        _papers(work, account, number, rules)
        account_id = account.id
    if not has_second_factor(work, account_id):
        add_totp(work, Holder(SessionKind.STAFF, account_id), totp_secret(account_id), step=0)
    return DemoAccount(username, DEMO_PASSWORD, name, role)


def _papers(work: Work, account: Account, number: int, rules: Rules) -> None:
    """Say when papers were seen, of all but one: what is missing shows on the review."""
    seen = (work.now - timedelta(days=200 + 30 * number)).date()
    if number != _WITHOUT_PAPERS:
        note_papers(
            work, account.id, Papers(certificate_seen_on=seen, secrecy_signed_on=seen), revision=None, rules=rules
        )


def _person(work: Work, client_number: str, bsn: str | None, name: str, *, rules: Rules) -> DemoPerson:
    known = select(PersonIdentifier.person_ref).where(
        PersonIdentifier.organisation == work.organisation,
        PersonIdentifier.kind == IdentifierKind.CLIENT_NUMBER.value,
        PersonIdentifier.number_hash == work.search_hash(IdentifierKind.CLIENT_NUMBER.value, client_number),
    )
    person_ref = work.session.scalar(known)
    if person_ref is None:
        new = NewPerson(client_number=client_number, bsn=bsn, ground=_ground(rules) if bsn else None, name=name)
        person_ref = register_person(work, new).id
    letter = make_letter_code(work, person_ref)
    return DemoPerson(person_ref, name, client_number, letter.number, letter.shown)


def _ground(rules: Rules) -> str | None:
    """Return a purpose for which a law asks for the BSN (B11)."""
    return next((each.code for each in rules.purposes.values() if LegalBasis.LEGAL_DUTY in each.bases), None)


def _partner(work: Work, scopes: tuple[str, ...]) -> None:
    taken = select(Client.id).where(Client.organisation == work.organisation, Client.id == PARTNER_ID)
    if work.session.scalar(taken) is None:
        command = NewClient(
            client_id=PARTNER_ID,
            name="Elektronisch cliëntdossier (proef)",
            kind=ClientKind.PARTNER,
            auth_method=AuthMethod.CLIENT_SECRET_BASIC,
            scopes=frozenset(scopes),
        )
        agreement = Agreement(
            purpose="Houdt het zorgdossier bij",
            agreement_ref="VO-PROEF-1",
            contact="Servicedesk van het dossier (verzonnen)",
            events=frozenset(VISIBLE_EVENTS),
            holder=True,
            secret_reason="Zo is de proef met één opdracht na te doen",  # noqa: S106 - no secret
        )
        register_client(work, command, agreement=agreement, secret=PARTNER_SECRET)
