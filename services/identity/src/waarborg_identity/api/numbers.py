"""The numbers that a person is known by, for programs; numbers stand in bodies and never in addresses."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from waarborg_identity import actions
from waarborg_identity.api import PERSONS, may_register, own_kind
from waarborg_identity.domain import IdentifierKind, check_ground
from waarborg_identity.models import Person
from waarborg_identity.schemas import BsnSchema, ClientNumberSchema, OwnNumberSchema, OwnNumberShownSchema
from waarborg_shared.web import ApiBlueprint, current
from waarborg_shared.web.erased import with_erased

numbers_api = ApiBlueprint(
    "numbers_api", __name__, url_prefix="/identity/api/v1", description="The numbers that a person is known by"
)


@numbers_api.route("/persons/<uuid:person_ref>/numbers/own", methods=["GET"])
@numbers_api.response(200, OwnNumberShownSchema)
@numbers_api.secured(PERSONS)
def own_number(person_ref: UUID) -> dict[str, Any]:
    """Show a partner the number that it knows a person by."""
    kind = _partners_kind()
    with current.begin() as work:
        number = actions.show_number(work, str(person_ref), kind)
    return with_erased({"number": number})


@numbers_api.route("/persons/<uuid:person_ref>/numbers/own", methods=["PUT"])
@numbers_api.arguments(OwnNumberSchema)
@numbers_api.response(204)
@numbers_api.secured(PERSONS)
def put_own_number(told: Mapping[str, str], person_ref: UUID) -> None:
    """Let a partner know a person by a number of its own, which no other partner sees or finds him by."""
    kind = _partners_kind()
    with current.begin() as work:
        actions.put_number(work, str(person_ref), kind, told["number"])


@numbers_api.route("/persons/<uuid:person_ref>/numbers/own", methods=["DELETE"])
@numbers_api.response(204)
@numbers_api.secured(PERSONS)
def drop_own_number(person_ref: UUID) -> None:
    """Forget the number that a partner knows a person by."""
    kind = _partners_kind()
    with current.begin() as work:
        actions.drop_number(work, str(person_ref), kind)


@numbers_api.route("/persons/<uuid:person_ref>/numbers/client-number", methods=["PUT"])
@numbers_api.arguments(ClientNumberSchema)
@numbers_api.response(204)
@numbers_api.secured(PERSONS)
def put_client_number(told: Mapping[str, str], person_ref: UUID) -> None:
    """Give a person a client number, in place of the one that he had."""
    may_register()
    with current.begin() as work:
        actions.put_number(work, str(person_ref), IdentifierKind.CLIENT_NUMBER, told["number"])


@numbers_api.route("/persons/<uuid:person_ref>/numbers/client-number", methods=["DELETE"])
@numbers_api.response(204)
@numbers_api.secured(PERSONS)
def drop_client_number(person_ref: UUID) -> None:
    """Take a person's client number away; the last number of a person stays."""
    may_register()
    with current.begin() as work:
        actions.drop_number(work, str(person_ref), IdentifierKind.CLIENT_NUMBER)


@numbers_api.route("/persons/<uuid:person_ref>/numbers/bsn", methods=["PUT"])
@numbers_api.arguments(BsnSchema)
@numbers_api.response(204)
@numbers_api.secured(PERSONS)
def put_bsn(told: Mapping[str, str], person_ref: UUID) -> None:
    """Add or correct a BSN, for a purpose of the organisation that rests on a legal duty; it is never shown."""
    may_register()
    with current.begin() as work:
        work.case(Person, str(person_ref))  # who is nobody here is not found, whatever else is wrong
        ground = check_ground(told["ground"], current.rules.purposes)
        actions.put_number(work, str(person_ref), IdentifierKind.BSN, told["number"], ground=ground)


@numbers_api.route("/persons/<uuid:person_ref>/numbers/bsn", methods=["DELETE"])
@numbers_api.response(204)
@numbers_api.secured(PERSONS)
def drop_bsn(person_ref: UUID) -> None:
    """Take a person's BSN away; the last number of a person stays."""
    may_register()
    with current.begin() as work:
        actions.drop_number(work, str(person_ref), IdentifierKind.BSN)


def _partners_kind() -> str:
    may_register()
    kind = own_kind()
    if kind is None:
        raise actions.NoSuchNumber
    return kind
