"""Publishing what was found and fixed: written, reviewed, agreed to by both, public on its day, withdrawn (J14)."""

import json
from datetime import date

from sqlalchemy import select

from waarborg_disclosure.actions.advisories import AdvisoryText, advisory_of, place_of, standing_of
from waarborg_disclosure.actions.found import is_fixed, verdict_of
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
from waarborg_shared.hooks.values import Text
from waarborg_shared.numbers import spell_number, take_number
from waarborg_shared.uow import Work
from waarborg_shared.uow.work import DEFAULT_RETENTION

_TABLE = Advisory.__tablename__


def write_advisory(work: Work, report: Report, text: AdvisoryText, *, cwe: str | None, cvss: str | None) -> Advisory:
    """Write the text or change it: a second person looks at it anew, and both sides agree anew.

    Raises:
        NothingToPublish, AlreadyPublic, NotACwe, NotACvss, AlreadyErased.
    """
    row = _changeable(work, report)
    check_codes(cwe=cwe, cvss=cvss)
    row.text_sealed = work.seal(_as_json(text), **place_of(row, "text"))
    row.cwe, row.cvss = cwe, cvss
    row.written_at, row.written_by = work.now, work.actor.ref
    row.state = AdvisoryState.DRAFT.value
    row.reviewed_at = row.reviewed_by = row.reviewed_how = row.outsider_sealed = None
    if row.proposed_by == Side.US or row.agreed_at is not None:
        row.proposed_on = row.proposed_by = row.proposed_at = row.agreed_at = None
    forget_silence(row)
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
    forget_silence(row)
    facts = {"on": on.isoformat(), "side": side.value}
    if side is Side.US and report.receipt_hash is None:
        row.agreed_at = work.now
        facts["reporter"] = "cannot-be-asked"
    elif side is Side.US:
        put_message(work, report, "", from_reporter=False, kind="day_asked")
    report.revision += 1
    work.record(report, verb="proposed-day", facts=facts)
    if side is Side.REPORTER:
        put_message(work, report, "", from_reporter=True, kind="day_named")
        report.unread_since = report.unread_since or work.now
    return row


def agree_to_day(work: Work, report: Report, *, side: Side) -> Advisory:
    """Agree to the other side's day. Raises NoDayProposed, NotReviewed, ProposedBeforeTheText."""
    row = _there(work, report)
    check_agreement(standing_of(row), side)
    row.agreed_at = work.now
    forget_silence(row)
    if side is Side.US:
        put_message(work, report, "", from_reporter=False, kind="day_agreed")
    report.revision += 1
    work.record(report, verb="agreed-to-day", facts={"side": side.value})
    return row


def refuse_day(work: Work, report: Report, *, side: Side, why: str) -> Advisory:
    """Refuse the other side's day with the reason, which the other reads in the mailbox.

    Where two people went on without the reporter he can refuse still, until it is public.

    Raises:
        NoDayProposed, AlreadyPublic.
    """
    row = _there(work, report)
    check_refusal(standing_of(row), side)
    _check_not_due(work, report, row)
    row.proposed_on = row.proposed_by = row.proposed_at = row.agreed_at = None
    forget_silence(row)
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
    row.note_sealed = work.seal(json.dumps([note.nl, note.en]), **place_of(row, "note"))
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


def duties(work: Work, report: Report, _rules: Rules) -> tuple[str, ...]:
    """Return what still has to be done about publishing."""
    row = advisory_of(work, report)
    if row is None or row.state in {AdvisoryState.PUBLISHED, AdvisoryState.WITHDRAWN}:
        return ()
    to_review = ("advisory-to-review",) if row.state == AdvisoryState.DRAFT and row.written_at is not None else ()
    asked = row.proposed_by == Side.REPORTER and row.agreed_at is None and row.proposed_on is not None
    return (*to_review, *(("day-to-answer",) if asked else ()))


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
    if row is not None:
        _check_not_due(work, report, row)
    return row or _new(work, report)


def _check_not_due(work: Work, report: Report, row: Advisory) -> None:
    if is_due(standing_of(row), fixed=is_fixed(report), today=due_on(work.now)):
        raise AlreadyPublic(row.number)


def forget_silence(row: Advisory) -> None:
    """Let go of what was done about a day that nobody answered: it was answered, or another is proposed."""
    row.reminded_at = row.silence_at = row.silence_by = row.silence_why_sealed = row.agreed_how = None


def destroy_unpublished(work: Work, report: Report, _rules: Rules) -> None:
    """Destroy the key of a text that nobody could read yet, once what was reported is erased."""
    row = advisory_of(work, report)
    if row is not None and row.state in (AdvisoryState.DRAFT.value, AdvisoryState.REVIEWED.value) and row.text_sealed:
        row.state = AdvisoryState.DRAFT.value
        row.text_sealed = row.agreed_at = None
        forget_silence(row)
        work.destroy_key(row.id, DEFAULT_RETENTION, reason="report-erased")


def _publish(work: Work, report: Report, row: Advisory) -> None:
    row.state, row.published_at = AdvisoryState.PUBLISHED.value, work.now
    report.revision += 1
    work.record(report, verb="published-advisory", facts={"number": row.number})
    work.emit(AdvisoryPublished(report_ref=report.id, number=row.number), case=report)


def _as_json(text: AdvisoryText) -> str:
    parts = {"title": text.title, "what": text.what, "affected": text.affected}
    return json.dumps({name: [part.nl, part.en] for name, part in parts.items()})
