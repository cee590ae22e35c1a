"""The organisation's table of what an issuer's claims bring: add a row, end one, and read it."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from waarborg_identity.actions.accounts import UnknownRole
from waarborg_identity.domain.staff_grants import StaffError
from waarborg_identity.models import ClaimMapping
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RoleKind, Text
from waarborg_shared.uow import Work


@dataclass(frozen=True, kw_only=True)
class NewMapping:
    """Who has this value of this claim at this issuer gets this role."""

    issuer: str
    claim: str
    value: str
    role: str


class OfOnePerson(StaffError):
    """The table is about groups: what one person has is given to his account, with a reason and a review."""

    field = "value"
    text = Text(
        "Dit lijkt een adres van één persoon. Vul een groep in. Een rol voor één persoon geeft u bij het account.",
        "This looks like one person's address. Enter a group, and give one person a role at the account.",
    )


class UnknownIssuer(StaffError):
    """Staff of this organisation sign in at no such issuer."""

    field = "issuer"
    text = Text("Deze dienst is hier niet bekend.", "This issuer is not known here.")


class MappedAlready(StaffError):
    """This very row stands already (409)."""

    field = "value"
    text = Text("Deze regel staat er al.", "This row is there already.")


class MappingIsOver(StaffError):
    """A row that was ended cannot be ended again (409)."""

    text = Text("Deze regel is al beëindigd.", "This row was ended already.")


def add_mapping(work: Work, command: NewMapping, *, rules: Rules, known: Collection[str]) -> ClaimMapping:
    """Add a row for one of the issuers that are ``known``; it counts from the next sign-in on.

    The timeline tells the role and the claim, and not the value.

    Raises:
        UnknownIssuer, UnknownRole, OfOnePerson, MappedAlready
    """
    if command.issuer not in known:
        raise UnknownIssuer
    role = rules.roles.get(command.role)
    if role is None or role.kind is not RoleKind.STAFF:
        raise UnknownRole(command.role)
    if "@" in command.value:
        raise OfOnePerson
    row = ClaimMapping(
        organisation=work.organisation,
        id=new_id(),
        created_at=work.now,
        issuer=command.issuer,
        claim=command.claim,
        value=command.value,
        role=command.role,
        made_by=work.actor.ref,
    )
    work.session.add(row)
    try:
        work.session.flush()
    except IntegrityError as error:
        raise MappedAlready from error
    work.record(row, verb="mapping-added", facts=_facts(row))
    return row


def end_mapping(work: Work, mapping_id: str) -> ClaimMapping:
    """End a row: who had a role by it alone loses it at his next sign-in, or when the present one runs out.

    Raises:
        UnknownCase, MappingIsOver
    """
    row = work.case(ClaimMapping, mapping_id)
    if row.ended_at is not None:
        raise MappingIsOver
    row.ended_at, row.ended_by = work.now, work.actor.ref
    work.record(row, verb="mapping-ended", facts=_facts(row))
    return row


def standing_mappings(work: Work, issuer: str | None = None) -> Sequence[ClaimMapping]:
    """Return the rows that count, of one issuer or of all, in the order in which they were made."""
    which = [ClaimMapping.organisation == work.organisation, ClaimMapping.ended_at.is_(None)]
    if issuer is not None:
        which.append(ClaimMapping.issuer == issuer)
    query = select(ClaimMapping).where(*which).order_by(ClaimMapping.created_at, ClaimMapping.id)
    return work.session.scalars(query).all()


def all_mappings(work: Work) -> Sequence[ClaimMapping]:
    """Return every row, ended ones too, those that count first."""
    query = select(ClaimMapping).where(ClaimMapping.organisation == work.organisation)
    rows = work.session.scalars(query.order_by(ClaimMapping.created_at, ClaimMapping.id)).all()
    return sorted(rows, key=lambda row: row.ended_at is not None)


def _facts(row: ClaimMapping) -> dict[str, str]:
    return {"issuer": row.issuer, "claim": row.claim, "role": row.role}
