"""A letter with a code, to the address that is known in the register: who types the code has that address's post."""

import hmac
from dataclasses import dataclass, field

from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.identification.checks import open_letters, void_letters
from waarborg_requests.domain import identification
from waarborg_requests.models import CodeLetter, Request
from waarborg_shared.db import new_id
from waarborg_shared.events.requests import IdentificationLetterMade
from waarborg_shared.uow import Work

CODE = "requests.letter-code"


@dataclass(frozen=True, slots=True)
class MadeLetter:
    """A letter that was made, and its code: it is nowhere else, and is printed at once."""

    row: Request
    letter: CodeLetter
    code: str = field(repr=False)


def make_letter(work: Work, row: Request, subject_ref: str, *, entropy: bytes) -> MadeLetter:
    """Make a letter with a code for the person in the register; an earlier one counts no more.

    The request, which is locked and as it was seen, is changed by it. ``entropy`` (32 random bytes) makes the code.
    """
    void_letters(work, row)
    letter_id, code = new_id(), identification.spell_letter_code(entropy)
    letter = CodeLetter(
        id=letter_id,
        request_id=row.id,
        subject_ref=subject_ref,
        code_hash=_hash(work, letter_id, code),
        made_by=work.actor.ref,
        made_at=work.now,
    )
    work.add(letter)
    work.emit(IdentificationLetterMade(request_ref=row.id, letter_ref=letter_id), case=row)
    work.record(row, verb="code-letter-made", facts=in_role(work))
    return MadeLetter(row, letter, code)


def fitting(work: Work, row: Request, typed: str) -> CodeLetter | None:
    """Return the letter of which this is the code, if that still counts; None for any other code."""
    code = identification.read_letter_code(typed)
    for letter in open_letters(work, row):
        right = hmac.compare_digest(_hash(work, letter.id, code or ""), letter.code_hash)
        if right and code is not None and identification.code_counts(letter.made_at, work.now):
            return letter
    return None


def letter_waits(work: Work, row: Request) -> CodeLetter | None:
    """Return the letter whose code can be typed now, if there is one."""
    counting = (each for each in open_letters(work, row) if identification.code_counts(each.made_at, work.now))
    return next(counting, None)


def _hash(work: Work, letter_id: str, code: str) -> bytes:
    return work.search_hash(CODE, f"{letter_id}\n{code.replace('-', '')}")
