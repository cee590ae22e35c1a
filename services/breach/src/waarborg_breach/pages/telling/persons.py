"""The people of a list, page by page and one by one: how far telling each is, and his aftercare."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from werkzeug.exceptions import NotFound

from waarborg_breach import actions, domain
from waarborg_breach.actions.telling import afterwards, reading
from waarborg_breach.actions.telling.rows import person_of
from waarborg_breach.domain import BreachError, Stale
from waarborg_breach.domain.telling import BY_HAND, NoSuchPerson, PersonState, ways
from waarborg_breach.models import BreachCase
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.telling.words import refuse
from waarborg_breach.schemas.telling import AgainForm, CareForm, FindForm, PersonForm
from waarborg_breach.texts.telling import CARE_KINDS, ERRORS, OTHER_ERROR, PERSON_STATES
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.keystore import KeyDestroyed
from waarborg_shared.uow import ERASED, Work
from waarborg_shared.web import Form, current, read_form
from waarborg_shared.web.i18n import in_language as said

Change = Callable[[Work, BreachCase, Mapping[str, Any], Rules], object]


def _told(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    afterwards.note_told(work, case, said_so["person"])


def _unreachable(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    afterwards.note_unreachable(work, case, said_so["person"])


def _again(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    afterwards.tell_again(work, case, said_so["person"], channel=said_so["by_channel"], rules=rules)


def _channel(work: Work, case: BreachCase, said_so: Mapping[str, Any], rules: Rules) -> None:
    afterwards.set_channel(work, case, said_so["person"], channel=said_so["by_channel"], rules=rules)


def _care(work: Work, case: BreachCase, said_so: Mapping[str, Any], _rules: Rules) -> None:
    afterwards.note_care(work, case, said_so["person"], said_so["care"], words=said_so["care_words"])


STEPS: Mapping[str, tuple[type[Schema], Change]] = {
    "told": (PersonForm, _told),
    "unreachable": (PersonForm, _unreachable),
    "again": (AgainForm, _again),
    "channel": (AgainForm, _channel),
    "care": (CareForm, _care),
}


@pages.route("/cases/<breach_id>/persons", methods=["GET", "POST"])
def persons(breach_id: str) -> ResponseReturnValue:
    """Show a page of the list, or look somebody up by his reference, which is sent and stands in no address."""
    require_duty(current.actor, Duty.BREACH_READ)
    form = read_form(FindForm)
    if form.ok:
        try:
            with current.begin() as work:
                row = work.case(BreachCase, breach_id)
                found = afterwards.find_person(work, row, form.command["reference"])
            return redirect(url_for("pages.person", breach_id=breach_id, listed_id=found), 303)
        except NoSuchPerson as refused:
            refused.field = "reference"
            refuse(form, refused)
    state = _state(request.args.get("state", ""))
    with current.begin() as work:
        case = actions.read_case(work, breach_id)
        rows = reading.persons_of(work, case, state=state, after=request.args.get("after"), limit=reading.PAGE + 1)
    more = len(rows) > reading.PAGE
    rendered = render_template(
        "breach/telling/persons.html",
        form=form,
        case=case,
        rows=[(each, *_words(each)) for each in rows[: reading.PAGE]],
        state=state,
        states=[(each.value, said(words)) for each, words in PERSON_STATES.items()],
        next_after=rows[reading.PAGE - 1].id if more else None,
    )
    return rendered, 422 if form.errors else 200


@pages.get("/cases/<breach_id>/persons/<listed_id>")
def person(breach_id: str, listed_id: str) -> ResponseReturnValue:
    """Show one of the list."""
    require_duty(current.actor, Duty.BREACH_READ)
    return _show(breach_id, listed_id, {})


@pages.post("/cases/<breach_id>/persons/<listed_id>/<person_step>")
def person_act(breach_id: str, listed_id: str, person_step: str) -> ResponseReturnValue:
    """Say what came of telling somebody, or write down his aftercare."""
    require_duty(current.actor, Duty.BREACH_DECIDE)
    if person_step not in STEPS:
        raise NotFound
    schema, change = STEPS[person_step]
    form = read_form(schema)
    if not form.ok:
        return _show(breach_id, listed_id, {person_step: form})
    try:
        with current.begin() as work:
            row = work.case(BreachCase, breach_id)
            if request.args.get("revision", str(row.revision)) != str(row.revision):
                raise Stale
            change(work, row, {**form.command, "person": listed_id}, current.rules)
    except Stale as refused:
        refuse(form, refused)
        return _show(breach_id, listed_id, {person_step: form}, status=412)
    except (BreachError, KeyDestroyed) as refused:
        refuse(form, refused)
        return _show(breach_id, listed_id, {person_step: form})
    return redirect(url_for("pages.person", breach_id=breach_id, listed_id=listed_id), 303)


def _show(breach_id: str, listed_id: str, forms: Mapping[str, Form], *, status: int = 422) -> ResponseReturnValue:
    rules = current.rules
    try:
        with current.begin() as work:
            case = actions.read_case(work, breach_id)
            row = person_of(work, case.id, listed_id)
            found, care = reading.shown(work, row), afterwards.care_of(work, row)
    except NoSuchPerson:
        raise NotFound from None
    wrong = next((form for form in forms.values() if form.errors), None)
    given = {"person": listed_id, "by_channel": found.channel}
    rendered = render_template(
        "breach/telling/person.html",
        wrong=wrong,
        case=case,
        person=found,
        words=_words(found),
        care=[(said(CARE_KINDS[each.kind]), each) for each in care],
        care_kinds=[(kind.value, said(words)) for kind, words in CARE_KINDS.items()],
        forms={name: forms.get(name) or Form(schema(), given) for name, (schema, _) in STEPS.items()},
        channels=[(each.code, said(each.name)) for each in ways(tuple(rules.channels.values()))],
        by_hand=found.state in BY_HAND,
        again=found.state in (PersonState.FAILED, PersonState.UNREACHABLE, *BY_HAND),
        waits=found.state is PersonState.TO_DO,
        may_keep=Duty.BREACH_DECIDE in current.actor.duties
        and case.case_state in domain.HANDLED
        and found.reference is not ERASED,
        link=url_for("pages.told_message", told_id=found.message_id, _external=True) if found.message_id else "",
    )
    return rendered, status if wrong else 200


def _state(text: str) -> PersonState | None:
    return PersonState(text) if text in set(PersonState) else None


def _words(found: reading.Person) -> tuple[str, str, str]:
    """Return the channel, the state, and what went wrong, in words."""
    channel = current.rules.channels.get(found.channel)
    wrong = said(ERRORS.get(found.error, OTHER_ERROR)) if found.error else ""
    return said(channel.name) if channel is not None else found.channel, said(PERSON_STATES[found.state]), wrong
