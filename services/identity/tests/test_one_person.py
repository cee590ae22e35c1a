"""An organisation of one person can work: no role waits for somebody else, and the record says that nobody looked."""

from dataclasses import replace

import pytest
from sqlalchemy import select

DUTCH = {"headers": {"Accept-Language": "nl"}}


@pytest.fixture
def alone(world, monkeypatch):
    """The world in which one organisation is one person, without accounts for clients, as JTB-Care's plugin says it."""
    rules = world.runtime.rules("jtb")
    said = replace(rules.organisation, one_person=True, person_accounts=False)
    monkeypatch.setitem(vars(rules), "organisation", said)
    return world


def _granted(world, account, organisation):
    with world.work(organisation) as work:
        table = work.plumbing.timeline
        query = select(table.c.facts).where(
            table.c.organisation == organisation, table.c.case_ref == account, table.c.verb == "role-granted"
        )
        return work.session.scalars(query).one()


def test_J8_where_one_person_does_everything_a_role_is_given_and_the_record_says_that_nobody_else_looked(alone):
    account = alone.hire(organisation="jtb")
    assert _granted(alone, account, "jtb") == {"role": "privacy_officer", "second_look": "none-one-person"}
    elsewhere = alone.hire(organisation="bqr")
    assert _granted(alone, elsewhere, "bqr") == {"role": "privacy_officer"}


@pytest.mark.parametrize(
    ("organisation", "language", "said"),
    [
        ("jtb", "nl", "Eén persoon doet hier alles"),
        ("jtb", "en", "One person does everything here"),
        ("bqr", "en", ""),
    ],
)
def test_J8_the_list_of_staff_says_that_one_person_does_everything(alone, organisation, language, said):
    alone.hire(organisation=organisation)
    browser = alone.browser(organisation)
    browser.enter()
    page = browser.get("/identity/staff", headers={"Accept-Language": language}).text
    assert ("One person does everything here" in page or "Eén persoon doet hier alles" in page) is bool(said)
    assert said in page


@pytest.mark.parametrize(("organisation", "says_so"), [("jtb", True), ("bqr", False)])
def test_J12_the_way_in_says_where_there_are_no_accounts_for_clients(alone, organisation, says_so):
    page = alone.browser(organisation).get("/identity/sign-in", **DUTCH).text
    assert ("Wij hebben geen accounts voor cliënten." in page) is says_so
