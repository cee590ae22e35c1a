"""A package is fetched with the code of the letter, a few times and days; then its key is destroyed."""

import hmac
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import timedelta

from sqlalchemy import delete, select

from waarborg_requests import domain
from waarborg_requests.actions import stored
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.beginning import check_recipient
from waarborg_requests.actions.identification import checks
from waarborg_requests.actions.letter_part import LetterPart
from waarborg_requests.actions.package.wishing import TABLE, code_hash, package_of
from waarborg_requests.domain import Identification
from waarborg_requests.domain.identification import Checked, Document, level_of
from waarborg_requests.domain.package.fetching import (
    Fetchable,
    NoPackage,
    NotSureAtDesk,
    PackageState,
    WrongFetchCode,
    after_wrong_code,
    broke_off,
    may_fetch,
)
from waarborg_requests.domain.package.told import COLLECT, COLLECT_HEADING, with_code
from waarborg_requests.models import Package, PackageEntry, Request, StoredFile
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work

# Somebody may still be fetching when the last time has been counted.
_STILL_FETCHING = timedelta(hours=1)
Begin = Callable[[], AbstractContextManager[Work]]


@dataclass(frozen=True, slots=True)
class Fetched:
    """A package that may be given now: which file, and how many bytes."""

    package_id: str
    file_id: str
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Seen:
    """What was seen at the desk of who stands there: the kind of document, and its last characters."""

    document: Document | None = None
    last: str = field(default="", repr=False)


def fetch(work: Work, row: Request, code: str) -> Fetched | WrongFetchCode:
    """Take a code and count the time, unless the last one broke off just now. A wrong code is counted too, and is
    therefore returned and not raised.

    Raises:
        NoPackage, NotReady, FetchClosed, AuthorityOver, NotSureForNow
    """
    package = package_of(work, row)
    if package is None:
        raise NoPackage
    check_recipient(work, row)
    may_fetch(as_value(package), work.now)
    right = hmac.compare_digest(code_hash(work, package, code), package.code_hash)
    if not right or domain.read_code(code) is None:
        package.state = after_wrong_code(as_value(package)).value
        package.wrong_codes += 1
        work.record(row, verb="package-wrong-code")
        return WrongFetchCode("wrong")
    package.wrong_codes = 0
    return _counted(work, row, package, by="code")


def hand_over(work: Work, request_id: str, seen: Seen, *, rules: Rules) -> Fetched:
    """Take a package out for somebody at the desk, who was identified there now; it counts like any other time.

    Raises:
        UnknownCase, NoPackage, NotReady, FetchClosed, AuthorityOver, NotSureForNow, KeyDestroyed
        NotSureAtDesk: what was seen is not sure enough for this kind of request.
    """
    row = work.case(Request, request_id)
    package = package_of(work, row)
    if package is None:
        raise NoPackage
    check_recipient(work, row)
    may_fetch(as_value(package), work.now)
    if checks.note(work, row, _made(row, seen), rules=rules) is not Checked.PASSED:
        raise NotSureAtDesk(row.id)
    return _counted(work, row, package, by="desk")


def _made(row: Request, seen: Seen) -> checks.Made:
    how = Identification.AT_THE_DESK
    whom = row.subject_ref if row.representative is None else None
    level = level_of(how, document=seen.document if seen.last else None)
    return checks.Made(how=how, level=level, subject_ref=whom, document=seen.document, last=seen.last)


def pieces(read: Begin, begin: Begin, fetched: Fetched) -> Iterator[bytes]:
    """Give the package piece by piece, in a unit of work that is open for as long as somebody fetches; what was asked
    for to its end is noted as come whole."""
    with read() as work:
        file = stored.stored_file(work, fetched.file_id)
        if file is None:
            raise NoPackage
        yield from stored.pieces_of(work, file)
    with begin() as work:
        locked(work, fetched.package_id).whole_at = work.now


def end(work: Work, request_id: str) -> None:
    """End a package before its time: its key is destroyed by the worker. Raises UnknownCase, NoPackage."""
    row = work.case(Request, request_id)
    package = package_of(work, row)
    if package is None:
        raise NoPackage
    close(work, row, package)


def close(work: Work, row: Request, package: Package) -> None:
    """Let nobody fetch a package any more; its key is destroyed by the worker."""
    package.state, package.next_at, package.until_at = PackageState.CLOSED.value, work.now, work.now
    work.record(row, verb="package-ended", facts=in_role(work))


def due_package(work: Work) -> tuple[str, PackageState] | None:
    """Return the next package that something is to be done with: made on, or destroyed."""
    states = [each.value for each in PackageState if each is not PackageState.DESTROYED]
    query = (
        select(Package.id, Package.state)
        .where(Package.organisation == work.organisation, Package.state.in_(states), Package.next_at <= work.now)
        .order_by(Package.next_at, Package.id)
        .limit(1)
    )
    found = work.session.execute(query).first()
    return (found[0], PackageState(found[1])) if found else None


def destroyed(work: Work, package_id: str) -> None:
    """Record that the key of a package was destroyed, which happened before, and let go of its rows."""
    package = locked(work, package_id)
    package.state, package.destroyed_at = PackageState.DESTROYED.value, work.now
    package.file_id = None
    work.session.flush()
    work.session.execute(
        delete(PackageEntry).where(
            PackageEntry.organisation == work.organisation, PackageEntry.package_id == package.id
        )
    )
    stored.empty(work, package.key)
    work.record(work.case(Request, package.request_id), verb="package-destroyed")


def locked(work: Work, package_id: str) -> Package:
    """Return a package whose request is locked."""
    package = work.session.get(Package, (work.organisation, package_id))
    assert package is not None
    work.case(Request, package.request_id)
    work.session.refresh(package)
    return package


def fetch_part(work: Work, row: Request, rules: Rules) -> LetterPart | None:
    """Return what the letter says of how to fetch the package, with its code."""
    package = package_of(work, row)
    if package is None or package.state not in (PackageState.MAKING, PackageState.READY):
        return None
    code = work.unseal_to_show(package.code_sealed, holder=package.key, table=TABLE, column="code", row=package.id)
    if not isinstance(code, str):
        return None
    return LetterPart(heading=COLLECT_HEADING, paragraphs=(COLLECT, with_code(code)))


def as_value(package: Package) -> Fetchable:
    """Return what decides whether it may be fetched."""
    return Fetchable(
        state=PackageState(package.state),
        fetches_left=package.fetches_left,
        until_at=package.until_at,
        wrong_codes=package.wrong_codes,
        counted_at=package.counted_at,
        whole=package.whole_at is not None,
        tries=package.tries,
    )


def _counted(work: Work, row: Request, package: Package, *, by: str) -> Fetched:
    if broke_off(as_value(package), work.now):
        package.tries += 1
    else:
        package.fetches_left -= 1
        package.counted_at, package.whole_at, package.tries = work.now, None, 1
    if package.fetches_left <= 0:
        # From each beginning anew: who begins late in the half hour gets as long to fetch it as who began at once.
        ends = package.until_at or work.now + _STILL_FETCHING
        package.next_at = min(ends, work.now + _STILL_FETCHING)
    work.record(row, verb="package-fetched", facts={"by": by, "left": package.fetches_left, **in_role(work)})
    file = work.session.get(StoredFile, (work.organisation, package.file_id))
    assert file is not None
    return Fetched(package.id, file.id, file.size)
