"""A complaint that came in as a report of a vulnerability: filed here as one, with where it can be read."""

from waarborg_requests.actions.intake import NewRequest, receive_request
from waarborg_requests.domain import CameBy, Reach
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import Work

_NO_CODE = bytes(32)


def file_referred(work: Work, *, report_ref: str, number: str, rules: Rules) -> None:
    """File the complaint of a report, once however often it is told.

    Who made it is not told, nor what he wrote: the case says where both can be read by who may, and that the answer
    goes through the mailbox of that report. Nobody gets the code: the mark of the form makes it, and it leads nowhere.
    """
    page = f"/disclosure/reports/{report_ref}"
    command = NewRequest(
        kind=RequestKind.COMPLAINT,
        name=f"De melder van {number}",
        reach=Reach.PHONE,
        reach_at=f"Via het postvak van melding {number}",
        asked=f"Deze klacht kwam binnen als melding {number}. Lees haar en antwoord op {page}",
        came_by=CameBy.DISCLOSURE,
        form=f"disclosure-report:{report_ref}",
        origin_ref=report_ref,
    )
    receive_request(work, command, rules=rules, entropy=_NO_CODE)
