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
from waarborg_consent.actions.partitions import make_months_ahead
from waarborg_consent.actions.registering import Counted, register_entities, register_relations
from waarborg_consent.actions.searching import Found, search_actions, search_resources, search_subjects

__all__ = [
    "Answered",
    "Counted",
    "Found",
    "NewConsent",
    "Recorded",
    "Withdrawal",
    "answer_question",
    "answer_questions",
    "make_months_ahead",
    "record_consent",
    "register_entities",
    "register_relations",
    "search_actions",
    "search_resources",
    "search_subjects",
    "what_stands",
    "withdraw_as_requested",
    "withdraw_consent",
]
