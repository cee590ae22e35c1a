"""Whether the two sides can write to one another about a report: while it is open, and after that what is left."""

from waarborg_disclosure.actions.referring import passed_on
from waarborg_disclosure.actions.rewarding import reward_of
from waarborg_disclosure.domain import ReportClosed, ReportState
from waarborg_disclosure.domain.thanking import RewardState
from waarborg_disclosure.models import Report
from waarborg_shared.uow import Work


def reward_to_get(work: Work, report: Report) -> bool:
    """Whether the reporter still has to get a reward that was approved, and so to say how he wants it."""
    row = reward_of(work, report)
    return row is not None and row.state == RewardState.APPROVED and report.erased_at is None


def may_write(work: Work, report: Report) -> bool:
    """Whether a report takes messages: while it is open; after that about a complaint, or a reward that is to come."""
    return report.state != ReportState.CLOSED or passed_on(report) or reward_to_get(work, report)


def check_writable(work: Work, report: Report) -> None:
    """Check that a report takes messages. Raises ReportClosed."""
    if not may_write(work, report):
        raise ReportClosed
