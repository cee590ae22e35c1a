"""The front door: the organisations of this installation, one organisation's doors, and the staff desk."""

from importlib.metadata import entry_points

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from waarborg_portal.desk import Desk, ask_desk
from waarborg_portal.domain import LISTS, DeskCase, doors
from waarborg_shared.auth import ActorKind, Doubt, require_duty
from waarborg_shared.hooks import PluginError
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import LabelledClock, any_host, current
from waarborg_shared.web.i18n import in_language
from waarborg_shared.web.ways import sign_in_address

SERVICES = "waarborg.services"
IDENTITY = "identity"
BREACH = "breach"
CONSENT = "consent"
pages = Blueprint("pages", __name__, template_folder="templates")


def present() -> frozenset[str]:
    """Return the services of this installation: those with an address, or else those installed in this process."""
    addresses = current.runtime.settings.service_urls
    return frozenset(addresses or {found.name for found in entry_points(group=SERVICES)})


@pages.get("/")
@any_host
def front() -> str:
    """Show an organisation's doors; on a host that is nobody's, the organisations."""
    if not current.has_organisation:
        return render_template("portal/organisations.html", organisations=_organisations())
    return render_template("portal/front.html", doors=doors(present()))


def _organisations() -> list[tuple[str, str]]:
    settings = current.runtime.settings
    return sorted((_name_of(name), settings.origin_of(name)) for name in settings.organisations)


def _name_of(organisation: str) -> str:
    """Return what an organisation is called; its id where its plugin cannot say, for the others have a door too."""
    try:
        return current.runtime.registry.rules(organisation).organisation.name
    except PluginError:
        return organisation


@pages.get("/desk")
def desk() -> ResponseReturnValue:
    """Show a member of staff the open cases of every service, most urgent first, and how many there are in all."""
    if current.actor.kind is ActorKind.ANONYMOUS and current.actor.doubt is not Doubt.IDENTITY_AWAY:
        return redirect(sign_in_address(), 303)
    require_duty(current.actor, Duty.DESK)
    cookie = current.runtime.authenticator.cookie.name
    found = ask_desk(
        current.runtime.client,
        [each.service for each in LISTS if each.service in present()],
        organisation=current.organisation,
        cookie=f"{cookie}={request.cookies.get(cookie, '')}",
        traceparent=current.trace.traceparent,
    )
    return render_template(
        "portal/desk.html",
        cases=[(case, _labelled(case)) for case in found.cases],
        total=found.total,
        lists=_lists(found),
        away=[in_language(each.cases) for each in LISTS if each.service in found.away],
        reports=BREACH in present() and Duty.BREACH_REPORT in current.actor.duties,
        registers=IDENTITY in present() and Duty.PERSONS_REGISTER in current.actor.duties,
        takes_leave=IDENTITY in present(),
        judges_emergencies=CONSENT in present() and Duty.CONSENT_REVIEW in current.actor.duties,
        may_override=CONSENT in present() and Duty.CONSENT_OVERRIDE in current.actor.duties,
        sees_table=CONSENT in present() and bool({Duty.TABLE_CONFIRM, Duty.CONSENT_READ} & set(current.actor.duties)),
        manages_partners=IDENTITY in present() and Duty.PARTNERS_MANAGE in current.actor.duties,
    )


def _labelled(case: DeskCase) -> list[LabelledClock]:
    lang = current.lang
    return [LabelledClock(label=each.label.to(lang), clock=each, promise=each.source) for each in case.clocks]


def _lists(found: Desk) -> list[tuple[str, str, int | None]]:
    """Return the services' own lists that are this member of staff's to see: name, address, and how many are open."""
    theirs = [each for each in LISTS if each.service in found.totals or each.service in found.away]
    return [(in_language(each.title), each.path, found.totals.get(each.service)) for each in theirs]
