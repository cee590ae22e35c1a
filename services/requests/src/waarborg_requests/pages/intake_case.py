"""What the case page says of how a request came in, and which others are likely the same."""

from collections.abc import Mapping
from typing import Any

from waarborg_requests.actions.intake_doubles import likely_doubles
from waarborg_requests.domain import RequestState
from waarborg_requests.domain.intake import CameHow
from waarborg_requests.models import Request
from waarborg_requests.pages.case_groups import WHO
from waarborg_requests.pages.sections import Section
from waarborg_requests.texts import STATES
from waarborg_requests.texts.intake import CAME_HOW
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import ObjectionAbout
from waarborg_shared.uow import Work
from waarborg_shared.web.i18n import in_language as said


def show(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return what there is to say; None where a request came by the page and is like no other."""
    doubles = likely_doubles(work, row)
    subject = rules.objection_subjects.get(ObjectionAbout(row.about)) if row.about else None
    entered_later = due_on(row.created_at) != due_on(row.received_at)
    if not (doubles or row.about or row.came_how):
        return None
    return {
        "about": said(subject.name) if subject else row.about or "",
        "came_how": said(CAME_HOW[CameHow(row.came_how)]) if row.came_how else "",
        "entered_at": row.created_at if entered_later else None,
        "doubles": [_double(each, same=_same(each, row)) for each in doubles],
    }


def _same(one: Request, other: Request) -> bool:
    """Whether two requests are known to be about one person."""
    return one.subject_ref is not None and one.subject_ref == other.subject_ref


def _double(row: Request, *, same: bool) -> dict[str, Any]:
    return {
        "id": row.id,
        "number": row.number,
        "received_on": due_on(row.received_at),
        "state": said(STATES[RequestState(row.state)]),
        "same": same,
    }


SECTION = Section("intake", "requests/intake/case.html", show, group=WHO, open_when=lambda shown: shown["doubles"])
