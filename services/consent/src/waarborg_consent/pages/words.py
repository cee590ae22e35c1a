"""What the pages of consent call codes, and what every template of theirs is handed."""

from typing import Any

from waarborg_consent.domain import ConsentState, How, Standing, covered
from waarborg_shared.hooks.values import LegalBasis, Purpose
from waarborg_shared.web import current, noted

HOW_WORDS = {
    How.KITCHEN_TABLE: noted("At the kitchen table, in person"),
    How.PAPER: noted("On paper, signed"),
    How.SPOKEN: noted("By telephone or spoken, with a witness"),
}
STATE_WORDS = {
    ConsentState.UNKNOWN: noted("Not given"),
    ConsentState.GIVEN: noted("Given"),
    ConsentState.WITHDRAWN: noted("Withdrawn"),
}
BASIS_WORDS = {
    LegalBasis.CONSENT: noted("your consent"),
    LegalBasis.CONTRACT: noted("the agreement with you"),
    LegalBasis.LEGAL_DUTY: noted("a legal duty"),
    LegalBasis.VITAL_INTEREST: noted("a vital interest"),
    LegalBasis.PUBLIC_TASK: noted("a public task"),
    LegalBasis.LEGITIMATE_INTEREST: noted("a legitimate interest"),
}


def choices(stands: tuple[Standing, ...]) -> list[tuple[Purpose, Standing]]:
    """Return what stands, each with its purpose, in their order."""
    purposes = current.rules.purposes
    return [(purposes[each.purpose], each) for each in stands]


def page_words() -> dict[str, Any]:
    """Return what the templates use of codes and of the organisation's rules."""
    return {
        "state_words": STATE_WORDS,
        "basis_words": BASIS_WORDS,
        "ConsentState": ConsentState,
        "covered": lambda purpose: covered(purpose, current.rules.categories),
        "about_special": lambda purpose: LegalBasis.CONSENT not in purpose.bases,
        "statement_version": current.rules.organisation.statement_version,
    }
