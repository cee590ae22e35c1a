"""The answer's letter before it is given: looked over on the screen and as PDF, and then given as it was seen."""

from typing import Any

from flask import Response, make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions.drafts import Draft, draft_of, draft_to_give
from waarborg_requests.actions.letters import Signature, letter_of_answer
from waarborg_requests.actions.ways import way_of
from waarborg_requests.domain import IdentificationNeeded, RequestError
from waarborg_requests.domain.letters import LetterKind
from waarborg_requests.models import Request
from waarborg_requests.pages.case import again
from waarborg_requests.pages.rights import require_answering, require_any_answering
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas import GiveDraftForm
from waarborg_requests.typesetting import MEDIA_TYPE, LetterText, typeset, write
from waarborg_shared.clocks import ClockError
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.problems import message_of


@staff.route("/cases/<request_id>/answer/preview")
def preview(request_id: str) -> ResponseReturnValue:
    """Show the letter that the saved answer would be; there is none: back to the request, where it is written."""
    require_any_answering()
    return _preview(request_id, Form(GiveDraftForm()), 200)


@staff.route("/cases/<request_id>/answer/preview.pdf")
def preview_file(request_id: str) -> ResponseReturnValue:
    """Give the same letter as the file that it would be."""
    require_any_answering()
    with current.begin() as work:
        found = _found(work, request_id)
    if found is None:
        return _back(request_id)
    row, _, words = found
    return pdf(typeset(words, at=current.now()), f"{row.number}-concept.pdf")


@staff.route("/cases/<request_id>/answer/give", methods=["POST"])
def give(request_id: str) -> ResponseReturnValue:
    """Give the answer that was looked over; changed meanwhile, the letter is shown again as it is now."""
    require_any_answering()
    form, status = read_form(GiveDraftForm), 422
    if form.ok:
        try:
            with current.begin() as work:
                _give(work, request_id, form.command)
            return _back(request_id)
        except IdentificationNeeded as refused:
            form.refuse("", message_of(refused))
        except (RequestError, ClockError, KeyDestroyed) as refused:
            form.refuse("", message_of(refused))
        except actions.Stale as refused:
            form.refuse("", message_of(refused))
            status = 412
    return _preview(request_id, form, status)


def pdf(content: bytes, filename: str) -> Response:
    """Return a letter as a file that a browser shows, and keeps nowhere."""
    answer = make_response(content)
    answer.headers["Content-Type"] = MEDIA_TYPE
    answer.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _give(work: Work, request_id: str, seen: dict[str, Any]) -> None:
    require_answering(work.case(Request, request_id))
    revision, rules = seen["revision"], current.rules
    draft = draft_to_give(work, request_id, revision=revision, draft=seen["draft"])
    row = work.case(Request, request_id)
    if draft.known_how is not None and row.identified_at is None:
        known = actions.Identified(how=draft.known_how)
        revision = actions.identify(work, request_id, known, revision=revision, rules=rules).revision
    actions.answer(work, request_id, draft.given, revision=revision, rules=rules)


def _preview(request_id: str, form: Form, status: int) -> ResponseReturnValue:
    with current.begin() as work:
        found = _found(work, request_id)
    if found is None:
        return again(request_id, {"deliver": form}, status) if form.errors else _back(request_id)
    row, draft, words = found
    channel = current.rules.channels.get(draft.given.channel or way_of(row, LetterKind.ANSWER, current.rules))
    page = render_template(
        "requests/letters/preview.html",
        row=row,
        form=form,
        draft=draft,
        letter=words,
        way=said(channel.name) if channel else "",
    )
    return make_response(page, status)


def _found(work: Work, request_id: str) -> tuple[Request, Draft, LetterText] | None:
    row, opened = actions.read_request(work, request_id)
    require_answering(row)
    draft = draft_of(work, row)
    if draft is None or opened.erased or row.answered_at is not None:
        return None
    signed = Signature(name=current.actor.label, role=current.actor.sole_role)
    return row, draft, write(letter_of_answer(work, row, draft.given, current.rules, signed=signed))


def _back(request_id: str) -> ResponseReturnValue:
    return redirect(url_for("staff.case", request_id=request_id), 303)
