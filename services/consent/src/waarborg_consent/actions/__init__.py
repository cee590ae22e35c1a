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
from waarborg_consent.actions.deciding import Answered, answer_question, answer_questions

__all__ = [
    "Answered",
    "NewConsent",
    "Recorded",
    "Withdrawal",
    "answer_question",
    "answer_questions",
    "record_consent",
    "what_stands",
    "withdraw_as_requested",
    "withdraw_consent",
]
