"""Four eyes: who counts as the second to look, and how an organisation of one person does it (RULES J8)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from waarborg_shared.clocks import due_on


class Looked(StrEnum):
    """How the second look was had."""

    COLLEAGUE = "colleague"
    AFTER_A_NIGHT = "after_a_night"
    OUTSIDER = "outsider"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """By whom something was made, proposed or looked at first, and when."""

    by: str
    at: datetime


Refusal = Callable[[str], Exception]
"""What a service says, in its own words, of the account that cannot have the second look."""


def second_look(
    first: FirstLook,
    *,
    by: str,
    at: datetime,
    one_person: bool,
    own: Refusal,
    too_soon: Refusal,
    outsider: bool = False,
) -> Looked:
    """Check that ``by`` can be the second to look now, and return how the second look is had.

    A night is one in Europe/Amsterdam. ``outsider``: it was written down who from outside looked at it, which counts
    where there is no colleague.

    Raises:
        What ``own`` makes where it is his own and there are others, and what ``too_soon`` makes where he is alone and
        no night lies between.
    """
    if by != first.by:
        return Looked.COLLEAGUE
    if not one_person:
        raise own(by)
    if outsider:
        return Looked.OUTSIDER
    if due_on(at) <= due_on(first.at):
        raise too_soon(by)
    return Looked.AFTER_A_NIGHT
