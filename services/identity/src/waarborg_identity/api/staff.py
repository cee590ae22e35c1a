"""The administration of staff for programs, which act for a member of staff whose duty it is."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from flask import Response, url_for

from waarborg_identity.actions import UnknownAccount, factor_resets, staff_absences, staff_grants, staff_reading
from waarborg_identity.actions.factor_resets import Seen
from waarborg_identity.actions.review_cases import review_clock, running_review
from waarborg_identity.actions.staff_absences import NewAbsence
from waarborg_identity.actions.staff_details import (
    Details,
    NewStaff,
    Papers,
    change_details,
    make_first_code,
    note_papers,
    take_on,
)
from waarborg_identity.actions.staff_grants import NewGrant
from waarborg_identity.actions.staff_review import complete_review, end_rights, keep_rights
from waarborg_identity.domain.staff_codes import in_groups
from waarborg_identity.domain.staff_review import Verdict
from waarborg_identity.models import AccessReview, Account
from waarborg_identity.schemas import staff as taken
from waarborg_identity.schemas import staff_shown as given
from waarborg_identity.shown import staff as staff_shown
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import UnknownCase, Work
from waarborg_shared.web import ApiBlueprint, current, etag_of, not_modified, require_match

STAFF = "identity:staff"
Changed = tuple[dict[str, Any], int, dict[str, str]]

staff_api = ApiBlueprint(
    "staff_api", __name__, url_prefix="/identity/api/v1", description="Staff: accounts, roles, leave and reviews"
)


def _may() -> None:
    require_duty(current.actor, Duty.STAFF_GRANT, scope=STAFF)


def change(account_id: UUID, act: Callable[[Work, str, int], str | None], status: int = 200) -> Changed:
    """Do one thing to an account whose version the caller saw; gives its new version."""
    _may()
    with current.begin() as work:
        seen = _known(work, account_id)
        require_match(seen.revision)
        made = act(work, seen.id, seen.revision)
        answer: dict[str, Any] = {"id": seen.id, "revision": seen.revision}
    headers = {"ETag": etag_of(answer["revision"])}
    return (answer if made is None else {**answer, "made": made}), status, headers


def _known(work: Work, account_id: UUID) -> Account:
    try:
        return work.case(Account, str(account_id), lock=False)
    except UnknownCase as error:
        raise UnknownAccount from error


@staff_api.route("/staff/", methods=["GET"])
@staff_api.arguments(taken.StaffQuery, location="query")
@staff_api.response(200, given.StaffPageSchema)
@staff_api.secured(STAFF)
def list_staff(query: Mapping[str, Any]) -> dict[str, Any]:
    """List the staff in the order of their names; that you looked is written down."""
    _may()
    with current.begin() as work:
        staff_reading.note_look(work, "staff-list", rules=current.rules)
        page = staff_reading.list_staff(work, rules=current.rules, after=query["cursor"], limit=query["limit"])
        return staff_shown.page_in_codes(page)


@staff_api.route("/staff-searches/", methods=["POST"])
@staff_api.arguments(taken.StaffSearchSchema)
@staff_api.response(200, given.StaffPageSchema)
@staff_api.secured(STAFF)
def search_staff(asked: Mapping[str, str]) -> dict[str, Any]:
    """Find staff by a part of a name or user name, 50 at most; that you looked is written down."""
    _may()
    with current.begin() as work:
        staff_reading.note_look(work, "staff-search", rules=current.rules)
        return staff_shown.page_in_codes(staff_reading.search_staff(work, asked["find"], rules=current.rules))


@staff_api.route("/staff/", methods=["POST"])
@staff_api.arguments(taken.NewStaffSchema)
@staff_api.response(201, given.TakenOnSchema)
@staff_api.secured(STAFF)
def new_staff(command: NewStaff) -> Changed:
    """Take somebody on. The answer holds, this once, the code by which he chooses his password within seven days."""
    _may()
    with current.begin() as work:
        account = take_on(work, command, rules=current.rules)
        code = in_groups(make_first_code(work, account.id))
        answer: dict[str, Any] = {"id": account.id, "revision": account.revision, "code": code}
    headers = {"Location": url_for("staff_api.read", account_id=answer["id"]), "ETag": etag_of(answer["revision"])}
    return answer, 201, headers


@staff_api.route("/staff/<uuid:account_id>", methods=["GET"])
@staff_api.response(200, given.OneStaffSchema)
@staff_api.alt_response(304, success=True)
@staff_api.secured(STAFF)
def read(account_id: UUID) -> Response | Changed:
    """Read everything of a member of staff with the newest of his timeline; that you looked is on it."""
    _may()
    with current.begin() as work:
        same = not_modified(_known(work, account_id).revision)
        if same is not None:
            return same
        file = staff_reading.staff_file(work, str(account_id), rules=current.rules)
        answer = staff_shown.file_in_codes(file)
    return answer, 200, {"ETag": etag_of(file.revision)}


@staff_api.route("/staff/<uuid:account_id>/grants/", methods=["POST"])
@staff_api.arguments(taken.GrantSchema)
@staff_api.response(201, given.MadeSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def give_role(command: NewGrant, account_id: UUID) -> Changed:
    """Give a role for a time. Nobody gives himself one, unless he is the only one there."""

    def act(work: Work, ref: str, revision: int) -> str:
        return staff_grants.give_role(work, ref, command, revision=revision, rules=current.rules).id

    return change(account_id, act, 201)


@staff_api.route("/staff/<uuid:account_id>/grants/<uuid:grant_id>/end", methods=["POST"])
@staff_api.arguments(taken.ReasonSchema)
@staff_api.response(200, given.ChangedSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def end_role(why: Mapping[str, str], account_id: UUID, grant_id: UUID) -> Changed:
    """End a role before its time; the last one who may give roles keeps that."""

    def act(work: Work, ref: str, revision: int) -> None:
        staff_grants.end_grant(work, ref, str(grant_id), why["reason"], revision=revision, rules=current.rules)

    return change(account_id, act)


@staff_api.route("/staff/<uuid:account_id>/disable", methods=["POST"])
@staff_api.arguments(taken.ReasonSchema)
@staff_api.response(200, given.ChangedSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def disable(why: Mapping[str, str], account_id: UUID) -> Changed:
    """Disable an account: its sessions and tokens end everywhere."""

    def act(work: Work, ref: str, revision: int) -> None:
        staff_grants.shut_account(work, ref, why["reason"], revision=revision, rules=current.rules)

    return change(account_id, act)


@staff_api.route("/staff/<uuid:account_id>/enable", methods=["POST"])
@staff_api.arguments(taken.ReasonSchema)
@staff_api.response(200, given.ChangedSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def enable(why: Mapping[str, str], account_id: UUID) -> Changed:
    """Enable an account again."""

    def act(work: Work, ref: str, revision: int) -> None:
        staff_grants.enable_account(work, ref, why["reason"], revision=revision)

    return change(account_id, act)


@staff_api.route("/staff/<uuid:account_id>/details", methods=["POST"])
@staff_api.arguments(taken.DetailsSchema)
@staff_api.response(200, given.ChangedSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def details(command: Details, account_id: UUID) -> Changed:
    """Change somebody's user name, name or address; the timeline says that it changed, never what it was."""

    def act(work: Work, ref: str, revision: int) -> None:
        change_details(work, ref, command, revision=revision)

    return change(account_id, act)


@staff_api.route("/staff/<uuid:account_id>/papers", methods=["POST"])
@staff_api.arguments(taken.PapersSchema)
@staff_api.response(200, given.ChangedSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def papers(command: Papers, account_id: UUID) -> Changed:
    """Write down when a certificate of conduct (VOG) was seen and secrecy was signed; null says that it was not."""

    def act(work: Work, ref: str, revision: int) -> None:
        note_papers(work, ref, command, revision=revision, rules=current.rules)

    return change(account_id, act)


@staff_api.route("/staff/<uuid:account_id>/absences/", methods=["POST"])
@staff_api.arguments(taken.AbsenceSchema)
@staff_api.response(201, given.MadeSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def absence(command: NewAbsence, account_id: UUID) -> Changed:
    """Write down that somebody is away, and who has his roles meanwhile."""

    def act(work: Work, ref: str, revision: int) -> str:
        return staff_absences.record_absence(work, ref, command, revision=revision, rules=current.rules).id

    return change(account_id, act, 201)


@staff_api.route("/staff/<uuid:account_id>/absences/<uuid:absence_id>/end", methods=["POST"])
@staff_api.arguments(taken.ReasonSchema)
@staff_api.response(200, given.ChangedSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def end_absence(why: Mapping[str, str], account_id: UUID, absence_id: UUID) -> Changed:
    """Somebody is back: what his stand-in had of him ends."""

    def act(work: Work, ref: str, revision: int) -> None:
        reason = why["reason"]
        staff_absences.end_absence(work, ref, str(absence_id), reason, revision=revision, rules=current.rules)

    return change(account_id, act)


@staff_api.route("/staff/<uuid:account_id>/factor-resets/", methods=["POST"])
@staff_api.arguments(taken.ReasonSchema)
@staff_api.response(201, given.MadeSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def ask_reset(why: Mapping[str, str], account_id: UUID) -> Changed:
    """Ask that a lost second factor be replaced; somebody else confirms it within a day."""

    def act(work: Work, ref: str, revision: int) -> str:
        return factor_resets.ask_factor_reset(work, ref, why["reason"], revision=revision).id

    return change(account_id, act, 201)


@staff_api.route("/staff/<uuid:account_id>/factor-resets/<uuid:reset_id>/confirm", methods=["POST"])
@staff_api.arguments(taken.ReasonSchema)
@staff_api.response(200, given.ChangedSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def confirm_reset(why: Mapping[str, str], account_id: UUID, reset_id: UUID) -> Changed:
    """Confirm, as the second of two others, that a lost second factor is replaced, and say how you made sure."""

    def act(work: Work, ref: str, revision: int) -> None:
        factor_resets.confirm_factor_reset(work, ref, str(reset_id), why["reason"], revision=revision)

    return change(account_id, act)


@staff_api.route("/staff/<uuid:account_id>/factor-resets/in-person", methods=["POST"])
@staff_api.arguments(taken.SeenSchema)
@staff_api.response(201, given.MadeSchema)
@staff_api.secured(STAFF)
@staff_api.versioned()
def reset_in_person(seen: Seen, account_id: UUID) -> Changed:
    """Replace the second factor of somebody who stands before you, and say how you recognised him."""

    def act(work: Work, ref: str, revision: int) -> str:
        return factor_resets.reset_factor_in_person(work, ref, seen, revision=revision).id

    return change(account_id, act, 201)


@staff_api.route("/staff-review/", methods=["GET"])
@staff_api.response(200, given.ReviewSchema)
@staff_api.secured(STAFF)
def review() -> dict[str, Any]:
    """Tell how the review of everybody's roles stands, and when it is due."""
    _may()
    with current.begin() as work:
        return _review(work, running_review(work, rules=current.rules))


@staff_api.route("/staff-review/marks/", methods=["POST"])
@staff_api.arguments(taken.VerdictSchema)
@staff_api.response(200, given.ReviewSchema)
@staff_api.secured(STAFF)
def mark(command: Mapping[str, Any]) -> dict[str, Any]:
    """Tick one member of staff: his roles stay, or all of them end, with a reason."""
    _may()
    with current.begin() as work:
        if command["verdict"] is Verdict.KEPT:
            keep_rights(work, [command["account_id"]], rules=current.rules)
        else:
            end_rights(work, command["account_id"], command["reason"], revision=None, rules=current.rules)
        return _review(work, running_review(work, rules=current.rules))


@staff_api.route("/staff-review/completion", methods=["POST"])
@staff_api.arguments(taken.CompletionSchema)
@staff_api.response(200, given.ReviewSchema)
@staff_api.secured(STAFF)
def complete(seen: Mapping[str, int]) -> dict[str, Any]:
    """Complete the review that you saw when everybody was looked at; gives the next one, which begins."""
    _may()
    with current.begin() as work:
        return _review(work, complete_review(work, seen["number"], rules=current.rules))


def _review(work: Work, running: AccessReview) -> dict[str, Any]:
    clock = review_clock(work, running)
    left = staff_reading.list_staff(work, rules=current.rules, limit=1, to_review=True, active_only=True).total
    return {
        "number": running.number,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "late": clock.due_at < work.now,
        "to_review": left,
    }
