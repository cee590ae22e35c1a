"""What one can object to at BQR, and which uses and messages that is about (B10, B16)."""

from waarborg_shared.hooks import law
from waarborg_shared.hooks.values import ObjectionAbout, ObjectionSubject

_SOURCE = "privacyverklaring, hoofdstuk 13; art. 21 AVG"


def _subject(about: ObjectionAbout, *, purposes: tuple[str, ...], message_kinds: tuple[str, ...]) -> ObjectionSubject:
    return ObjectionSubject(
        about=about,
        name=law.OBJECTION_NAMES[about],
        purposes=purposes,
        message_kinds=message_kinds,
        source=_SOURCE,
    )


OBJECTION_SUBJECTS = (
    _subject(
        ObjectionAbout.MARKETING,
        purposes=("marketing", "calling", "insurer_offers"),
        message_kinds=("care_news", "sales_call", "insurer_offer"),
    ),
    _subject(ObjectionAbout.CALLING, purposes=("calling",), message_kinds=("sales_call",)),
    _subject(
        ObjectionAbout.SURVEYS,
        purposes=("satisfaction_survey", "market_research"),
        message_kinds=("survey_invitation",),
    ),
    _subject(
        ObjectionAbout.STATISTICS,
        purposes=("statistics", "research"),
        message_kinds=("research_invitation",),
    ),
    _subject(ObjectionAbout.INSURER_OFFERS, purposes=("insurer_offers",), message_kinds=("insurer_offer",)),
    _subject(ObjectionAbout.OTHER, purposes=(), message_kinds=()),
)
