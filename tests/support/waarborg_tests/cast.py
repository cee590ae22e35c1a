"""The people of one organisation in the tests: invented, with a member of staff for every duty, and the partner."""

from dataclasses import dataclass
from typing import Any

from waarborg_identity.actions import NewAccount, NewPerson, make_letter_code, register_account, register_person
from waarborg_identity.actions.staff_details import NO_PASSWORD
from waarborg_identity.demo import PARTNER_ID, PARTNER_SECRET
from waarborg_identity.passwords import Passwords
from waarborg_shared.hooks.values import RoleKind
from waarborg_tests.people import Browser, Partner
from waarborg_tests.product import Product

PASSWORD = "een-verzonnen-wachtwoord"
USERNAME = "alle-rollen"


@dataclass(frozen=True)
class Person:
    """An invented person: what is known of him outside, and the reference that he goes by inside."""

    ref: str
    name: str
    client_number: str
    bsn: str
    letter: str
    code: str


@dataclass(frozen=True)
class Cast:
    """One organisation's people, and how to be one of them."""

    product: Product
    organisation: str
    person: Person
    scopes: tuple[str, ...]
    colleague: str

    def visitor(self, lang: str = "en") -> Browser:
        """A browser of somebody who did not sign in."""
        return Browser(self.product, self.organisation, lang=lang)

    def staff(self) -> Browser:
        """A browser of a member of staff with every role."""
        return self.visitor().sign_in(USERNAME, PASSWORD)

    def partner(self, *scopes: str) -> Partner:
        """The partner system with a token, of one service's scopes, or of all that it may have."""
        return Partner(self.product, self.organisation).token(PARTNER_ID, PARTNER_SECRET, *(scopes or self.scopes))

    def another_person(self, client_number: str, bsn: str | None = None, name: str = "Noor Nergens") -> Person:
        """One more invented person in the register."""
        with self.product.work("identity", self.organisation) as work:
            return _registered(work, NewPerson(client_number=client_number, bsn=bsn, name=name))


def invite(product: Product, *, bsn: str = "999990020", name: str = "Zwaantje Zegelring") -> dict[str, Cast]:
    """Register people at every organisation: one with every role of staff, one person, and the partner system."""
    runtime = product.runtimes["identity"]
    assert runtime.service.demo is not None
    scopes = {told.organisation: told.scopes for told in runtime.service.demo(runtime)}
    return {each: _invite(product, each, scopes[each], bsn=bsn, name=name) for each in product.organisations}


def _invite(product: Product, organisation: str, scopes: tuple[str, ...], *, bsn: str, name: str) -> Cast:
    rules = product.runtimes["identity"].rules(organisation)
    roles = tuple(role.code for role in rules.roles.values() if role.kind is RoleKind.STAFF)
    password_hash = Passwords().hash(PASSWORD)
    with product.work("identity", organisation) as work:
        account = NewAccount(username=USERNAME, name="Alma Allesdoener", password_hash=password_hash, roles=roles)
        register_account(work, account, rules=rules)
        other = NewAccount(username="collega", name="Coen Collega", password_hash=NO_PASSWORD, roles=roles[-1:])
        colleague = register_account(work, other, rules=rules).id
        person = _registered(work, NewPerson(client_number=f"Z-{organisation}", bsn=bsn, name=name))
    return Cast(product, organisation, person, tuple(scopes), colleague)


def _registered(work: Any, new: NewPerson) -> Person:
    ref = register_person(work, new).id
    letter = make_letter_code(work, ref)
    return Person(ref, new.name or "", new.client_number or "", new.bsn or "", letter.number, letter.shown)
