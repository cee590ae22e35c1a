"""Partner systems for programs: what the pages do, for an application in which an administrator signed in."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import url_for

from waarborg_identity import actions
from waarborg_identity.actions.registering import confirm_partner
from waarborg_identity.addresses import checked_address
from waarborg_identity.domain import ClientState
from waarborg_identity.domain.partners import check_holder
from waarborg_identity.models import Client, WebhookDelivery, WebhookEndpoint
from waarborg_identity.schemas import (
    AddressSchema,
    AgreementSchema,
    DeliveriesSchema,
    EndpointMadeSchema,
    KeysSchema,
    NewPartnerSchema,
    NothingSchema,
    OverlapSchema,
    PartnerMadeSchema,
    PartnerSchema,
    PartnersSchema,
    ReasonForm,
    ReplayedSchema,
    ReplayForm,
    SecretSchema,
    TestSentSchema,
    place_in_log,
)
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import ApiBlueprint, current, etag_of, require_match
from waarborg_shared.web.cursors import PartQuery, part_of

MANAGE = "identity:partners"
partners_api = ApiBlueprint("partners_api", __name__, url_prefix="/identity/api/v1", description="Partner systems")


def _may() -> None:
    require_duty(current.actor, Duty.PARTNERS_MANAGE, scope=MANAGE)


@partners_api.route("/partners/", methods=["GET"])
@partners_api.response(200, PartnersSchema)
@partners_api.secured(MANAGE)
def list_partners() -> dict[str, Any]:
    """List the organisation's partner systems."""
    _may()
    with current.read() as work:
        return {"items": [_row(each) for each in actions.list_partners(work)]}


@partners_api.route("/partners/", methods=["POST"])
@partners_api.arguments(NewPartnerSchema)
@partners_api.response(201, PartnerMadeSchema)
@partners_api.secured(MANAGE)
def register_partner(command: actions.NewPartner) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Register a partner system; the secret, if it has one, is given this once."""
    _may()
    check_holder(command.agreement.holder_code, current.rules.holders)
    if command.jwks_uri:
        checked_address(command.jwks_uri, "jwks_uri")
    with current.begin() as work:
        made = actions.register_partner(work, command)
        given = {"client_id": made.client.id, "secret": made.secret}
    return given, 201, {"Location": url_for("partners_api.show_partner", client_id=given["client_id"])}


@partners_api.route("/partners/<client_id>", methods=["GET"])
@partners_api.response(200, PartnerSchema)
@partners_api.secured(MANAGE)
def show_partner(client_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Show a partner with what was agreed and how much it is used."""
    _may()
    with current.read() as work:
        return _shown(work, client_id)


@partners_api.route("/partners/<client_id>", methods=["POST"])
@partners_api.arguments(AgreementSchema)
@partners_api.response(200, PartnerSchema)
@partners_api.secured(MANAGE)
@partners_api.versioned()
def change_partner(agreed: Mapping[str, Any], client_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Change what is agreed with a partner; a right that is taken away ends at once. Send If-Match."""
    _may()
    check_holder(agreed["holder_code"], current.rules.holders)
    with current.begin() as work:
        require_match(actions.show_partner(work, client_id).client.version)
        actions.change_partner(
            work,
            client_id,
            name=agreed["name"],
            scopes=frozenset(agreed["scopes"]),
            agreement=AgreementSchema.agreement(agreed),
        )
        work.session.flush()
        return _shown(work, client_id)


@partners_api.route("/partners/<client_id>/confirmation", methods=["POST"])
@partners_api.arguments(NothingSchema)
@partners_api.response(200, PartnerSchema)
@partners_api.secured(MANAGE)
def confirm(_nothing: Mapping[str, Any], client_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Let a partner that registered itself begin, after somebody looked at it."""
    _may()
    with current.begin() as work:
        confirm_partner(work, client_id)
        return _shown(work, client_id)


@partners_api.route("/partners/<client_id>/suspension", methods=["POST"])
@partners_api.arguments(ReasonForm)
@partners_api.response(200, PartnerSchema)
@partners_api.secured(MANAGE)
def suspend_partner(reason: Mapping[str, str], client_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Shut a partner out: no tokens, those that it has end, no events."""
    _may()
    with current.begin() as work:
        actions.show_partner(work, client_id)
        actions.suspend_client(work, client_id, why=reason["why"])
        return _shown(work, client_id)


@partners_api.route("/partners/<client_id>/readmission", methods=["POST"])
@partners_api.arguments(ReasonForm)
@partners_api.response(200, PartnerSchema)
@partners_api.secured(MANAGE)
def let_in_partner(reason: Mapping[str, str], client_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Let a suspended partner in again."""
    _may()
    with current.begin() as work:
        actions.show_partner(work, client_id)
        actions.let_in_client(work, client_id, why=reason["why"])
        return _shown(work, client_id)


@partners_api.route("/partners/<client_id>/secrets", methods=["POST"])
@partners_api.arguments(OverlapSchema)
@partners_api.response(201, SecretSchema)
@partners_api.secured(MANAGE)
def renew_secret(overlap: timedelta, client_id: str) -> dict[str, str]:
    """Make a new secret, given this once; the old one holds besides for the hours asked."""
    _may()
    with current.begin() as work:
        actions.show_partner(work, client_id)
        return {"secret": actions.rotate_secret(work, client_id, overlap=overlap)}


@partners_api.route("/partners/<client_id>/keys", methods=["POST"])
@partners_api.arguments(KeysSchema)
@partners_api.response(200, PartnerSchema)
@partners_api.secured(MANAGE)
def renew_keys(keys: Mapping[str, Any], client_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Replace a partner's keys, or the address where they are."""
    _may()
    if keys["jwks_uri"]:
        checked_address(keys["jwks_uri"], "jwks_uri")
    with current.begin() as work:
        actions.renew_keys(work, client_id, jwks=keys["jwks"], jwks_uri=keys["jwks_uri"])
        return _shown(work, client_id)


@partners_api.route("/partners/<client_id>/webhook", methods=["POST"])
@partners_api.arguments(AddressSchema)
@partners_api.response(200, EndpointMadeSchema)
@partners_api.secured(MANAGE)
def set_webhook(address: Mapping[str, str], client_id: str) -> dict[str, Any]:
    """Say where a partner's events go; the first time, the secret to check them by is given, this once."""
    _may()
    url = checked_address(address["url"], "url")
    with current.begin() as work:
        made = actions.set_endpoint(work, client_id, url)
        return {**_endpoint(made.endpoint), "secret": made.secret}


@partners_api.route("/partners/<client_id>/webhook/secrets", methods=["POST"])
@partners_api.arguments(OverlapSchema)
@partners_api.response(201, SecretSchema)
@partners_api.secured(MANAGE)
def renew_webhook_secret(overlap: timedelta, client_id: str) -> dict[str, str]:
    """Make a new secret to sign events with, given this once; for the hours asked they are signed with both."""
    _may()
    with current.begin() as work:
        return {"secret": actions.renew_webhook_secret(work, client_id, overlap=overlap)}


@partners_api.route("/partners/<client_id>/webhook/tests", methods=["POST"])
@partners_api.arguments(NothingSchema)
@partners_api.response(202, TestSentSchema)
@partners_api.secured(MANAGE)
def send_test(_nothing: Mapping[str, Any], client_id: str) -> dict[str, str]:
    """Send a test event."""
    _may()
    with current.begin() as work:
        return {"id": actions.send_test(work, client_id)}


@partners_api.route("/partners/<client_id>/webhook/activation", methods=["POST"])
@partners_api.arguments(NothingSchema)
@partners_api.response(200, PartnerSchema)
@partners_api.secured(MANAGE)
def turn_on(_nothing: Mapping[str, Any], client_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Send events again after that was stopped; what waited goes now."""
    _may()
    with current.begin() as work:
        actions.turn_on(work, client_id)
        return _shown(work, client_id)


@partners_api.route("/partners/<client_id>/webhook/replays", methods=["POST"])
@partners_api.arguments(ReplayForm)
@partners_api.response(202, ReplayedSchema)
@partners_api.secured(MANAGE)
def replay(asked: Mapping[str, Any], client_id: str) -> dict[str, int]:
    """Send again, in order, what was told from a moment on."""
    _may()
    with current.begin() as work:
        return {"events": actions.replay_since(work, client_id, asked["since"])}


@partners_api.route("/partners/<client_id>/webhook/deliveries", methods=["GET"])
@partners_api.arguments(PartQuery, location="query")
@partners_api.response(200, DeliveriesSchema)
@partners_api.secured(MANAGE)
def deliveries(query: Mapping[str, Any], client_id: str) -> dict[str, Any]:
    """Give a part of the delivery log, newest first."""
    _may()
    before = place_in_log(query["cursor"])
    with current.read() as work:
        actions.show_partner(work, client_id)
        rows = actions.deliveries(work, client_id, limit=query["limit"] + 1, before=before)
    part = part_of(rows, query["limit"], lambda row: (row.queued_at.isoformat(), row.message_id))
    return {"items": [_delivery(row) for row in part.items], "next": part.next}


@partners_api.route("/partners/<client_id>/webhook/deliveries/<message_id>/resends", methods=["POST"])
@partners_api.arguments(NothingSchema)
@partners_api.response(202, TestSentSchema)
@partners_api.secured(MANAGE)
def send_again(_nothing: Mapping[str, Any], client_id: str, message_id: str) -> dict[str, str]:
    """Send one event once more, with the same id."""
    _may()
    with current.begin() as work:
        actions.send_again(work, client_id, message_id)
    return {"id": message_id}


def _row(each: actions.PartnerRow) -> dict[str, Any]:
    return {
        "client_id": each.client.id,
        "name": each.client.name,
        "state": ClientState(each.client.state).value,
        "purpose": each.client.purpose,
        "last_used_at": each.last_used_at,
        "webhook_state": each.endpoint.state if each.endpoint is not None else None,
    }


def _shown(work: Work, client_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    shown = actions.show_partner(work, client_id)
    client: Client = shown.client
    plain = ("name", "state", "auth_method", "jwks_uri", "purpose", "agreement_ref", "scopes", "events", "holder")
    given = {
        **{name: getattr(client, name) for name in (*plain, "require_dpop", "require_pushed")},
        "client_id": client.id,
        "contact": shown.contact,
        "secret_reason": client.secret_reason,
        "last_used_at": shown.last_used_at,
        "used": shown.used,
        "webhook": _endpoint(shown.endpoint) if shown.endpoint is not None else None,
    }
    return given, 200, {"ETag": etag_of(client.version)}


def _endpoint(endpoint: WebhookEndpoint) -> dict[str, Any]:
    return {name: getattr(endpoint, name) for name in ("url", "state", "disabled_at", "disabled_why")}


def _delivery(row: WebhookDelivery) -> dict[str, Any]:
    named = ("type", "state", "told_at", "attempts", "next_at", "last_tried_at", "last_status", "last_error")
    return {
        **{name: getattr(row, name) for name in (*named, "last_milliseconds", "done_at")},
        "id": row.message_id,
    }
