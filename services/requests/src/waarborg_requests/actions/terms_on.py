"""The terms as they are copied onto a request, for lists that are sorted and narrowed by them."""

from waarborg_requests import domain
from waarborg_requests.models import Request
from waarborg_shared.uow import Work


def put_terms_on(work: Work, row: Request) -> None:
    """Copy onto the request what the work list is sorted and filtered by: when it is due, and whether that runs."""
    clocks = work.clocks.of(row)
    row.due_at, row.stands_still = domain.due_at(clocks), domain.stands_still(clocks)
