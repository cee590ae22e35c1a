"""What is written about a report for the public, as anybody may read it, and as both sides see it before that."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from waarborg_disclosure.actions.found import is_fixed, severity_of
from waarborg_disclosure.domain.publishing import AdvisoryState, Side, Standing, is_public
from waarborg_disclosure.models import Advisory, Report
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import SeverityBand, Text
from waarborg_shared.uow import ERASED, Work

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
        reminded_at=row.reminded_at,
        without_reporter=row.agreed_how is not None,
    )


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
    opened = work.unseal_to_show(row.text_sealed, **place_of(row, "text"))
    if opened is ERASED or not isinstance(opened, str):
        return None
    return AdvisoryText(**{name: Text(*both) for name, both in json.loads(opened).items()})


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
    opened = work.unseal_to_show(row.note_sealed, **place_of(row, "note"))
    return opened if opened is ERASED else Text(*json.loads(str(opened)))


def place_of(row: Advisory, column: str) -> Mapping[str, str]:
    """Return where a text of an advisory is sealed: under a key of its own."""
    return {"holder": row.id, "table": _TABLE, "column": column, "row": row.id}
