"""The privacy statement for staff: what is in force, whether the rules changed, the draft, its review, publishing."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from flask import Blueprint, redirect, url_for
from flask_babel import lazy_gettext
from werkzeug import Response

from waarborg_consent.actions import drafting, statements
from waarborg_consent.domain.statement_changes import changes
from waarborg_consent.domain.statement_document import content_hash, to_plain
from waarborg_consent.domain.statement_versions import StatementError
from waarborg_shared.auth import require_duty
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import Form, current, read_form, show_form
from waarborg_shared.web.schemas import Choice, Line, Schema

statement_desk = Blueprint("statements", __name__, url_prefix="/consent", template_folder="../templates")


class DeskDeed(StrEnum):
    """What a button on the page does."""

    MAKE = "make"
    RENEW = "renew"
    REVIEW = "review"
    PUBLISH = "publish"
    DROP = "drop"
    LOOK_AGAIN = "look-again"


class DeedForm(Schema):
    """A deed, the text that was seen (its hash), and what a version is to be called."""

    deed = Choice(DeskDeed, required=True)
    seen = Line(64, load_default="")
    version = Line(
        32,
        load_default="",
        label=lazy_gettext("What is this version called?"),
        hint=lazy_gettext("Such as a number or today's date. It stands in the address, and stays."),
    )


@statement_desk.route("/statements", methods=["GET", "POST"], endpoint="statements")
def statements_view() -> Response | tuple[str, int]:
    """Show where the statement stands, and do what is next."""
    require_duty(current.actor, Duty.CONSENT_READ)
    form = read_form(DeedForm, values={"version": due_on(current.now()).isoformat()})
    if form.ok and _done(form):
        return redirect(url_for("statements.statements"), 303)
    with current.read() as work:
        return show_form("consent/statement_desk.html", form, **_where_it_stands(work, current.rules))


def _done(form: Form) -> bool:
    require_duty(current.actor, Duty.STATEMENT_KEEP)
    said = form.command
    try:
        with current.begin() as work:
            _DEEDS[said["deed"]](work, said, current.rules)
    except StatementError as error:
        form.refuse_by(error)
        return False
    return True


_DEEDS: dict[DeskDeed, Callable[[Work, dict[str, Any], Rules], None]] = {
    DeskDeed.MAKE: lambda work, said, rules: drafting.make_draft(work, rules=rules),
    DeskDeed.RENEW: lambda work, said, rules: drafting.renew_draft(work, seen=said["seen"], rules=rules),
    DeskDeed.REVIEW: lambda work, said, rules: drafting.review_draft(work, seen=said["seen"], rules=rules),
    DeskDeed.DROP: lambda work, said, rules: drafting.drop_draft(work, seen=said["seen"]),
    DeskDeed.PUBLISH: lambda work, said, rules: drafting.publish_draft(
        work, said["version"], seen=said["seen"], rules=rules
    ),
    DeskDeed.LOOK_AGAIN: lambda work, said, rules: drafting.look_again(work, said["version"], rules=rules),
}


def _where_it_stands(work: Work, rules: Rules) -> dict[str, Any]:
    stands, draft = statements.in_force(work, rules), drafting.open_draft(work)
    running = statements.running(work, rules)
    now_running = content_hash(running)
    review_on = statements.review_due_on(work, rules)
    published = statements.document_of(work, stands.version, rules=rules)
    return {
        "in_force": stands,
        "changed": stands.content_hash not in (None, now_running),
        "draft": draft,
        "out_of_date": draft is not None and draft.content_hash != now_running,
        "own_draft": draft is not None and draft.drafted_by == current.actor.ref,
        "one_person": rules.organisation.one_person,
        "differs": changes(published, draft.document) if draft is not None else (),
        "document": to_plain(draft.document) if draft is not None else None,
        "consents_wait": statements.consents_without_a_version(work),
        "review_on": review_on,
        "overdue": due_on(current.now()) > review_on,
        "may": Duty.STATEMENT_KEEP in current.actor.duties,
    }
