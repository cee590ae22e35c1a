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
from waarborg_consent.schemas.marks import (
    AnswerToObjectionSchema,
    MarkEndSchema,
    MarkForSchema,
    MarkSchema,
    MarksQuerySchema,
    MarksSchema,
    NewMarkSchema,
)
from waarborg_consent.schemas.messages import (
    LinksEndedSchema,
    LinksEndSchema,
    MessageAnswersSchema,
    MessageChecksSchema,
    MessageKindsSchema,
)
from waarborg_consent.schemas.receipts import ReceiptQuerySchema

__all__ = [
    "AnswerToObjectionSchema",
    "Digest",
    "HistoryQuerySchema",
    "HistorySchema",
    "InvalidationSchema",
    "LinksEndSchema",
    "LinksEndedSchema",
    "MarkEndSchema",
    "MarkForSchema",
    "MarkSchema",
    "MarksQuerySchema",
    "MarksSchema",
    "MessageAnswersSchema",
    "MessageChecksSchema",
    "MessageKindsSchema",
    "NewConsentSchema",
    "NewMarkSchema",
    "ReceiptQuerySchema",
    "RecordedSchema",
    "SayingSchema",
    "ShownTextSchema",
    "StandingsQuerySchema",
    "StandingsSchema",
    "UndoingSchema",
    "WithdrawalSchema",
]
