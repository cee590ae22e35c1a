"""The second look at what somebody proposed, had by whoever acts now."""

from datetime import datetime

from waarborg_disclosure.domain.four_eyes import NotBeforeTomorrow, OwnProposal
from waarborg_shared.hooks import Rules
from waarborg_shared.second_look import FirstLook, Looked, Refusal, second_look
from waarborg_shared.uow import Work


def look(
    work: Work,
    rules: Rules,
    *,
    proposed_by: str,
    proposed_at: datetime,
    outsider: str | None,
    own: Refusal = OwnProposal,
) -> Looked:
    """Return how whoever acts now has the second look. Raises what ``own`` makes, NotBeforeTomorrow."""
    return second_look(
        FirstLook(by=proposed_by, at=proposed_at),
        by=work.actor.ref,
        at=work.now,
        one_person=rules.organisation.one_person,
        own=own,
        too_soon=NotBeforeTomorrow,
        outsider=bool((outsider or "").strip()),
    )
