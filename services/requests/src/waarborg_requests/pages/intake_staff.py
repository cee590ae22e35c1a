"""Staff write down what somebody asked by letter, by telephone or at the table, and get a confirmation to hand over."""

from secrets import token_bytes
from typing import Any

from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from waarborg_requests import actions
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.intake import HANDED_OVER
from waarborg_requests.pages.intake import capacities_offered, purposes_offered, receipt_page, subjects_offered
from waarborg_requests.pages.intake_steps import new_mark
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas.intake import StaffForm
from waarborg_requests.texts import REACHES
from waarborg_requests.texts.intake import CAME_HOW
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.web import current, read_form, show_form
from waarborg_shared.web.i18n import in_language as said

_CODE_BYTES = 32


@staff.route("/staff/new", methods=["GET", "POST"])
def write_down() -> ResponseReturnValue:
    """Write a request down for somebody, and show the confirmation once, to be printed."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    form = read_form(StaffForm, values={"form": new_mark()})
    if form.ok:
        try:
            return _confirmation(form.command)
        except RequestError as refused:
            form.refuse_by(refused)
    form.values.setdefault("form", new_mark())
    return show_form("requests/intake/staff_new.html", form, **_choices())


def _confirmation(command: actions.NewRequest) -> tuple[str, int]:
    try:
        filed, opened = _file(command)
    except IntegrityError:
        # Sent twice at once: the other was first, and what it made is shown.
        filed, opened = _file(command)
    return receipt_page(
        "requests/intake/confirmation.html",
        filed,
        opened=opened,
        handed_over=command.came_how in HANDED_OVER,
        how=said(CAME_HOW[command.came_how]) if command.came_how else "",
    )


def _file(command: actions.NewRequest) -> tuple[actions.Filed, actions.Opened]:
    with current.begin() as work:
        filed = actions.receive_request(work, command, rules=current.rules, entropy=token_bytes(_CODE_BYTES))
        return filed, actions.open_request(work, filed.request)


def _choices() -> dict[str, Any]:
    rules, today = current.rules, due_on(current.now())
    return {
        "kinds": [(kind.value, said(rules.request_policy(kind, today).name)) for kind in RequestKind],
        "subjects": subjects_offered(),
        "purposes": purposes_offered(),
        "capacities": capacities_offered(),
        "reaches": [(reach.value, said(text)) for reach, text in REACHES.items()],
        "ways": [(how.value, said(text)) for how, text in CAME_HOW.items()],
        "today": today,
    }
