"""What a copy costs: whether it is a further one, and what staff said of it."""

from sqlalchemy import select

from waarborg_requests.actions.letter_part import LetterPart
from waarborg_requests.actions.references import about, references_of
from waarborg_requests.domain.package.fees import FeeReason, further
from waarborg_requests.domain.package.told import FEE_HEADING, costs
from waarborg_requests.models import CopyFee, Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work


def is_further_copy(work: Work, row: Request) -> bool:
    """Whether the person got a copy within a year before this request."""
    if row.subject_ref is None:
        return False
    query = select(Request.kind, Request.outcome, Request.answered_at).where(
        Request.organisation == work.organisation,
        about(references_of(work, row.subject_ref)),
        Request.id != row.id,
        Request.answered_at.is_not(None),
        Request.answered_at <= row.received_at,
    )
    earlier = [(RequestKind(kind), outcome, at) for kind, outcome, at in work.session.execute(query) if at is not None]
    return further(RequestKind(row.kind), row.received_at, earlier)


def fee_of(work: Work, row: Request) -> CopyFee | None:
    """Return what was said of the costs, if anything, while the request was about this person."""
    fee = kept_fee(work, row)
    return fee if fee is not None and fee.subject_ref in references_of(work, row.subject_ref) else None


def kept_fee(work: Work, row: Request) -> CopyFee | None:
    """Return the same whomever it was said of."""
    return work.session.get(CopyFee, (work.organisation, row.id))


def fee_part(work: Work, row: Request, rules: Rules) -> LetterPart | None:
    """Return what the letter says of the costs; None where it is free."""
    fee = fee_of(work, row)
    if fee is None or fee.cents == 0:
        return None
    return LetterPart(heading=FEE_HEADING, paragraphs=(costs(fee.cents, FeeReason(fee.reason)),))
