"""What an objection can be about, and what of an organisation's uses and messages it ends."""

from dataclasses import dataclass
from enum import StrEnum

from waarborg_shared.hooks.values.text import Text, check_unique


class ObjectionAbout(StrEnum):
    """What somebody objects to (art. 21 AVG; B16)."""

    MARKETING = "marketing"
    CALLING = "calling"
    SURVEYS = "surveys"
    STATISTICS = "statistics"
    INSURER_OFFERS = "insurer_offers"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class ObjectionSubject:
    """What an objection is about, and which ``purposes`` and ``message_kinds`` of the organisation it stands against.

    One that names neither (``other``) is read by somebody, who finds out what is meant.
    """

    about: ObjectionAbout
    name: Text
    purposes: tuple[str, ...] = ()
    message_kinds: tuple[str, ...] = ()
    source: str

    def __post_init__(self) -> None:
        check_unique(list(self.purposes), of=f"objection {self.about}: purposes")
        check_unique(list(self.message_kinds), of=f"objection {self.about}: message_kinds")
