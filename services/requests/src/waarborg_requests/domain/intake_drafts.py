"""A form that somebody goes on with later: how long it is kept, and the number that it is found by."""

import re
from datetime import datetime, timedelta

from waarborg_requests.domain.numbers import ALPHABET, prefix, spell_code
from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import Text

KEPT_FOR = timedelta(days=14)
_LETTERS = 8
_NUMBER = re.compile(f"[A-Z0-9]{{1,12}}-C[{ALPHABET}]{{{_LETTERS}}}")


class SentAlready(RequestError):
    """The form was sent before: it makes no second request, and no draft is kept of it."""

    text = Text(
        "Dit formulier is al verstuurd. Het staat bij ons onder het nummer op uw ontvangstbewijs.",
        "This form has been sent already. We have it under the number on your receipt.",
    )


def draft_number(organisation: str, entropy: bytes) -> str:
    """Return the number of a draft, such as BQR-C7KQM2HTW: nobody can count on from one to the next."""
    letters = spell_code(entropy).replace("-", "")[:_LETTERS]
    return f"{prefix(organisation)}-C{letters}"


def read_draft_number(typed: str) -> str | None:
    """Return the number that somebody typed, as we write it, or None for what cannot be one."""
    plain = re.sub(r"\s+", "", typed).upper()
    return plain if _NUMBER.fullmatch(plain) else None


def ends_at(saved_at: datetime) -> datetime:
    """Return until when a draft is kept that was saved at ``saved_at``."""
    return saved_at + KEPT_FOR
