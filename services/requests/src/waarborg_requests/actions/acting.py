"""In which role somebody acts on a request: what the timeline says of him besides a reference."""

from waarborg_shared.uow import Work


def in_role(work: Work) -> dict[str, str]:
    """Return the role that somebody acts in, as a fact for the timeline; nothing where he has none, or several."""
    role = work.actor.sole_role
    return {"role": role} if role else {}
