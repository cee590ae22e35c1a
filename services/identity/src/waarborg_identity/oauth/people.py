"""The member of staff for whom an application gets codes and tokens: signed in, and still in good standing."""

from waarborg_identity.actions.accounts import label_of, name_of, standing
from waarborg_identity.actions.sessions import LiveSession, lasting_session, live_session_by_id
from waarborg_identity.domain import SessionKind, told_methods
from waarborg_identity.tokens import SignedIn
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def signed_in(work: Work, session: LiveSession | None, *, rules: Rules) -> SignedIn | None:
    """Return the member of staff whose session it is, while both count."""
    if session is None or session.kind is not SessionKind.STAFF:
        return None
    stands = standing(work, session.subject, rules=rules)
    if not stands.active:
        return None
    return SignedIn(
        account_id=session.subject,
        session_id=session.id,
        signed_in_at=session.signed_in_at,
        roles=stands.roles,
        duties=stands.duties,
        methods=told_methods(session.methods),
        name=label_of(name_of(work, session.subject)),
    )


def signed_in_by_id(work: Work, session_id: str, *, rules: Rules) -> SignedIn | None:
    """Return who is signed in in that session; it must be in use."""
    return signed_in(work, live_session_by_id(work, session_id, limits=rules.sign_in_policy), rules=rules)


def renewing(work: Work, session_id: str, *, rules: Rules) -> SignedIn | None:
    """Return for whom an application renews its tokens: until he signs out, his session's last moment or his own end.

    The session need not be in use: he looks at the application, not at us.
    """
    return signed_in(work, lasting_session(work, session_id), rules=rules)
