"""For which holders somebody who works here looks up the data: those of his role."""

from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import HolderKind


def own_holders(rules: Rules, actor: Actor) -> frozenset[str]:
    """Return the codes of the holders that are people in a role of this member of staff, who came himself."""
    if actor.kind is not ActorKind.STAFF or actor.via is not None:
        return frozenset()
    people = [each for each in rules.holders.values() if each.kind is HolderKind.PERSON]
    return frozenset(each.code for each in people if each.role in actor.roles)
