"""The second factor in the tests: recovery codes, for with a clock that stands still an app has one code."""

from waarborg_identity.actions import (
    Holder,
    add_totp,
    find_credentials,
    has_second_factor,
    letter_person,
    make_recovery_codes,
)
from waarborg_identity.domain import SessionKind
from waarborg_identity.totp import new_secret
from waarborg_shared.uow import Work
from waarborg_tests.product import Product


def recovery_code(product: Product, organisation: str, username: str) -> str:
    """A new recovery code; a member of staff without any second factor gets one first. Earlier codes end."""
    with product.work("identity", organisation) as work:
        account = find_credentials(work, username).account_id
        assert account is not None, username
        return _code_for(work, Holder(SessionKind.STAFF, account))


def recovery_code_of_person(product: Product, organisation: str, number: str) -> str | None:
    """The same for who came by the letter of that number; None where persons have no accounts, and the letter does."""
    if not product.runtimes["identity"].rules(organisation).organisation.person_accounts:
        return None
    with product.work("identity", organisation) as work:
        person = letter_person(work, number)
        assert person is not None, number
        return _code_for(work, Holder(SessionKind.PERSON, person))


def _code_for(work: Work, holder: Holder) -> str:
    if not has_second_factor(work, holder.ref):
        add_totp(work, holder, new_secret(), step=0)
    return make_recovery_codes(work, holder)[0]
