"""The front door: the organisations of this installation, one organisation's doors, and the staff desk."""

from importlib.metadata import entry_points

from flask import Blueprint, render_template, request

from waarborg_portal.desk import ask_desk
from waarborg_portal.domain import doors
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import LabelledClock, any_host, current

SERVICES = "waarborg.services"
WITH_A_DESK = ("requests", "breach", "disclosure")
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
    settings, registry = current.runtime.settings, current.runtime.registry
    named = [(registry.rules(name).organisation.name, settings.origin_of(name)) for name in settings.organisations]
    return sorted(named)


@pages.get("/desk")
def desk() -> str:
    """Show a member of staff every open case of every service, most urgent first."""
    require_duty(current.actor, Duty.DESK)
    cookie = current.runtime.authenticator.cookie.name
    found = ask_desk(
        current.runtime.client,
        [name for name in WITH_A_DESK if name in present()],
        organisation=current.organisation,
        cookie=f"{cookie}={request.cookies.get(cookie, '')}",
        traceparent=current.trace.traceparent,
    )
    shown = [
        (
            case,
            [
                LabelledClock(label=clock.label.to(current.lang), clock=clock, promise=clock.source)
                for clock in case.clocks
            ],
        )
        for case in found.cases
    ]
    return render_template("portal/desk.html", cases=shown, away=found.away)
