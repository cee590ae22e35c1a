"""Writes in a client's log that somebody sees his data in this service itself: at the desk, or in his name."""

from flask import request

from waarborg_consent.actions.looks import take_own_look
from waarborg_shared.auth import ActorKind
from waarborg_shared.web import current


def note_look(subject_ref: str, record_type: str) -> None:
    """Write down that who is signed in looks at this of a client.

    To see what is his own is no look, a partner tells of its own, and a page that comes back with a mistake is not
    looked at anew.
    """
    actor = current.actor
    own = actor.kind is ActorKind.PERSON and actor.subject_ref == subject_ref
    if own or actor.kind is ActorKind.PARTNER or request.method != "GET":
        return
    with current.begin() as work:
        take_own_look(work, subject_ref, record_type=record_type)
