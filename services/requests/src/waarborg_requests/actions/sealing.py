"""What people wrote, sealed under the key of the case that it belongs to, and opened again."""

from dataclasses import dataclass
from typing import Protocol

from waarborg_requests.models import Request
from waarborg_shared.auth import ActorKind
from waarborg_shared.uow import ERASED, Work, Written

_TABLE = "request"


class Filing(Protocol):
    """What was filed in words."""

    @property
    def name(self) -> str: ...
    @property
    def reach_at(self) -> str: ...
    @property
    def asked(self) -> str: ...
    @property
    def client_number(self) -> str | None: ...
    @property
    def on_behalf_of(self) -> str | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """The words of one request, unsealed, for somebody who may read them."""

    name: Written
    reach_at: Written
    asked: Written
    client_number: Written | None
    on_behalf_of: Written | None
    answer: Written | None

    @property
    def erased(self) -> bool:
        """Whether the request's key was destroyed, and every text with it."""
        return self.name is ERASED


def seal(work: Work, row: Request, column: str, text: str) -> bytes:
    """Seal ``text`` for one column of the request."""
    return work.seal(text, holder=row.id, table=_TABLE, column=column, row=row.id)


def unseal(work: Work, row: Request, column: str) -> Written | None:
    """Return what one column of the request says, or None where nothing was said."""
    sealed = getattr(row, f"{column}_sealed")
    if sealed is None:
        return None
    return work.unseal_to_show(sealed, holder=row.id, table=_TABLE, column=column, row=row.id)


def sign(work: Work, row: Request) -> None:
    """Remember who of the staff signs the letter about what he does now; his name is kept for that letter alone."""
    name = work.actor.label if work.actor.kind is ActorKind.STAFF else ""
    row.signed_sealed = seal(work, row, "signed", name) if name else None


def seal_filed(work: Work, row: Request, filing: Filing) -> None:
    """Seal everything that was filed in words; the request has its id already."""
    row.name_sealed = seal(work, row, "name", filing.name)
    row.reach_at_sealed = seal(work, row, "reach_at", filing.reach_at)
    row.asked_sealed = seal(work, row, "asked", filing.asked)
    if filing.client_number is not None:
        row.client_number_sealed = seal(work, row, "client_number", filing.client_number)
    if filing.on_behalf_of is not None:
        row.on_behalf_of_sealed = seal(work, row, "on_behalf_of", filing.on_behalf_of)


def open_request(work: Work, row: Request) -> Opened:
    """Return the words of a request. The caller has checked the right to read them, and records that he looked."""
    return Opened(
        name=unseal(work, row, "name") or "",
        reach_at=unseal(work, row, "reach_at") or "",
        asked=unseal(work, row, "asked") or "",
        client_number=unseal(work, row, "client_number"),
        on_behalf_of=unseal(work, row, "on_behalf_of"),
        answer=unseal(work, row, "answer"),
    )
