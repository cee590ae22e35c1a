"""What staff find out about a report beside the answer: which was the first, how severe, what kind, and whose it is."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from waarborg_disclosure.actions.scoring import score
from waarborg_disclosure.actions.sealing import seal_filled
from waarborg_disclosure.domain.answering import Answer, NotTheFirst, known_before
from waarborg_disclosure.domain.scoring import Version, spell_vector
from waarborg_disclosure.domain.severity import ClientSafety, HealthData, severity
from waarborg_disclosure.models import Report
from waarborg_shared.uow import Work


def first_of(work: Work, report: Report, number: str | None) -> Report | None:
    """Return the report that a duplicate names by its number: the first of them all, where that is a duplicate too.

    Raises:
        NotTheFirst: there is none of that number, or it is this report itself.
    """
    if number is None:
        return None
    plain = number.strip().upper()
    of_number = Report.organisation == work.organisation, Report.number == plain
    named = work.session.scalars(select(Report).where(*of_number)).one_or_none()
    first = work.session.get(Report, (work.organisation, named.duplicate_of)) if named and named.duplicate_of else named
    if first is None or first.id == report.id:
        raise NotTheFirst(number[:32])
    return first


def known_of(report: Report, answer: Answer, first: Report | None) -> bool | None:
    """Return whether we knew of what a report says, by the answer, and of a duplicate by the first of the same."""
    if first is None:
        return answer.known
    answered = first.answered_at is not None and first.answered_at <= report.received_at
    return known_before(answer.known, first_known=first.known, first_answered=answered)


def tell_duplicates(work: Work, first: Report, was_known: bool | None) -> None:
    """Let what is now true of the first be true of the duplicates that followed it; the others stay as they are."""
    for report_id, _ in duplicates_of(work, first):
        later = work.case(Report, report_id)
        answered = first.answered_at is not None and first.answered_at <= later.received_at
        if not answered and later.known == was_known and later.erased_at is None:
            later.known = first.known
            later.revision += 1
            work.record(later, verb="known-as-first", facts={"known": first.known})


def number_of(work: Work, report_id: str | None) -> str | None:
    """Return the number of another report of this organisation."""
    found = work.session.get(Report, (work.organisation, report_id)) if report_id else None
    return found.number if found is not None else None


def duplicates_of(work: Work, report: Report) -> list[tuple[str, str]]:
    """Return the reports that say the same and came later: id and number."""
    mine = Report.organisation == work.organisation, Report.duplicate_of == report.id
    return [(row.id, row.number) for row in work.session.scalars(select(Report).where(*mine).order_by(Report.number))]


def rate_by_vector(work: Work, report: Report, vector: str) -> None:
    """Keep a CVSS vector with its score, and what follows for how severe it is. Raises BadVector."""
    scored = score(vector)
    report.cvss_vector, report.cvss_tenths = scored.vector, scored.tenths
    _settle(report)
    report.revision += 1
    work.record(report, verb="rated", facts={"severity": report.severity})


def rate_by_answers(work: Work, report: Report, version: Version, chosen: Mapping[str, str]) -> None:
    """Keep the score that the answers to the questions of CVSS come to."""
    rate_by_vector(work, report, spell_vector(version, chosen))


def weigh_for_care(work: Work, report: Report, safety: ClientSafety, health: HealthData) -> None:
    """Keep what it means for people who get care, beside the score."""
    report.client_safety, report.health_data = safety.value, health.value
    _settle(report)
    report.revision += 1
    work.record(report, verb="rated", facts={"severity": report.severity})


def describe(work: Work, report: Report, *, cwe: int | None, system: str | None) -> None:
    """Keep what kind of weak spot it is and in which system."""
    report.cwe = cwe
    report.system_sealed = seal_filled(work, report, "system", system)
    report.revision += 1
    facts: dict[str, Any] = {"cwe": cwe} if cwe is not None else {}
    work.record(report, verb="described", facts=facts)


def give_to(work: Work, report: Report, owner_ref: str) -> None:
    """Make somebody the owner of a report. The caller has checked that it is a colleague."""
    report.owner_ref = owner_ref
    report.revision += 1
    work.record(report, verb="given-to", facts={"owner": owner_ref})


def _settle(report: Report) -> None:
    safety = ClientSafety(report.client_safety) if report.client_safety else None
    health = HealthData(report.health_data) if report.health_data else None
    found = severity(report.cvss_tenths, safety, health)
    report.severity = found.value if found is not None else None
