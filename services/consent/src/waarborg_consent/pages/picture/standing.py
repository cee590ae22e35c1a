"""What stands of a client's consents: since when, until when, and why (how it was said, and on whose authority)."""

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext

from waarborg_consent.domain import By
from waarborg_consent.pages.picture.values import Looking, Part
from waarborg_consent.pages.representing_words import kind_name
from waarborg_consent.pages.words import BY_WORDS, Choice, how_said
from waarborg_shared.web import noted
from waarborg_shared.web.i18n import in_language


def _read(looking: Looking) -> Mapping[str, Any]:
    return {"choices": looking.choices, "why": {each.purpose.code: _why(each) for each in looking.choices}}


def _why(choice: Choice) -> str:
    """Say how it was said, and by whom where it was not the client himself; a dash where nothing was."""
    source = choice.source
    if source is None:
        return "–"
    said = [how_said(source)] if how_said(source) else []
    if source.by is By.REPRESENTATIVE and source.authority_kind:
        kind = in_language(kind_name(source.authority_kind)).lower()
        said.append(gettext("in the client's name, by: %(kind)s", kind=kind))
    elif source.by in BY_WORDS:
        said.append(gettext(BY_WORDS[source.by]))
    return ", ".join(said) or "–"


PART = Part(code="standing", title=noted("What stands"), template="consent/picture/standing.html", read=_read)
