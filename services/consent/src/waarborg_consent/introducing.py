"""Records something of a person of whom consent did not hear yet: identity is asked once whether it knows him."""

from collections.abc import Callable, Collection
from typing import TypeVar

from waarborg_consent.actions.known_persons import know_persons
from waarborg_consent.domain import UnknownPerson
from waarborg_consent.domain.message_errors import UnknownPersons
from waarborg_shared.uow import Work
from waarborg_shared.web import current

Made = TypeVar("Made")


def introduced(act: Callable[[Work], Made]) -> Made:
    """Do something in a unit of work; where a person in it is not known here, ask identity and do it anew.

    That happens for who was registered a moment ago, and for who was before identity told of it.

    Raises:
        UnknownPerson, UnknownPersons: identity does not know him either.
        IdentityAway: it does not answer. Whatever the act raises.
    """
    try:
        with current.begin() as work:
            return act(work)
    except UnknownPerson as unknown:
        if not _introduce((unknown.subject_ref,)):
            raise
    except UnknownPersons as unknown:
        if not _introduce(unknown.refs):
            raise
    with current.begin() as work:
        return act(work)


def _introduce(refs: Collection[str]) -> bool:
    """Whether identity knew any of these, who are known here from now on."""
    known = current.runtime.authenticator.identity.persons(current.organisation, (), refs).by_reference
    if known:
        with current.begin() as work:
            know_persons(work, known)
    return bool(known)
