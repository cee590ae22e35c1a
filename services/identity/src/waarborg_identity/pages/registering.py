"""Tokens with which partners register themselves: made, shown once, and ended by an administrator."""

from datetime import timedelta
from uuid import UUID

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from waarborg_identity.actions.registering import end_registration_token, make_registration_token, registration_tokens
from waarborg_identity.domain import BadClient
from waarborg_identity.domain.registering import NewRegistrationToken, usable
from waarborg_identity.models import RegistrationToken
from waarborg_identity.schemas import RegistrationTokenForm
from waarborg_identity.texts import partners as partner_texts
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current, read_form, show_form
from waarborg_shared.web.i18n import in_language as said

registering_pages = Blueprint("registering_pages", __name__, url_prefix="/identity", template_folder="../templates")


@registering_pages.route("/partner-tokens", methods=["GET", "POST"])
def tokens() -> ResponseReturnValue:
    """List the tokens, and make one that is shown this once."""
    require_duty(current.actor, Duty.PARTNERS_MANAGE)
    form = read_form(RegistrationTokenForm)
    if form.ok:
        typed = form.command
        try:
            command = NewRegistrationToken(
                purpose=typed["purpose"],
                scopes=frozenset(typed["scopes"]),
                uses=typed["uses"],
                life=timedelta(days=typed["days"]),
            )
            with current.begin() as work:
                made = make_registration_token(work, command)
        except BadClient as error:
            form.refuse_by(error)
        else:
            return render_template(
                "identity/partner-secret.html",
                title=gettext("Token to register with"),
                client_id="",
                secret=made.token,
                back=url_for("registering_pages.tokens"),
            )
    with current.read() as work:
        rows = registration_tokens(work)
    return show_form(
        "identity/partner-tokens.html",
        form,
        rows=[(row, _usable(row)) for row in rows],
        address=f"{current.runtime.settings.origin_of(current.organisation)}/identity/register",
        words=partner_texts.SCOPES,
        scopes=[(code, said(words), said(hint)) for code, (words, hint) in partner_texts.SCOPES.items()],
    )


@registering_pages.post("/partner-tokens/<uuid:token_id>/end")
def end(token_id: UUID) -> ResponseReturnValue:
    """Let nobody register with a token any more."""
    require_duty(current.actor, Duty.PARTNERS_MANAGE)
    with current.begin() as work:
        end_registration_token(work, str(token_id))
    return redirect(url_for("registering_pages.tokens"), 303)


def _usable(row: RegistrationToken) -> bool:
    return usable(uses_left=row.uses_left, expires_at=row.expires_at, ended_at=row.ended_at, now=current.now())
