"""Naming the discoverer on the public page: on his word, looked at by staff, taken back at once (J14)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from waarborg_disclosure.actions.found import is_fixed, verdict_of
from waarborg_disclosure.actions.number_shapes import holds_a_number
from waarborg_disclosure.actions.sealing import put_message, unseal
from waarborg_disclosure.domain import Verdict
from waarborg_disclosure.domain.crediting import (
    NoCredit,
    NotAName,
    NotForThis,
    check_link,
    check_name,
    check_offered,
    is_named,
)
from waarborg_disclosure.domain.keeping import AlreadyErased
from waarborg_disclosure.models import Credit, Report
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import ERASED, Work, Written
from waarborg_shared.uow.work import DEFAULT_RETENTION

_TABLE = Credit.__tablename__
TAKEN_BACK = "credit.withdrawn"
MOST_NAMES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """A discoverer as he wants to be named; ``fixed_on`` is the day on which what he found was fixed."""

    name: Written
    link: Written | None
    given_at: datetime
    keep: bool
    accepted: bool
    fixed_on: date | None = None


def credit_of(work: Work, report: Report) -> Credit | None:
    """Return the name that was given for a report."""
    mine = Credit.organisation == work.organisation, Credit.report_id == report.id
    return work.session.scalars(select(Credit).where(*mine)).one_or_none()


def named(work: Work, report: Report) -> Named | None:
    """Return how the discoverer of a report wants to be named, opened."""
    row = credit_of(work, report)
    return _opened(work, row, report.fixed_at) if row is not None else None


def credit_from_report(work: Work, report: Report, rules: Rules) -> None:
    """Keep the name of who said at once that he may be named; what cannot be a public name is not kept as one."""
    name = unseal(work, report, "name") if report.may_credit else None
    if not isinstance(name, str) or not rules.disclosure_policy.credit:
        return
    try:
        plain = check_name(name)
    except NotAName:
        plain = ""
    if plain and not holds_a_number(plain):
        _keep(work, report, name=plain, link=None, keep=False)
    else:
        report.may_credit = False


def give_credit(work: Work, report: Report, *, name: str, link: str | None, keep: bool, rules: Rules) -> None:
    """Name the reporter as he wishes from now; staff look at each name anew before it is public.

    Raises:
        CreditNotOffered, NotAName, NotALink, AlreadyErased.
    """
    check_offered(rules.disclosure_policy)
    plain, address = check_name(name), check_link(link)
    if report.erased_at is not None:
        raise AlreadyErased(report.id)
    gone = _keep(work, report, name=plain, link=address, keep=keep)
    report.may_credit = True
    report.revision += 1
    work.record(report, verb="gave-name")
    _destroy(work, gone)


def withdraw_credit(work: Work, report: Report) -> None:
    """Take the name back, at once and for good, also after the report itself was erased. Raises NoCredit."""
    row = credit_of(work, report)
    if row is None:
        raise NoCredit
    let_go(work, report, row)


def let_go(work: Work, report: Report, row: Credit) -> None:
    """Delete a name and destroy its key: nothing of it can be opened any more, not from a backup either."""
    gone = row.id
    work.session.delete(row)
    report.may_credit = False
    report.revision += 1
    work.record(report, verb="took-name-back")
    work.session.flush()
    _destroy(work, gone)


def accept_credit(work: Work, report: Report) -> None:
    """Say that a name can stand on the page as it is. Raises NoCredit, NotForThis."""
    row = credit_of(work, report)
    if row is None:
        raise NoCredit
    if verdict_of(report) is not Verdict.IN_SCOPE:
        raise NotForThis
    if row.accepted_at is None:
        row.accepted_at, row.accepted_by = work.now, work.actor.ref
        report.revision += 1
        work.record(report, verb="accepted-name")


def refuse_credit(work: Work, report: Report, *, why: str) -> None:
    """Leave a name off the page, with the reason, which the reporter reads: he can give another. Raises NoCredit."""
    row = credit_of(work, report)
    if row is None:
        raise NoCredit
    put_message(work, report, why, from_reporter=False)
    let_go(work, report, row)


def public_names(work: Work) -> tuple[Named, ...]:
    """Return who is named as a discoverer, the newest fix first."""
    query = (
        select(Credit, Report.verdict, Report.fixed_at)
        .join(Report, (Report.organisation == Credit.organisation) & (Report.id == Credit.report_id))
        .where(
            Credit.organisation == work.organisation,
            Report.organisation == work.organisation,
            Credit.accepted_at.is_not(None),
            Report.verdict == Verdict.IN_SCOPE.value,
            Report.fixed_at.is_not(None),
        )
        .order_by(Report.fixed_at.desc(), Report.id)
        .limit(MOST_NAMES)
    )
    rows = work.session.execute(query).all()
    work.ready_to_unseal([credit.id for credit, _, _ in rows])
    opened = [
        _opened(work, credit, fixed_at)
        for credit, verdict, fixed_at in rows
        if is_named(accepted=True, verdict=Verdict(verdict) if verdict else None, fixed=fixed_at is not None)
    ]
    return tuple(each for each in opened if each.name is not ERASED)


def public_name(work: Work, report: Report) -> Named | None:
    """Return the discoverer of a report as anybody may read of him; None where he is not named."""
    row = credit_of(work, report)
    if row is None:
        return None
    shown = is_named(accepted=row.accepted_at is not None, verdict=verdict_of(report), fixed=is_fixed(report))
    opened = _opened(work, row, report.fixed_at) if shown else None
    return opened if opened is not None and opened.name is not ERASED else None


def duties(work: Work, report: Report, _rules: Rules) -> tuple[str, ...]:
    """Return what still has to be done about the name."""
    row = credit_of(work, report)
    waits = row is not None and row.accepted_at is None and verdict_of(report) is Verdict.IN_SCOPE
    return ("name-to-look-at",) if waits else ()


def _keep(work: Work, report: Report, *, name: str, link: str | None, keep: bool) -> str | None:
    """Keep a name under a new key; returns the holder of the old one, to be destroyed last."""
    row, fresh = credit_of(work, report), new_id()
    gone = row.id if row is not None else None
    if row is None:
        row = Credit(organisation=work.organisation, report_id=report.id)
    row.id, row.keep, row.given_at = fresh, keep, work.now
    row.name_sealed = work.seal(name, **_place(fresh, "name"))
    row.link_sealed = work.seal(link, **_place(fresh, "link")) if link else None
    row.accepted_at = row.accepted_by = None
    work.add(row)
    work.session.flush()
    return gone


def _opened(work: Work, row: Credit, fixed_at: datetime | None) -> Named:
    link = work.unseal_to_show(row.link_sealed, **_place(row.id, "link")) if row.link_sealed is not None else None
    return Named(
        name=work.unseal_to_show(row.name_sealed, **_place(row.id, "name")),
        link=link if link is not ERASED else None,
        given_at=row.given_at,
        keep=row.keep,
        accepted=row.accepted_at is not None,
        fixed_on=due_on(fixed_at) if fixed_at is not None else None,
    )


def _place(holder: str, column: str) -> Mapping[str, str]:
    return {"holder": holder, "table": _TABLE, "column": column, "row": holder}


def _destroy(work: Work, holder: str | None) -> None:
    if holder is not None:
        work.destroy_key(holder, DEFAULT_RETENTION, reason=TAKEN_BACK)
