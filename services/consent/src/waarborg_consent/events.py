"""What consent tells and what it acts upon."""

from collections.abc import Mapping

from waarborg_consent import actions
from waarborg_consent.actions.carrying import carry_out
from waarborg_consent.actions.known_persons import know_person
from waarborg_consent.actions.marks_requested import Asked, end_as_requested, set_as_requested
from waarborg_consent.actions.telling import have_word_ready
from waarborg_consent.domain import How, MarkKind, RestrictionGround
from waarborg_consent.models import LegalHold
from waarborg_consent.references import join_references, part_references
from waarborg_shared.events import Envelope, Event
from waarborg_shared.events.consent import EVENTS, EmergencyTaken
from waarborg_shared.events.identity import PersonRegistered, PersonsMerged, PersonsSplit
from waarborg_shared.events.requests import (
    CarryingAsked,
    LegalHoldEnded,
    LegalHoldSet,
    MarkRequested,
    WithdrawalRequested,
)
from waarborg_shared.holds import note_end, note_hold
from waarborg_shared.hooks import Rules
from waarborg_shared.service import Handler
from waarborg_shared.uow import Work


def on_withdrawal_requested(work: Work, event: WithdrawalRequested, envelope: Envelope, rules: Rules) -> None:
    """A person asked, in a request, to withdraw a consent: it ends now, and the request hears of it."""
    command = actions.Withdrawal(
        subject_ref=event.subject_ref, purpose=event.purpose, how=How.REQUEST, request_ref=event.request_ref
    )
    actions.withdraw_as_requested(work, command, rules=rules)


def on_mark_requested(work: Work, event: MarkRequested, envelope: Envelope, rules: Rules) -> None:
    """A person asked, in a request, to set or end a mark: it works now, and the request hears of it."""
    asked = Asked(
        subject_ref=event.subject_ref,
        request_ref=event.request_ref,
        kind=MarkKind(event.kind),
        abouts=tuple(event.about) or (None,),
        ground=RestrictionGround(event.ground) if event.ground else None,
    )
    change = set_as_requested if event.change_kind == "set" else end_as_requested
    change(work, asked, rules=rules)


def on_emergency_taken(work: Work, event: EmergencyTaken, envelope: Envelope, rules: Rules) -> None:
    """Our own fact, come back to the worker: word for the client is handed to the channel for letters."""
    have_word_ready(work, event.emergency_ref, message_id=envelope.id, rules=rules)


def on_person_registered(work: Work, event: PersonRegistered, envelope: Envelope, rules: Rules) -> None:
    """Somebody got a reference: what is said of him, and looks at his data, are taken from now on."""
    know_person(work, event.person_ref)


def on_persons_merged(work: Work, event: PersonsMerged, envelope: Envelope, rules: Rules) -> None:
    """Two references are of one person: decisions go by what was said under either."""
    join_references(work, event.kept_ref, event.merged_ref, since=envelope.time)


def on_persons_split(work: Work, event: PersonsSplit, envelope: Envelope, rules: Rules) -> None:
    """Two references are of two persons, again or at last."""
    part_references(work, event.kept_ref, event.split_ref)


def on_carrying_asked(work: Work, event: CarryingAsked, envelope: Envelope, rules: Rules) -> None:
    """Something that was decided on a request is to be carried out; where we are the holder, it is."""
    if event.holder == "consent":
        carry_out(work, event, rules)


def on_legal_hold_set(work: Work, event: LegalHoldSet, envelope: Envelope, rules: Rules) -> None:
    """Nothing of a person is erased from now on."""
    note_hold(work, LegalHold, event.hold_ref, event.subject_ref, at=envelope.time)


def on_legal_hold_ended(work: Work, event: LegalHoldEnded, envelope: Envelope, rules: Rules) -> None:
    """A hold stands no more."""
    note_end(work, LegalHold, event.hold_ref, at=envelope.time)


PUBLISHES: frozenset[type[Event]] = frozenset(EVENTS)
HANDLES: Mapping[type[Event], Handler] = {
    WithdrawalRequested: on_withdrawal_requested,
    MarkRequested: on_mark_requested,
    EmergencyTaken: on_emergency_taken,
    PersonRegistered: on_person_registered,
    PersonsMerged: on_persons_merged,
    PersonsSplit: on_persons_split,
    CarryingAsked: on_carrying_asked,
    LegalHoldSet: on_legal_hold_set,
    LegalHoldEnded: on_legal_hold_ended,
}
