"""An advisory that anybody may read and a name that is thanked: for tests of every page."""

from datetime import timedelta

from waarborg_disclosure.actions.advisories import AdvisoryText, advisory_of
from waarborg_disclosure.actions.crediting import accept_credit, credit_of, give_credit
from waarborg_disclosure.actions.publishing import write_advisory
from waarborg_disclosure.domain import ReportState, Verdict
from waarborg_disclosure.domain.publishing import AdvisoryState
from waarborg_disclosure.models import Report
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Text
from waarborg_tests.cast import Cast

TEXT = AdvisoryText(
    title=Text("Een verzonnen lek", "An invented leak"),
    what=Text("Verzonnen.", "Invented."),
    affected=Text("De proefwebsite.", "The website of a test."),
)


def advisory_about(cast: Cast, report_id: str) -> str:
    """Return the number of a published advisory about a report, planting it the first time."""
    rules = cast.product.runtimes["disclosure"].rules(cast.organisation)
    with cast.product.work("disclosure", cast.organisation) as work:
        report = work.case(Report, report_id)
        found = advisory_of(work, report)
        if found is not None:
            return found.number
        before = report.state, report.verdict
        report.state, report.verdict = ReportState.ANSWERED.value, Verdict.IN_SCOPE.value
        report.fixed_at = work.now - timedelta(days=2)
        row = write_advisory(work, report, TEXT, cwe="CWE-79", cvss=None)
        row.state, row.proposed_on, row.agreed_at = AdvisoryState.PUBLISHED.value, due_on(work.now), work.now
        if rules.disclosure_policy.credit and credit_of(work, report) is None:
            give_credit(work, report, name="Nora Nachtuil", link="https://nachtuil.example/", keep=False, rules=rules)
            accept_credit(work, report)
        report.state, report.verdict = before
        return row.number
