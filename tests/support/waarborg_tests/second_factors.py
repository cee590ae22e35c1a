"""The second factor of staff in the tests: recovery codes, for with a clock that stands still an app has one code."""

from waarborg_identity.actions import (
    Holder,
    add_totp,
    find_credentials,
    has_second_factor,
    make_recovery_codes,
)
from waarborg_identity.domain import SessionKind
from waarborg_identity.totp import new_secret
from waarborg_tests.product import Product


def recovery_code(product: Product, organisation: str, username: str) -> str:
    """A new recovery code; a member of staff without any second factor gets one first. Earlier codes end."""
    with product.work("identity", organisation) as work:
        account = find_credentials(work, username).account_id
        assert account is not None, username
        holder = Holder(SessionKind.STAFF, account)
        if not has_second_factor(work, account):
            add_totp(work, holder, new_secret(), step=0)
        return make_recovery_codes(work, holder)[0]
