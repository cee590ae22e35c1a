"""Which holder of data a partner system is, and whom it knows by a number of its own."""

from sqlalchemy import select

from waarborg_identity.actions.aliases import current_ref
from waarborg_identity.actions.numbers import holder_of
from waarborg_identity.domain import ClientState, partner_kind
from waarborg_identity.models import Client
from waarborg_shared.auth import KnownHolder
from waarborg_shared.uow import Work


def known_holder(work: Work, client_id: str, number: str | None) -> KnownHolder:
    """Return both; None for each that is not known, or where the partner may do nothing now."""
    code = work.session.scalar(
        select(Client.holder_code).where(
            Client.organisation == work.organisation,
            Client.id == client_id,
            Client.state == ClientState.ACTIVE.value,
            Client.holder,
        )
    )
    if code is None or number is None:
        return KnownHolder(code, None)
    found = holder_of(work, partner_kind(client_id), number)
    return KnownHolder(code, current_ref(work, found) if found is not None else None)
