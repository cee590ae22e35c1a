"""The outside issuers of the organisation whose host was asked, as the pages need them."""

from werkzeug.exceptions import NotFound

from waarborg_identity.state import state
from waarborg_shared.config import IssuerKind, OutsideIssuer
from waarborg_shared.web import current


def issuers(kind: IssuerKind | None = None) -> list[OutsideIssuer]:
    """Return the organisation's issuers, of one kind or all; for persons only where it has accounts for persons."""
    found = current.runtime.settings.organisations[current.organisation].issuers.values()
    persons = current.rules.organisation.person_accounts
    open_ = [each for each in found if each.kind is IssuerKind.STAFF or persons]
    return [each for each in open_ if kind is None or each.kind is kind]


def issuer_at(issuer_id: str) -> OutsideIssuer:
    """Return the organisation's issuer with that id. Raises NotFound."""
    for each in issuers():
        if each.id == issuer_id:
            return each
    raise NotFound


def issuer_name(issuer_id: str) -> str:
    """Return what people call an issuer; of one that is no longer there, its id."""
    found = current.runtime.settings.organisations[current.organisation].issuers.get(issuer_id)
    return found.name[current.lang] if found is not None else issuer_id


def only_outside() -> bool:
    """Whether staff sign in at an outside issuer alone."""
    return any(not each.local_sign_in for each in issuers(IssuerKind.STAFF))


def emergency_accounts() -> frozenset[str]:
    """Return the user names that may sign in here all the same."""
    return frozenset(name for each in issuers(IssuerKind.STAFF) for name in each.emergency_accounts)


def sign_out_address(issuer_id: str | None, *, back: str) -> str:
    """Return where somebody ends his session at the issuer too (RP-initiated logout); '' where it offers none.

    No ID token goes along: we keep none, and the issuer asks him whom it is about.
    """
    found = current.runtime.settings.organisations[current.organisation].issuers.get(issuer_id or "")
    return state().issuers.sign_out_address(found, back=back) if found is not None else ""
