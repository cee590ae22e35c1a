"""Who may use consent's API: partners by scope, staff by duty, persons for what is their own."""

from waarborg_shared import auth
from waarborg_shared.auth import Actor, ActorKind
from waarborg_shared.hooks.values import Duty

RECORD = "consent:record"
DECIDE = "consent:decide"
LOG = "consent:log"
RELATE = "consent:relate"
DISCLOSE = "consent:disclose"


def require_right(actor: Actor, *, scope: str, duty: Duty) -> None:
    """Let a partner pass by its scope, a member of staff by a duty, and a person for what is the person's own."""
    if actor.kind is not ActorKind.PERSON:
        auth.require_right(actor, duty=duty, scope=scope)
    elif actor.via is not None:
        auth.require_scope(actor, scope)
