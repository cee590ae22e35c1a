"""What a complaint puts on the case page of staff, and on the person's own page."""

from collections.abc import Mapping
from typing import Any

from flask import url_for

from waarborg_requests.actions.complaining import proposal_of
from waarborg_requests.actions.complaint_rows import (
    about,
    complaint_of,
    complaints_about,
    handled_by,
    measures_of,
    officer_may_look,
    open_decisions,
    open_measure,
)
from waarborg_requests.actions.own import may_be_shown
from waarborg_requests.domain import Outcome, RequestState
from waarborg_requests.domain.complaining import MOST_MEASURES, SecondLook, judgement_of
from waarborg_requests.models import Complaint, Request
from waarborg_requests.pages.rights import may_answer, may_read
from waarborg_requests.schemas.complaining import JudgeForm
from waarborg_requests.texts import STATES
from waarborg_requests.texts.complaining import JUDGEMENTS, SECOND_LOOKS
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current
from waarborg_shared.web.i18n import in_language as said


def judged(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """For staff: a complaint; None of another request."""
    return on_case(work, row, rules) if row.kind == RequestKind.COMPLAINT else None


def complained_about(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """For staff: the complaints about a request; None of a complaint."""
    return None if row.kind == RequestKind.COMPLAINT else on_case(work, row, rules)


def on_case(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """For staff: what a complaint is about and the form to judge it; of another request, the complaints about it."""
    if row.kind != RequestKind.COMPLAINT:
        linked = [_linked(work, each) for each in complaints_about(work, row)]
        return {"complaint": False, "linked": linked} if linked else None
    complaint, behind = complaint_of(work, row), None
    found = about(work, complaint)
    if found is not None:
        behind = _linked(work, found)
    own_work = current.actor.ref in handled_by(work, complaint)
    return {
        "complaint": True,
        "behind": behind,
        "permitted": complaint is not None and complaint.permission_at is not None,
        "route": rules.complaint_route,
        "judgement": _judgement(row),
        "decisions": open_decisions(work, row, complaint),
        "measures": _measures(work, row),
        "looked": _looked(complaint),
        "may_judge": may_answer(row) and row.answered_at is None and (not own_work or rules.organisation.one_person),
        "may_carry_out": may_answer(row),
        "own_work": own_work,
        "form": Form(JudgeForm(), dict(proposal_of(work, row) or {})) if may_answer(row) else None,
        "judgements": [(each.value, said(words)) for each, words in JUDGEMENTS.items()],
        "numbers": range(1, MOST_MEASURES + 1),
    }


def on_own(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """For the person: who handles the complaint and what came of it; of another request, the way to complain."""
    route = rules.complaint_route
    if row.kind != RequestKind.COMPLAINT:
        about_it = complaints_about(work, row)
        made = [{"number": each.number, "state": said(STATES[RequestState(each.state)])} for each in about_it]
        stands = any(each.answered_at is None for each in about_it)
        return {"complaint": False, "route": route, "made": made, "may_complain": not stands}
    complaint = complaint_of(work, row)
    found = about(work, complaint)
    return {
        "complaint": True,
        "route": route,
        "behind": found.number if found is not None else "",
        "permitted": complaint is not None and complaint.permission_at is not None,
        "judgement": _judgement(row),
        "measures": _measures(work, row) if may_be_shown(work, row) else [],
    }


def may_look_for_complaint(work: Work, row: Request) -> bool:
    """Whether who handles a complaint about this request was let into it by the person."""
    return row.kind != RequestKind.COMPLAINT and officer_may_look(work, row)


def _linked(work: Work, row: Request) -> Mapping[str, Any]:
    readable = may_read(row, permitted=may_look_for_complaint(work, row))
    return {
        "number": row.number,
        "state": said(STATES[RequestState(row.state)]),
        "link": url_for("staff.case", request_id=row.id) if readable else "",
    }


def _judgement(row: Request) -> str:
    return said(JUDGEMENTS[judgement_of(Outcome(row.outcome))]) if row.outcome else ""


def _looked(complaint: Complaint | None) -> str:
    if complaint is None or complaint.second_look is None:
        return ""
    return said(SECOND_LOOKS[SecondLook(complaint.second_look)])


def _measures(work: Work, row: Request) -> list[Mapping[str, Any]]:
    today = current.now().date()
    return [
        {
            "number": each.number,
            "what": open_measure(work, row, each),
            "due_on": each.due_on,
            "done_at": each.done_at,
            "late": each.done_at is None and each.due_on < today,
        }
        for each in measures_of(work, row)
    ]
