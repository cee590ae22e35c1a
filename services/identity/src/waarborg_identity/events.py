"""What identity tells, and what it acts upon: events that partners may see go on to them as webhooks."""

from collections.abc import Mapping

from waarborg_identity.actions.webhooks import queue_webhooks
from waarborg_identity.domain import VISIBLE_EVENTS
from waarborg_shared.events import CATALOGUE, Envelope, Event
from waarborg_shared.events.identity import (
    AccessReviewLapsed,
    AccessReviewNeared,
    PartnerSuspended,
    PersonRegistered,
    PersonsMerged,
    PersonsSplit,
    SessionEnded,
    WebhookDisabled,
)
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Handler
from waarborg_shared.uow import Work

PUBLISHES: frozenset[type[Event]] = frozenset(
    (
        PersonRegistered,
        PersonsMerged,
        PersonsSplit,
        SessionEnded,
        PartnerSuspended,
        AccessReviewNeared,
        AccessReviewLapsed,
        WebhookDisabled,
    )
)


def on_told(work: Work, _event: Event, envelope: Envelope, _rules: Rules) -> None:
    """Put an event in line for the partners that may see it."""
    queue_webhooks(work, envelope)


HANDLES: Mapping[type[Event], Handler] = {CATALOGUE[type_]: on_told for type_ in VISIBLE_EVENTS}
