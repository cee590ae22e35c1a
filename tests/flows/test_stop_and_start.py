"""What was entered is there after a stop and a start, and what waited is carried out with the moments that it had."""

from datetime import datetime
from pathlib import Path

from waarborg_shared.events.breach import BreachReported
from waarborg_shared.testing.auth import FakeClock
from waarborg_tests.cast import Cast, invite
from waarborg_tests.deciding import decision, give, withdrawable
from waarborg_tests.people import Partner
from waarborg_tests.product import START, Product, embedded
from waarborg_tests.waiting import until

FOUND = {"what": "Een lijst staat open.", "where": "https://www.voorbeeld.example/", "reporter": "anonymous"}


def started_anew(product: Product, folder: Path, people: dict[str, Cast]) -> dict[str, Cast]:
    """Stop the product, start another on the same folder, and give the same people there."""
    product.stop()
    again = embedded(folder, clock=product.clock, port=product.port).start()
    return {name: Cast(again, name, cast.person, cast.scopes, cast.colleague) for name, cast in people.items()}


def counted(partner: Partner, path: str) -> set[str]:
    """The ids of a list."""
    return {item["id"] for item in partner.ask(path)["items"]}


def test_everything_is_still_there(tmp_path: Path):
    product = embedded(tmp_path).start()
    people = invite(product)
    cast = people["bqr"]
    partner, person, purpose = cast.partner(), cast.person, withdrawable(cast)
    give(partner, person.ref, purpose)
    partner.tell("/disclosure/api/v1/reports/", **FOUND, exposes_personal_data=True)
    session = cast.staff()
    product.settle()
    paths = ("/requests/api/v1/requests/", "/breach/api/v1/breaches/", "/disclosure/api/v1/reports/")
    before = {path: counted(partner, path) for path in paths}
    again = started_anew(product, tmp_path, people)["bqr"]
    partner = again.partner()
    assert {path: counted(partner, path) for path in paths} == before
    assert before["/breach/api/v1/breaches/"]
    assert decision(again, partner, person.ref, purpose).permitted
    session.client.application = again.product.app
    assert session.get("/desk").status_code == 200, "a session lives on the server, and so through a restart"
    assert again.product.broken_timelines() == []
    again.product.stop()


def test_what_was_reported_while_no_worker_ran_counts_from_its_own_moment(tmp_path: Path):
    clock = FakeClock(moment=START)
    product = embedded(tmp_path, clock=clock)
    cast = invite(product)["jtb-care"]
    page = cast.visitor().send("/disclosure/report", **FOUND, exposes_personal_data="true")
    assert page.status_code == 201, page.text
    clock.forward(5 * 3600)
    product.start()
    (opened,) = until(lambda: product.events("breach", "jtb-care", BreachReported), what="the breach")
    case = cast.partner().ask(f"/breach/api/v1/breaches/{opened.event.breach_ref}")
    assert [datetime.fromisoformat(case[name]) for name in ("discovered_at", "aware_at")] == [START, START]
    assert {datetime.fromisoformat(each["started_at"]) for each in case["clocks"]} == {START}
    product.stop()
