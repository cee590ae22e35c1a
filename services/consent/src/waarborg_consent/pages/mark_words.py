"""What the pages call marks, ways to ask, grounds and answers, and which of them each page offers."""

from typing import Any

from flask_babel import gettext

from waarborg_consent.domain import MarkHow, MarkKind, MessageReason, ObjectionAnswer, RestrictionGround
from waarborg_consent.models import MarkRow
from waarborg_shared.hooks.values import EVERY_MESSAGE
from waarborg_shared.uow import Work
from waarborg_shared.web import current, noted
from waarborg_shared.web.i18n import in_language

MARK_WORDS = {
    MarkKind.OBJECTION: noted("Objection or opt-out"),
    MarkKind.RESTRICTION: noted("Restriction of use"),
    MarkKind.ADDRESS_SECRECY: noted("Secret address"),
}
MARK_HOW_WORDS = {
    MarkHow.PAGE: noted("On the page"),
    MarkHow.LINK: noted("By the link in a message"),
    MarkHow.KITCHEN_TABLE: noted("At the kitchen table, in person"),
    MarkHow.LETTER: noted("By letter"),
    MarkHow.TELEPHONE: noted("By telephone"),
    MarkHow.PARTNER: noted("Through another system"),
    MarkHow.REQUEST: noted("In a request"),
    MarkHow.OVERRULED: noted("By our answer to the objection"),
}
AT_THE_DESK = (MarkHow.KITCHEN_TABLE, MarkHow.LETTER, MarkHow.TELEPHONE)
GROUND_WORDS = {
    RestrictionGround.ACCURACY: noted("The data are not right, and that is being checked"),
    RestrictionGround.UNLAWFUL: noted("The use is not allowed, but the data must not be erased"),
    RestrictionGround.LEGAL_CLAIM: noted("The data are still needed for a legal claim"),
    RestrictionGround.OBJECTION_PENDING: noted("An objection has not been answered yet"),
}
ANSWER_WORDS = {
    ObjectionAnswer.UPHELD: noted("The objection is right: it goes on holding"),
    ObjectionAnswer.OVERRULED: noted("Compelling grounds weigh more: the use goes on"),
}
STATE_OF_MESSAGE = {
    MessageReason.ALLOWED_SERVICE: noted("You always get these"),
    MessageReason.ALLOWED_BY_CONSENT: noted("You said yes to these"),
    MessageReason.ALLOWED_BY_BASIS: noted("You can get these"),
    MessageReason.NEVER_SENT: noted("We never send these"),
    MessageReason.OBJECTION: noted("Stopped"),
    MessageReason.RESTRICTED: noted("Stopped while the use of your data is restricted"),
    MessageReason.ADDRESS_KEPT: noted("Stopped because your address is secret"),
    MessageReason.CONSENT_WITHDRAWN: noted("Not without your yes, and you withdrew it"),
    MessageReason.CONSENT_MISSING: noted("Not without your yes, and you did not give it"),
}

EVERYTHING = noted("Everything that one can object to")
EVERY_MESSAGE_NAMED = noted("Every message that one can opt out of")


def about_in_words(about: str | None) -> str:
    """Return what an objection is about, in the visitor's language."""
    rules = current.rules
    if about is None:
        return str(gettext(EVERYTHING))
    if about == EVERY_MESSAGE:
        return str(gettext(EVERY_MESSAGE_NAMED))
    found = rules.message_kinds.get(about) or rules.purposes.get(about)
    return str(in_language(found.name)) if found is not None else about


def shown_mark(work: Work, row: MarkRow) -> dict[str, Any]:
    """Return a mark as a page shows it, with what was said of it opened for who may read it."""
    kind = MarkKind(row.kind)
    objection = kind is MarkKind.OBJECTION
    return {
        "id": row.id,
        "kind": kind,
        "kind_named": MARK_WORDS[kind],
        "about": about_in_words(row.about) if objection else "",
        "ground": GROUND_WORDS[RestrictionGround(row.ground)] if row.ground else "",
        "set_at": row.set_at,
        "how": MARK_HOW_WORDS[MarkHow(row.how)],
        "ended_at": row.ended_at,
        "ended_how": MARK_HOW_WORDS[MarkHow(row.ended_how)] if row.ended_how else "",
        "answered_at": row.answered_at,
        "overruled": [about_in_words(code) for code in row.overruled or ()],
        "note": opened(work, row, "note"),
        "end_note": opened(work, row, "end_note"),
        "answer": opened(work, row, "answer"),
    }


def opened(work: Work, row: MarkRow, column: str) -> Any:
    """Return what was written in one place, '' where nothing was, and the word for it where it was erased."""
    sealed = getattr(row, f"{column}_sealed")
    if sealed is None:
        return ""
    return work.unseal_to_show(sealed, holder=row.subject_ref, table="mark", column=column, row=row.id)
