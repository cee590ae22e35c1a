"""Letters on the pages about one request: those that were made for staff, and where the answer lies for the person."""

from collections.abc import Mapping
from typing import Any

from waarborg_requests.actions import deliveries_of
from waarborg_requests.actions.letters import letters_of
from waarborg_requests.actions.noticing import notices_of
from waarborg_requests.domain.letters import SECURE_PAGE, LetterKind
from waarborg_requests.models import Request
from waarborg_requests.pages.case_groups import ANSWER
from waarborg_requests.pages.sections import Section
from waarborg_requests.texts.letters import LANGUAGES, LETTER_KINDS
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said


def _for_staff(work: Work, row: Request, _rules: Rules) -> Mapping[str, Any]:
    may_answer = Duty.REQUESTS_ANSWER in current.actor.duties
    waiting = {each.id for each in deliveries_of(work, row) if each.delivered_at is None}  # they stand on top
    letters = [
        {
            "delivery_id": each.delivery_id,
            "what": said(LETTER_KINDS[LetterKind(each.kind)]),
            "language": said(LANGUAGES[each.language]),
            "made_at": each.made_at,
        }
        for each in letters_of(work, row)
        if each.delivery_id not in waiting
    ]
    return {
        "letters": letters if may_answer else [],
        "notices": notices_of(work, row),
        "mail": bool(current.runtime.settings.smtp_url),
        "may_answer": may_answer,
    }


def _for_the_person(_work: Work, row: Request, _rules: Rules) -> Mapping[str, Any] | None:
    if row.answered_at is None or row.answer_channel != SECURE_PAGE:
        return None
    return {"by_letter": row.read_code_hash is not None}


ON_CASE = Section("letters", "requests/letters/case.html", _for_staff, group=ANSWER)
ON_STATUS = Section("letters", "requests/letters/status.html", _for_the_person)
