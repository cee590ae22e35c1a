"""The answer to a service that asks whose session a cookie is."""

from collections.abc import Collection
from dataclasses import dataclass

from waarborg_identity.actions.accounts import label_of, name_of, standing
from waarborg_identity.actions.aliases import is_merged
from waarborg_identity.actions.persons import name_of_person
from waarborg_identity.actions.sessions import LiveSession, live_session
from waarborg_identity.domain import Method, SessionKind, duties_of, proved_twice
from waarborg_shared.auth import ActorKind, Assurance, SessionAnswer, SignedInBy
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RoleKind
from waarborg_shared.uow import Work

CLIENT_ROLE = "client"
"""The role of somebody who signed in for himself."""


@dataclass(frozen=True)
class Whose:
    """Whose session it is, and the session itself, so that its use can be noted."""

    answer: SessionAnswer
    session: LiveSession


def whose_session(work: Work, secret: str, *, rules: Rules) -> Whose | None:
    """Return who a session belongs to with what he may do at this moment; None when it does not count."""
    session = live_session(work, secret, limits=rules.sign_in_policy)
    if session is None:
        return None
    if session.kind is SessionKind.PERSON:
        if is_merged(work, session.subject):
            return None
        return Whose(_person(work, session, rules), session)
    stands = standing(work, session.subject, rules=rules)
    if not stands.active:
        return None
    label = label_of(name_of(work, session.subject))
    answer = SessionAnswer(
        ActorKind.STAFF,
        session.subject,
        stands.roles,
        stands.duties,
        None,
        label,
        _assurance(session),
        signed_in_by(session.methods),
    )
    return Whose(answer, session)


def _person(work: Work, session: LiveSession, rules: Rules) -> SessionAnswer:
    role = rules.roles.get(CLIENT_ROLE)
    roles = frozenset({CLIENT_ROLE} if role is not None and role.kind is RoleKind.PERSON else ())
    return SessionAnswer(
        kind=ActorKind.PERSON,
        ref=session.subject,
        roles=roles,
        duties=duties_of(roles, rules.roles, kind=RoleKind.PERSON),
        subject_ref=session.subject,
        label=label_of(name_of_person(work, session.subject)),
        assurance=_assurance(session),
        signed_in_by=signed_in_by(session.methods),
    )


def _assurance(session: LiveSession) -> Assurance:
    return Assurance.HIGH if proved_twice(session.methods) else Assurance.LOW


def signed_in_by(methods: Collection[str]) -> SignedInBy:
    """Return by what somebody signed in, for the services that need to know how sure that makes it who he is."""
    proved = frozenset(methods)
    if proved & {Method.ISSUER, Method.ISSUER_TWICE}:
        if Method.LEVEL_HIGH in proved:
            return SignedInBy.OUTSIDE_HIGH
        return SignedInBy.OUTSIDE_SUBSTANTIAL if Method.LEVEL_SUBSTANTIAL in proved else SignedInBy.OUTSIDE_LOW
    if Method.PASSKEY in proved:
        return SignedInBy.PASSKEY
    if Method.TOTP in proved:
        return SignedInBy.CODE_APP
    return SignedInBy.LETTER if Method.LETTER in proved else SignedInBy.UNKNOWN
