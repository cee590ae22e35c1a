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
from waarborg_consent.schemas.disclosures import (
    DisclosureSchema,
    DisclosuresQuerySchema,
    DisclosuresSchema,
    GivenSchema,
    NewDisclosureSchema,
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
from waarborg_consent.schemas.statements import (
    CompatibleQuerySchema,
    CompatibleSchema,
    StatementsSchema,
    StatementTextSchema,
)

__all__ = [
    "AnswerToObjectionSchema",
    "CompatibleQuerySchema",
    "CompatibleSchema",
    "Digest",
    "DisclosureSchema",
    "DisclosuresQuerySchema",
    "DisclosuresSchema",
    "GivenSchema",
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
    "NewDisclosureSchema",
    "NewMarkSchema",
    "ReceiptQuerySchema",
    "RecordedSchema",
    "SayingSchema",
    "ShownTextSchema",
    "StandingsQuerySchema",
    "StandingsSchema",
    "StatementTextSchema",
    "StatementsSchema",
    "UndoingSchema",
    "WithdrawalSchema",
]
