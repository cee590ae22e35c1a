"""What a client set against the use of his data and still stands."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent.actions.marks_reading import marks_in_force
from waarborg_consent.domain.marks import MarkKind
from waarborg_consent.pages.mark_words import about_in_words
from waarborg_consent.pages.picture.values import Looking, Part
from waarborg_shared.web import noted

WORDS = {
    MarkKind.OBJECTION: noted("Objection"),
    MarkKind.RESTRICTION: noted("Restricted: keep the data, and do no more with them"),
    MarkKind.ADDRESS_SECRECY: noted("The address is secret"),
}


def _read(looking: Looking) -> Mapping[str, Any]:
    marks = marks_in_force(looking.work, looking.subject_ref)
    return {"marks": marks, "words": WORDS, "about_in_words": about_in_words}


PART = Part(code="marks", title=noted("Objections and other marks"), template="consent/picture/marks.html", read=_read)
