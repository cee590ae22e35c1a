"""What a fee does in the course of a case: nothing that costs something is made before the person said yes."""

from waarborg_requests.actions.delivering import call_off
from waarborg_requests.actions.package.fees import fee_of, kept_fee
from waarborg_requests.domain import Answer, Outcome, Told
from waarborg_requests.domain.package.fees import FeeNotAgreed, FeeToBeSaidAnew
from waarborg_requests.models import CopyFee, Request
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


def still_asked(fee: CopyFee, row: Request) -> bool:
    """Whether the fee is of what is asked now: who asks for less hears anew what that costs."""
    return row.narrowed_at is None or row.narrowed_at <= fee.asked_at


def agreed_first(work: Work, row: Request, given: Answer, _rules: Rules) -> None:
    """Make nothing that costs something before the person said yes. Raises FeeNotAgreed, FeeToBeSaidAnew."""
    fee = fee_of(work, row)
    if given.outcome is Outcome.REFUSED or fee is None or fee.cents == 0:
        return
    if not still_asked(fee, row):
        raise FeeToBeSaidAnew(row.id)
    if fee.agreed_at is None:
        raise FeeNotAgreed(row.id)


def drop_for_another(work: Work, row: Request, _rules: Rules) -> None:
    """Take back word of a fee that was said while the request was about somebody else."""
    if kept_fee(work, row) is not None and fee_of(work, row) is None:
        call_off(work, row, Told.FEE)


def drop_with_former(work: Work, row: Request) -> None:
    """Forget what was said of costs to who no longer asks, and his yes: who goes on owes nothing by it."""
    fee = kept_fee(work, row)
    if fee is not None:
        work.session.delete(fee)


def end_asking(work: Work, row: Request, _rules: Rules) -> None:
    """Take back word of a fee that nobody posted before the request was closed."""
    call_off(work, row, Told.FEE)
