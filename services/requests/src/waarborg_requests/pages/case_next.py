"""The next step as the case page of staff shows it: read from what the sections of the page show."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import url_for

from waarborg_requests.domain import Outcome, RequestState
from waarborg_requests.domain.carrying import MUST, UNDER_WAY, CarryingState
from waarborg_requests.domain.next_step import CaseStep, Situation, next_step
from waarborg_requests.domain.notices import REACHES_NOBODY
from waarborg_requests.domain.package.fetching import PackageState
from waarborg_requests.domain.states import ended_without_answer
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
    person, measures = _person(row, kind, shown.get("beginning", {})), shown.get("complaint", {}).get("measures", ())
    package, told = shown.get("package", {}).get("package"), shown.get("identification", {}).get("notices", ())
    fee, carried = shown.get("package", {}).get("fee"), _carrying(row, kind, shown.get("carrying", {}))
    return next_step(
        Situation(
            **person,
            **carried,
            answered=row.answered_at is not None,
            to_confirm=person["unsure"] and _waits_for_word(row, package, to_deliver, carried["carrying"]),
            ended=ended_without_answer(RequestState(row.state)),
            complaint=kind is RequestKind.COMPLAINT,
            measures=sum(each["done_at"] is None for each in measures),
            package_failed=package is not None and package["state"] == PackageState.FAILED,
            reaches_nobody=any(each["code"] in REACHES_NOBODY for each in told),
            fee_waits=fee is not None and fee["cents"] > 0 and (fee["agreed_at"] is None or fee["anew"]),
            message=row.message_waits_since is not None,
            letters=sum(each["letter"] for each in to_deliver),
            to_tell=sum(not each["letter"] and not each["on_page"] for each in to_deliver),
            identified=row.identified_at is not None,
            asked_who=row.state == RequestState.WAITING,
            who_needed=policy.identification or kind is RequestKind.WITHDRAWAL,
            linked=row.subject_ref is not None,
            linked_needed=kind in GIVES_DATA or kind in MUST or row.representative is not None,
            outstanding=progress.waits_for if progress else 0,
            items=review.get("count", 0),
            judged=review.get("marked", 0),
            four_eyes=review.get("four_eyes", False),
            looked=review.get("first_at") is not None,
            approved=review.get("approved", False),
        )
    )


def _waits_for_word(
    row: Request,
    package: Mapping[str, Any] | None,
    to_deliver: Sequence[Mapping[str, Any]],
    carrying: CarryingState | None,
) -> bool:
    """Whether on a closed request something is handed over or carried out only once it is sure whom it is about."""
    lies = package is not None and package["state"] in (PackageState.MAKING, PackageState.READY)
    answer = bool(to_deliver) and row.outcome in (Outcome.GRANTED, Outcome.PARTLY)
    return row.answered_at is not None and (lies or answer or carrying in UNDER_WAY)


def _person(row: Request, kind: RequestKind, beginning: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is known of whom it is about and who may ask it, and whether somebody is to be called."""
    death, authority = beginning.get("death"), beginning.get("authority")
    no_ground = death is not None and death["needs_ground"] and not death["ground"]
    return {
        "call": bool(beginning.get("calls")),
        "unsure": bool(beginning.get("unsure_since")),
        "authority_needed": authority is not None and not authority["holds"] and death is None,
        "ground_needed": no_ground,
        "only_refuse": death is not None and (death["ends"] or (no_ground and death["refused_in_life"])),
        "looks": bool(beginning.get("looks")) and not beginning.get("may_erase"),
    }


def _carrying(row: Request, kind: RequestKind, section: Mapping[str, Any]) -> dict[str, Any]:
    """Return how far carrying it out is. What was made ready and then refused is not begun any more; what follows from
    a withdrawal is, for that is answered by itself."""
    found = section.get("carrying")
    state = CarryingState(found.state) if found is not None else None
    over = row.answered_at is not None and kind is not RequestKind.WITHDRAWAL
    if not section.get("counted"):
        state = None
    return {
        "carry": kind in MUST,
        "carrying": None if over and state is CarryingState.PREPARED else state,
        "by_hand": bool(section.get("by_hand") or section.get("name_step")),
    }


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
