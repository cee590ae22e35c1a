"""Who stands in for somebody on leave: whom one names oneself counts after somebody whose duty it is agreed."""

from dataclasses import dataclass
from enum import StrEnum

from waarborg_identity.domain.staff_grants import StaffError
from waarborg_shared.hooks.values import Text


class StandIn(StrEnum):
    """How the word on a stand-in stands."""

    ASKED = "asked"
    AGREED = "agreed"
    REFUSED = "refused"


class Answer(StrEnum):
    """What somebody whose duty it is makes of a stand-in."""

    AGREED = "agreed"
    REFUSED = "refused"


class OwnStandIn(StaffError):
    """Neither the one who goes nor the one who stands in agrees to it himself."""

    text = Text(
        "Dit gaat over uw eigen verlof of vervanging. Een ander die rollen mag geven, beslist hierover.",
        "This is about leave or standing in of your own. Somebody else who may give roles decides on it.",
    )


class NothingAsked(StaffError):
    """Only a stand-in who was asked for is agreed to or refused, and once."""

    text = Text(
        "Over deze vervanger hoeft niets (meer) te worden beslist.",
        "There is nothing (more) to decide about this stand-in.",
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A stand-in as he was named: whose leave it is, who stands in, and how the word on it stands."""

    account_id: str
    stand_in: str | None
    state: StandIn


def needs_word(actor_ref: str, account_id: str, *, one_person: bool, may_give_roles: bool) -> bool:
    """Whether somebody else has to agree to a stand-in, who gets roles by it.

    Not where somebody whose duty that is names him, be it for his own leave, and not in an organisation of one person
    (J8); everybody else would give his own roles away.
    """
    return actor_ref == account_id and not one_person and not may_give_roles


def check_answer(named: Named, actor_ref: str) -> None:
    """Pass when this one may agree or refuse. Raises OwnStandIn, NothingAsked."""
    if actor_ref in (named.account_id, named.stand_in):
        raise OwnStandIn
    if named.stand_in is None or named.state is not StandIn.ASKED:
        raise NothingAsked
