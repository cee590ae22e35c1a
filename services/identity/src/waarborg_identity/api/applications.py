"""Applications in which staff work, for programs: which there are, and shutting one out."""

from collections.abc import Callable, Mapping
from typing import Any

from waarborg_identity.actions import let_in_client, suspend_client
from waarborg_identity.actions.applications import ask_application, list_applications, show_application
from waarborg_identity.api.partner_deeds import partners_api
from waarborg_identity.api.partners import MANAGE
from waarborg_identity.models import Client
from waarborg_identity.schemas import ReasonForm
from waarborg_identity.schemas.applications import ApplicationSchema, ApplicationsSchema, AsksSchema
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work
from waarborg_shared.web import current, etag_of, require_match

__all__ = ["partners_api"]

Shown = tuple[dict[str, Any], int, dict[str, str]]
_ROW = ("name", "state", "redirect_uris")
_MORE = ("auth_method", "scopes", "post_logout_redirect_uris", "require_dpop", "require_pushed")


def _may() -> None:
    require_duty(current.actor, Duty.PARTNERS_MANAGE, scope=MANAGE)


@partners_api.route("/applications/", methods=["GET"])
@partners_api.response(200, ApplicationsSchema)
@partners_api.secured(MANAGE)
def applications() -> dict[str, Any]:
    """List the applications in which the organisation's staff work."""
    _may()
    with current.read() as work:
        return {"items": [_row(each.client, each.last_used_at) for each in list_applications(work)]}


@partners_api.route("/applications/<application_id>", methods=["GET"])
@partners_api.response(200, ApplicationSchema)
@partners_api.secured(MANAGE)
def application(application_id: str) -> Shown:
    """Show an application with what it may do and how much it is used."""
    _may()
    with current.read() as work:
        return _shown(work, application_id)


@partners_api.route("/applications/<application_id>", methods=["POST"])
@partners_api.arguments(AsksSchema)
@partners_api.response(200, ApplicationSchema)
@partners_api.secured(MANAGE)
@partners_api.versioned()
def change_application(asks: Mapping[str, bool], application_id: str) -> Shown:
    """Ask of an application that it proves a key (DPoP) or sends its requests ahead (PAR). Send If-Match."""
    _may()
    with current.begin() as work:
        require_match(show_application(work, application_id).client.version)
        ask_application(work, application_id, dpop=asks["require_dpop"], pushed=asks["require_pushed"])
        work.session.flush()
        return _shown(work, application_id)


@partners_api.route("/applications/<application_id>/suspension", methods=["POST"])
@partners_api.arguments(ReasonForm)
@partners_api.response(200, ApplicationSchema)
@partners_api.secured(MANAGE)
def suspend_application(reason: Mapping[str, str], application_id: str) -> Shown:
    """Shut an application out: no tokens, and those that it has end, whoever signed in there."""
    return _with_reason(application_id, reason, suspend_client)


@partners_api.route("/applications/<application_id>/readmission", methods=["POST"])
@partners_api.arguments(ReasonForm)
@partners_api.response(200, ApplicationSchema)
@partners_api.secured(MANAGE)
def let_in_application(reason: Mapping[str, str], application_id: str) -> Shown:
    """Let a suspended application in again; its users sign in anew."""
    return _with_reason(application_id, reason, let_in_client)


def _with_reason(application_id: str, reason: Mapping[str, str], act: Callable[..., None]) -> Shown:
    _may()
    with current.begin() as work:
        show_application(work, application_id)
        act(work, application_id, why=reason["why"])
        return _shown(work, application_id)


def _row(client: Client, last_used_at: Any) -> dict[str, Any]:
    plain = {name: getattr(client, name) for name in _ROW}
    return {**plain, "client_id": client.id, "registered_at": client.created_at, "last_used_at": last_used_at}


def _shown(work: Work, client_id: str) -> Shown:
    shown = show_application(work, client_id)
    client = shown.client
    more = {name: getattr(client, name) for name in _MORE}
    given = {**_row(client, shown.last_used_at), **more, "used": shown.used}
    return given, 200, {"ETag": etag_of(client.version)}
