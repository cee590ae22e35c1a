"""A new secret code on the case page: shown once where it is handed over, in a letter to print where it is sent."""

from secrets import token_bytes

from flask import make_response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions.new_code import Anew, Issued, issue_code
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.identification import NoDocument
from waarborg_requests.domain.new_code import CodeBy
from waarborg_requests.models import Request
from waarborg_requests.pages.case import again
from waarborg_requests.pages.forms import FORMS, kept_forms
from waarborg_requests.pages.rights import require_answering, require_any_answering
from waarborg_requests.pages.staff import staff
from waarborg_shared.hooks.values import Text
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, not_replayed, read_form
from waarborg_shared.web.i18n import in_language as said

NAME = "new-code"
_CODE_BYTES = 32
_NO_COPY: Text = NoDocument.text


@staff.route("/cases/<request_id>/new-code", methods=["POST"])
@not_replayed
def new_code(request_id: str) -> ResponseReturnValue:
    """Give who lost his secret code a new one, after he was identified anew."""
    require_any_answering()
    form, status = read_form(FORMS[NAME]), 422
    if request.files:
        form.refuse("code_document", said(_NO_COPY))
    if form.ok:
        try:
            issued = _issue(request_id, form)
            if form.command["code_by"] is CodeBy.LETTER:
                return redirect(url_for("staff.case", request_id=request_id), 303)
            return _shown_once(issued)
        except (RequestError, KeyDestroyed) as refused:
            form.refuse_by(refused)
        except actions.Stale as refused:
            form.refuse_by(refused)
            status = 412
    return again(request_id, {**kept_forms(sent=NAME), NAME: form}, status)


def _issue(request_id: str, form: Form) -> Issued:
    typed = form.command
    anew = Anew(
        how=typed["code_how"],
        by=typed["code_by"],
        document=typed["code_document"],
        last=typed["code_last"].strip().upper(),
        called=typed["code_called"],
    )
    with current.begin() as work:
        require_answering(work.case(Request, request_id))
        return issue_code(
            work,
            request_id,
            anew,
            revision=typed["revision"],
            rules=current.rules,
            entropy=token_bytes(_CODE_BYTES),
        )


def _shown_once(issued: Issued) -> ResponseReturnValue:
    row = issued.row
    policy = actions.policy_of(row, current.rules)
    page = render_template("requests/identification/new_code.html", row=row, code=issued.code, policy=policy)
    answer = make_response(page, 201)
    answer.headers["Cache-Control"] = "no-store"
    return answer
