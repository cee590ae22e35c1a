"""What goes in and out of consent over HTTP; unknown fields are refused."""

from waarborg_consent.schemas.consents import (
    Digest,
    HistoryQuerySchema,
    HistorySchema,
    InvalidationSchema,
    NewConsentSchema,
    RecordedSchema,
    SayingSchema,
    ShownTextSchema,
    StandingsQuerySchema,
    StandingsSchema,
    UndoingSchema,
    WithdrawalSchema,
)
from waarborg_consent.schemas.receipts import ReceiptQuerySchema

__all__ = [
    "AnswerSchema",
    "Digest",
    "EvaluationSchema",
    "HistoryQuerySchema",
    "HistorySchema",
    "InvalidationSchema",
    "NewConsentSchema",
    "ReceiptQuerySchema",
    "RecordedSchema",
    "SayingSchema",
    "ShownTextSchema",
    "StandingsQuerySchema",
    "StandingsSchema",
    "UndoingSchema",
    "WithdrawalSchema",
]
