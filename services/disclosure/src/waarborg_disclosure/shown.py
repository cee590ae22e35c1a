"""Reports as the edges give them: rows and clocks turned into plain values for the API and the desk."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from waarborg_disclosure.actions import Letter, Listed, Opened, Received, place_of
from waarborg_disclosure.actions.promises import Missed, Promised
from waarborg_disclosure.actions.retention import Kept
from waarborg_disclosure.domain import Reporter, ReportState, Verdict
from waarborg_disclosure.domain.conduct import Conduct
from waarborg_disclosure.domain.fixing import ComplaintLeave, Retest, Wiped
from waarborg_disclosure.domain.promises import WAITS_FOR_REPORTER
from waarborg_disclosure.domain.publishing import AdvisoryState, Side
from waarborg_disclosure.domain.severity import ClientSafety, HealthData, Severity
from waarborg_disclosure.domain.thanking import Mark, RewardState
from waarborg_disclosure.models import Advisory, Finding, Report, Reward
from waarborg_disclosure.texts import REPORT, STATES, clock_name
from waarborg_shared.clocks import Clock, due_on
from waarborg_shared.second_look import Looked
from waarborg_shared.web.cursors import Part, part_of
from waarborg_shared.web.desk import DeskItem
from waarborg_shared.web.erased import with_erased

SERVICE = "disclosure"


def in_codes(report: Report, clocks: Sequence[Clock]) -> dict[str, Any]:
    """Return a report in codes and clocks: nothing that anybody wrote."""
    return {
        "id": report.id,
        "revision": report.revision,
        "number": report.number,
        "state": ReportState(report.state),
        "reporter": Reporter(report.reporter),
        "received_at": report.received_at,
        "due_at": report.due_at,
        "due_on": due_on(report.due_at),
        "exposes_personal_data": report.exposes_personal_data,
        "breach_ref": report.breach_ref,
        "breach_number": report.breach_number,
        "verdict": Verdict(report.verdict) if report.verdict else None,
        "redirect": report.redirect,
        "fix_on": report.fix_on,
        "answered_at": report.answered_at,
        "closed_at": report.closed_at,
        "unread_since": report.unread_since,
        **_course(report),
        "clocks": [_clock(clock) for clock in clocks],
    }


def _course(report: Report) -> dict[str, Any]:
    tenths = report.cvss_tenths
    return {
        "duplicate_of": report.duplicate_of,
        "known": report.known,
        "severity": Severity(report.severity) if report.severity else None,
        "cvss_vector": report.cvss_vector,
        "cvss_score": tenths / 10 if tenths is not None else None,
        "cwe": report.cwe,
        "client_safety": ClientSafety(report.client_safety) if report.client_safety else None,
        "health_data": HealthData(report.health_data) if report.health_data else None,
        "owner_ref": report.owner_ref,
        "fixed_at": report.fixed_at,
        "retest": Retest(report.retest) if report.retest else None,
        "wiped": Wiped(report.wiped) if report.wiped else None,
        "complaint": ComplaintLeave(report.complaint) if report.complaint else None,
        "request_ref": report.request_ref,
        "request_number": report.request_number,
        "reopened_at": report.reopened_at,
    }


def in_promises(promised: Iterable[Promised]) -> list[dict[str, Any]]:
    """Return promises in codes and moments, without the reasons that were written."""
    names = ("name", "source", "made_at", "due_at", "met_at", "standing")
    return [{name: getattr(each, name) for name in names} for each in promised]


def in_course(
    reward: Reward | None, advisory: Advisory | None, findings: Iterable[Finding], kept: Kept, report: Report
) -> dict[str, Any]:
    """Return how thanks, publication, good faith and keeping of a report stand, in codes and moments."""
    return {
        "reward": _coded(reward, _REWARD) if reward is not None else None,
        "advisory": _coded(advisory, _ADVISORY) if advisory is not None else None,
        "conduct": [_coded(each, _FINDING) for each in findings],
        "kept": {
            "rule": report.erased_rule or kept.terms.rule,
            "source": kept.terms.source,
            "reporter_until": kept.until.reporter if kept.until is not None else None,
            "report_until": kept.until.report if kept.until is not None else None,
            **{name: getattr(report, name) for name in ("hold_until", "reporter_erased_at", "erased_at")},
        },
    }


def _coded(row: object, names: Mapping[str, Callable[[Any], Any] | None]) -> dict[str, Any]:
    """Return columns of a row by name, each read as its code where it has one."""
    given = {name: getattr(row, name) for name in names}
    return {
        name: read(given[name]) if read and given[name] is not None else given[name] for name, read in names.items()
    }


def _marks(codes: Iterable[str]) -> list[Mark]:
    return [Mark(code) for code in codes]


_REWARD: Mapping[str, Callable[[Any], Any] | None] = {
    "state": RewardState,
    "severity": Severity,
    "marks": _marks,
    **dict.fromkeys(("cents", "proposed_at", "proposed_by", "looked_at", "paid_on")),
    "looked_how": Looked,
}
_ADVISORY: Mapping[str, Callable[[Any], Any] | None] = {
    "state": AdvisoryState,
    "proposed_by": Side,
    "agreed_how": Looked,
    **dict.fromkeys(
        ("number", "proposed_on", "agreed_at", "reminded_at", "silence_at", "published_at", "withdrawn_at")
    ),
}
_FINDING: Mapping[str, Callable[[Any], Any] | None] = {
    "found": Conduct,
    "looked_how": Looked,
    **dict.fromkeys(("proposed_at", "proposed_by", "decided_at", "dropped_at")),
}


def missed(found: Iterable[Missed], *, lang: str) -> list[dict[str, Any]]:
    """Return promises that were not kept, as the template ``disclosure/course/missed.html`` shows them."""
    return [
        {
            "report_id": each.report_id,
            "number": each.number,
            "label": clock_name(each.name).to(lang),
            "due_at": each.due_at,
            "met_at": each.met_at,
        }
        for each in found
    ]


def received(given: Received) -> dict[str, Any]:
    """Return what the one who reports gets back."""
    return in_codes(given.report, given.clocks) | {"receipt": given.receipt}


def in_words(opened: Opened, letters: Iterable[Letter], *, to_staff: bool) -> dict[str, Any]:
    """Return what was written; who reported is left out for whoever is not staff (B22: shared with nobody else)."""
    texts = {
        "what": opened.what,
        "where": opened.where,
        "how": opened.how,
        "name": opened.name if to_staff else None,
        "contact": opened.contact if to_staff else None,
    }
    return {**with_erased(texts), "messages": [_message(each) for each in letters]}


def _message(letter: Letter) -> dict[str, Any]:
    codes = {"at": letter.at, "from_reporter": letter.from_reporter, "kind": letter.kind, "day": letter.day}
    return {**codes, **with_erased({"text": letter.text})}


def part(listed: Sequence[Listed], limit: int) -> Part[Listed]:
    """Return the part of a list that was read with one row more than ``limit``."""

    def where(each: Listed) -> tuple[str, str]:
        moment, reference = place_of(each.report)
        return moment.isoformat(), reference

    return part_of(listed, limit, where)


def desk_items(listed: Iterable[Listed], *, at: str = "reports") -> Iterator[DeskItem]:
    """Return open reports as the staff desk shows them; ``at`` is where this member of staff reads them."""
    for each in listed:
        report = each.report
        yield DeskItem(
            service=SERVICE,
            ref=report.id,
            number=report.number,
            title=REPORT,
            state=report.state,
            state_text=STATES[ReportState(report.state)],
            url=f"/disclosure/{at}/{report.id}",
            clocks=tuple((clock_name(clock.name), clock) for clock in ours(each.clocks)),
        )


def ours(clocks: Iterable[Clock]) -> list[Clock]:
    """Return the clocks that run and that we can be late with: not those of the reporter's turn."""
    return [clock for clock in clocks if clock.stopped_at is None and clock.name not in WAITS_FOR_REPORTER]


def _clock(clock: Clock) -> dict[str, Any]:
    return {
        "name": clock.name,
        "source": clock.source,
        "started_at": clock.started_at,
        "due_at": clock.due_at,
        "due_on": clock.due_on,
        "paused": clock.paused_at is not None,
        "stopped_at": clock.stopped_at,
    }
