"""Identity for programs: the register of persons, and the question of other services whose session a cookie is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, jsonify, request

from waarborg_identity import actions
from waarborg_identity.actions.carrying import correct_name as correct_person_name
from waarborg_identity.domain import SERVICES, IdentifierKind, check_ground, partner_kind
from waarborg_identity.models import Person
from waarborg_identity.schemas import (
    FoundSchema,
    NameCorrectionSchema,
    NewPersonSchema,
    PersonRefSchema,
    PersonSchema,
    SearchSchema,
)
from waarborg_identity.state import state
from waarborg_shared.auth import ActorKind, Unauthenticated, require_right
from waarborg_shared.auth.identity import REVOCATIONS_PATH, SESSION_PATH
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import ApiBlueprint, current, not_replayed
from waarborg_shared.web.erased import with_erased

PERSONS = "identity:persons"
LONGEST_SECRET = 200

api = ApiBlueprint("api", __name__, url_prefix="/identity/api/v1", description="The register of persons")
questions = Blueprint("questions", __name__)


def may_register() -> None:
    """Pass for staff whose duty the register is, and for a partner with the scope."""
    require_right(current.actor, scope=PERSONS, duty=Duty.PERSONS_REGISTER)


def may_see(person_ref: str) -> None:
    """Pass for who may register, and for a person who signed in himself and asks what he is called here."""
    actor = current.actor
    if actor.kind is ActorKind.PERSON and actor.via is None and actor.subject_ref == person_ref:
        return
    may_register()


def may_search(field: str) -> None:
    """Pass for who may register, and by client number for staff whom the emergency button is for: they get a reference
    and no name."""
    actor = current.actor
    if field == IdentifierKind.CLIENT_NUMBER and Duty.CONSENT_OVERRIDE in actor.duties and actor.via is None:
        return
    may_register()


def own_kind() -> str | None:
    """Return the kind of the caller's own numbers; somebody who works here has none."""
    actor = current.actor
    return partner_kind(actor.ref) if actor.kind is ActorKind.PARTNER else None


@api.route("/persons/", methods=["POST"])
@api.arguments(NewPersonSchema)
@api.response(201, PersonRefSchema)
@api.secured(PERSONS)
def register(command: actions.NewPerson) -> dict[str, str]:
    """Register a person and get the reference that he goes by from now on."""
    may_register()
    if command.bsn:
        check_ground(command.ground or "", current.rules.purposes)
    with current.begin() as work:
        person: Person = actions.register_person(work, command)
        return {"person_ref": person.id}


@api.route("/person-searches/", methods=["POST"])
@api.arguments(SearchSchema)
@api.response(200, FoundSchema)
@api.secured(PERSONS)
def search(asked: Mapping[str, str]) -> dict[str, list[str]]:
    """Find a person by client number, or by BSN for a legal duty; a partner also by the number that it gave him."""
    ((field, number),) = ((name, value) for name, value in asked.items() if name != "ground")
    may_search(field)
    kind = own_kind() if field == "own_number" else IdentifierKind(field)
    ground = check_ground(asked["ground"], current.rules.purposes) if kind is IdentifierKind.BSN else None
    with current.begin() as work:
        found = actions.find_person(work, kind, number, ground=ground) if kind else None
    return {"persons": [found] if found else []}


@api.route("/persons/<uuid:person_ref>", methods=["GET"])
@api.response(200, PersonSchema)
@api.secured(PERSONS)
def show(person_ref: UUID) -> dict[str, Any]:
    """Show what is known of a person here; who looked is written down. A person may ask it of himself."""
    may_see(str(person_ref))
    with current.begin() as work:
        person = actions.show_person(work, str(person_ref))
    return with_erased(vars(person))


@api.route("/persons/<uuid:person_ref>/name", methods=["PUT"])
@api.arguments(NameCorrectionSchema)
@api.response(204)
@api.secured(PERSONS)
def correct_name(told: Mapping[str, str], person_ref: UUID) -> None:
    """Give a person another name, as was decided on a request; the same step a second time changes nothing."""
    may_register()
    with current.begin() as work:
        correct_person_name(work, str(person_ref), told["step_ref"], told["name"])


@questions.post(SESSION_PATH)
@not_replayed
def session_question() -> Response:
    """Tell a service whose session a cookie is; the service proves itself, and the id stands in the body."""
    _only_services()
    asked: Any = request.get_json(silent=True)
    secret = asked.get("session") if isinstance(asked, dict) else None
    if not isinstance(secret, str) or len(secret) > LONGEST_SECRET:
        return jsonify({"active": False})
    answer = state().own.session(current.organisation, secret)
    if answer is None:
        return jsonify({"active": False})
    return jsonify(
        {
            "active": True,
            "kind": answer.kind.value,
            "ref": answer.ref,
            "roles": sorted(answer.roles),
            "duties": sorted(answer.duties),
            "subject_ref": answer.subject_ref,
            "label": answer.label,
            "assurance": answer.assurance.value,
            "signed_in_by": answer.signed_in_by.value,
        }
    )


@questions.get(REVOCATIONS_PATH)
def revoked() -> Response:
    """Tell a service which tokens no longer count; it asks every few seconds, and proves itself."""
    _only_services()
    tokens = state().own.revocations(current.organisation)
    return jsonify({"until": dict(tokens.until), "all_until": tokens.all_until})


def _only_services() -> None:
    asker = state().service_keys.asker(
        request.headers.get("Authorization", ""),
        origin=current.runtime.settings.origin_of(current.organisation),
        path=request.path,
        now=current.now(),
    )
    if asker not in SERVICES:
        raise Unauthenticated("not_a_service")
