"""Whether a mark may be set or ended so."""

from collections.abc import Mapping

from waarborg_consent.domain.mark_errors import (
    GroundNeeded,
    NotAWayToAsk,
    OnlyObjectionsHaveSubjects,
    PersonNotTold,
)
from waarborg_consent.domain.marks import MarkHow, MarkKind, RestrictionGround
from waarborg_consent.domain.objections import check_objection
from waarborg_shared.hooks.values import MessageKind, Purpose


def check_new(
    kind: MarkKind,
    about: str | None,
    ground: RestrictionGround | None,
    *,
    purposes: Mapping[str, Purpose],
    kinds: Mapping[str, MessageKind],
) -> None:
    """Refuse a mark of which something is missing or that could promise nothing.

    Raises:
        MarkError: naming the field.
    """
    if kind is MarkKind.OBJECTION:
        check_objection(about, purposes=purposes, kinds=kinds)
    elif about is not None:
        raise OnlyObjectionsHaveSubjects(about)
    if kind is MarkKind.RESTRICTION and ground is None:
        raise GroundNeeded(kind)
    if kind is not MarkKind.RESTRICTION and ground is not None:
        raise OnlyRestrictionsHaveGrounds(ground)


def check_way(how: MarkHow) -> None:
    """Refuse a way that the system alone records: by a link, or by an answer. Raises NotAWayToAsk."""
    if how in (MarkHow.LINK, MarkHow.OVERRULED):
        raise NotAWayToAsk(how)


def check_end(kind: MarkKind, *, told: bool) -> None:
    """Refuse to lift a restriction before the person was told (art. 18(3) AVG). Raises PersonNotTold."""
    if kind is MarkKind.RESTRICTION and not told:
        raise PersonNotTold(kind)


class OnlyRestrictionsHaveGrounds(OnlyObjectionsHaveSubjects):
    """A ground of art. 18 AVG goes with a restriction."""

    field = "ground"
