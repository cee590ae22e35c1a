"""Representatives for programs: register and end them, what changes who decides, and who may decide today."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from waarborg_consent.actions import acting, birthdays, client_facts, representation, representing
from waarborg_consent.actions.asking import Saying
from waarborg_consent.actions.consents import NewConsent, Withdrawal
from waarborg_consent.actions.writing import Recorded, only_own
from waarborg_consent.api.rights import DECIDE, RECORD, require_right
from waarborg_consent.domain import Deciders, Representation
from waarborg_consent.own_looks import note_look
from waarborg_consent.schemas.consents import RecordedSchema
from waarborg_consent.schemas.representation import (
    AddedSchema,
    AnswerForSchema,
    BirthSchema,
    DecidersQuerySchema,
    DecidersSchema,
    EndFromSchema,
    NewIncapacitySchema,
    NewOwnWordSchema,
    NewRepresentationSchema,
    NoForSchema,
    OfClientSchema,
    RepresentationsSchema,
    ReviewedSchema,
    SetAsideSchema,
    WillingSchema,
    YesForSchema,
)
from waarborg_consent.shown.log_words import OWN_REPRESENTATIVES
from waarborg_consent.texts import MISSING, WHY, WHY_NOT
from waarborg_shared import auth
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.web import ApiBlueprint, current

representation_api = ApiBlueprint(
    "representation", __name__, url_prefix="/consent/api/v1", description="Who speaks for a client, and who may decide"
)


def _may_record() -> None:
    """Pass for a partner with the scope and staff with the duty: nobody registers his own representative here."""
    auth.require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)


@representation_api.route("/representations/", methods=["POST"])
@representation_api.arguments(NewRepresentationSchema)
@representation_api.response(201, AddedSchema)
@representation_api.secured(RECORD)
def register(command: representation.NewRepresentation) -> dict[str, str]:
    """Register that somebody speaks for a client: as what, on what, until when, and what was seen."""
    _may_record()
    with current.begin() as work:
        return {"id": representation.register_representation(work, command, rules=current.rules)}


@representation_api.route("/representations/", methods=["GET"])
@representation_api.arguments(OfClientSchema, location="query")
@representation_api.response(200, RepresentationsSchema)
@representation_api.secured(RECORD)
def of_client(query: Mapping[str, str]) -> dict[str, Any]:
    """List who speaks or spoke for a client, and what was done on their authority."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_READ)
    with current.read() as work:
        only_own(work, query["subject_ref"])
        known = representing.known_of(work, query["subject_ref"], rules=current.rules)
        acts = acting.acts_for(work, query["subject_ref"])
        today = due_on(work.now)
    note_look(query["subject_ref"], OWN_REPRESENTATIVES)
    return {
        "subject_ref": query["subject_ref"],
        "items": [_item(each, today) for each in known.representations],
        "acts": [asdict(each) for each in acts],
    }


@representation_api.route("/representations/<representation_id>/end", methods=["POST"])
@representation_api.arguments(EndFromSchema)
@representation_api.response(200, AddedSchema)
@representation_api.secured(RECORD)
def end(command: Mapping[str, Any], representation_id: str) -> dict[str, str]:
    """End a representation from a day on."""
    _may_record()
    with current.begin() as work:
        representation.end_representation(work, representation_id, **command, rules=current.rules)
    return {"id": representation_id}


@representation_api.route("/representations/<representation_id>/willingness", methods=["POST"])
@representation_api.arguments(WillingSchema)
@representation_api.response(200, AddedSchema)
@representation_api.secured(RECORD)
def willingness(command: Mapping[str, Any], representation_id: str) -> dict[str, str]:
    """Record that a representative does not wish to act, or does again."""
    _may_record()
    with current.begin() as work:
        representation.say_willing(work, representation_id, **command, rules=current.rules)
    return {"id": representation_id}


@representation_api.route("/representations/<representation_id>/set-aside", methods=["POST"])
@representation_api.arguments(SetAsideSchema)
@representation_api.response(200, AddedSchema)
@representation_api.secured(RECORD)
def set_aside(command: representation.NewSetAside, representation_id: str) -> dict[str, str]:
    """Record that a carer does not follow a representative's wish (art. 7:465(4) BW)."""
    _may_record()
    with current.begin() as work:
        representation.set_wish_aside(work, representation_id, command, rules=current.rules)
    return {"id": representation_id}


@representation_api.route("/representations/<representation_id>/consents/", methods=["POST"])
@representation_api.arguments(YesForSchema)
@representation_api.response(201, RecordedSchema)
@representation_api.secured(RECORD)
def said_yes(said: Mapping[str, Any], representation_id: str) -> Recorded:
    """Record that a representative gave consent for the client; it is kept with on whose authority."""
    _may_record()
    with current.begin() as work:
        subject_ref, ref = acting.parties_of(work, representation_id)
        command = NewConsent(subject_ref=subject_ref, **said)
        return acting.record_consent_for(work, command, representative_ref=ref, rules=current.rules)


@representation_api.route("/representations/<representation_id>/withdrawals/", methods=["POST"])
@representation_api.arguments(NoForSchema)
@representation_api.response(201, RecordedSchema)
@representation_api.secured(RECORD)
def said_no(said: Mapping[str, Any], representation_id: str) -> Recorded:
    """Record that a representative withdrew a consent of the client, or all of them."""
    _may_record()
    with current.begin() as work:
        subject_ref, ref = acting.parties_of(work, representation_id)
        command = Withdrawal(subject_ref=subject_ref, **said)
        return acting.withdraw_consent_for(work, command, representative_ref=ref, rules=current.rules)


@representation_api.route("/representations/<representation_id>/refusals/", methods=["POST"])
@representation_api.arguments(AnswerForSchema)
@representation_api.response(201, RecordedSchema)
@representation_api.secured(RECORD)
def refused(said: Mapping[str, Any], representation_id: str) -> Recorded:
    """Record that a representative said no for the client; where a yes stands, it ends."""
    return _answered(said, representation_id, acting.say_no_for)


@representation_api.route("/representations/<representation_id>/deferrals/", methods=["POST"])
@representation_api.arguments(AnswerForSchema)
@representation_api.response(201, RecordedSchema)
@representation_api.secured(RECORD)
def deferred(said: Mapping[str, Any], representation_id: str) -> Recorded:
    """Record that a representative who was asked for the client will answer later."""
    return _answered(said, representation_id, acting.defer_consent_for)


def _answered(said: Mapping[str, Any], representation_id: str, say: Callable[..., Recorded]) -> Recorded:
    _may_record()
    with current.begin() as work:
        subject_ref, ref = acting.parties_of(work, representation_id)
        command = Saying(subject_ref=subject_ref, **said)
        return say(work, command, representative_ref=ref, rules=current.rules)


@representation_api.route("/incapacities/", methods=["POST"])
@representation_api.arguments(NewIncapacitySchema)
@representation_api.response(201, AddedSchema)
@representation_api.secured(RECORD)
def incapacity(command: client_facts.NewIncapacity) -> dict[str, str]:
    """Record that a client cannot weigh his interests on a subject, by whom that was judged, and until when."""
    _may_record()
    with current.begin() as work:
        return {"id": client_facts.record_incapacity(work, command)}


@representation_api.route("/own-words/", methods=["POST"])
@representation_api.arguments(NewOwnWordSchema)
@representation_api.response(201, AddedSchema)
@representation_api.secured(RECORD)
def own_word(command: client_facts.NewOwnWord) -> dict[str, str]:
    """Record that a child of 12 to 15 decides on its care by itself (art. 7:450(2) BW)."""
    _may_record()
    with current.begin() as work:
        return {"id": client_facts.hear_child_alone(work, command, rules=current.rules)}


@representation_api.route("/client-facts/<fact_id>/end", methods=["POST"])
@representation_api.arguments(EndFromSchema)
@representation_api.response(200, AddedSchema)
@representation_api.secured(RECORD)
def end_fact(command: Mapping[str, Any], fact_id: str) -> dict[str, str]:
    """End an incapacity, or a child's own word, from a day on."""
    _may_record()
    with current.begin() as work:
        client_facts.end_fact(work, fact_id, **command)
    return {"id": fact_id}


@representation_api.route("/births/", methods=["POST"])
@representation_api.arguments(BirthSchema)
@representation_api.response(204)
@representation_api.secured(RECORD)
def birth(command: Mapping[str, Any]) -> None:
    """Record the date of birth of a minor; kept of it are the birthdays that change who decides."""
    _may_record()
    with current.begin() as work:
        birthdays.record_birth(work, **command, rules=current.rules)


@representation_api.route("/consent-reviews/", methods=["POST"])
@representation_api.arguments(ReviewedSchema)
@representation_api.response(204)
@representation_api.secured(RECORD)
def reviewed(command: Mapping[str, str]) -> None:
    """Say that a client's consents were gone through after a birthday."""
    _may_record()
    with current.begin() as work:
        birthdays.complete_review(work, command["subject_ref"], command["clock"])


@representation_api.route("/deciders", methods=["GET"])
@representation_api.arguments(DecidersQuerySchema, location="query")
@representation_api.response(200, DecidersSchema)
@representation_api.secured(DECIDE)
def deciders(query: Mapping[str, Any]) -> dict[str, Any]:
    """Say who may decide for a client on a subject on a day, in the law's order, and why others may not."""
    require_right(current.actor, scope=DECIDE, duty=Duty.CONSENT_DECIDE)
    with current.read() as work:
        only_own(work, query["subject_ref"])
        known = representing.known_of(work, query["subject_ref"], rules=current.rules)
        answer = known.deciders(query["topic"], query["on"] or due_on(work.now))
    return _answer(answer)


def _answer(answer: Deciders) -> dict[str, Any]:
    deciders = [{**asdict(each), "why": _because(each.why, WHY[each.why])} for each in answer.deciders]
    others = [{**asdict(each), "why_not": _because(each.why_not, WHY_NOT[each.why_not])} for each in answer.others]
    missing = _because(answer.missing, MISSING[answer.missing]) if answer.missing else None
    return {**asdict(answer), "deciders": deciders, "others": others, "missing": missing}


def _because(code: Any, text: Text) -> dict[str, Any]:
    return {"code": code, "nl": text.nl, "en": text.en}


def _item(each: Representation, today: date) -> dict[str, Any]:
    return {
        "id": each.id,
        "representative_ref": each.representative_ref,
        "kind": each.kind.code,
        "scopes": sorted(each.scopes),
        "begins_on": each.term.begins_on,
        "ends_on": each.term.ends_on,
        "ended_on": each.ended_on,
        "stands": each.stands_on(today),
        "willing": not any(span.covers(today) for span in each.unwilling),
    }
