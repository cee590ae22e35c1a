"""What went to third parties about a client, or was asked for and refused: the newest of it, in short."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent.actions.disclosures import list_disclosures
from waarborg_consent.domain.disclosures import OTHER
from waarborg_consent.pages.disclosures import VERDICT_WORDS
from waarborg_consent.pages.picture.values import Looking, Part
from waarborg_shared.web import current, noted

MOST = 10


def _read(looking: Looking) -> Mapping[str, Any]:
    names = {each.code: each.name for each in current.rules.recipients}
    return {
        "disclosures": list_disclosures(looking.work, looking.subject_ref)[:MOST],
        "name_of": lambda each: each.recipient_name if each.recipient == OTHER else names.get(each.recipient),
        "verdict_words": VERDICT_WORDS,
        "subject_ref": looking.subject_ref,
    }


PART = Part(
    code="disclosures",
    title=noted("What went to third parties"),
    template="consent/picture/disclosures.html",
    read=_read,
)
