"""Report a leak: for staff, and apart for anybody outside."""

from collections.abc import Mapping
from secrets import token_bytes
from typing import Any

from flask import make_response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import ngettext

from waarborg_breach import actions, texts
from waarborg_breach.actions import NewBreach, asking
from waarborg_breach.domain import BreachError, Times
from waarborg_breach.domain.reports import PROCESSOR
from waarborg_breach.models import BreachCase
from waarborg_breach.pages import braking
from waarborg_breach.pages.answering import CODE_BYTES
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.times import kinds_to_choose
from waarborg_breach.schemas import OutsideForm, StaffForm
from waarborg_shared.auth import ActorKind, require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, body_limit, current, read_form, show_form

LARGEST_REPORT = 262_144
"""Bytes of a report; its longest fields fill half of it, however they are written."""


@pages.route("/report", methods=["GET", "POST"])
@body_limit(LARGEST_REPORT)
def report() -> ResponseReturnValue:
    """Show the form to report a leak, for staff or for anybody outside; or take the report in."""
    staff = current.actor.kind is ActorKind.STAFF
    form = read_form(StaffForm if staff else OutsideForm)
    seconds = 0 if staff or not form.ok else braking.wait(braking.REPORTED)
    if seconds:
        form.refuse("", _wait_words(seconds))
    if form.ok:
        try:
            return _reported(form.command, staff=staff)
        except BreachError as refused:
            form.refuse_by(refused)
    answer = make_response(_page(form, staff=staff))
    return braking.too_many(answer, seconds) if seconds else answer


def _page(form: Form, *, staff: bool) -> tuple[str, int]:
    mine: list[BreachCase] = []
    if staff:
        with current.read() as work:
            mine = actions.own_reports(work)
    return show_form("breach/report.html", form, staff=staff, mine=mine, kinds=kinds_to_choose(), texts=texts)


def _wait_words(seconds: int) -> str:
    return ngettext(
        "Many reports came from here. Yours is not sent yet. Wait %(num)d second and send it again, or call.",
        "Many reports came from here. Yours is not sent yet. Wait %(num)d seconds and send it again, or call.",
        seconds,
    )


def _reported(said_so: Mapping[str, Any], *, staff: bool) -> ResponseReturnValue:
    if staff:
        require_duty(current.actor, Duty.BREACH_REPORT)
    command = NewBreach(
        times=_times(said_so, staff=staff),
        origin=_origin(said_so, staff=staff),
        summary=said_so["summary"],
        reporter=said_so["reporter"],
        kind=said_so.get("kind"),
        processor=said_so["processor"],
        processor_ref=said_so["processor_ref"],
    )
    with current.begin() as work:
        case = actions.report_breach(work, command, rules=current.rules)
        breach_id, number = case.id, case.number
        code = "" if staff else asking.make_code(work, case, rules=current.rules, entropy=token_bytes(CODE_BYTES))
    if not staff:
        braking.count(braking.REPORTED)
    if staff:
        reads = Duty.BREACH_READ in current.actor.duties
        return redirect(url_for("pages.case" if reads else "pages.own_report", breach_id=breach_id), 303)
    page = {"number": number, "code": code, "processor": said_so["processor"]}
    return render_template("breach/reported.html", protocol=current.rules.breach_protocol, **page), 201


def _origin(said_so: Mapping[str, Any], *, staff: bool) -> str:
    if said_so["processor"]:
        return PROCESSOR
    return "staff" if staff else "outside"


_TOLD_BY_STAFF = ("occurred_at", "occurred_until", "ongoing", "estimated", "reported_at", "processor_aware_at")


def _times(said_so: Mapping[str, Any], *, staff: bool) -> Times:
    """Staff are the organisation: it knows what they discover, or what a processor tells them. What comes from outside
    it knows when it comes in."""
    if not staff:
        now = current.now()
        told = {name: said_so[name] for name in ("noticed_at", "processor_aware_at")}
        return Times(discovered_at=now, aware_at=now, reported_at=now, **told)
    discovered_at = said_so["discovered_at"]
    return Times(
        discovered_at=discovered_at,
        aware_at=said_so["aware_at"] or discovered_at,
        **{name: said_so[name] for name in _TOLD_BY_STAFF},
    )
