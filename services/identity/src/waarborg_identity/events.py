"""What identity tells, and what it acts upon: events that partners may see go on to them as webhooks."""

from collections.abc import Mapping

from waarborg_identity.actions.carrying import carry_out
from waarborg_identity.actions.webhooks import queue_webhooks
from waarborg_identity.domain import VISIBLE_EVENTS
from waarborg_identity.models import LegalHold
from waarborg_shared.events import CATALOGUE, Envelope, Event
from waarborg_shared.events.identity import (
    AccessReviewLapsed,
    AccessReviewNeared,
    IdentityCarriedOut,
    PartnerSuspended,
    PersonRegistered,
    PersonsMerged,
    PersonsSplit,
    SessionEnded,
    WebhookDisabled,
)
from waarborg_shared.events.requests import CarryingAsked, LegalHoldEnded, LegalHoldSet
from waarborg_shared.holds import note_end, note_hold
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
        IdentityCarriedOut,
    )
)


def on_told(work: Work, _event: Event, envelope: Envelope, _rules: Rules) -> None:
    """Put an event in line for the partners that may see it."""
    queue_webhooks(work, envelope)


def on_carrying_asked(work: Work, event: CarryingAsked, envelope: Envelope, rules: Rules) -> None:
    """Something is to be carried out: by us where we are the holder, else by the partner that is."""
    if event.holder == "identity":
        carry_out(work, event, rules)
    else:
        queue_webhooks(work, envelope)


def on_legal_hold_set(work: Work, event: LegalHoldSet, envelope: Envelope, _rules: Rules) -> None:
    """Nothing of a person is erased from now on."""
    note_hold(work, LegalHold, event.hold_ref, event.subject_ref, at=envelope.time)


def on_legal_hold_ended(work: Work, event: LegalHoldEnded, envelope: Envelope, _rules: Rules) -> None:
    """A hold stands no more."""
    note_end(work, LegalHold, event.hold_ref, at=envelope.time)


HANDLES: Mapping[type[Event], Handler] = {
    **{CATALOGUE[type_]: on_told for type_ in VISIBLE_EVENTS},
    CarryingAsked: on_carrying_asked,
    LegalHoldSet: on_legal_hold_set,
    LegalHoldEnded: on_legal_hold_ended,
}
