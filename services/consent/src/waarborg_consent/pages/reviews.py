"""The clients whose consents are to be looked at again, since they reach an age or have."""

from flask import Blueprint, render_template

from waarborg_consent.actions.birthdays import count_reviews, due_reviews
from waarborg_consent.pages.client_representatives import names_of
from waarborg_consent.texts import REVIEW_CLOCK_NAMES, REVIEW_STATES
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import LabelledClock, current
from waarborg_shared.web.desk import MOST_ITEMS
from waarborg_shared.web.i18n import in_language

reviews_pages = Blueprint("reviews", __name__, url_prefix="/consent", template_folder="../templates")


@reviews_pages.get("/reviews")
def reviews() -> str:
    """Show the clients whose consents are to be looked at again, the first first."""
    require_duty(current.actor, Duty.CONSENT_READ)
    with current.read() as work:
        found = due_reviews(work, limit=MOST_ITEMS)
        total, now = count_reviews(work), work.now
    due = [
        (
            each.subject_ref,
            REVIEW_STATES[each.clock.due_at <= now],
            LabelledClock(label=in_language(REVIEW_CLOCK_NAMES[each.clock.name]), clock=each.clock),
        )
        for each in found
    ]
    names = names_of([each.subject_ref for each in found[:20]])
    return render_template("consent/reviews.html", due=due, total=total, names=names)
