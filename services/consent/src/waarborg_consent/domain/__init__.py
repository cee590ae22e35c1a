"""THE RULES of consent: what stands of what was given and withdrawn, and whether a use is allowed."""

from waarborg_consent.domain.consents import (
    AlreadyWithdrawn,
    ConsentError,
    ConsentEvent,
    ConsentNotNeeded,
    ConsentState,
    Given,
    How,
    NotOwn,
    Standing,
    StatementOutOfDate,
    UnknownPurpose,
    give,
    standing,
    standings,
    withdraw,
)
from waarborg_consent.domain.decision import Decision, Facts, NamedGround, Question, Reason, covered, decide
from waarborg_consent.domain.references import joined

__all__ = [
    "AlreadyWithdrawn",
    "ConsentError",
    "ConsentEvent",
    "ConsentNotNeeded",
    "ConsentState",
    "Decision",
    "Facts",
    "Given",
    "How",
    "NamedGround",
    "NotOwn",
    "Question",
    "Reason",
    "Standing",
    "StatementOutOfDate",
    "UnknownPurpose",
    "covered",
    "decide",
    "give",
    "joined",
    "standing",
    "standings",
    "withdraw",
]
