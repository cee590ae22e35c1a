"""What staff do at the beginning of a request, and where it ends without an answer."""

from collections.abc import Mapping
from secrets import token_bytes
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from waarborg_requests import actions
from waarborg_requests.actions import authority, death, ending, joining
from waarborg_requests.actions.handling import unchanged
from waarborg_requests.domain import RequestError
from waarborg_requests.domain.authority import scopes_for
from waarborg_requests.models import Request
from waarborg_requests.pages.case import act_on
from waarborg_requests.pages.rights import require_answering, require_any_answering
from waarborg_requests.pages.staff import staff
from waarborg_requests.persons import registered
from waarborg_requests.representatives import RegisterNotAsked, Said, representatives_of
from waarborg_requests.schemas import CheckAuthorityForm
from waarborg_requests.texts.beginning import SCOPES
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.uow import Work
from waarborg_shared.web import current, read_form, show_form
from waarborg_shared.web.i18n import in_language as said_in

_CODE_BYTES = 32
_PAGE = "requests/beginning/authority.html"


@staff.route("/cases/<request_id>/authority", methods=["GET", "POST"])
def check_authority(request_id: str) -> ResponseReturnValue:
    """Show what the register of representatives says, and record who of them asks this."""
    require_any_answering()
    with current.begin() as work:
        row, _ = actions.read_request(work, request_id)
        require_answering(row)
    form = read_form(CheckAuthorityForm)
    if row.representative is None or row.subject_ref is None:
        return show_form(_PAGE, form, row=row, asked=False, people=[])
    try:
        said = _ask_register(row)
    except RegisterNotAsked as refused:
        form.refuse_by(refused)
        return show_form(_PAGE, form, row=row, asked=False, people=[])
    if form.ok:
        try:
            with current.begin() as work:
                require_answering(work.case(Request, request_id))
                authority.record_check(
                    work,
                    request_id,
                    [each.may for each in said],
                    asked_for=row.subject_ref,
                    who=form.command["who"],
                    revision=form.command["revision"],
                    rules=current.rules,
                )
            return redirect(url_for("staff.case", request_id=request_id), 303)
        except (RequestError, actions.Stale) as refused:
            form.refuse_by(refused)
    return show_form(_PAGE, form, row=row, asked=True, people=_people(said))


def _headers() -> dict[str, str]:
    return {"Cookie": request.headers.get("Cookie", "")}


def _ask_register(row: Request) -> tuple[Said, ...]:
    """Ask consent before the transaction begins: no lock is held while another service thinks."""
    assert row.subject_ref is not None
    scopes = scopes_for(RequestKind(row.kind))
    return representatives_of(current.runtime.client, current.organisation, row.subject_ref, scopes, headers=_headers())


def _people(said: tuple[Said, ...]) -> list[tuple[str, str, str]]:
    """Return each representative to choose from: his name and capacity, and what he may on each subject and why."""
    kinds = {each.code: each.name for each in current.rules.representative_kinds}
    lines: dict[str, list[str]] = {}
    first = {each.may.representation_ref: each.may for each in reversed(said)}
    for each in said:
        line = f"{said_in(SCOPES[each.may.scope])}: {said_in(each.why)} ({each.may.source})"
        lines.setdefault(each.may.representation_ref, []).append(line)
    return [
        (ref, _called(may.representative_ref, kinds.get(may.capacity), may.capacity), ". ".join(lines[ref]))
        for ref, may in sorted(first.items())
    ]


def _called(ref: str, kind: Any, code: str) -> str:
    capacity = said_in(kind) if kind is not None else code
    if Duty.PERSONS_REGISTER not in current.actor.duties:
        return capacity
    person = registered(current.runtime.client, current.organisation, ref, headers=_headers())
    return f"{person.name}, {capacity}" if person is not None and person.name else capacity


@staff.route("/cases/<request_id>/go-on", methods=["POST"])
def go_on(request_id: str) -> ResponseReturnValue:
    """Let somebody else go on with a request whose representative may no longer."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return authority.go_on_with(
            work,
            request_id,
            authority.NewFiler(
                who=typed["goes_on_with"], name=typed["name"], reach=typed["reach"], reach_at=typed["reach_at"]
            ),
            why=typed["go_on_note"],
            entropy=token_bytes(_CODE_BYTES),
            revision=typed["revision"],
            rules=current.rules,
        )

    return act_on(request_id, "go-on", act)


@staff.route("/cases/<request_id>/withdraw", methods=["POST"])
def withdraw(request_id: str) -> ResponseReturnValue:
    """End a request because the person takes it back, on his word."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        row = unchanged(work, request_id, typed["revision"])
        return ending.withdraw(work, row, why=typed["withdraw_note"], rules=current.rules)

    return act_on(request_id, "withdraw", act)


@staff.route("/cases/<request_id>/narrow", methods=["POST"])
def narrow(request_id: str) -> ResponseReturnValue:
    """Keep of a request what the person still wants."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return ending.narrow(work, unchanged(work, request_id, typed["revision"]), wanted=typed["wanted"])

    return act_on(request_id, "narrow", act)


@staff.route("/cases/<request_id>/call-done", methods=["POST"])
def call_done(request_id: str) -> ResponseReturnValue:
    """Record that the person was called back."""
    return act_on(
        request_id,
        "call-done",
        lambda work, typed: ending.record_call(work, request_id, typed["call_id"], note=typed["call_note"]),
    )


@staff.route("/cases/<request_id>/record-death", methods=["POST"])
def record_death(request_id: str) -> ResponseReturnValue:
    """Record that the person whom the request is about died."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        died = death.Died(on=typed["died_on"], known_how=typed["known_by"], refused_in_life=typed["refused_in_life"])
        return death.record_death(work, request_id, died, revision=typed["revision"], rules=current.rules)

    return act_on(request_id, "record-death", act)


@staff.route("/cases/<request_id>/revoke-death", methods=["POST"])
def revoke_death(request_id: str) -> ResponseReturnValue:
    """Take back a record of a death that was a mistake."""
    return act_on(
        request_id,
        "revoke-death",
        lambda work, typed: death.revoke_death(work, request_id, revision=typed["revision"], why=typed["revoke_why"]),
    )


@staff.route("/cases/<request_id>/death-ground", methods=["POST"])
def death_ground(request_id: str) -> ResponseReturnValue:
    """Record on which ground somebody may see the file of the late client."""

    def act(work: Work, typed: Mapping[str, Any]) -> Request:
        return death.record_ground(
            work,
            request_id,
            typed["death_ground"],
            why=typed["death_why"],
            revision=typed["revision"],
            rules=current.rules,
        )

    return act_on(request_id, "death-ground", act)


@staff.route("/cases/<request_id>/confirm-person", methods=["POST"])
def confirm_person(request_id: str) -> ResponseReturnValue:
    """Record that somebody looked whom the request is about, after the register changed."""
    return act_on(
        request_id,
        "confirm-person",
        lambda work, typed: joining.confirm_person(work, request_id, revision=typed["revision"], rules=current.rules),
    )


@staff.route("/cases/<request_id>/erase-anyway", methods=["POST"])
def erase_anyway(request_id: str) -> ResponseReturnValue:
    """Record the person's word that data are erased before the look that he also asked for."""
    return act_on(
        request_id,
        "erase-anyway",
        lambda work, typed: ending.let_erase(
            work, unchanged(work, request_id, typed["revision"]), why=typed["erase_why"]
        ),
    )
