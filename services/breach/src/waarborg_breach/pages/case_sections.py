"""The sections of the case page, in the order of the work."""

from waarborg_breach.pages import (
    advising,
    closing,
    deciding,
    decisions,
    dossier,
    facts,
    grievances,
    handling,
    keeping,
    likeness,
    questions,
    retracting,
    times,
    warning,
    wiping,
)
from waarborg_breach.pages.sections import Section
from waarborg_breach.pages.telling import section as telling

SECTIONS: tuple[Section, ...] = (
    retracting.OVER_SECTION,
    warning.SECTION,
    wiping.ASKED,
    handling.FIRST,
    times.SECTION,
    wiping.SECTION,
    questions.SECTION,
    facts.SECTION,
    advising.SECTION,
    decisions.SECTION,
    dossier.SECTION,
    deciding.SECTION,
    telling.SECTION,
    handling.AFTERWARDS,
    grievances.SECTION,
    likeness.SECTION,
    retracting.SECTION,
    closing.SECTION,
    keeping.SECTION,
)
