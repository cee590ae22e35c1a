"""What staff do about carrying out a decision, on the case page."""

from collections.abc import Mapping
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from waarborg_requests.actions import carrying, carrying_by_staff
from waarborg_requests.models import Request
from waarborg_requests.pages import rights
from waarborg_requests.pages.case import act_on
from waarborg_requests.pages.staff import staff
from waarborg_requests.persons import correct_name
from waarborg_shared.auth import require_duty
from waarborg_shared.carrying import Carried, Kept, Told, Why
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current


@staff.route("/cases/<request_id>/carry", methods=["POST"])
def carry(request_id: str) -> ResponseReturnValue:
    """Make ready what was decided."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        command = carrying_by_staff.NewCarrying(
            words=typed["words"], about=typed["carry_about"], ground=typed["restricted_because"]
        )
        return carrying_by_staff.prepare_carrying(
            work, request_id, command, revision=typed["revision"], rules=current.rules
        )

    return act_on(request_id, "carry", act)


@staff.route("/cases/<request_id>/carry-begin", methods=["POST"])
def carry_begin(request_id: str) -> ResponseReturnValue:
    """Tell the first holders."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return carrying_by_staff.begin_carrying(work, request_id, revision=typed["revision"], rules=current.rules)

    return act_on(request_id, "carry-begin", act)


@staff.route("/cases/<request_id>/carry-stop", methods=["POST"])
def carry_stop(request_id: str) -> ResponseReturnValue:
    """Stop before that."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return carrying_by_staff.stop_carrying(work, request_id, revision=typed["revision"])

    return act_on(request_id, "carry-stop", act)


@staff.route("/cases/<request_id>/carry-end", methods=["POST"])
def carry_end(request_id: str) -> ResponseReturnValue:
    """Ask nobody further, with the reason."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return carrying_by_staff.end_carrying(work, request_id, why=typed["end_reason"], revision=typed["revision"])

    return act_on(request_id, "carry-end", act)


@staff.route("/cases/<request_id>/carry-step", methods=["POST"])
def carry_step(request_id: str) -> ResponseReturnValue:
    """Say what somebody did."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return carrying_by_staff.answer_by_hand(
            work,
            request_id,
            typed["step"],
            _told(typed),
            note=typed["step_note"],
            revision=typed["revision"],
            rules=current.rules,
        )

    return act_on(request_id, "carry-step", act)


@staff.route("/cases/<request_id>/carry-again", methods=["POST"])
def carry_again(request_id: str) -> ResponseReturnValue:
    """Ask a holder once more."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return carrying_by_staff.ask_again(
            work, request_id, typed["again"], revision=typed["revision"], rules=current.rules
        )

    return act_on(request_id, "carry-again", act)


@staff.route("/cases/<request_id>/carry-name", methods=["POST"])
def carry_name(request_id: str) -> ResponseReturnValue:
    """Have the register of persons change a name; its own answer ends the step."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return carrying_by_staff.confirm_name(work, request_id, typed["name_step"], revision=typed["revision"])

    def ask_identity(typed: Mapping[str, Any]) -> Mapping[str, Any]:
        require_duty(current.actor, Duty.PERSONS_REGISTER)
        with current.read() as work:
            row = work.case(Request, request_id, lock=False)
            rights.require_answering(row)
            found, step = carrying.step_of(work, row, typed["name_step"])
            subject_ref, step_ref = found.subject_ref, step.id
        headers = {"Cookie": request.headers.get("Cookie", "")}
        correct_name(
            current.runtime.client,
            current.organisation,
            subject_ref,
            step_ref=step_ref,
            name=typed["new_name"],
            headers=headers,
        )
        return typed

    return act_on(request_id, "carry-name", act, before=ask_identity)


@staff.route("/cases/<request_id>/hold", methods=["POST"])
def hold(request_id: str) -> ResponseReturnValue:
    """Let nothing of the person be erased."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return carrying_by_staff.set_hold(work, request_id, reason=typed["hold_reason"], revision=typed["revision"])

    return act_on(request_id, "hold", act)


@staff.route("/cases/<request_id>/hold-end", methods=["POST"])
def hold_end(request_id: str) -> ResponseReturnValue:
    """End a hold."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return carrying_by_staff.end_hold(work, request_id, typed["hold"], revision=typed["revision"])

    return act_on(request_id, "hold-end", act)


def _told(typed: Mapping[str, Any]) -> Told:
    outcome, why = Carried(typed["step_outcome"]), typed["why_not"]
    stays = why not in (None, Why.NOTHING_HELD) and outcome is not Carried.NOT_YET
    kept = (Kept("file", why, typed["kept_until"]),) if why is not None and stays else ()
    return Told(outcome, why, kept, typed["expected_on"])
