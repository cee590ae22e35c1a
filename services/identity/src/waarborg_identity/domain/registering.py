"""The bounds of a token with which partners register themselves (RFC 7591): how often, how long, for which rights."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from waarborg_identity.domain.clients import FOR_APPLICATIONS, SCOPES, BadClient

MOST_USES = 50
LONGEST_LIFE = timedelta(days=90)


@dataclass(frozen=True, kw_only=True)
class NewRegistrationToken:
    """A token to make. `purpose` becomes that of each partner that registers with it."""

    purpose: str
    scopes: frozenset[str]
    uses: int
    life: timedelta

    def __post_init__(self) -> None:
        if not self.purpose.strip():
            raise BadClient(
                "purpose", "Say what these partners do with the data.", "Vul in wat deze partners met de gegevens doen."
            )
        if not self.scopes or self.scopes - (SCOPES.keys() - FOR_APPLICATIONS):
            raise BadClient("scopes", "Choose at least one right.", "Kies ten minste één recht.")
        if not 1 <= self.uses <= MOST_USES:
            raise BadClient("uses", f"1 to {MOST_USES} times.", f"1 tot {MOST_USES} keer.")
        if not timedelta(0) < self.life <= LONGEST_LIFE:
            raise BadClient("days", f"1 to {LONGEST_LIFE.days} days.", f"1 tot {LONGEST_LIFE.days} dagen.")


def usable(*, uses_left: int, expires_at: datetime, ended_at: datetime | None, now: datetime) -> bool:
    """Whether a partner may still register itself with a token."""
    return uses_left > 0 and now < expires_at and ended_at is None


def scopes_within(asked: str | None, allowed: Iterable[str]) -> frozenset[str]:
    """Return the rights to give: what was asked, or all that the token allows. Raises BadClient for more than that."""
    has = frozenset(allowed)
    wanted = frozenset((asked or "").split()) or has
    if wanted - has:
        raise BadClient("scope", "more than the initial access token allows")
    return wanted
