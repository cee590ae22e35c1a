"""What goes in and out of consent over HTTP; unknown fields are refused."""

from waarborg_consent.schemas.consents import (
    NewConsentSchema,
    RecordedSchema,
    StandingsQuerySchema,
    StandingsSchema,
    WithdrawalSchema,
)

__all__ = [
    "NewConsentSchema",
    "RecordedSchema",
    "StandingsQuerySchema",
    "StandingsSchema",
    "WithdrawalSchema",
]
