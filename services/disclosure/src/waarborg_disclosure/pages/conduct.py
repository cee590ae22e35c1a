"""Good faith on the page of a report and in its mailbox: findings, what two decided, and handing data over."""

from collections.abc import Mapping
from typing import Any

from waarborg_disclosure.actions import conduct
from waarborg_disclosure.actions.found import verdict_of
from waarborg_disclosure.actions.sealing import reachable
from waarborg_disclosure.domain.conduct import Conduct, Ground
from waarborg_disclosure.models import Report
from waarborg_disclosure.pages.sections import Section
from waarborg_disclosure.pages.steps import Step, plain
from waarborg_disclosure.schemas.conduct import DecideForm, DropForm, FindingForm, HandOverForm
from waarborg_disclosure.texts.thanking import CONDUCTS, GROUNDS, LOOKED
from waarborg_shared.hooks import Rules
from waarborg_shared.second_look import Looked
from waarborg_shared.uow import Work
from waarborg_shared.web import current
from waarborg_shared.web.i18n import in_language as said


def _case(work: Work, report: Report, rules: Rules) -> Mapping[str, Any]:
    rows = conduct.findings(work, report)
    waiting = conduct.waiting(rows)
    stands = conduct.stands(work, report)
    handed = conduct.opened_handings_over(work, report)
    grounds = [ground for ground in Ground if ground is Ground.LAW or not stands]
    return {
        "findings": [_finding(each) for each in conduct.opened_findings(work, report)],
        "stands": stands,
        "decided": conduct.decided(rows),
        "waiting": waiting,
        "own": waiting is not None and waiting.proposed_by == current.actor.ref,
        "one_person": rules.organisation.one_person,
        "promise": rules.disclosure_policy.good_faith,
        "conducts": [(each.value, said(CONDUCTS[each])) for each in Conduct],
        "grounds": [(each.value, said(GROUNDS[each])) for each in grounds],
        "handed": [(said(GROUNDS[Ground(each.row.ground)]), each) for each in handed],
        "known": (report.name_sealed is not None or reachable(work, report)) and report.erased_at is None,
    }


def _finding(each: conduct.OpenedFinding) -> dict[str, Any]:
    row = each.row
    return {
        "opened": each,
        "row": row,
        "found": said(CONDUCTS[Conduct(row.found)]),
        "looked": said(LOOKED[Looked(row.looked_how)]) if row.looked_how else "",
    }


def _mailbox(work: Work, report: Report, rules: Rules) -> Mapping[str, Any] | None:
    """Say that the promise stands, or that it was withheld and why; a finding that nobody decided shows nowhere."""
    newest = conduct.decided(conduct.findings(work, report))
    promise = rules.disclosure_policy.good_faith
    if newest is None and (promise is None or verdict_of(report) is None):
        return None
    opened = next((each for each in conduct.opened_findings(work, report) if each.row is newest), None)
    return {
        "stands": conduct.stands(work, report),
        "promise": promise,
        "decided": newest,
        "reason": opened.reason if opened is not None else None,
    }


SECTION = Section("conduct", "disclosure/conduct/case.html", _case)
MAILBOX_SECTION = Section("conduct", "disclosure/conduct/mailbox.html", _mailbox)
STEPS: Mapping[str, Step] = {
    "conduct": Step(
        plain(FindingForm),
        lambda work, row, typed, _rules: conduct.propose_finding(
            work, row, typed["conduct"], evidence=typed["conduct_evidence"], reason=typed["conduct_reason"]
        ),
    ),
    "conduct-decide": Step(
        plain(DecideForm),
        lambda work, row, typed, rules: conduct.decide_finding(
            work, row, outsider=typed["conduct_outsider"], rules=rules
        ),
    ),
    "conduct-drop": Step(
        plain(DropForm), lambda work, row, typed, _rules: conduct.drop_finding(work, row, why=typed["drop_why"])
    ),
    "hand-over": Step(
        plain(HandOverForm),
        lambda work, row, typed, _rules: conduct.hand_over(
            work,
            row,
            typed["ground"],
            to_whom=typed["handed_to"],
            why=typed["handed_why"],
            on=typed["handed_on"],
            told=typed["handed_told"],
        ),
    ),
}
