"""What can be done: ask for a consent, record, renew, withdraw or undo one, show what stands, answer a question; keep
the statement, its lists, and what goes to third parties."""

from waarborg_consent.actions import disclosures, drafting, purposes, recipients, statements
from waarborg_consent.actions.answering import say_no, say_yes
from waarborg_consent.actions.asking import Saying, ask_for_consent, defer_consent, invalidate_consent, refuse_consent
from waarborg_consent.actions.consents import (
    ENDS,
    NewConsent,
    Withdrawal,
    record_consent,
    renew_consent,
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
    remind_of_clock,
    review_emergency,
    said_of,
    take_emergency,
)
from waarborg_consent.actions.history import Happened, Proof, history
from waarborg_consent.actions.partitions import make_months_ahead
from waarborg_consent.actions.receipt_facts import facts_of
from waarborg_consent.actions.receipt_keys import (
    published_keys,
    rotate_receipt_key,
    rotate_when_old,
    withdraw_receipt_keys,
)
from waarborg_consent.actions.receipts import Issued, Receiptable, issue_receipt, receiptable, receiptable_by
from waarborg_consent.actions.registering import Counted, register_entities, register_relations
from waarborg_consent.actions.role_table import CellDecision, TableRow, decide_on_cell, role_table, row_of_table
from waarborg_consent.actions.searching import Found, search_actions, search_resources, search_subjects
from waarborg_consent.actions.shown_texts import kept_text, statement_in_force, text_digests
from waarborg_consent.actions.undoing import tell_of_the_end, undo_choice, what_can_be_undone
from waarborg_consent.actions.writing import Recorded

__all__ = [
    "ENDS",
    "Answered",
    "CellDecision",
    "Counted",
    "Found",
    "Happened",
    "Issued",
    "NewConsent",
    "Proof",
    "Receiptable",
    "Recorded",
    "Review",
    "Saying",
    "TableRow",
    "Withdrawal",
    "answer_question",
    "answer_questions",
    "ask_for_consent",
    "count_open_emergencies",
    "decide_on_cell",
    "defer_consent",
    "disclosures",
    "drafting",
    "emergencies_of",
    "facts_of",
    "history",
    "invalidate_consent",
    "issue_receipt",
    "kept_text",
    "make_months_ahead",
    "open_emergencies",
    "published_keys",
    "purposes",
    "receiptable",
    "receiptable_by",
    "recipients",
    "record_consent",
    "refuse_consent",
    "register_entities",
    "register_relations",
    "remind_of_clock",
    "renew_consent",
    "review_emergency",
    "role_table",
    "rotate_receipt_key",
    "rotate_when_old",
    "row_of_table",
    "said_of",
    "say_no",
    "say_yes",
    "search_actions",
    "search_resources",
    "search_subjects",
    "statement_in_force",
    "statements",
    "take_emergency",
    "tell_of_the_end",
    "text_digests",
    "undo_choice",
    "what_can_be_undone",
    "what_stands",
    "withdraw_as_requested",
    "withdraw_consent",
    "withdraw_receipt_keys",
]
