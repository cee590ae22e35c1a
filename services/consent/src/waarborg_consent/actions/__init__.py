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
from waarborg_consent.actions.emergencies import (
    Review,
    count_open_emergencies,
    emergencies_of,
    open_emergencies,
    remind_of_review,
    review_emergency,
    said_of,
    take_emergency,
)
from waarborg_consent.actions.partitions import make_months_ahead
from waarborg_consent.actions.registering import Counted, register_entities, register_relations
from waarborg_consent.actions.role_table import CellDecision, TableRow, decide_on_cell, role_table, row_of_table
from waarborg_consent.actions.searching import Found, search_actions, search_resources, search_subjects

__all__ = [
    "Answered",
    "CellDecision",
    "Counted",
    "Found",
    "NewConsent",
    "Recorded",
    "Review",
    "TableRow",
    "Withdrawal",
    "answer_question",
    "answer_questions",
    "count_open_emergencies",
    "decide_on_cell",
    "emergencies_of",
    "make_months_ahead",
    "open_emergencies",
    "record_consent",
    "register_entities",
    "register_relations",
    "remind_of_review",
    "review_emergency",
    "role_table",
    "row_of_table",
    "said_of",
    "search_actions",
    "search_resources",
    "search_subjects",
    "take_emergency",
    "what_stands",
    "withdraw_as_requested",
    "withdraw_consent",
]
