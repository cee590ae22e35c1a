"""Who acts on a request: in which role, and that he saw it as it is."""

from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work


class Stale(Exception):
    """Somebody else changed the request since it was read."""

    text = Text(
        "Iemand anders heeft dit verzoek intussen gewijzigd. Bekijk het opnieuw en probeer het dan nog eens.",
        "Someone else changed this request in the meantime. Look at it again and then try once more.",
    )


def in_role(work: Work) -> dict[str, str]:
    """Return the role that somebody acts in, as a fact for the timeline; nothing where he has none, or several."""
    role = work.actor.sole_role
    return {"role": role} if role else {}
