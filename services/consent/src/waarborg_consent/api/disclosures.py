"""Disclosures to third parties for programs: ask whether one is allowed, record what went, see what there was."""

from collections.abc import Mapping
from typing import Any

from waarborg_consent import actions
from waarborg_consent.actions.disclosures import DisclosureShown, NewDisclosure
from waarborg_consent.api.rights import DISCLOSE, require_right
from waarborg_consent.schemas import (
    DisclosureSchema,
    DisclosuresQuerySchema,
    DisclosuresSchema,
    GivenSchema,
    NewDisclosureSchema,
)
from waarborg_consent.texts import DISCLOSURE_WHY
from waarborg_shared import auth
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.erased import with_erased

disclosure_api = ApiBlueprint(
    "disclosure_api", __name__, url_prefix="/consent/api/v1", description="Disclosures to third parties"
)


@disclosure_api.route("/disclosures/", methods=["POST"])
@disclosure_api.arguments(NewDisclosureSchema)
@disclosure_api.response(201, DisclosureSchema)
@disclosure_api.secured(DISCLOSE)
def decide(command: NewDisclosure) -> dict[str, Any]:
    """Authorise, refuse or record a disclosure; a refusal is an answer and not an error."""
    auth.require_right(current.actor, scope=DISCLOSE, duty=Duty.DISCLOSE)
    with current.begin() as work:
        return in_codes(actions.disclosures.decide_disclosure(work, command, rules=current.rules))


@disclosure_api.route("/disclosures/<uuid:disclosure_id>/given", methods=["POST"])
@disclosure_api.arguments(GivenSchema)
@disclosure_api.response(201, DisclosureSchema)
@disclosure_api.secured(DISCLOSE)
def given(command: Mapping[str, Any], disclosure_id: object) -> dict[str, Any]:
    """Record that what was authorised has been given."""
    auth.require_right(current.actor, scope=DISCLOSE, duty=Duty.DISCLOSE)
    with current.begin() as work:
        shown = actions.disclosures.give_as_authorised(
            work, command["subject_ref"], str(disclosure_id), given_on=command["given_on"], rules=current.rules
        )
    return in_codes(shown)


@disclosure_api.route("/disclosures/", methods=["GET"])
@disclosure_api.arguments(DisclosuresQuerySchema, location="query")
@disclosure_api.response(200, DisclosuresSchema)
@disclosure_api.secured(DISCLOSE)
def disclosures(query: Mapping[str, str]) -> dict[str, Any]:
    """Say what was decided and recorded about one person's data."""
    require_right(current.actor, scope=DISCLOSE, duty=Duty.CONSENT_READ)
    with current.read() as work:
        found = actions.disclosures.list_disclosures(work, query["subject_ref"])
    return {"items": [in_codes(each) for each in found]}


def in_codes(shown: DisclosureShown) -> dict[str, Any]:
    """Return a disclosure as programs get it: no note, for that is proof and nobody's news."""
    why = DISCLOSURE_WHY[shown.why]
    plain = ("id", "subject_ref", "verdict", "allowed", "ground", "recipient", "country", "outside_eea", "purpose")
    more = ("categories", "consent_how", "given_on", "authorisation_id", "at")
    return {
        **{name: getattr(shown, name) for name in (*plain, *more)},
        "why": {"code": shown.why, "nl": why.nl, "en": why.en},
        **with_erased({"recipient_name": shown.recipient_name, "ground_source": shown.ground_source}),
    }
