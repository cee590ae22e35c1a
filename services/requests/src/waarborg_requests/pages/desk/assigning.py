"""Who has a request: one, several, or all of one colleague's are given to somebody; and whoever has one is reminded."""

from collections.abc import Iterable, Mapping
from typing import Any

from flask import make_response, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from waarborg_requests.actions.desk.assigning import (
    Chosen,
    Result,
    counted,
    each_by_itself,
    hand_over,
    hand_over_from,
    open_of,
)
from waarborg_requests.actions.desk.finding import holders
from waarborg_requests.actions.desk.reminding import Reminder, remind_handler
from waarborg_requests.colleagues import ME, NOBODY, Colleagues
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.collecting import missed_in_words
from waarborg_requests.domain.desk.assigning import MOST_AT_ONCE, ColleaguesAway, MayNotAnswer
from waarborg_requests.models import Request
from waarborg_requests.pages.case import act_on
from waarborg_requests.pages.desk.asked import colleagues_here, holder_shown, read_asked, to_choose_from
from waarborg_requests.pages.desk.listing import list_page
from waarborg_requests.pages.desk.words import choose_words
from waarborg_requests.pages.staff import staff
from waarborg_requests.schemas import HandOverForm, ManyForm
from waarborg_requests.schemas.desk import Deed
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, not_replayed, read_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.schemas import Reference


@staff.route("/cases/<request_id>/assign", methods=["POST"])
def assign(request_id: str) -> ResponseReturnValue:
    """Give a request to a colleague, take it, or give it back."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return hand_over(work, request_id, to=typed["to"], why=typed["assign_why"], revision=typed["revision"])

    return act_on(request_id, "assign", act, before=_to_whom)


# Of the next two no answer is kept to be given again: that would make one transaction of all of it. Sent twice, each
# request is by then with whom it was given to, and stays there.
@staff.route("/several", methods=["POST"])
@not_replayed
def several() -> ResponseReturnValue:
    """Give several requests of the list to somebody, or remind who has them; each by itself."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    asked, form = read_asked(), read_form(ManyForm)
    to = None
    if form.ok and form.command["deed"] is Deed.ASSIGN:
        to = _asked_for(form, asked.colleagues)
    if not form.ok:
        return make_response(list_page(asked, form), 422)
    command = form.command

    reminders: dict[str, Reminder] = {}

    def act(work: Work, each: Chosen) -> Request:
        if command["deed"] is Deed.REMIND:
            reminder = remind_handler(work, each.request_id, revision=each.revision, rules=current.rules)
            reminders[each.request_id] = reminder
            return reminder.row
        return hand_over(work, each.request_id, to=to, why=command["assign_why"], revision=each.revision)

    results = each_by_itself(current.begin, command["case"], act)
    return _results(results, command["deed"], back=asked.address(), reminders=reminders)


@staff.route("/hand-over", methods=["GET", "POST"])
@not_replayed
def hand_over_all() -> ResponseReturnValue:
    """Give every open request of one colleague to another, a hundred at a time."""
    require_duty(current.actor, Duty.REQUESTS_ANSWER)
    colleagues, form = colleagues_here(), read_form(HandOverForm)
    to = _asked_for(form, colleagues) if form.ok else None
    if not form.ok:
        return make_response(_hand_over_page(form, colleagues), 422 if form.errors else 200)
    command, held_by = form.command, form.command["held_by"]
    if to == held_by:
        form.refuse("assign_to", gettext("That is who has them already."))
        return make_response(_hand_over_page(form, colleagues), 422)
    with current.read() as work:
        chosen, total = open_of(work, held_by, limit=MOST_AT_ONCE)

    def act(work: Work, each: Chosen) -> Request:
        return hand_over_from(work, each.request_id, held_by=held_by, to=to, why=command["assign_why"])

    results = each_by_itself(current.begin, chosen, act)
    return _results(results, Deed.ASSIGN, back=url_for("staff.hand_over_all"), left=max(0, total - len(chosen)))


def _hand_over_page(form: Form, colleagues: Colleagues) -> str:
    with current.read() as work:
        found = counted(work, holders(work))
    typed = {str(form.value("held_by"))} if Reference.fits(str(form.value("held_by"))) else set()
    people = [_called(ref, found.get(ref, 0), colleagues) for ref in {*found, *colleagues.every, *typed}]
    return render_template(
        "requests/desk/hand_over.html",
        form=form,
        holders=sorted(people, key=lambda each: each[1].casefold()),
        people=to_choose_from(colleagues, **choose_words()),
        known=colleagues.known,
        most=MOST_AT_ONCE,
    )


def _called(ref: str, count: int, colleagues: Colleagues) -> tuple[str, str]:
    """Return an account with what to call it, how many open requests it has, and what is to be known of it."""
    shown = holder_shown(ref, colleagues)
    assert shown is not None
    how_many = gettext("%(count)s open", count=count)
    if shown["gone"]:
        how_many = gettext("%(many)s; may not answer requests any more", many=how_many)
    elif shown["away_until"]:
        how_many = gettext("%(many)s; away now", many=how_many)
    return ref, f"{shown['name']} ({how_many})"


def _to_whom(typed: Mapping[str, Any]) -> Mapping[str, Any]:
    """Ask identity before the transaction begins: no lock is held while another service thinks."""
    return {**typed, "to": to_account(typed["assign_to"])}


def to_account(asked: str, colleagues: Colleagues | None = None) -> str | None:
    """Return the account that is meant; the one who acts may answer himself. Raises MayNotAnswer, ColleaguesAway."""
    if asked == NOBODY:
        return None
    if asked in (ME, current.actor.ref):
        return current.actor.ref
    found = colleagues if colleagues is not None else colleagues_here()
    if not found.known:
        raise ColleaguesAway
    if not found.may_answer(asked):
        raise MayNotAnswer
    return asked


def _asked_for(form: Form, colleagues: Colleagues) -> str | None:
    """Return who gets what was chosen; the form says what is wrong with it."""
    asked = form.command["assign_to"]
    if asked is None:
        form.refuse("assign_to", gettext("Choose who gets them."))
        return None
    try:
        return to_account(asked, colleagues)
    except RequestError as refused:
        form.refuse_by(refused)
        return None


def _results(
    results: Iterable[Result], deed: Deed, *, back: str, left: int = 0, reminders: Mapping[str, Reminder] | None = None
) -> ResponseReturnValue:
    every = list(results)
    not_done = [
        (each.number, url_for("staff.case", request_id=each.request_id), said(each.why_not))
        for each in every
        if each.why_not is not None
    ]
    told = [each for each in every if each.why_not is None]
    done = [(each.number, url_for("staff.case", request_id=each.request_id), _who(each, reminders)) for each in told]
    reminded = [found for each in told if (found := (reminders or {}).get(each.request_id)) is not None]
    page = render_template(
        "requests/desk/several.html",
        deed=deed.value,
        done=done,
        not_done=not_done,
        back=back,
        left=left,
        handlers=sum(each.handler for each in reminded),
        places=sum(len(each.holders) for each in reminded),
        missed=sum(len(each.missed) for each in reminded),
    )
    return make_response(page, 200)


def _who(result: Result, reminders: Mapping[str, Reminder] | None) -> dict[str, Any] | None:
    """Return who was reminded of one request, and who was not and why, in words; None where it was no reminder."""
    found = (reminders or {}).get(result.request_id)
    if found is None:
        return None
    return {
        "handler": found.handler,
        "places": [said(each) for each in found.holders],
        "missed": [said(missed_in_words(each.name, each.why)) for each in found.missed],
    }
