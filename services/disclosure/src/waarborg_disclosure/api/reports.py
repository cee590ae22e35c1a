"""Disclosure for programs: report a vulnerability, list and read reports, answer one, and the staff desk's part."""

from collections.abc import Mapping
from typing import Any

from flask import current_app, url_for

from waarborg_disclosure import actions, shown
from waarborg_disclosure.actions import conduct, promises, retention, rewarding
from waarborg_disclosure.actions.advisories import advisory_of
from waarborg_disclosure.api.blueprint import ASSESS, READ, REPORT, api
from waarborg_disclosure.domain import Answer
from waarborg_disclosure.models import Report
from waarborg_disclosure.receipts import receipts_of
from waarborg_disclosure.schemas import (
    AssessmentSchema,
    OneReportSchema,
    QuerySchema,
    ReceivedSchema,
    ReportSchema,
    ReportSentSchema,
    ReportsSchema,
)
from waarborg_shared.auth import ActorKind, require_duty, require_right
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current, etag_of, require_match
from waarborg_shared.web.desk import MOST_ITEMS, DeskSchema, desk_response
from waarborg_shared.web.security import body_limit

LARGEST_REPORT = 14_000_000
"""So many bytes take files of 10 MB together in base64, with the words."""


@api.route("/reports/", methods=["POST"])
@body_limit(LARGEST_REPORT)
@api.arguments(ReportSentSchema)
@api.response(201, ReceivedSchema)
@api.secured(REPORT)
def receive_report(command: actions.NewReport) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Report a vulnerability for somebody, with files. The answer holds the number and, this once, the receipt.

    Metadata are taken out of pictures (JPEG, PNG, WebP); other files stay as they were sent.
    """
    require_right(current.actor, duty=Duty.DISCLOSURE_ASSESS, scope=REPORT)
    receipt = receipts_of(current_app).make(current.organisation)
    with current.begin() as work:
        received = actions.receive_report(work, command, rules=current.rules, receipt=receipt)
    given = shown.received(received)  # after the commit: whoever holds a number makes all others wait
    headers = {"Location": url_for("api.read", report_id=given["id"]), "ETag": etag_of(given["revision"])}
    return given, 201, headers


@api.route("/reports/", methods=["GET"])
@api.arguments(QuerySchema, location="query")
@api.response(200, ReportsSchema)
@api.secured(READ)
def list_reports(query: Mapping[str, Any]) -> dict[str, Any]:
    """List reports in one state: those that wait for an answer by when it is due, others by the newest answer."""
    require_right(current.actor, duty=Duty.DISCLOSURE_READ, scope=READ)
    with current.read() as work:
        listed = actions.list_reports(work, state=query["state"], after=query["cursor"], limit=query["limit"] + 1)
    part = shown.part(listed, query["limit"])
    return {"items": [shown.in_codes(each.report, each.clocks) for each in part.items], "next": part.next or None}


@api.route("/reports/<report_id>", methods=["GET"])
@api.response(200, OneReportSchema)
@api.secured(READ)
def read(report_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Read a report with what was written; that you looked is on its timeline."""
    require_right(current.actor, duty=Duty.DISCLOSURE_READ, scope=READ)
    with current.begin() as work:
        report, opened = actions.read_report(work, report_id)
        to_staff = current.actor.kind is ActorKind.STAFF
        words = shown.in_words(opened, actions.messages_of(work, report), to_staff=to_staff)
        promised = shown.in_promises(promises.promises_of(work, report))
        course = shown.in_course(
            rewarding.reward_of(work, report),
            advisory_of(work, report),
            conduct.findings(work, report),
            retention.kept(work, report, current.rules),
            report,
        )
        given = shown.in_codes(report, work.clocks.of(report)) | {"words": words, "promises": promised} | course
    return given, 200, {"ETag": etag_of(report.revision)}


@api.route("/reports/<report_id>/assessment", methods=["POST"])
@api.arguments(AssessmentSchema)
@api.response(200, ReportSchema)
@api.secured(ASSESS)
@api.versioned()
def assess(given: Answer, report_id: str) -> tuple[dict[str, Any], int, dict[str, str]]:
    """Answer the reporter; name the version that you saw in If-Match. The first answer stops its clock."""
    require_duty(current.actor, Duty.DISCLOSURE_ASSESS, scope=ASSESS)
    with current.begin() as work:
        seen = work.case(Report, report_id)
        require_match(seen.revision)
        actions.assess_report(work, seen, given, rules=current.rules)
        assessed = shown.in_codes(seen, work.clocks.of(seen))
    return assessed, 200, {"ETag": etag_of(seen.revision)}


@api.route("/desk", methods=["GET"])
@api.response(200, DeskSchema)
@api.secured()
def desk() -> dict[str, Any]:
    """Give the staff desk the open reports with their clocks, most urgent first.

    Who deals with complaints gets those that were passed on and in which there is something new.
    """
    duties = current.actor.duties
    if Duty.COMPLAINTS_ANSWER in duties and Duty.DISCLOSURE_READ not in duties:
        require_duty(current.actor, Duty.COMPLAINTS_ANSWER)
        with current.read() as work:
            listed, total = actions.complaints(work, limit=MOST_ITEMS), actions.count_complaints(work)
        return desk_response(shown.desk_items(listed, at="complaints"), total=total)
    require_duty(current.actor, Duty.DISCLOSURE_READ)
    with current.read() as work:
        listed, total = actions.open_reports(work, limit=MOST_ITEMS), actions.count_open(work)
    return desk_response(shown.desk_items(listed), total=total)
