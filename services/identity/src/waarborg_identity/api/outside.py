"""The table of roles by an issuer's claims, and ties between accounts and issuers, for programs."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from waarborg_identity.actions.claim_mappings import NewMapping, add_mapping, all_mappings, end_mapping
from waarborg_identity.actions.outside_links import link_account, unlink_account
from waarborg_identity.api.staff import STAFF, Changed, change
from waarborg_identity.models import ClaimMapping
from waarborg_identity.schemas.outside import LinkSchema, MappingSchema, MappingShownSchema, MappingsSchema
from waarborg_identity.schemas.partners import NothingSchema
from waarborg_identity.schemas.staff import ReasonSchema
from waarborg_identity.schemas.staff_shown import ChangedSchema
from waarborg_shared.auth import require_duty
from waarborg_shared.config import IssuerKind
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import ApiBlueprint, current

outside_api = ApiBlueprint(
    "outside_api", __name__, url_prefix="/identity/api/v1", description="Outside issuers: what their claims bring"
)


def _may() -> None:
    require_duty(current.actor, Duty.STAFF_GRANT, scope=STAFF)


@outside_api.route("/claim-mappings/", methods=["GET"])
@outside_api.response(200, MappingsSchema)
@outside_api.secured(STAFF)
def list_mappings() -> dict[str, Any]:
    """Give the table, those rows first that count."""
    _may()
    with current.read() as work:
        return {"items": [_shown(row) for row in all_mappings(work)]}


@outside_api.route("/claim-mappings/", methods=["POST"])
@outside_api.arguments(MappingSchema)
@outside_api.response(201, MappingShownSchema)
@outside_api.secured(STAFF)
def new_mapping(command: NewMapping) -> dict[str, Any]:
    """Let everybody who has this value of this claim have this role, from the next sign-in on."""
    _may()
    with current.begin() as work:
        return _shown(add_mapping(work, command, rules=current.rules, known=staff_issuers()))


@outside_api.route("/claim-mappings/<uuid:mapping_id>/end", methods=["POST"])
@outside_api.arguments(NothingSchema)
@outside_api.response(200, MappingShownSchema)
@outside_api.secured(STAFF)
def end(_nothing: Mapping[str, Any], mapping_id: UUID) -> dict[str, Any]:
    """Let a row count no more, from the next sign-in on."""
    _may()
    with current.begin() as work:
        return _shown(end_mapping(work, str(mapping_id)))


@outside_api.route("/staff/<uuid:account_id>/outside-links/", methods=["POST"])
@outside_api.arguments(LinkSchema)
@outside_api.response(200, ChangedSchema)
@outside_api.secured(STAFF)
@outside_api.versioned()
def link(shown: Mapping[str, str], account_id: UUID) -> Changed:
    """Tie the one who was shown this number to an account; nobody ties his own, unless he is the only one there.

    Who has a second factor here shows it the first time. An account that was used and has none is not tied.
    """

    def act(work: Work, ref: str, revision: int) -> None:
        link_account(work, ref, shown["code"], revision=revision, rules=current.rules)

    return change(account_id, act)


@outside_api.route("/staff/<uuid:account_id>/outside-links/end", methods=["POST"])
@outside_api.arguments(ReasonSchema)
@outside_api.response(200, ChangedSchema)
@outside_api.secured(STAFF)
@outside_api.versioned()
def unlink(why: Mapping[str, str], account_id: UUID) -> Changed:
    """Undo every tie of an account: its sessions and roles that come from an issuer end at once."""

    def act(work: Work, ref: str, revision: int) -> None:
        unlink_account(work, ref, why["reason"], revision=revision)

    return change(account_id, act)


def staff_issuers() -> frozenset[str]:
    """Return the ids of the issuers at which staff of this organisation sign in."""
    found = current.runtime.settings.organisations[current.organisation].issuers.values()
    return frozenset(each.id for each in found if each.kind is IssuerKind.STAFF)


def _shown(row: ClaimMapping) -> dict[str, Any]:
    names = ("id", "issuer", "claim", "value", "role", "made_by", "ended_at", "ended_by")
    return {**{name: getattr(row, name) for name in names}, "made_at": row.created_at}
