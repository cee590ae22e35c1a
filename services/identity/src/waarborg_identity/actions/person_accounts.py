"""Accounts of persons: a user name and password of their own, where the organisation has such accounts."""

from dataclasses import dataclass, field

import structlog
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from waarborg_identity.actions.accounts import CONTACT, UsernameTaken, label_of
from waarborg_identity.actions.aliases import is_merged, person_of
from waarborg_identity.actions.guessing import CountedTry
from waarborg_identity.actions.holders import Holder, case_of
from waarborg_identity.actions.second_factors import take_away_factors
from waarborg_identity.actions.sessions import start_session
from waarborg_identity.actions.sign_in import succeeded
from waarborg_identity.domain import Identified, Limits, Method, SessionKind, check_username
from waarborg_identity.models import Person, PersonAccount
from waarborg_shared.db import delete_for
from waarborg_shared.uow import Work

log = structlog.get_logger("waarborg.identity")


@dataclass(frozen=True)
class PersonCredentials:
    """What a person's password is checked against; without a person nobody has that name, and no password holds."""

    person_ref: str | None
    password_hash: str | None = field(repr=False)


def make_person_account(work: Work, person_ref: str, *, username: str, password_hash: str) -> None:
    """Give a person a user name and password, or new ones. Raises BadUsername, UsernameTaken or UnknownCase."""
    person = work.case(Person, person_ref)
    name = check_username(username)
    row = _by_person(work, person_ref)
    if row is None:
        row = PersonAccount(organisation=work.organisation, person_ref=person_ref, made_at=work.now)
        work.session.add(row)
    row.username_hash = _hash(work, name)
    row.username_sealed = work.seal(
        name, holder=person_ref, table="person_account", column="username", row=person_ref, retention=CONTACT
    )
    row.password_hash = password_hash
    try:
        work.session.flush()
    except IntegrityError as error:
        raise UsernameTaken from error
    work.record(person, verb="account-made")


def find_person_credentials(work: Work, username: str) -> PersonCredentials:
    """Return what to check a person's password against; nothing for a name that nobody has, or who was merged."""
    row = work.session.scalars(
        select(PersonAccount).where(
            PersonAccount.organisation == work.organisation,
            PersonAccount.username_hash == _hash(work, username.strip().lower()),
        )
    ).one_or_none()
    if row is None or is_merged(work, row.person_ref):
        return PersonCredentials(None, None)
    return PersonCredentials(row.person_ref, row.password_hash)


def own_credentials(work: Work, person_ref: str) -> PersonCredentials:
    """Return what a person's own password is checked against when he changes it."""
    row = _by_person(work, person_ref)
    return PersonCredentials(person_ref, row.password_hash if row else None)


def username_of_person(work: Work, person_ref: str) -> str:
    """Return the user name that a person chose; empty when he has none."""
    row = _by_person(work, person_ref)
    if row is None:
        return ""
    return label_of(
        work.unseal_to_show(
            row.username_sealed,
            holder=person_ref,
            table="person_account",
            column="username",
            row=person_ref,
            retention=CONTACT,
        )
    )


def change_person_password(work: Work, person_ref: str, password_hash: str, *, verb: str = "password-changed") -> None:
    """Set a person's new password; he has an account. Raises UnknownCase."""
    person, row = work.case(Person, person_ref), _by_person(work, person_ref)
    if row is not None:
        row.password_hash = password_hash
        work.record(person, verb=verb)


def reset_person(work: Work, person_ref: str, *, how: Identified) -> None:
    """Take away what a person lost: passkeys, code app and password; a new letter lets him begin anew.

    ``work.actor`` is who made sure that it is he, whose duty PERSONS_REGISTER was checked. Raises UnknownCase.
    """
    person = person_of(work, person_ref)
    close_account(work, person.id)
    work.record(person, verb="second-factor-reset", facts={"identified": how.value})


def close_account(work: Work, person_ref: str) -> None:
    """Take away a person's account, factors, sessions and tokens; the caller records why. Raises UnknownCase."""
    take_away_factors(work, Holder(SessionKind.PERSON, person_ref))
    work.session.execute(
        delete_for(PersonAccount.__table__, work.organisation).where(  # type: ignore[arg-type]
            PersonAccount.person_ref == person_ref
        )
    )


def check_person(work: Work, person_ref: str) -> None:
    """Raise UnknownCase where nobody goes by that reference."""
    work.case(Person, person_ref, lock=False)


def sign_in_by_account(
    work: Work, person_ref: str, *, counted: CountedTry, replaces: str | None, limits: Limits, device: str = ""
) -> str:
    """Let a person go on whose password held, to his second factor; returns the secret of a pending session."""
    holder = Holder(SessionKind.PERSON, person_ref)
    person = case_of(work, holder)
    succeeded(work, counted, replaces)
    work.record(person, verb="password-held")
    return start_session(
        work, holder.kind, person_ref, limits=limits, methods={Method.PASSWORD}, pending=True, device=device
    )


def refuse_account(work: Work, person_ref: str | None) -> None:
    """Write a failed try with a person's user name down on him; of a name that nobody has only the log tells."""
    if person_ref is None:
        log.info("sign_in_failed", organisation=work.organisation, by="account", known=False)
        return
    work.record(work.case(Person, person_ref), verb="sign-in-failed", facts={"by": "password"})


def _by_person(work: Work, person_ref: str) -> PersonAccount | None:
    return work.session.scalars(
        select(PersonAccount).where(
            PersonAccount.organisation == work.organisation, PersonAccount.person_ref == person_ref
        )
    ).one_or_none()


def _hash(work: Work, username: str) -> bytes:
    return work.search_hash("person-username", username)
