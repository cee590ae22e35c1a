"""A vulnerability report that says that personal data are exposed opens one breach case, known from that moment."""

from datetime import datetime, timedelta

from waarborg_shared.events.breach import BreachReported
from waarborg_shared.events.disclosure import PersonalDataExposed
from waarborg_shared.worker import desk_of
from waarborg_tests.cast import Cast
from waarborg_tests.people import Partner
from waarborg_tests.product import Product
from waarborg_tests.waiting import until

FOUND = {
    "what": "Een lijst met dossiers staat open.",
    "where": "https://www.voorbeeld.example/dossiers/",
    "how": "Open het adres.",
    "reporter": "pseudonym",
    "name": "nachtuil",
}


def report(partner: Partner, *, exposed: bool = True) -> str:
    """Report a vulnerability, and give the report's id."""
    told = partner.tell("/disclosure/api/v1/reports/", **FOUND, exposes_personal_data=exposed)
    return str(told["id"])


def with_breach(partner: Partner, report_id: str) -> dict[str, str]:
    """The report, once the number of its breach came back to it."""

    def look() -> dict[str, str] | None:
        shown = partner.ask(f"/disclosure/api/v1/reports/{report_id}")
        return shown if shown["breach_number"] else None

    return until(look, what="the breach's number")


def test_a_breach_is_known_from_the_moment_of_the_report_and_its_number_comes_back(cast: Cast, product: Product):
    partner, received_at = cast.partner(), product.clock.now()
    report_id = report(partner)
    shown = with_breach(partner, report_id)
    case = partner.ask(f"/breach/api/v1/breaches/{shown['breach_ref']}")
    assert case["number"] == shown["breach_number"]
    assert case["origin"] == "disclosure"
    assert [datetime.fromisoformat(case[name]) for name in ("discovered_at", "aware_at")] == [received_at] * 2
    assert {datetime.fromisoformat(clock["started_at"]) for clock in case["clocks"]} == {received_at}
    due = {datetime.fromisoformat(clock["due_at"]) for clock in case["clocks"]}
    assert received_at + timedelta(hours=72) in due


def test_the_board_sees_the_case_on_its_desk_with_its_clocks(cast: Cast, product: Product):
    partner = cast.partner()
    number = with_breach(partner, report(partner))["breach_number"]
    assert number in cast.staff().get("/desk").text


def test_a_report_from_the_public_page_does_the_same(cast: Cast, product: Product):
    before = len(product.events("breach", cast.organisation, BreachReported))
    page = cast.visitor().send("/disclosure/report", **FOUND, exposes_personal_data="true")
    assert page.status_code == 201, page.text
    until(lambda: len(product.events("breach", cast.organisation, BreachReported)) == before + 1)


def test_a_report_without_exposure_opens_nothing(cast: Cast, product: Product):
    partner = cast.partner()
    quiet = report(partner, exposed=False)
    with_breach(partner, report(partner))
    told = product.events("disclosure", cast.organisation, PersonalDataExposed)
    assert quiet not in {each.event.report_ref for each in told}
    assert partner.ask(f"/disclosure/api/v1/reports/{quiet}")["breach_ref"] is None


def test_an_exposure_that_is_told_twice_opens_one_case(cast: Cast, product: Product):
    partner, disclosure = cast.partner(), product.runtimes["disclosure"]
    since = product.clock.now() - timedelta(days=1)
    with_breach(partner, report(partner))
    product.settle()
    assert desk_of(disclosure).send_again([PersonalDataExposed.type], since=since) > 0
    disclosure.uow.wake()
    with_breach(partner, report(partner))  # it stands behind the ones that are sent again, on the same queue
    product.settle()
    reports = [e.event.report_ref for e in product.events("disclosure", cast.organisation, PersonalDataExposed)]
    opened = [e.event.origin_ref for e in product.events("breach", cast.organisation, BreachReported)]
    assert sorted(opened) == sorted(reports)
    assert len(set(opened)) == len(opened)
    assert product.broken_timelines() == []
