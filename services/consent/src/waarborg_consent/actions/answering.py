"""Record an answer in the words of whoever gives it: yes or no, whatever stood before."""

from waarborg_consent.actions.asking import Saying, refuse_consent
from waarborg_consent.actions.consents import NewConsent, Withdrawal, record_consent, renew_consent, withdraw_consent
from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.writing import Recorded
from waarborg_consent.domain import WHOLE, answered, picture
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def say_yes(work: Work, command: NewConsent, *, rules: Rules) -> Recorded:
    """Record a yes: a consent, or where one stands for all of the purpose, its renewal. Raises ConsentError."""
    known = events_of(work, command.subject_ref, rules=rules)
    again = command.part == WHOLE and answered(known, command.purpose).stands
    return (renew_consent if again else record_consent)(work, command, rules=rules)


def say_no(work: Work, command: Saying, *, rules: Rules) -> Recorded:
    """Record a no: a withdrawal where a yes stands to the purpose or to a part of it, else a refusal.

    Raises ConsentError.
    """
    shown = picture(events_of(work, command.subject_ref, rules=rules), command.purpose)
    if not shown.stands and not any(part.stands for part in shown.parts):
        return refuse_consent(work, command, rules=rules)
    ended = Withdrawal(
        subject_ref=command.subject_ref,
        purpose=command.purpose,
        how=command.how,
        note=command.note,
        authority=command.authority,
    )
    return withdraw_consent(work, ended, rules=rules)
