"""On whose authority somebody acts for a client: what every act by a representative carries and shows (B1)."""

from dataclasses import dataclass

from waarborg_shared.hooks.values import Scope


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """Who acts, as what, on which subject, and where that is written.

    ``kind`` is the code of a :class:`RepresentativeKind`; ``source`` the article or rule that gives the right.
    ``with_refs`` are those whose yes is needed besides (both parents, or the child of 12 to 15 itself).
    """

    representation_id: str
    representative_ref: str
    kind: str
    scope: Scope
    source: str
    with_refs: tuple[str, ...] = ()
