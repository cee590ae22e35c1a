"""Consents for programs: record, renew, withdraw, see what stands."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent import actions
from waarborg_consent.api.rights import RECORD, require_right
from waarborg_consent.domain import Standing
from waarborg_consent.introducing import introduced
from waarborg_consent.own_looks import note_look
from waarborg_consent.schemas import (
    NewConsentSchema,
    RecordedSchema,
    StandingsQuerySchema,
    StandingsSchema,
    WithdrawalSchema,
)
from waarborg_consent.shown.log_words import OWN_CONSENTS
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current

api = ApiBlueprint("api", __name__, url_prefix="/consent/api/v1", description="Consents, given and withdrawn")


@api.route("/consents/", methods=["POST"])
@api.arguments(NewConsentSchema)
@api.response(201, RecordedSchema)
@api.secured(RECORD)
def record(command: actions.NewConsent) -> actions.Recorded:
    """Record that somebody gave consent for a purpose."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    return introduced(lambda work: actions.record_consent(work, command, rules=current.rules))


@api.route("/renewals/", methods=["POST"])
@api.arguments(NewConsentSchema)
@api.response(201, RecordedSchema)
@api.secured(RECORD)
def renew(command: actions.NewConsent) -> actions.Recorded:
    """Record that somebody gave anew a consent that stands, or that ended by its date."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    return introduced(lambda work: actions.renew_consent(work, command, rules=current.rules))


@api.route("/withdrawals/", methods=["POST"])
@api.arguments(WithdrawalSchema)
@api.response(201, RecordedSchema)
@api.secured(RECORD)
def withdraw(command: actions.Withdrawal) -> actions.Recorded:
    """Withdraw a consent, or all of them, or have somebody else revoke it; it works from this moment on."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_RECORD)
    return introduced(lambda work: actions.withdraw_consent(work, command, rules=current.rules))


@api.route("/consents/", methods=["GET"])
@api.arguments(StandingsQuerySchema, location="query")
@api.response(200, StandingsSchema)
@api.secured(RECORD)
def standings(query: Mapping[str, str]) -> dict[str, Any]:
    """Say what stands for every purpose of one person."""
    require_right(current.actor, scope=RECORD, duty=Duty.CONSENT_READ)
    with current.read() as work:
        items = actions.what_stands(work, query["subject_ref"], rules=current.rules)
        version = actions.statement_in_force(work, current.rules)
    note_look(query["subject_ref"], OWN_CONSENTS)
    return {
        "subject_ref": query["subject_ref"],
        "statement_version": version,
        "items": [_standing(item) for item in items],
    }


def _standing(item: Standing) -> dict[str, Any]:
    return {
        "purpose": item.purpose,
        "only_basis": current.rules.purposes[item.purpose].rests_on_consent,
        "state": item.state,
        "stands": item.stands,
        "since": item.since,
        "until": item.until,
        "event_id": item.event_id,
        "asked_again": item.asked_again,
        "text_digest": actions.text_digests(current.rules)[item.purpose],
        "parts": [
            {
                "categories": sorted(each.part.categories),
                "recipients": sorted(each.part.recipients),
                "state": each.state,
                "since": each.since,
                "until": each.until,
                "event_id": each.event_id,
            }
            for each in item.parts
        ],
    }
