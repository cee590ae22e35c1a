"""The next step as the case page of staff shows it: read from what the sections of the page show."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from waarborg_requests.domain import RequestState
from waarborg_requests.domain.next_step import CaseStep, Situation, next_step
from waarborg_requests.models import Request
from waarborg_requests.pages.case_groups import PLACES
from waarborg_requests.texts.next_step import NEXT
from waarborg_shared.hooks.values import GIVES_DATA, RequestKind, RequestPolicy
from waarborg_shared.web.i18n import in_language as said

_IN_REVIEW = frozenset({CaseStep.JUDGE_ITEMS, CaseStep.LOOK_THROUGH, CaseStep.SECOND_LOOK})
_READY = frozenset({CaseStep.POST_LETTER, CaseStep.GIVE_WORD})


def step_of(
    row: Request, policy: RequestPolicy, to_deliver: Sequence[Mapping[str, Any]], shown: Mapping[str, Mapping[str, Any]]
) -> CaseStep:
    """Return the next step. ``shown``: what each section of the page shows, by its name."""
    review, collecting = shown.get("review", {}), shown.get("collecting", {})
    kind, progress = RequestKind(row.kind), collecting.get("progress")
    return next_step(
        Situation(
            answered=row.answered_at is not None,
            complaint=kind is RequestKind.COMPLAINT,
            message=row.message_waits_since is not None,
            letters=sum(each["letter"] for each in to_deliver),
            to_tell=sum(not each["letter"] and not each["on_page"] for each in to_deliver),
            identified=row.identified_at is not None,
            asked_who=row.state == RequestState.WAITING,
            who_needed=policy.identification or kind is RequestKind.WITHDRAWAL,
            linked=row.subject_ref is not None,
            linked_needed=kind in GIVES_DATA,
            outstanding=progress.waits_for if progress else 0,
            items=review.get("count", 0),
            judged=review.get("marked", 0),
            four_eyes=review.get("four_eyes", False),
            looked=review.get("first_at") is not None,
            approved=review.get("approved", False),
        )
    )


def step_shown(
    row: Request, step: CaseStep, to_deliver: Sequence[Mapping[str, Any]], *, may_act: bool
) -> dict[str, Any]:
    """Return its words, and where it is done for who may do it."""
    title, words = NEXT[step]
    part, form = PLACES.get(step, ("", ""))
    link = f"#part-{part}" if part else ""
    if step in _IN_REVIEW:
        link = url_for("staff.review", request_id=row.id)
    elif step in _READY:
        which = next(n for n, each in enumerate(to_deliver, 1) if each["letter"] == (step is CaseStep.POST_LETTER))
        link = f"#deliver-{which}"
    return {"title": said(title), "words": said(words), "link": link if may_act else "", "form": form}
