"""What a unit of work needs of the vault and of the timeline, and no more."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from waarborg_shared.uow.heads import Headed


class Seals(Protocol):
    """Field encryption: see `waarborg_shared.vault`."""

    def seal(
        self, organisation: str, holder: str, plaintext: bytes, *, table: str, column: str, row: str, retention: str
    ) -> bytes:
        """Seal one field."""

    def begin(self, organisation: str, holder: str, retention: str) -> None:
        """Make the key of a holder who is new, without looking first whether there is one."""

    def ready(self, organisation: str, holders: Collection[str], retention: str) -> None:
        """Have many holders' keys at hand, made where there are none."""

    def at_hand(self, organisation: str, holders: Collection[str], retention: str) -> None:
        """Have those of many holders' keys at hand that there are."""

    def unseal(
        self, organisation: str, holder: str, sealed: bytes, *, table: str, column: str, row: str, retention: str
    ) -> bytes:
        """Open one field."""

    def unseal_of_any(self, organisation: str, sealed: bytes, *, table: str, column: str, row: str) -> bytes:
        """Open one field of which the holder is not known."""

    def destroy(self, organisation: str, holder: str, retention: str, *, at: datetime, reason: str) -> bool:
        """Destroy a holder's key for a retention class; True when there was one."""

    def retentions(self, organisation: str, holder: str) -> tuple[str, ...]:
        """The retention classes for which a holder has a key."""

    def derived(self, organisation: str, holder: str, label: str, *, retention: str) -> bytes:
        """Give a secret that follows from a holder's key, for one more use."""

    def search_hash(self, organisation: str, kind: str, value: str) -> bytes:
        """The keyed hash of a value."""

    def chain_key(self, organisation: str) -> bytes:
        """The key of the organisation's timelines."""


@dataclass(frozen=True)
class Link:
    """A new link of a case's timeline: its number, the chain's new head, and the row to insert."""

    number: int
    link: bytes
    row: Mapping[str, Any]


class Chain(Protocol):
    """Makes the next link of a case's timeline: see `waarborg_shared.timeline`."""

    def link(self, work: Any, case: Headed, *, verb: str, why: str, facts: Mapping[str, Any], holder: str) -> Link:
        """The link that follows the case's head."""
