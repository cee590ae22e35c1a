"""Numbers and codes for letters: staff make one for a person, who signs in with it once."""

import hmac
import secrets

from sqlalchemy import select

from waarborg_identity.actions.aliases import person_of
from waarborg_identity.domain import CODE_LIFE, LetterCode
from waarborg_identity.domain.persons import make_code
from waarborg_identity.models import LetterLogin
from waarborg_shared.uow import Work


def make_letter_code(work: Work, person_ref: str) -> LetterCode:
    """Make a number and code for a person; what was made for him before no longer counts. Raises UnknownCase."""
    person = person_of(work, person_ref)
    void_letter_codes(work, person.id)
    made = make_code(secrets.choice)
    work.session.add(
        LetterLogin(
            organisation=work.organisation,
            person_ref=person.id,
            number=made.number,
            code_hash=_hash(work, made.number, made.code),
            made_at=work.now,
            made_by=work.actor.ref,
            expires_at=work.now + CODE_LIFE,
        )
    )
    work.record(person, verb="letter-code-made")
    return made


def void_letter_codes(work: Work, person_ref: str) -> None:
    """Let no number and code count any more that were made for a person so far."""
    for older in _unused(work, LetterLogin.person_ref == person_ref):
        older.expires_at = min(older.expires_at, work.now)


def use_letter_code(work: Work, number: str, code: str) -> str | None:
    """Return the person whom number and code let in, and let them count no more; None when they do not hold."""
    tried = _hash(work, number, code)
    found = None
    for row in _unused(work, LetterLogin.number == number):
        if hmac.compare_digest(bytes(row.code_hash), tried) and work.now < row.expires_at:
            found = row
    if found is None:
        return None
    found.used_at = work.now
    return found.person_ref


def letter_person(work: Work, number: str) -> str | None:
    """Return whose letter has that number, so that a failed try is written down with him."""
    return work.session.scalar(
        select(LetterLogin.person_ref)
        .where(LetterLogin.organisation == work.organisation, LetterLogin.number == number)
        .limit(1)
    )


def _unused(work: Work, *which: object) -> list[LetterLogin]:
    query = select(LetterLogin).where(LetterLogin.organisation == work.organisation, LetterLogin.used_at.is_(None))
    return list(work.session.scalars(query.where(*which).with_for_update()))  # type: ignore[arg-type]


def _hash(work: Work, number: str, code: str) -> bytes:
    """A code has 59 random bits: under the organisation's key it cannot be tried out against the hash."""
    return work.search_hash("letter-code", f"{number}\n{code}")
