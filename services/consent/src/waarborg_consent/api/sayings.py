"""What else may be said of a consent, for programs: questions, refusals, undoing; and everything that was said."""

from collections.abc import Mapping
from typing import Any

from werkzeug.exceptions import NotFound

from waarborg_consent import actions
from waarborg_consent.api.rights import RECORD, require_right
from waarborg_consent.introducing import introduced
from waarborg_consent.own_looks import note_look
from waarborg_consent.schemas import (
    HistoryQuerySchema,
    HistorySchema,
    InvalidationSchema,
    RecordedSchema,
    SayingSchema,
    ShownTextSchema,
    UndoingSchema,
)
from waarborg_consent.shown.log_words import OWN_CONSENTS
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.cursors import part_of

sayings = ApiBlueprint(
    "sayings",
    __name__,
    url_prefix="/consent/api/v1",
    description="Consents asked, refused and undone, and their history",
)


@sayings.route("/questions/", methods=["POST"])
@sayings.arguments(SayingSchema)
@sayings.response(201, RecordedSchema)
@sayings.secured(RECORD)
def ask(command: actions.Saying) -> actions.Recorded:
    """Ask somebody for consent: he finds the question when he signs in."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    return introduced(lambda work: actions.ask_for_consent(work, command, rules=current.rules))


@sayings.route("/refusals/", methods=["POST"])
@sayings.arguments(SayingSchema)
@sayings.response(201, RecordedSchema)
@sayings.secured(RECORD)
def refuse(command: actions.Saying) -> actions.Recorded:
    """Record that somebody said no."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    return introduced(lambda work: actions.refuse_consent(work, command, rules=current.rules))


@sayings.route("/deferrals/", methods=["POST"])
@sayings.arguments(SayingSchema)
@sayings.response(201, RecordedSchema)
@sayings.secured(RECORD)
def defer(command: actions.Saying) -> actions.Recorded:
    """Record that somebody who was asked will answer later."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    return introduced(lambda work: actions.defer_consent(work, command, rules=current.rules))


@sayings.route("/invalidations/", methods=["POST"])
@sayings.arguments(InvalidationSchema)
@sayings.response(201, RecordedSchema)
@sayings.secured(RECORD)
def invalidate(command: actions.Saying) -> actions.Recorded:
    """Record that a consent was given on wrong grounds, so that it does not count."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    return introduced(lambda work: actions.invalidate_consent(work, command, rules=current.rules))


@sayings.route("/undoings/", methods=["POST"])
@sayings.arguments(UndoingSchema)
@sayings.response(201, RecordedSchema)
@sayings.secured(RECORD)
def undo(asked: Mapping[str, str]) -> actions.Recorded:
    """Take back a choice of a few minutes ago; for the person himself alone."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    with current.begin() as work:
        return actions.undo_choice(work, asked["subject_ref"], asked["event_id"], rules=current.rules)


@sayings.route("/history/", methods=["GET"])
@sayings.arguments(HistoryQuerySchema, location="query")
@sayings.response(200, HistorySchema)
@sayings.secured(RECORD)
def history(query: Mapping[str, Any]) -> dict[str, Any]:
    """Give a part of everything that was said about a person's consents, newest first."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_READ)
    with current.read() as work:
        rows = actions.history(
            work, query["subject_ref"], limit=query["limit"] + 1, before=query["cursor"], purpose=query["purpose"]
        )
    note_look(query["subject_ref"], OWN_CONSENTS)
    part = part_of(rows, query["limit"], lambda row: (row.at.isoformat(), row.id))
    return {"items": part.items, "next": part.next}


@sayings.route("/texts/<digest>", methods=["GET"])
@sayings.response(200, ShownTextSchema)
@sayings.secured(RECORD)
def text(digest: str) -> dict[str, Any]:
    """Give what a purpose said when somebody was asked."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_READ)
    with current.read() as work:
        words = actions.kept_text(work, digest)
    if words is None:
        raise NotFound
    return {"digest": digest, **words}
