"""What goes in and out of consent over HTTP; unknown fields are refused."""

from waarborg_consent.schemas.access import AnswerSchema, EvaluationSchema
from waarborg_consent.schemas.consents import (
    NewConsentSchema,
    RecordedSchema,
    StandingsQuerySchema,
    StandingsSchema,
    WithdrawalSchema,
)
from waarborg_consent.schemas.receipts import ReceiptQuerySchema

__all__ = [
    "AnswerSchema",
    "EvaluationSchema",
    "NewConsentSchema",
    "ReceiptQuerySchema",
    "RecordedSchema",
    "StandingsQuerySchema",
    "StandingsSchema",
    "WithdrawalSchema",
]
