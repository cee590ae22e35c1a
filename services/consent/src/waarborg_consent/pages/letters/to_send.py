"""Letters that wait to be sent: which, to whom and until when, and the button of whoever posted one."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_consent.actions.telling import count_letters_to_send, letters_to_send, record_letter_sent
from waarborg_consent.domain.emergencies import TELLING, ToldHow
from waarborg_consent.models import Emergency
from waarborg_consent.pages.clients import client_of
from waarborg_consent.pages.colleagues import named
from waarborg_consent.pages.letters import emergencies
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, current, noted, read_form, show_form
from waarborg_shared.web.schemas import Schema

to_send_pages = Blueprint("letters_to_send", __name__, url_prefix="/consent", template_folder="../../templates")
MOST = 100
NAMED = 20
"""So many clients are looked up in the register for one page; the others stand there by their reference."""
TOLD = {
    ToldHow.PAGE: noted("The client read it on his page"),
    ToldHow.LETTER: noted("A letter was sent to the client"),
    ToldHow.CHANNEL: noted("The client was told by the organisation's own channel"),
}


class SentForm(Schema):
    """The letter was posted or handed over: the button says it all."""


@to_send_pages.get("/letters")
def several() -> str:
    """Show which letters wait, the oldest first."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    with current.read() as work:
        rows, total = letters_to_send(work, limit=MOST), count_letters_to_send(work)
        clocks = work.clocks.of_many([row.id for row in rows])
    shown = [
        (row, client_of(row.subject_ref) if place < NAMED else None, _telling(clocks.get(row.id, ())))
        for place, row in enumerate(rows)
    ]
    return render_template("consent/letters-to-send.html", rows=shown, total=total, title=emergencies.LETTER.title)


@to_send_pages.get("/letters/<uuid:emergency_id>")
def one(emergency_id: Any) -> ResponseReturnValue:
    """Show one letter: to whom, until when, and whether it was sent."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    return _shown(str(emergency_id), Form(SentForm()))


def _shown(emergency_ref: str, form: Form) -> ResponseReturnValue:
    with current.read() as work:
        row = work.case(Emergency, emergency_ref)
        clocks = _telling(work.clocks.of(row))
    return show_form(
        "consent/letter-to-send.html",
        form,
        row=row,
        client=client_of(row.subject_ref),
        who=named([row.told_by]),
        clocks=clocks,
        told=TOLD[ToldHow(row.told_how)] if row.told_how else "",
        letter=emergencies.LETTER,
    )


@to_send_pages.post("/letters/<uuid:emergency_id>/sent")
def sent(emergency_id: Any) -> ResponseReturnValue:
    """Record that the letter was posted or handed over: by whom and when stands in the client's file."""
    require_duty(current.actor, Duty.CONSENT_RECORD)
    ref, form = str(emergency_id), read_form(SentForm)
    if not form.ok:
        return _shown(ref, form)
    with current.begin() as work:
        record_letter_sent(work, ref)
    return redirect(url_for("letters_to_send.one", emergency_id=ref), 303)


def _telling(clocks: Any) -> list[Any]:
    return [clock for clock in clocks if clock.name == TELLING.name and clock.stopped_at is None]
