"""What goes in and out of consent over HTTP; unknown fields are refused."""

from waarborg_consent.schemas.access import AnswerSchema, EvaluationSchema
from waarborg_consent.schemas.consents import (
    NewConsentSchema,
    RecordedSchema,
    StandingsQuerySchema,
    StandingsSchema,
    WithdrawalSchema,
)
from waarborg_consent.schemas.disclosures import (
    DisclosureSchema,
    DisclosuresQuerySchema,
    DisclosuresSchema,
    GivenSchema,
    NewDisclosureSchema,
)
from waarborg_consent.schemas.statements import (
    CompatibleQuerySchema,
    CompatibleSchema,
    StatementsSchema,
    StatementTextSchema,
)

__all__ = [
    "AnswerSchema",
    "CompatibleQuerySchema",
    "CompatibleSchema",
    "DisclosureSchema",
    "DisclosuresQuerySchema",
    "DisclosuresSchema",
    "EvaluationSchema",
    "GivenSchema",
    "NewConsentSchema",
    "NewDisclosureSchema",
    "RecordedSchema",
    "StandingsQuerySchema",
    "StandingsSchema",
    "StatementTextSchema",
    "StatementsSchema",
    "WithdrawalSchema",
]
