"""The review of who may do what: everybody with his roles and papers, to be ticked, and completed."""

from typing import Any

from flask import Blueprint, redirect, url_for

from waarborg_identity.actions import staff_reading
from waarborg_identity.actions.review_cases import review_clock, running_review
from waarborg_identity.actions.staff_review import complete_review, completed_reviews, keep_rights
from waarborg_identity.actions.staff_rows import names_of
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_identity.pages.staff import after_of_query
from waarborg_identity.pages.staff_rows import day_of, staff_row, who
from waarborg_identity.schemas.staff import CompletionSchema, TickedForm
from waarborg_identity.texts.staff import REVIEW_CLOCK
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import Form, LabelledClock, current, read_form, show_form
from waarborg_shared.web.cursors import cursor_at
from waarborg_shared.web.i18n import in_language as said

staff_review = Blueprint("staff_review", __name__, url_prefix="/identity/staff", template_folder="../templates")
A_PAGE = 50


@staff_review.route("/review", methods=["GET", "POST"])
def review() -> Any:
    """Show whom the review has still to look at, and tick those whose rights stay as they are."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    form = read_form(TickedForm)
    if form.ok:
        try:
            with current.begin() as work:
                keep_rights(work, form.command["keep"], rules=current.rules)
            return redirect(url_for("staff_review.review"), 303)
        except StaffError as refused:
            form.refuse_by(refused)
    return _page(form)


@staff_review.post("/review/complete")
def complete() -> Any:
    """Complete the review, and begin the next one."""
    require_duty(current.actor, Duty.STAFF_GRANT)
    form = read_form(CompletionSchema)
    if form.ok:
        try:
            with current.begin() as work:
                complete_review(work, form.command["number"], rules=current.rules)
            return redirect(url_for("staff_review.review"), 303)
        except StaffError as refused:
            form.refuse_by(refused)
    return _page(form)


def _page(form: Form) -> tuple[str, int]:
    with current.begin() as work:
        running = running_review(work, rules=current.rules)
        clock = review_clock(work, running)
        staff_reading.note_look(work, "review", rules=current.rules)
        page = staff_reading.list_staff(
            work, rules=current.rules, after=after_of_query(), limit=A_PAGE, to_review=True, active_only=True
        )
        everybody = staff_reading.list_staff(work, rules=current.rules, limit=1, active_only=True).total
        done = completed_reviews(work)
        names = names_of(work, [each.completed_by for each in done])
    return show_form(
        "identity/staff-review.html",
        form,
        number=running.number,
        clock=LabelledClock(said(REVIEW_CLOCK), clock, promise=clock.source),
        late=running.lapsed_at is not None,
        items=[staff_row(each, page.names) for each in page.items],
        total=page.total,
        reviewed=everybody - page.total,
        everybody=everybody,
        alone=current.rules.organisation.one_person,
        next=url_for("staff_review.review", cursor=cursor_at((page.after,))) if page.after else "",
        done=[
            (each.number, day_of(each.completed_at), who(each.completed_by or "", names))
            for each in done
            if each.completed_at is not None
        ],
    )
