"""What anybody reads: a public announcement by its number, and the message by the link in a notice."""

from flask import make_response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from werkzeug.exceptions import NotFound

from waarborg_breach.actions.telling.announcing import public_announcement
from waarborg_breach.actions.telling.reading import told_by
from waarborg_breach.domain.telling import LANGUAGES
from waarborg_breach.pages.blueprint import pages
from waarborg_breach.pages.telling.words import whole
from waarborg_shared.web import current


@pages.get("/announcements/<announced_number>")
def announcement(announced_number: str) -> ResponseReturnValue:
    """Show what was announced publicly under a number, in the words that were written for it and no others."""
    with current.read() as work:
        found = public_announcement(work, announced_number[:32])
    if found is None:
        raise NotFound
    words, at = found
    return render_template("breach/telling/announcement.html", words=words[_language()] if words else None, at=at)


@pages.get("/messages/<told_id>")
def told_message(told_id: str) -> ResponseReturnValue:
    """Show the message to who got a notice with this link; nothing in it is about one person."""
    with current.read() as work:
        found = told_by(work, told_id[:36])
    if found is None:
        raise NotFound
    text = whole(found, _language(), current.rules)
    answer = make_response(render_template("breach/telling/message.html", text=text, erased=not found))
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


def _language() -> str:
    spoken = str(get_locale() or LANGUAGES[0])[:2]
    return spoken if spoken in LANGUAGES else LANGUAGES[0]
