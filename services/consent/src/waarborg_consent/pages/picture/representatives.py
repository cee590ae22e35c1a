"""Who may decide for a client today, by subject, in short; the whole of it stands on a page of its own."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent.actions import birthdays, representing
from waarborg_consent.pages.picture.values import Looking, Part
from waarborg_consent.pages.representing_words import answers, state_of
from waarborg_shared.clocks import due_on
from waarborg_shared.web import current, noted


def _read(looking: Looking) -> Mapping[str, Any]:
    known = representing.known_of(looking.work, looking.subject_ref, rules=current.rules)
    today = due_on(looking.work.now)
    return {
        "answers": answers(known, today),
        "representations": known.representations,
        "state_of": lambda each: state_of(each, today),
        "to_review": len(birthdays.open_reviews(looking.work, looking.subject_ref)),
    }


PART = Part(
    code="representatives",
    title=noted("Representatives, and who decides today"),
    template="consent/picture/representatives.html",
    read=_read,
)
