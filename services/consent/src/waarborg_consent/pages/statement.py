"""What an organisation does with data: what for, how long, who else has them, and how people are reached."""

from flask import Blueprint, render_template

from waarborg_consent.domain import review_due_on
from waarborg_consent.pages.words import page_words
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.values import Content, RecipientKind, Scope
from waarborg_shared.web import current, noted

statement_pages = Blueprint("statement", __name__, url_prefix="/consent", template_folder="../templates")

CONTENT_WORDS = {
    Content.NOTICE: noted("a message without data about you"),
    Content.PERSONAL: noted("ordinary data about you"),
    Content.FINANCIAL: noted("data about money"),
    Content.HEALTH: noted("data about health"),
}
RECIPIENT_WORDS = {
    RecipientKind.PROCESSOR: noted("works for us"),
    RecipientKind.HOLDER: noted("keeps data for us"),
    RecipientKind.RECIPIENT: noted("gets data from us"),
}
SCOPE_WORDS = {Scope.CARE: noted("care"), Scope.MONEY: noted("money"), Scope.DATA: noted("data")}


@statement_pages.get("/statement")
def statement() -> str:
    """Show what the organisation does with data: what for, how long, who else has them, and how people are reached."""
    rules, today = current.rules, due_on(current.now())
    review_on = review_due_on(rules.organisation, rules.calendar)
    return render_template(
        "consent/statement.html",
        rules=rules,
        review_on=review_on,
        overdue=today > review_on,
        retention=rules.retention(today).values(),
        content_words=CONTENT_WORDS,
        recipient_words=RECIPIENT_WORDS,
        scope_words=SCOPE_WORDS,
        clamps=_overruled() if current.actor.kind is ActorKind.STAFF else None,
        **page_words(),
    )


def _overruled() -> tuple[Clamp, ...]:
    """Return each promise of this organisation, about whatever service, that the law does not let stand."""
    current.rules.check()
    return current.rules.clamps
