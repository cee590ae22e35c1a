"""What one can object to at JTB-Care: what it says in a talk, and nothing is mailed (J5 to J7, J11)."""

from waarborg_shared.hooks import law
from waarborg_shared.hooks.values import ObjectionAbout, ObjectionSubject

_SOURCE = "privacybeleid, uw rechten; art. 21 AVG"

OBJECTION_SUBJECTS = (
    ObjectionSubject(
        about=ObjectionAbout.MARKETING,
        name=law.OBJECTION_NAMES[ObjectionAbout.MARKETING],
        purposes=("promotion", "newsletter"),
        message_kinds=("activity_talk", "newsletter_issue"),
        source=_SOURCE,
    ),
    ObjectionSubject(
        about=ObjectionAbout.SURVEYS,
        name=law.OBJECTION_NAMES[ObjectionAbout.SURVEYS],
        purposes=("improvement",),
        message_kinds=("improvement_talk",),
        source=_SOURCE,
    ),
    ObjectionSubject(about=ObjectionAbout.OTHER, name=law.OBJECTION_NAMES[ObjectionAbout.OTHER], source=_SOURCE),
)
