"""THE RULES of disclosure: what a report may be, what counts as an answer, where it goes instead, who is thanked."""

from waarborg_disclosure.domain.answering import (
    Answer,
    AnswerIncomplete,
    FixDateInThePast,
    UnknownRedirect,
    Verdict,
    check_answer,
)
from waarborg_disclosure.domain.coming_in import (
    CameBy,
    CorrectionReason,
    NothingCorrected,
    ReceivedByForm,
    ReceivedInFuture,
    check_correction,
    check_received,
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
    MOVES,
    NoSuchMove,
    NotClosed,
    ReportClosed,
    ReportState,
    Stale,
    check_closed,
    check_open,
    move,
    possible,
)
from waarborg_disclosure.domain.thanking import reward_possible

__all__ = [
    "MOVES",
    "RECEIPT_DIGITS",
    "AnonymousWithTrace",
    "Answer",
    "AnswerIncomplete",
    "CameBy",
    "CorrectionReason",
    "CreditNotOffered",
    "DisclosureError",
    "FixDateInThePast",
    "Introduction",
    "NameNeeded",
    "NoSuchMove",
    "NotClosed",
    "NothingCorrected",
    "PseudonymNotAllowed",
    "ReceivedByForm",
    "ReceivedInFuture",
    "ReportClosed",
    "ReportState",
    "Reporter",
    "Stale",
    "UnknownRedirect",
    "Verdict",
    "can_be_told",
    "check_answer",
    "check_closed",
    "check_correction",
    "check_introduction",
    "check_open",
    "check_received",
    "check_reporter",
    "has_mailbox",
    "move",
    "possible",
    "read_receipt",
    "reward_possible",
    "spell_receipt",
    "starts",
]
