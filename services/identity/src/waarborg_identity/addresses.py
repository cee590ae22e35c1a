"""Whether an address that somebody gave may be asked at all, said in words for the field where it was given."""

from waarborg_identity.domain import BadClient
from waarborg_identity.texts.partners import OUTWARD
from waarborg_shared.outward import OutwardRefused
from waarborg_shared.web import current


def checked_address(url: str, field: str) -> str:
    """Return the address. Raises BadClient for one where we never ask."""
    try:
        current.runtime.outward.check(url)
    except OutwardRefused as refused:
        words = OUTWARD[refused.why]
        raise BadClient(field, words.en, words.nl) from refused
    return url
