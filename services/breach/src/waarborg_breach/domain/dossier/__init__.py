"""What the authority asks about a breach, filled from the case.

The fields are those of the authority's web form and of the EDPB's common template for a notification under article 33,
as data: one list in the order of the web form, which says for each where the same is asked in the common template. They
say in our own words what both ask, and copy neither.
"""

from waarborg_breach.domain.dossier.about_it import BEFORE, BREACH, CONSEQUENCES, DATA, PEOPLE
from waarborg_breach.domain.dossier.about_us import ABOUT, CONTACT, TIMELINE
from waarborg_breach.domain.dossier.afterwards import AFTER, OTHER
from waarborg_breach.domain.dossier.reads import SEVERITIES, YES_NO, answer
from waarborg_breach.domain.dossier.values import (
    Change,
    Code,
    Common,
    Entry,
    Field,
    Gap,
    Known,
    NoSuchChoice,
    NoSuchField,
    NothingFilledIn,
    Notified,
    Part,
    Step,
    Value,
    Written,
    changes,
    check_typed,
    fill,
    from_plain,
    gaps,
    plain,
)
from waarborg_shared.hooks.values import BreachProtocol

FIELDS = (*ABOUT, *CONTACT, *TIMELINE, *BREACH, *DATA, *PEOPLE, *BEFORE, *CONSEQUENCES, *AFTER, *OTHER)
"""Every field of both forms, in the order of the web form."""

__all__ = [
    "FIELDS",
    "SEVERITIES",
    "YES_NO",
    "Change",
    "Code",
    "Common",
    "Entry",
    "Field",
    "Gap",
    "Known",
    "NoSuchChoice",
    "NoSuchField",
    "NothingFilledIn",
    "Notified",
    "Part",
    "Step",
    "Value",
    "Written",
    "changes",
    "check_typed",
    "fields_of",
    "fill",
    "from_plain",
    "gaps",
    "plain",
]


def fields_of(protocol: BreachProtocol) -> tuple[Field, ...]:
    """Return the fields with the protocol's own questions behind them: its answers go along (B24 art. 9)."""
    asked = (
        Field(
            code=f"answer.{question.code}",
            part=Part.ANSWERS,
            common=None,
            text=question.text,
            value=answer(question.code),
            fill_in="answers",
        )
        for question in protocol.questions
    )
    return (*FIELDS, *asked)
