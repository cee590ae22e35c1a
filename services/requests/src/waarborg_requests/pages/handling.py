"""What staff do on the case page: take a request up, ask who it is, record that, extend the term, answer."""

from collections.abc import Mapping
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions.drafts import check_draft, save_draft
from waarborg_requests.domain import Answer
from waarborg_requests.domain.identification import NoDocument
from waarborg_requests.models import Request
from waarborg_requests.pages.case import act_on, case_page
from waarborg_requests.pages.rights import require_any_reading
from waarborg_requests.pages.staff import staff
from waarborg_requests.persons import find_person
from waarborg_requests.schemas import AnswerStep
from waarborg_shared.uow import Work
from waarborg_shared.web import current


@staff.route("/cases/<request_id>")
def case(request_id: str) -> str:
    """Show one request with what was written; that this member of staff looked is on its timeline."""
    require_any_reading()
    return case_page(request_id)


@staff.route("/cases/<request_id>/take-up", methods=["POST"])
def take_up(request_id: str) -> ResponseReturnValue:
    """Begin with a request."""
    return act_on(
        request_id, "take-up", lambda work, typed: actions.take_up(work, request_id, revision=typed["revision"])
    )


@staff.route("/cases/<request_id>/ask-identification", methods=["POST"])
def ask_identification(request_id: str) -> ResponseReturnValue:
    """Ask who somebody is; the clocks stand still."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return actions.ask_identification(
            work,
            request_id,
            revision=typed["revision"],
            reason=typed["reason"],
            doubt=typed["doubt"],
            rules=current.rules,
        )

    return act_on(request_id, "ask-identification", act)


@staff.route("/cases/<request_id>/identify", methods=["POST"])
def identify(request_id: str) -> ResponseReturnValue:
    """Record how somebody was identified, and find out whose client number it is."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        found = actions.Identified(
            how=typed["how"],
            subject_ref=typed["subject_ref"],
            note=typed["note"],
            document=typed["document"],
            last=typed["last"].strip().upper(),
            called=typed["called"],
            letter_code=typed["letter_code"],
        )
        return actions.identify(work, request_id, found, revision=typed["revision"], rules=current.rules)

    return act_on(request_id, "identify", act, before=_whose_number)


def _whose_number(typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ask identity before the transaction begins: no lock is held while another service thinks. A copy of a document,
    which somebody might send along, is refused with a word why (B15)."""
    if request.files:
        raise NoDocument("a file was sent along")
    number = typed["client_number"]
    if number is None:
        return {**typed, "subject_ref": None}
    return {**typed, "subject_ref": whose_number(number)}


def whose_number(number: str) -> str:
    """Return whose client number it is. Raises PersonNotFound."""
    headers = {"Cookie": request.headers.get("Cookie", "")}
    return find_person(current.runtime.client, current.organisation, number, headers=headers)


@staff.route("/cases/<request_id>/extend", methods=["POST"])
def extend(request_id: str) -> ResponseReturnValue:
    """Lengthen the term."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return actions.extend(
            work, request_id, revision=typed["revision"], reason=typed["why_longer"], rules=current.rules
        )

    return act_on(request_id, "extend", act)


@staff.route("/cases/<request_id>/answer", methods=["POST"])
def answer(request_id: str) -> ResponseReturnValue:
    """Answer a request, and record in the same commit how the person was identified, if that is told with it; or keep
    the answer as a draft, and show the letter that it would be."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        names = ("outcome", "ground", "text", "language", "channel")
        given = Answer(**{name: typed[name] for name in names}, more_grounds=tuple(typed["more_grounds"]))
        revision = typed["revision"]
        if typed["do"] is AnswerStep.PREVIEW:
            return save_draft(
                work,
                request_id,
                given,
                revision=revision,
                draft=typed["draft"],
                rules=current.rules,
                known_how=typed["known_how"],
            )
        check_draft(work, request_id, typed["draft"])
        if typed["known_how"] is not None:
            known = actions.Identified(how=typed["known_how"])
            revision = actions.identify(work, request_id, known, revision=revision, rules=current.rules).revision
        return actions.answer(work, request_id, given, revision=revision, rules=current.rules)

    def then(typed: Mapping[str, Any]) -> str:
        return url_for("staff.preview", request_id=request_id) if typed["do"] is AnswerStep.PREVIEW else ""

    return act_on(request_id, "answer", act, then=then)
