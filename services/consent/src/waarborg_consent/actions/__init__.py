"""What can be done: record a consent, withdraw one, show what stands, answer a question."""

from waarborg_consent.actions.consents import (
    NewConsent,
    Recorded,
    Withdrawal,
    record_consent,
    what_stands,
    withdraw_as_requested,
    withdraw_consent,
)
from waarborg_consent.actions.deciding import answer_question

__all__ = [
    "NewConsent",
    "Recorded",
    "Withdrawal",
    "answer_question",
    "record_consent",
    "what_stands",
    "withdraw_as_requested",
    "withdraw_consent",
]
