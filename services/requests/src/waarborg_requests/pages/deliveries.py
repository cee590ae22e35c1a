"""Word for the person: the letter as it was given, and the button of whoever posted it or told the person himself."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions.beginning import check_hears
from waarborg_requests.actions.delivering import by_letter_instead
from waarborg_requests.actions.letters import GivenLetter, read_letter
from waarborg_requests.domain import NoSuchDelivery, Reach, Told
from waarborg_requests.domain.letters import LETTER, NoLetter
from waarborg_requests.models import Request, RequestDelivery
from waarborg_requests.pages.case import again
from waarborg_requests.pages.letters import pdf
from waarborg_requests.pages.rights import require_any_answering, require_posting
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas import ByLetterForm, DeliveredForm
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import current, read_form


@staff.route("/cases/<request_id>/deliveries/<delivery_id>")
def letter(request_id: str, delivery_id: str) -> str:
    """Show what a letter says; that this member of staff looked is on the timeline."""
    row, delivery, given = _letter(request_id, delivery_id)
    return _page(row, delivery, given)


@staff.route("/cases/<request_id>/deliveries/<delivery_id>/letter.pdf")
def letter_file(request_id: str, delivery_id: str) -> ResponseReturnValue:
    """Give the letter as the file that was made once, to print and post; once it was erased, the page that says so."""
    row, delivery, given = _letter(request_id, delivery_id)
    if given is None:
        return _page(row, delivery, given)
    return pdf(given.content, f"{row.number}-{given.letter.kind}.pdf")


def _letter(request_id: str, delivery_id: str) -> tuple[Request, RequestDelivery, GivenLetter | None]:
    require_any_answering()
    with current.begin() as work:
        row, _ = actions.read_request(work, request_id)
        require_posting(row)
        delivery = next((each for each in actions.deliveries_of(work, row) if each.id == delivery_id), None)
        if delivery is None:
            raise NoSuchDelivery(delivery_id)
        if delivery.delivered_at is None:
            check_hears(work, row, Told(delivery.template))
        try:
            return row, delivery, read_letter(work, row, delivery_id, current.rules)
        except (KeyDestroyed, NoLetter):
            return row, delivery, None


def _page(row: Request, delivery: RequestDelivery, given: GivenLetter | None) -> str:
    return render_template(
        "requests/letters/letter.html",
        row=row,
        delivery=delivery,
        given=given,
        shown_once=delivery.template == Told.CODE,
        to_post=delivery.channel == LETTER and delivery.delivered_at is None,
        by_post=row.reach == Reach.POST and delivery.template != Told.NEW_CODE,
        known_address=delivery.template == Told.NEW_CODE,
    )


@staff.route("/cases/<request_id>/deliveries/<delivery_id>/delivered", methods=["POST"])
def record_delivery(request_id: str, delivery_id: str) -> ResponseReturnValue:
    """Record that the letter was posted, or the person spoken to."""
    require_any_answering()
    form = read_form(DeliveredForm)
    if not form.ok:
        return again(request_id, {"deliver": form}, 422)
    with current.begin() as work:
        require_posting(work.case(Request, request_id))
        actions.record_delivery(work, request_id, delivery_id, rules=current.rules)
    return redirect(url_for("staff.case", request_id=request_id), 303)


@staff.route("/cases/<request_id>/deliveries/<delivery_id>/by-letter", methods=["POST"])
def by_letter(request_id: str, delivery_id: str) -> ResponseReturnValue:
    """Let an answer that nobody opened on the secure page go by letter instead."""
    require_any_answering()
    form = read_form(ByLetterForm)
    if not form.ok:
        return again(request_id, {"deliver": form}, 422)
    with current.begin() as work:
        require_posting(work.case(Request, request_id))
        by_letter_instead(work, request_id, delivery_id, rules=current.rules)
    return redirect(url_for("staff.case", request_id=request_id), 303)
