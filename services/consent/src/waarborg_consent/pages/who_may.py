"""For a person: who in the organisation may see, change or do what with which of his data, and why."""

from flask import Blueprint, render_template

from waarborg_consent.actions.who_may import who_may_use
from waarborg_consent.pages.who_may_words import changes_of, groups_of, purposes_without_a_yes
from waarborg_shared.auth import ActorKind
from waarborg_shared.web import current

who_may_pages = Blueprint("who_may", __name__, url_prefix="/consent", template_folder="../templates")


@who_may_pages.get("/who-may-see")
def mine() -> str:
    """Show a person who may see what of his; somebody else is told how to get here."""
    actor = current.actor
    if actor.kind is not ActorKind.PERSON or not actor.subject_ref:
        return render_template("consent/who-may-see-welcome.html")
    rules = current.rules
    with current.read() as work:
        found = who_may_use(work, actor.subject_ref, rules=rules)
    return render_template(
        "consent/who-may-see.html",
        found=found,
        groups=groups_of(found, rules, current.lang),
        changes=changes_of(found, rules, current.lang),
        not_without_a_yes=purposes_without_a_yes(found, rules, current.lang),
    )
