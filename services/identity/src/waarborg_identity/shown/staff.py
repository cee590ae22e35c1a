"""The administration of staff as the edges give it to programs and to the desk."""

from collections.abc import Iterable
from typing import Any

from waarborg_identity.actions.staff_reading import (
    AbsenceShown,
    GrantShown,
    MarkShown,
    StaffFile,
    StaffPage,
    StaffShown,
)
from waarborg_identity.domain import AccountState
from waarborg_identity.models import AccessReview, StaffAbsence, StaffFactorReset
from waarborg_identity.texts.staff import DESK_RESET, DESK_REVIEW, DESK_STAND_IN, DESK_STATES, REVIEW_CLOCK
from waarborg_shared.clocks import Clock
from waarborg_shared.web.cursors import cursor_at
from waarborg_shared.web.desk import DeskItem
from waarborg_shared.web.erased import with_erased

SERVICE = "identity"
REVIEW_PAGE = "/identity/staff/review"


def page_in_codes(page: StaffPage) -> dict[str, Any]:
    """Return a part of a list."""
    following = cursor_at((page.after,)) if page.after else ""
    return {"items": [in_codes(each) for each in page.items], "total": page.total, "next": following}


def in_codes(shown: StaffShown) -> dict[str, Any]:
    """Return a member of staff as the lists give him."""
    return with_erased(_codes(shown))


def _codes(shown: StaffShown) -> dict[str, Any]:
    return {
        "id": shown.account_id,
        "name": shown.name,
        "username": shown.username,
        "state": AccountState.ACTIVE if shown.active else AccountState.DISABLED,
        "has_password": shown.has_password,
        "signs_in_outside": shown.signs_in_outside,
        "second_factor": shown.second_factor,
        "grants": [_plain(each) for each in shown.grants],
        "certificate_seen_on": shown.certificate_seen_on,
        "secrecy_signed_on": shown.secrecy_signed_on,
        "missing": list(shown.missing),
        "absences": [_plain(each) for each in shown.absences],
        "last_signed_in_at": shown.last_signed_in_at,
        "reviewed": _plain(shown.mark) if shown.mark else None,
    }


def file_in_codes(file: StaffFile) -> dict[str, Any]:
    """Return everything of one member of staff."""
    steps = [
        {
            "at": step.at,
            "verb": step.verb,
            "actor_kind": step.actor_kind,
            "actor_ref": step.actor_ref,
            "facts": dict(step.facts),
            "why": step.why,
        }
        for step in file.steps
    ]
    everything = _codes(file.shown) | {
        "revision": file.revision,
        "created_at": file.created_at,
        "contact": file.contact,
        "factor_resets": [with_erased(vars(each)) for each in file.resets],
        "timeline": steps,
    }
    return with_erased(everything)


def desk_items(review: AccessReview, clock: Clock, resets: Iterable[StaffFactorReset], *, near: bool) -> list[DeskItem]:
    """Return what waits: the review once most of its time is over, and lost second factors without a second person."""
    items = [_reset_item(row) for row in resets]
    if near:
        state = "late" if review.lapsed_at else "due"
        items.append(
            DeskItem(
                service=SERVICE,
                ref=review.id,
                number=str(review.number),
                title=DESK_REVIEW,
                state=state,
                state_text=DESK_STATES[state],
                url=REVIEW_PAGE,
                clocks=((REVIEW_CLOCK, clock),),
            )
        )
    return items


def stand_in_item(absence: StaffAbsence) -> DeskItem:
    """Return that somebody named his own stand-in, who gets his roles when somebody else agrees."""
    return DeskItem(
        service=SERVICE,
        ref=absence.id,
        number="",
        title=DESK_STAND_IN,
        state="asked",
        state_text=DESK_STATES["asked"],
        url=f"/identity/staff/{absence.account_id}/stand-in?which={absence.id}",
        clocks=(),
    )


def _reset_item(row: StaffFactorReset) -> DeskItem:
    return DeskItem(
        service=SERVICE,
        ref=row.id,
        number="",
        title=DESK_RESET,
        state="waiting",
        state_text=DESK_STATES["waiting"],
        url=f"/identity/staff/{row.account_id}",
        clocks=(),
    )


def _plain(shown: GrantShown | AbsenceShown | MarkShown) -> dict[str, Any]:
    return dict(vars(shown))
