"""What a purpose said when somebody chose: the very text, in both languages, by its digest."""

from flask import Blueprint, render_template
from werkzeug.exceptions import NotFound

from waarborg_consent import actions
from waarborg_consent.pages.words import page_words
from waarborg_shared.web import current, one_proof_does

shown_text_pages = Blueprint("shown_text", __name__, url_prefix="/consent", template_folder="../templates")


@shown_text_pages.get("/texts/<digest>")
@one_proof_does
def text(digest: str) -> str:
    """Show a text as it was; it is the organisation's, and about nobody."""
    with current.read() as work:
        words = actions.kept_text(work, digest)
    if words is None:
        raise NotFound
    return render_template(
        "consent/text.html",
        digest=digest,
        words=words[current.lang],
        only_basis=words["only_basis"],
        now=words["purpose"] in current.rules.purposes
        and actions.text_digests(current.rules).get(words["purpose"]) == digest,
        **page_words(),
    )
