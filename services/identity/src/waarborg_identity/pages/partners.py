"""Partner systems for an organisation's administrator: register one, see and change it, shut it out."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from marshmallow import ValidationError

from waarborg_identity import actions
from waarborg_identity.actions.registering import confirm_partner
from waarborg_identity.addresses import checked_address
from waarborg_identity.domain import Agreement, AuthMethod, BadClient, ClientState, EndpointState
from waarborg_identity.domain.partners import check_holder
from waarborg_identity.models import Client, WebhookEndpoint
from waarborg_identity.pages.partner_deeds import last_days
from waarborg_identity.partner_keys import fetch_keys
from waarborg_identity.schemas import (
    AgreementSchema,
    KeysForm,
    NewPartnerForm,
    OverlapForm,
    Proof,
    ReasonForm,
    read_jwks,
)
from waarborg_identity.texts import partner_events
from waarborg_identity.texts import partners as partner_texts
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, HolderKind
from waarborg_shared.timeline.reading import Step
from waarborg_shared.web import Form, current, not_replayed, noted, read_form, show_form
from waarborg_shared.web.i18n import in_language as said
from waarborg_shared.web.words import reason_of

partner_pages = Blueprint("partners", __name__, url_prefix="/identity", template_folder="../templates")

PROOFS = {
    Proof.KEYS: (
        noted("By keys, pasted here"),
        noted("Safe: the partner keeps its own key to itself."),
    ),
    Proof.ADDRESS: (noted("By keys at an address"), noted("As safe, and the partner can renew its keys by itself.")),
    Proof.SECRET: (
        noted("By a secret"),
        noted("Only when the partner can do no better: both sides know a secret, and it travels."),
    ),
}


AGREED = ("name", "purpose", "agreement_ref", "scopes", "events", "holder", "require_dpop", "require_pushed")


def _may() -> None:
    require_duty(current.actor, Duty.PARTNERS_MANAGE)


@partner_pages.get("/partners")
def partners() -> str:
    """List the organisation's partner systems."""
    _may()
    with current.read() as work:
        listed = actions.list_partners(work)
    rows = [(row.client, badge_of(row.client, row.endpoint), row.last_used_at) for row in listed]
    return render_template("identity/partners.html", rows=rows)


@partner_pages.route("/partners/new", methods=["GET", "POST"])
def new_partner() -> ResponseReturnValue:
    """Register a partner system, and show its secret this once if it has one."""
    _may()
    form = read_form(NewPartnerForm)
    if form.ok:
        try:
            command = _new_partner(form.command)
            with current.begin() as work:
                made = actions.register_partner(work, command)
        except (BadClient, ValidationError) as error:
            _refuse(form, error)
        else:
            if made.secret:
                return _shown_once(made.client.id, gettext("Secret of %(name)s", name=made.client.name), made.secret)
            return redirect(url_for("partners.partner", client_id=made.client.id), 303)
    proofs = [(proof.value, gettext(words), gettext(hint)) for proof, (words, hint) in PROOFS.items()]
    return show_form("identity/partner-new.html", form, proofs=proofs, **choices())


def _agreed(typed: Mapping[str, Any]) -> Agreement:
    """Return what is agreed, as it was typed. Raises BadClient."""
    check_holder(typed["holder_code"], current.rules.holders)
    return AgreementSchema.agreement(typed)


def _new_partner(typed: Mapping[str, Any]) -> actions.NewPartner:
    """Return the command for what was typed. Raises BadClient, ValidationError."""
    proof = typed["proof"]
    by_secret = proof is Proof.SECRET
    return actions.NewPartner(
        name=typed["name"],
        auth_method=AuthMethod.CLIENT_SECRET_BASIC if by_secret else AuthMethod.PRIVATE_KEY_JWT,
        scopes=frozenset(typed["scopes"]),
        agreement=_agreed({**typed, "secret_reason": typed["secret_reason"] if by_secret else ""}),
        jwks=read_jwks(typed["jwks"]) if proof is Proof.KEYS else None,
        jwks_uri=checked_address(typed["jwks_uri"], "jwks_uri") if proof is Proof.ADDRESS else None,
    )


@partner_pages.get("/partners/<client_id>")
def partner(client_id: str) -> str:
    """Show a partner with what was agreed and what it does."""
    _may()
    return _page(client_id)


@partner_pages.route("/partners/<client_id>/change", methods=["GET", "POST"])
def change(client_id: str) -> ResponseReturnValue:
    """Change what is agreed."""
    _may()
    with current.read() as work:
        shown = actions.show_partner(work, client_id)
    client = shown.client
    typed = {name: getattr(client, name) for name in AGREED}
    typed["holder_code"] = client.holder_code or ""
    form = read_form(AgreementSchema, values={**typed, "contact": shown.contact, "secret_reason": client.secret_reason})
    if form.ok:
        try:
            agreement = _agreed(form.command)
            scopes = frozenset(form.command["scopes"])
            with current.begin() as work:
                actions.change_partner(work, client_id, name=form.command["name"], scopes=scopes, agreement=agreement)
        except BadClient as error:
            form.refuse_by(error)
        else:
            return redirect(url_for("partners.partner", client_id=client_id), 303)
    return show_form("identity/partner-change.html", form, client=client, **choices())


@partner_pages.post("/partners/<client_id>/secret")
def secret(client_id: str) -> ResponseReturnValue:
    """Make a new secret and show it this once."""
    _may()
    form = read_form(OverlapForm)
    if form.ok:
        try:
            with current.begin() as work:
                made = actions.rotate_secret(work, client_id, overlap=timedelta(hours=form.command["overlap_hours"]))
        except BadClient as error:
            form.refuse_by(error)
        else:
            return _shown_once(client_id, gettext("New secret"), made)
    return _page(client_id, overlap=form), 422


@partner_pages.post("/partners/<client_id>/keys")
def keys(client_id: str) -> ResponseReturnValue:
    """Replace the keys, or the address where they are."""
    _may()
    form = read_form(KeysForm)
    if form.ok:
        typed = form.command
        try:
            jwks = read_jwks(typed["jwks"]) if typed["jwks"] else None
            address = checked_address(typed["jwks_uri"], "jwks_uri") if typed["jwks_uri"] else None
            with current.begin() as work:
                actions.renew_keys(work, client_id, jwks=jwks, jwks_uri=address)
        except (BadClient, ValidationError) as error:
            _refuse(form, error)
        else:
            return redirect(url_for("partners.partner", client_id=client_id), 303)
    return _page(client_id, keys=form), 422


@partner_pages.post("/partners/<client_id>/keys/fetch")
@not_replayed
def fetch(client_id: str) -> ResponseReturnValue:
    """Fetch the keys from their address now, unless that was done a moment ago."""
    _may()
    with current.begin() as work:
        actions.show_partner(work, client_id)
    fetch_keys(current.runtime, current.organisation, client_id, "")
    return redirect(url_for("partners.partner", client_id=client_id), 303)


@partner_pages.post("/partners/<client_id>/confirm")
def confirm(client_id: str) -> ResponseReturnValue:
    """Let a partner that registered itself begin."""
    _may()
    with current.begin() as work:
        confirm_partner(work, client_id)
    return redirect(url_for("partners.partner", client_id=client_id), 303)


@partner_pages.post("/partners/<client_id>/suspend")
def suspend(client_id: str) -> ResponseReturnValue:
    """Shut a partner out at once."""
    return _with_reason(client_id, actions.suspend_client)


@partner_pages.post("/partners/<client_id>/let-in")
def let_in(client_id: str) -> ResponseReturnValue:
    """Let a partner in again."""
    return _with_reason(client_id, actions.let_in_client)


def _with_reason(client_id: str, act: Any) -> ResponseReturnValue:
    _may()
    form = read_form(ReasonForm)
    if form.ok:
        with current.begin() as work:
            actions.show_partner(work, client_id)
            act(work, client_id, why=form.command["why"])
        return redirect(url_for("partners.partner", client_id=client_id), 303)
    return _page(client_id, reason=form), 422


def _page(client_id: str, **forms: Form) -> str:
    with current.read() as work:
        shown = actions.show_partner(work, client_id)
        days = last_days(work, client_id)
    client = shown.client
    empty = {"overlap": OverlapForm, "keys": KeysForm, "reason": ReasonForm}
    made = {name: forms.get(name) or Form(schema()) for name, schema in empty.items()}
    return render_template(
        "identity/partner.html",
        partner=shown,
        client=client,
        badge=badge_of(client, shown.endpoint),
        days=days,
        by_secret=client.auth_method == AuthMethod.CLIENT_SECRET_BASIC.value,
        suspended=ClientState(client.state).shut_out,
        waits=client.state == ClientState.WAITING.value,
        form=next(iter(forms.values()), Form(ReasonForm())),
        forms=made,
        scopes=[each for code, each in partner_texts.SCOPES.items() if code in client.scopes],
        events=[each for code, each in partner_events.EVENTS.items() if code in client.events],
        holder_named=_holder_named(client.holder_code),
        why_disabled=partner_texts.DISABLED_WHY,
        entries=[entry_of(step) for step in reversed(shown.steps)],
    )


def badge_of(client: Client, endpoint: WebhookEndpoint | None) -> tuple[str, str]:
    """Return how a partner stands, as a badge's words and tone."""
    if ClientState(client.state).shut_out:
        return said(partner_texts.CLIENT_STATES[ClientState(client.state)]), "danger"
    if client.state == ClientState.WAITING.value:
        return said(partner_texts.CLIENT_STATES[ClientState.WAITING]), "warning"
    if endpoint is not None and endpoint.state == EndpointState.DISABLED.value:
        return gettext("Events stopped"), "warning"
    return said(partner_texts.CLIENT_STATES[ClientState.ACTIVE]), "ok"


def entry_of(step: Step) -> tuple[Any, ...]:
    """Return a step of the timeline as the component takes it."""
    words = partner_texts.STEPS.get(step.verb)
    who = said(partner_texts.ACTORS[step.actor_kind])
    return step.at, said(words) if words else step.verb, who, reason_of(step)


def _holder_named(code: str | None) -> str:
    holder = current.rules.holders.get(code or "")
    return said(holder.name) if holder is not None else code or ""


def choices() -> dict[str, Any]:
    """Return the rights, events and holders to choose from, in words."""
    return {
        "holders": [
            (holder.code, said(holder.name))
            for holder in current.rules.holders.values()
            if holder.kind is HolderKind.PARTNER
        ],
        "scopes": [(code, said(words), said(hint)) for code, (words, hint) in partner_texts.SCOPES.items()],
        "events": [
            (code, said(words), said(hint))
            for code, (words, hint) in partner_events.EVENTS.items()
            if not code.endswith("webhook-test.v1")
        ],
    }


def _shown_once(client_id: str, title: str, made: str) -> str:
    return render_template(
        "identity/partner-secret.html",
        title=title,
        client_id=client_id,
        secret=made,
        back=url_for("partners.partner", client_id=client_id),
    )


def _refuse(form: Form, error: BadClient | ValidationError) -> None:
    if isinstance(error, BadClient):
        form.refuse_by(error)
    else:
        form.refuse(str(error.field_name), gettext(str(error.messages[0])))
