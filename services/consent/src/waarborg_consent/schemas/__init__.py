"""What goes in and out of consent over HTTP; unknown fields are refused."""

from waarborg_consent.schemas.access import AnswerSchema, EvaluationSchema
from waarborg_consent.schemas.consents import (
    NewConsentSchema,
    RecordedSchema,
    StandingsQuerySchema,
    StandingsSchema,
    WithdrawalSchema,
)
from waarborg_consent.schemas.marks import (
    AnswerToObjectionSchema,
    MarkEndSchema,
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

__all__ = [
    "AnswerSchema",
    "AnswerToObjectionSchema",
    "EvaluationSchema",
    "LinksEndSchema",
    "LinksEndedSchema",
    "MarkEndSchema",
    "MarkSchema",
    "MarksQuerySchema",
    "MarksSchema",
    "MessageAnswersSchema",
    "MessageChecksSchema",
    "MessageKindsSchema",
    "NewConsentSchema",
    "NewMarkSchema",
    "RecordedSchema",
    "StandingsQuerySchema",
    "StandingsSchema",
    "WithdrawalSchema",
]
