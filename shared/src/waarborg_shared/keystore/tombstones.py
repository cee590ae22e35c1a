"""What remains of a destroyed key: whose, which retention class, when and why; kept apart from the keys."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

_CODE = re.compile(r"[a-z0-9][a-z0-9._-]{0,99}")


@dataclass(frozen=True)
class Tombstone:
    """A key that was destroyed. `holder` is a reference and `reason` a code ("retention", "erasure.art17").

    `key_id` is by which a sealed value names the key that is gone; it says nothing about the key.
    """

    organisation: str
    holder: str
    retention: str
    destroyed_at: datetime
    reason: str
    key_id: bytes

    def __post_init__(self) -> None:
        if not _CODE.fullmatch(self.reason):
            raise ValueError("a reason for destroying a key is a code: small letters, digits, dot, dash, underscore")
        if self.destroyed_at.tzinfo is None:
            raise ValueError("a moment without a time zone")

    def to_json(self) -> dict[str, str]:
        """As plain JSON values, for the backup of tombstones."""
        return {
            "organisation": self.organisation,
            "holder": self.holder,
            "retention": self.retention,
            "destroyed_at": self.destroyed_at.astimezone(UTC).isoformat(),
            "reason": self.reason,
            "key_id": self.key_id.hex(),
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> "Tombstone":
        """The tombstone back from its JSON values; raises KeyError or ValueError where they are not one's."""
        moment = datetime.fromisoformat(stored["destroyed_at"])
        names = (stored["organisation"], stored["holder"], stored["retention"])
        key_id = bytes.fromhex(stored["key_id"])
        return cls(*names, destroyed_at=moment, reason=stored["reason"], key_id=key_id)
