"""Who reported a breach answers the protocol's questions; the case itself is not shown."""

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from waarborg_breach import actions, domain
from waarborg_breach.domain import BreachError
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.questions import answer, kept, questions_form
from waarborg_breach.schemas.advising import NOT_KNOWN
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED
from waarborg_shared.web import Form, current, read_form, show_form


@pages.route("/reports/<breach_id>", methods=["GET", "POST"])
def own_report(breach_id: str) -> ResponseReturnValue:
    """Give who reported a breach its number, and ask the protocol's questions; the case itself is not shown."""
    require_duty(current.actor, Duty.BREACH_REPORT)
    form = read_form(questions_form(current.rules))
    if form.ok and not any(form.command.values()):
        form.refuse("", gettext("Answer at least one question."))
    if form.ok:
        try:
            with current.begin() as work:
                answer(work, actions.own_report(work, breach_id), form.command, current.rules)
            return redirect(url_for("pages.own_report", breach_id=breach_id, kept="yes"), 303)
        except (BreachError, KeyDestroyed) as refused:
            form.refuse_by(refused)
    with current.begin() as work:
        found = actions.own_report(work, breach_id)
        work.record(found, verb="looked")
        given = kept(work, found, by=current.actor.ref)
        known = actions.answers_of(work, found)
        number, closed = found.number, found.case_state == domain.CaseState.CLOSED
    if request.method != "POST":
        form = Form(questions_form(current.rules), dict(given))
    protocol = current.rules.breach_protocol
    left = domain.not_yet_known(protocol, known)
    return show_form(
        "breach/own_report.html",
        form,
        number=number,
        closed=closed,
        erased=ERASED in known.values(),
        protocol=protocol,
        left=left,
        kept="kept" in request.args,
        not_known=NOT_KNOWN,
    )
