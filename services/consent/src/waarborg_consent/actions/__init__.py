"""What can be done: record a consent, withdraw one, show what stands, give a receipt, answer a question."""

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
from waarborg_consent.actions.receipt_keys import (
    published_keys,
    rotate_receipt_key,
    rotate_when_old,
    withdraw_receipt_keys,
)
from waarborg_consent.actions.receipts import Issued, Receiptable, facts_of, issue_receipt, receiptable, receiptable_by

__all__ = [
    "Issued",
    "NewConsent",
    "Receiptable",
    "Recorded",
    "Withdrawal",
    "answer_question",
    "facts_of",
    "issue_receipt",
    "published_keys",
    "receiptable",
    "receiptable_by",
    "record_consent",
    "rotate_receipt_key",
    "rotate_when_old",
    "what_stands",
    "withdraw_as_requested",
    "withdraw_consent",
    "withdraw_receipt_keys",
]
