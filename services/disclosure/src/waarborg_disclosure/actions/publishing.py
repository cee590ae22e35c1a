"""Publishing what was found and fixed: written, reviewed, agreed to by both, public on its day, withdrawn (J14)."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from waarborg_disclosure.actions.found import is_fixed, severity_of, verdict_of
from waarborg_disclosure.actions.looking_twice import look
from waarborg_disclosure.actions.sealing import put_message, seal_in
from waarborg_disclosure.domain import Verdict
from waarborg_disclosure.domain.four_eyes import NothingProposed
from waarborg_disclosure.domain.keeping import AlreadyErased
from waarborg_disclosure.domain.publishing import (
    AdvisoryState,
    AlreadyPublic,
    NothingToPublish,
    NotPublic,
    Side,
    Standing,
    check_agreement,
    check_codes,
    check_proposal,
    check_refusal,
    check_writable,
    is_due,
    is_public,
)
from waarborg_disclosure.models import Advisory, AdvisoryNumber, Report
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.clocks import due_on
from waarborg_shared.db import new_id
from waarborg_shared.events.disclosure import AdvisoryPublished, AdvisoryWithdrawn
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import SeverityBand, Text
from waarborg_shared.numbers import spell_number, take_number
from waarborg_shared.uow import ERASED, Work
from waarborg_shared.uow.work import DEFAULT_RETENTION

_TABLE = Advisory.__tablename__
_PUBLIC = (AdvisoryState.REVIEWED.value, AdvisoryState.PUBLISHED.value, AdvisoryState.WITHDRAWN.value)
MOST_ADVISORIES = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class AdvisoryText:
    """What staff write for anybody to read, in both languages; nothing of the reporter's goes in by itself."""

    title: Text
    what: Text
    affected: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """An advisory as it is read: its text, or the note with which it was withdrawn."""

    report: Report
    number: str
    text: AdvisoryText | None
    note: Text | None
    severity: SeverityBand | None
    cvss: str | None
    cwe: str | None
    on: date | None
    fixed_on: date | None


def advisory_of(work: Work, report: Report) -> Advisory | None:
    """Return the advisory about a report, in whatever state."""
    mine = Advisory.organisation == work.organisation, Advisory.report_id == report.id
    return work.session.scalars(select(Advisory).where(*mine)).one_or_none()


def standing_of(row: Advisory) -> Standing:
    """Return how an advisory stands, as the rules ask it."""
    return Standing(
        state=AdvisoryState(row.state),
        reviewed_at=row.reviewed_at,
        proposed_on=row.proposed_on,
        proposed_by=Side(row.proposed_by) if row.proposed_by else None,
        proposed_at=row.proposed_at,
        agreed_at=row.agreed_at,
    )


def write_advisory(work: Work, report: Report, text: AdvisoryText, *, cwe: str | None, cvss: str | None) -> Advisory:
    """Write the text or change it: a second person looks at it anew, and both sides agree anew.

    Raises:
        NothingToPublish, AlreadyPublic, NotACwe, NotACvss, AlreadyErased.
    """
    row = _changeable(work, report)
    check_codes(cwe=cwe, cvss=cvss)
    row.text_sealed = work.seal(_as_json(text), **_place(row, "text"))
    row.cwe, row.cvss = cwe, cvss
    row.written_at, row.written_by = work.now, work.actor.ref
    row.state = AdvisoryState.DRAFT.value
    row.reviewed_at = row.reviewed_by = row.reviewed_how = row.outsider_sealed = None
    if row.proposed_by == Side.US or row.agreed_at is not None:
        row.proposed_on = row.proposed_by = row.proposed_at = row.agreed_at = None
    report.revision += 1
    work.record(report, verb="wrote-advisory", facts={"number": row.number})
    return row


def review_advisory(work: Work, report: Report, *, outsider: str | None, rules: Rules) -> Advisory:
    """Say that the text can be read by anybody, by a second look. Raises NothingProposed, OwnProposal, …"""
    row = advisory_of(work, report)
    if row is None or row.state != AdvisoryState.DRAFT or row.written_at is None or row.written_by is None:
        raise NothingProposed
    how = look(work, rules, proposed_by=row.written_by, proposed_at=row.written_at, outsider=outsider)
    row.state, row.reviewed_how = AdvisoryState.REVIEWED.value, how.value
    row.reviewed_at, row.reviewed_by = work.now, work.actor.ref
    if outsider and outsider.strip():
        row.outsider_sealed = seal_in(work, report, outsider, table=_TABLE, column="outsider", row=row.id)
    report.revision += 1
    work.record(report, verb="reviewed-advisory", facts={"how": how.value}, why=outsider or "")
    return row


def propose_day(work: Work, report: Report, on: date, *, side: Side, field: str) -> Advisory:
    """Propose the day before which nothing is published; where the reporter cannot be asked, ours counts at once.

    Raises:
        AlreadyPublic, NotReviewed, DayInThePast, NothingToPublish, AlreadyErased.
    """
    row = _changeable(work, report)
    check_proposal(standing_of(row), side, on, today=due_on(work.now), field=field)
    row.proposed_on, row.proposed_by, row.proposed_at, row.agreed_at = on, side.value, work.now, None
    facts = {"on": on.isoformat(), "side": side.value}
    if side is Side.US and report.receipt_hash is None:
        row.agreed_at = work.now
        facts["reporter"] = "cannot-be-asked"
    report.revision += 1
    work.record(report, verb="proposed-day", facts=facts)
    if side is Side.REPORTER:
        report.unread_since = report.unread_since or work.now
    return row


def agree_to_day(work: Work, report: Report, *, side: Side) -> Advisory:
    """Agree to the other side's day. Raises NoDayProposed, NotReviewed, ProposedBeforeTheText."""
    row = _there(work, report)
    check_agreement(standing_of(row), side)
    row.agreed_at = work.now
    report.revision += 1
    work.record(report, verb="agreed-to-day", facts={"side": side.value})
    return row


def refuse_day(work: Work, report: Report, *, side: Side, why: str) -> Advisory:
    """Refuse the other side's day with the reason, which the other reads in the mailbox. Raises NoDayProposed."""
    row = _there(work, report)
    check_refusal(standing_of(row), side)
    row.proposed_on = row.proposed_by = row.proposed_at = None
    put_message(work, report, why, from_reporter=side is Side.REPORTER)
    if side is Side.REPORTER:
        report.unread_since = report.unread_since or work.now
    report.revision += 1
    work.record(report, verb="refused-day", facts={"side": side.value})
    return row


def withdraw_advisory(work: Work, report: Report, note: Text) -> Advisory:
    """Take a published advisory back; the note stands in its place. Raises NotPublic."""
    row = _there(work, report)
    if not is_public(standing_of(row), fixed=is_fixed(report), today=due_on(work.now)):
        raise NotPublic(row.state)
    if row.state != AdvisoryState.PUBLISHED:
        _publish(work, report, row)
    row.note_sealed = work.seal(json.dumps([note.nl, note.en]), **_place(row, "note"))
    row.state, row.withdrawn_at = AdvisoryState.WITHDRAWN.value, work.now
    report.revision += 1
    work.record(report, verb="withdrew-advisory", facts={"number": row.number})
    work.emit(AdvisoryWithdrawn(report_ref=report.id, number=row.number), case=report)
    return row


def due_advisories(work: Work) -> list[str]:
    """Return the reports whose advisory is public from now and was not yet told to be."""
    today = due_on(work.now)
    query = (
        select(Advisory.report_id)
        .join(Report, (Report.organisation == Advisory.organisation) & (Report.id == Advisory.report_id))
        .where(
            Advisory.organisation == work.organisation,
            Report.organisation == work.organisation,
            Advisory.state == AdvisoryState.REVIEWED.value,
            Advisory.agreed_at.is_not(None),
            Advisory.proposed_on <= today,
            Report.fixed_at.is_not(None),
            Report.verdict == Verdict.IN_SCOPE.value,
        )
        .order_by(Advisory.proposed_on)
    )
    return list(work.session.scalars(query.limit(100)))


def publish_if_due(work: Work, report_id: str) -> bool:
    """Tell once that an advisory is public, looked at anew under the report's lock."""
    report = work.case(Report, report_id)
    row = advisory_of(work, report)
    if row is None or not is_due(standing_of(row), fixed=is_fixed(report), today=due_on(work.now)):
        return False
    _publish(work, report, row)
    return True


def public_advisories(work: Work) -> tuple[Told, ...]:
    """Return what anybody may read now, the newest first; what was withdrawn stands there with its note."""
    return tuple(told for told in (_public(work, row, report) for row, report in _read(work)) if told is not None)


def public_advisory(work: Work, number: str) -> Told | None:
    """Return what anybody may read under a number now; None where there is nothing."""
    return next((_public(work, row, report) for row, report in _read(work, number=number)), None)


def told(work: Work, row: Advisory, report: Report) -> Told:
    """Return an advisory as it would be read, for who may read it before it is public."""
    withdrawn = row.state == AdvisoryState.WITHDRAWN
    return Told(
        report=report,
        number=row.number,
        text=None if withdrawn else text_of(work, row),
        note=_note(work, row) if withdrawn else None,
        severity=severity_of(report),
        cvss=row.cvss,
        cwe=row.cwe,
        on=row.proposed_on or (due_on(row.published_at) if row.published_at else None),
        fixed_on=due_on(report.fixed_at) if report.fixed_at else None,
    )


def text_of(work: Work, row: Advisory) -> AdvisoryText | None:
    """Return the text of an advisory as it was written; None where nobody wrote any."""
    if row.text_sealed is None:
        return None
    opened = work.unseal_to_show(row.text_sealed, **_place(row, "text"))
    if opened is ERASED or not isinstance(opened, str):
        return None
    return AdvisoryText(**{name: Text(*both) for name, both in json.loads(opened).items()})


def duties(work: Work, report: Report, _rules: Rules) -> tuple[str, ...]:
    """Return what still has to be done about publishing."""
    row = advisory_of(work, report)
    if row is None or row.state in {AdvisoryState.PUBLISHED, AdvisoryState.WITHDRAWN}:
        return ()
    to_review = ("advisory-to-review",) if row.state == AdvisoryState.DRAFT and row.written_at is not None else ()
    asked = row.proposed_by == Side.REPORTER and row.agreed_at is None and row.proposed_on is not None
    return (*to_review, *(("day-to-answer",) if asked else ()))


def _read(work: Work, *, number: str | None = None) -> list[tuple[Advisory, Report]]:
    query = (
        select(Advisory, Report)
        .join(Report, (Report.organisation == Advisory.organisation) & (Report.id == Advisory.report_id))
        .where(
            Advisory.organisation == work.organisation,
            Report.organisation == work.organisation,
            Advisory.state.in_(_PUBLIC),
        )
        .order_by(Advisory.proposed_on.desc(), Advisory.number.desc())
        .limit(MOST_ADVISORIES)
    )
    if number is not None:
        query = query.where(Advisory.number == number)
    return [(row, report) for row, report in work.session.execute(query)]


def _public(work: Work, row: Advisory, report: Report) -> Told | None:
    shown = is_public(standing_of(row), fixed=is_fixed(report), today=due_on(work.now))
    return told(work, row, report) if shown or row.state == AdvisoryState.WITHDRAWN else None


def _note(work: Work, row: Advisory) -> Text | None:
    if row.note_sealed is None:
        return None
    opened = work.unseal_to_show(row.note_sealed, **_place(row, "note"))
    return opened if opened is ERASED else Text(*json.loads(str(opened)))


def _new(work: Work, report: Report) -> Advisory:
    year = work.now.astimezone(AMSTERDAM).year
    count = take_number(work, AdvisoryNumber, year=year)
    row = Advisory(organisation=work.organisation, report_id=report.id, id=new_id())
    row.number = spell_number(work.organisation, letter="A", year=year, count=count)
    row.state = AdvisoryState.DRAFT.value
    return work.add(row)


def _there(work: Work, report: Report) -> Advisory:
    row = advisory_of(work, report)
    if row is None:
        raise NothingToPublish
    return row


def _changeable(work: Work, report: Report) -> Advisory:
    """Return the advisory, made where there is none, while it can be changed: what anybody can read stays as it is."""
    if report.erased_at is not None:
        raise AlreadyErased(report.id)
    row = advisory_of(work, report)
    check_writable(AdvisoryState(row.state) if row is not None else AdvisoryState.DRAFT, verdict_of(report))
    if row is not None and is_due(standing_of(row), fixed=is_fixed(report), today=due_on(work.now)):
        raise AlreadyPublic(row.number)
    return row or _new(work, report)


def destroy_unpublished(work: Work, report: Report, _rules: Rules) -> None:
    """Destroy the key of a text that nobody could read yet, once what was reported is erased."""
    row = advisory_of(work, report)
    if row is not None and row.state in (AdvisoryState.DRAFT.value, AdvisoryState.REVIEWED.value) and row.text_sealed:
        row.state = AdvisoryState.DRAFT.value
        row.text_sealed = row.agreed_at = None
        work.destroy_key(row.id, DEFAULT_RETENTION, reason="report-erased")


def _publish(work: Work, report: Report, row: Advisory) -> None:
    row.state, row.published_at = AdvisoryState.PUBLISHED.value, work.now
    report.revision += 1
    work.record(report, verb="published-advisory", facts={"number": row.number})
    work.emit(AdvisoryPublished(report_ref=report.id, number=row.number), case=report)


def _as_json(text: AdvisoryText) -> str:
    return json.dumps({name: [part.nl, part.en] for name, part in _parts(text).items()})


def _parts(text: AdvisoryText) -> Mapping[str, Text]:
    return {"title": text.title, "what": text.what, "affected": text.affected}


def _place(row: Advisory, column: str) -> Mapping[str, str]:
    return {"holder": row.id, "table": _TABLE, "column": column, "row": row.id}
