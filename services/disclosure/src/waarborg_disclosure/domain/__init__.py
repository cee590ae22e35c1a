"""THE RULES of disclosure: what a report may be, what counts as an answer, where it goes instead, who is thanked."""

from waarborg_disclosure.domain.answering import (
    Answer,
    AnswerIncomplete,
    FixDateInThePast,
    NotTheFirst,
    UnknownRedirect,
    Verdict,
    check_answer,
)
from waarborg_disclosure.domain.errors import DisclosureError
from waarborg_disclosure.domain.promises import starts
from waarborg_disclosure.domain.receipts import RECEIPT_DIGITS, read_receipt, spell_receipt
from waarborg_disclosure.domain.reporting import (
    AnonymousWithTrace,
    CreditNotOffered,
    Introduction,
    NameNeeded,
    PseudonymNotAllowed,
    Reporter,
    can_be_told,
    check_introduction,
    check_reporter,
    has_mailbox,
)
from waarborg_disclosure.domain.states import (
    AWAITS_ANSWER,
    MOVES,
    NoSuchMove,
    ReportClosed,
    ReportState,
    Stale,
    check_open,
    move,
    possible,
)
from waarborg_disclosure.domain.thanking import reward_possible

__all__ = [
    "AWAITS_ANSWER",
    "MOVES",
    "RECEIPT_DIGITS",
    "AnonymousWithTrace",
    "Answer",
    "AnswerIncomplete",
    "CreditNotOffered",
    "DisclosureError",
    "FixDateInThePast",
    "Introduction",
    "NameNeeded",
    "NoSuchMove",
    "NotTheFirst",
    "PseudonymNotAllowed",
    "ReportClosed",
    "ReportState",
    "Reporter",
    "Stale",
    "UnknownRedirect",
    "Verdict",
    "can_be_told",
    "check_answer",
    "check_introduction",
    "check_open",
    "check_reporter",
    "has_mailbox",
    "move",
    "possible",
    "read_receipt",
    "reward_possible",
    "spell_receipt",
    "starts",
]
