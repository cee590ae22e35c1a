"""What the case page needs for the answer's letter: the draft in its form, and the languages and ways to choose."""

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from waarborg_requests.actions.drafts import Draft
from waarborg_requests.actions.ways import channels_for
from waarborg_requests.domain.letters import LANGUAGES, language_of
from waarborg_requests.models import Request
from waarborg_requests.pages.forms import all_forms, carried_along
from waarborg_requests.schemas import AnswerForm
from waarborg_requests.texts.letters import LANGUAGES as LANGUAGE_WORDS
from waarborg_shared.web import Form, current
from waarborg_shared.web.i18n import in_language as said

_ANSWER = "answer"


def letter_fields(row: Request, draft: Draft | None, again: Mapping[str, Form]) -> dict[str, Any]:
    """Return the forms of the page, that of the answer filled with its draft where nothing was typed now."""
    forms = all_forms(again)
    from_draft = draft is not None and _ANSWER not in again
    if draft is not None and from_draft:
        forms[_ANSWER] = Form(AnswerForm(), _typed(draft))
    spoken = current.rules.organisation.languages
    asked_in = language_of(row.language, spoken)
    return {
        "forms": forms,
        "carried_along": partial(_carried, leave_out=_ANSWER if from_draft else ""),
        "draft": draft,
        "languages": [(code, said(LANGUAGE_WORDS[code])) for code in LANGUAGES if code in spoken],
        "asked_in": said(LANGUAGE_WORDS[asked_in]),
        "ways": [(channel.code, said(channel.name)) for channel in channels_for(row, current.rules)],
    }


def _carried(forms: Mapping[str, Form], *, beside: str, leave_out: str) -> Iterator[tuple[str, str]]:
    """What was typed in the other forms; what a draft filled in is kept already."""
    return carried_along({name: form for name, form in forms.items() if name != leave_out}, beside=beside)


def _typed(draft: Draft) -> dict[str, Any]:
    given = draft.given
    return {
        "outcome": given.outcome.value,
        "ground": given.ground.value if given.ground else "",
        "more_grounds": [ground.value for ground in given.more_grounds],
        "language": given.language or "",
        "channel": given.channel or "",
        "text": given.text,
        "known_how": draft.known_how.value if draft.known_how else "",
        "draft": str(draft.revision),
    }
