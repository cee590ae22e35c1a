"""Do one step that somebody sent: with the right, on the case as it was seen, and nothing that was typed is lost."""

from collections.abc import Callable, Mapping

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from waarborg_breach.domain import BreachError, Stale
from waarborg_breach.domain.register_book import AlreadyDestroyed
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.steps import Step
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.web import Form, current, read_form

Show = Callable[..., ResponseReturnValue]
Refuse = Callable[[Form, Exception], None]


def take_step(
    breach_id: str, name: str, steps: Mapping[str, Step], *, show: Show, refuse: Refuse, endpoint: str
) -> ResponseReturnValue:
    """Do the step of this name and go back to ``endpoint``.

    What is wrong with it is said at its field by ``refuse``, and shown by ``show``.
    """
    require_duty(current.actor, Duty.BREACH_READ)
    found = steps.get(name)
    if found is None:
        raise NotFound
    require_duty(current.actor, found.duty)
    form = read_form(found.schema(current.rules))
    if not form.ok:
        return show(breach_id, {name: form})
    try:
        _change(breach_id, found, form)
    except Stale as refused:
        refuse(form, refused)
        return show(breach_id, {name: form}, status=412)
    except (BreachError, KeyDestroyed) as refused:
        refuse(form, refused)
        return show(breach_id, {name: form})
    return redirect(url_for(endpoint, breach_id=breach_id), 303)


def _change(breach_id: str, step: Step, form: Form) -> None:
    with current.begin() as work:
        row = work.case(BreachCase, breach_id)
        if request.args.get("revision", str(row.revision)) != str(row.revision):
            raise Stale
        if row.destroyed_at is not None:
            raise AlreadyDestroyed(row.id)
        step.change(work, row, form.command, current.rules)
