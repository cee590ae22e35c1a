"""How long somebody stays signed in, how often rights are looked at again, and of whom a certificate is asked."""

from dataclasses import dataclass

from waarborg_shared.clocks import Term
from waarborg_shared.hooks.values.text import BadValue

LONGEST_MINUTES = 24 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class SignInPolicy:
    """The limits of sessions in minutes, unused and at all, and the interval at which roles are reviewed.

    ``certificate_roles`` are the staff roles of whose holders a certificate of conduct (VOG) is asked (B12).
    """

    staff_idle_minutes: int = 30
    staff_longest_minutes: int = 600
    person_idle_minutes: int = 15
    person_longest_minutes: int = 60
    review_every: Term
    certificate_roles: frozenset[str] = frozenset()
    source: str

    def __post_init__(self) -> None:
        for whose in ("staff", "person"):
            idle, longest = (getattr(self, f"{whose}_{which}_minutes") for which in ("idle", "longest"))
            if not 1 <= idle <= longest <= LONGEST_MINUTES:
                bound = f"{whose}_longest_minutes, which is {LONGEST_MINUTES} at most"
                raise BadValue(f"sign_in_policy.{whose}_idle_minutes: 1 to {bound}")
