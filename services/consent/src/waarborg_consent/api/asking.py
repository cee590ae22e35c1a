"""Who may ask for whom: partners vouch for who asks in them, staff and persons ask in their own name."""

from dataclasses import replace

from waarborg_consent.domain import NO_FACTS, Asked
from waarborg_consent.domain.policy.matrix import role_of
from waarborg_shared import auth
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RoleKind

_SAID = frozenset({"role"})


def in_own_name(actor: Actor, asked: Asked, rules: Rules) -> Asked:
    """Let a partner system vouch for who asks in it; a person asks about himself, staff in a role that they hold.

    What staff and persons say of themselves beside their role does not count: what is registered of them does.

    Raises:
        Missing: naming the role that the asker does not have.
    """
    if actor.kind is ActorKind.PARTNER:
        return asked
    role = role_of(asked, NO_FACTS.known)
    if actor.kind is ActorKind.STAFF:
        own = role in actor.roles and asked.subject.id == actor.ref
    else:
        found = rules.roles.get(role or "")
        person = asked.resource.properties.get("person")
        own = found is not None and found.kind is RoleKind.PERSON and actor.subject_ref == person == asked.subject.id
    if not own:
        raise auth.Missing(f"role:{role or ''}")
    said = {name: value for name, value in asked.subject.properties.items() if name in _SAID}
    return replace(asked, subject=replace(asked.subject, properties=said))
