"""Another package after one that was fetched, is over or failed: its code goes to the person in a letter of its own."""

from waarborg_requests.actions.beginning import check_recipient
from waarborg_requests.actions.delivering import NotDelivered, bring_fetch_code, call_off
from waarborg_requests.actions.package import fetching
from waarborg_requests.actions.package.wishing import TABLE, begin, package_of, packed_items
from waarborg_requests.domain import Outcome, Told
from waarborg_requests.domain.package.fetching import CodeNotSent, NoPackage, PackageState, StillThere
from waarborg_requests.models import Package, Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import GIVES_DATA, RequestKind
from waarborg_shared.uow import Work


def begin_anew(work: Work, request_id: str, *, rules: Rules) -> Package:
    """Begin another package with a code of its own, and make the letter with that code ready to print.

    Raises:
        UnknownCase, AuthorityOver, NotSureForNow
        NoPackage: nothing was given, so that there is nothing to pack.
        StillThere: the one before has not been ended.
        CodeNotSent: no channel took the letter.
    """
    row = work.case(Request, request_id)
    before = package_of(work, row)
    if before is not None:
        raise StillThere(before.state)
    given = row.outcome in (Outcome.GRANTED, Outcome.PARTLY)
    if not given or RequestKind(row.kind) not in GIVES_DATA or not packed_items(work, row):
        raise NoPackage
    check_recipient(work, row)
    made = begin(work, row)
    code = work.unseal(made.code_sealed, holder=made.key, table=TABLE, column="code", row=made.id)
    try:
        bring_fetch_code(work, row, code, rules=rules)
    except NotDelivered as failed:
        raise CodeNotSent(row.id) from failed
    return made


def end(work: Work, request_id: str) -> None:
    """End a package before its time, and call a letter with its code off. Raises UnknownCase, NoPackage."""
    fetching.end(work, request_id)
    call_off(work, work.case(Request, request_id), Told.FETCH_CODE)


def take_back(work: Work, row: Request) -> None:
    """End what was answered and can still be opened, fetched or posted: the package, every code, and the letter; that
    nothing was given may still be told."""
    row.read_code_hash, row.read_code_at = None, None
    call_off(work, row, Told.READ_CODE, Told.FETCH_CODE)
    if row.outcome != Outcome.REFUSED:
        call_off(work, row, Told.ANSWERED)
    package = package_of(work, row)
    if package is not None and package.state != PackageState.CLOSED:
        fetching.close(work, row, package)
