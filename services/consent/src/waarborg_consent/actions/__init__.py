"""What can be done: record a consent, withdraw one, answer a question; keep the statement, its lists, disclosures."""

from waarborg_consent.actions import disclosures, drafting, purposes, recipients, statements
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
    "disclosures",
    "drafting",
    "purposes",
    "recipients",
    "record_consent",
    "statements",
    "what_stands",
    "withdraw_as_requested",
    "withdraw_consent",
]
