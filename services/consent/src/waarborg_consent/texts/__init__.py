"""The sentences that go with codes, in both languages: of decisions, messages, representatives, disclosures, desk."""

from waarborg_consent.texts.desk import DESK_STATES, DESK_TITLES
from waarborg_consent.texts.disclosures import DISCLOSURE_WHY
from waarborg_consent.texts.messages import MESSAGE_REASONS
from waarborg_consent.texts.reasons import REASONS, missing_text
from waarborg_consent.texts.representation import (
    CLIENT_SELF,
    MANNERS,
    MISSING,
    NOBODY_IN_EMERGENCY,
    NOBODY_KNOWN,
    ONLY_REFERENCE,
    OWN_MANNERS,
    OWN_WHY,
    REGISTER_AWAY,
    REVIEW_CLOCK_NAMES,
    REVIEW_STATES,
    REVIEW_TITLE,
    WHY,
    WHY_NOT,
    YOURSELF,
)

__all__ = [
    "CLIENT_SELF",
    "DESK_STATES",
    "DESK_TITLES",
    "DISCLOSURE_WHY",
    "MANNERS",
    "MESSAGE_REASONS",
    "MISSING",
    "NOBODY_IN_EMERGENCY",
    "NOBODY_KNOWN",
    "ONLY_REFERENCE",
    "OWN_MANNERS",
    "OWN_WHY",
    "REASONS",
    "REGISTER_AWAY",
    "REVIEW_CLOCK_NAMES",
    "REVIEW_STATES",
    "REVIEW_TITLE",
    "WHY",
    "WHY_NOT",
    "YOURSELF",
    "missing_text",
]
