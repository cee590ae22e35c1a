"""Which holder of the organisation's data a partner system is, that answers what it was asked."""

from waarborg_shared.auth import ActorKind, Missing, require_scope
from waarborg_shared.web import current

CONTRIBUTE = "requests:contribute"


def holder_that_asks(number: str | None = None) -> tuple[str, str | None]:
    """Return which holder asks, and whom it knows by a ``number`` of its own: identity knows both.

    Raises Missing for who is no holder, IdentityAway where identity could not be asked.
    """
    require_scope(current.actor, CONTRIBUTE)
    if current.actor.kind is not ActorKind.PARTNER:
        raise Missing(CONTRIBUTE)
    known = current.runtime.authenticator.identity.holder(current.organisation, current.actor.ref, number)
    if known.code is None:
        raise Missing(CONTRIBUTE)
    return known.code, known.person_ref
