"""The walk of a new user at both organisations, in a real Chromium, with JavaScript and once more without."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from waarborg_identity.domain import step_at
from waarborg_identity.totp import code_of
from waarborg_tests.deciding import give, withdrawable
from waarborg_tests.product import START
from waarborg_tests.visitors import Place, Visitor
from waarborg_tests.waiting import until

pytestmark = pytest.mark.browser
AMSTERDAM = ZoneInfo("Europe/Amsterdam")
ASKED = "Ik wil graag zien wat u van mij bewaart."


@dataclass(frozen=True)
class Promise:
    """What an organisation promises, as its pages must say it on Monday 2 March 2026 at ten in the morning."""

    handler: str
    responsible: str
    request_due: str
    request_words: tuple[str, ...]
    breach_clocks: tuple[tuple[str, str], ...]
    report_due: str
    report_words: str


# Four weeks from 2 March go over the night of 29 March, when the clock goes forward: still a whole number of days.
PROMISES = {
    "bqr": Promise(
        handler="coordinator",
        responsible="board",
        request_due="maandag 30 maart 2026",
        request_words=("Binnen vier weken", "verzoek"),
        breach_clocks=(
            ("Besluiten over melden", "woensdag 4 maart 2026, 08:00"),
            ("Melden bij de Autoriteit Persoonsgegevens", "woensdag 4 maart 2026, 20:00"),
            ("De mensen om wie het gaat inlichten", "woensdag 4 maart 2026, 20:00"),
            ("Bereikbaar blijven voor overleg", "maandag 2 maart 2026, 20:00"),
        ),
        report_due="woensdag 4 maart 2026",
        report_words="twee werkdagen",
    ),
    "jtb-care": Promise(
        handler="care-lead",
        responsible="care-lead",
        request_due="maandag 16 maart 2026",
        request_words=("klachtenprocedure", "klacht"),
        breach_clocks=(("Melden bij de Autoriteit Persoonsgegevens", "donderdag 5 maart 2026, 09:00"),),
        report_due="zaterdag 7 maart 2026",
        report_words="vijf dagen",
    ),
}


# Both organisations have the same forms and the same script, so that each part of the walk is gone once at each and
# once with JavaScript and without; one half of the parts this way round, the other half that.
WITHOUT_AT_JTB = pytest.mark.parametrize(
    ("place", "javascript"),
    [("bqr", True), ("jtb-care", False)],
    indirect=True,
    ids=["bqr-javascript", "jtb-care-no-javascript"],
)
WITHOUT_AT_BQR = pytest.mark.parametrize(
    ("place", "javascript"),
    [("bqr", False), ("jtb-care", True)],
    indirect=True,
    ids=["bqr-no-javascript", "jtb-care-javascript"],
)


@pytest.fixture
def javascript(request: pytest.FixtureRequest) -> bool:
    """With JavaScript, or without."""
    return bool(request.param)


@pytest.fixture
def promise(place: Place) -> Promise:
    """What this organisation promises."""
    return PROMISES[place.organisation]


@pytest.fixture(autouse=True)
def windows_are_left(place: Place) -> Iterator[None]:
    """No page and no cookie outlives its test."""
    yield
    place.leave_windows()


def seen(who: Visitor, path: str, look: Callable[[str], bool]) -> str:
    """Open a page again and again until it shows what another service has to tell first."""

    def once_more() -> str | None:
        who.open(path)
        return who.words() if look(who.words()) else None

    return str(until(once_more, what=path))


def fill_request(
    who: Visitor, kind: str = "access", *, purpose: str = "", name: str = "Willemijn Proefpersoon"
) -> None:
    """Answer the questions of the form, one a page, as far as the page on which all is looked over."""
    who.open("/requests/new")
    who.choose(kind=kind)
    who.send()
    who.fill(asked=ASKED)
    if purpose:
        who.page.select_option("#field-purpose", purpose)
    who.send()
    who.send()
    who.fill(name=name)
    who.send()
    if name:
        reach_request(who)


def reach_request(who: Visitor) -> None:
    """Answer the last question, and see everything once more."""
    who.choose(reach="post")
    who.fill(reach_at="Verzonnenlaan 1, 9999 ZZ Nergenshuizen")
    who.send()


def file_request(who: Visitor) -> tuple[str, str]:
    """File an access request, and give its number and secret code."""
    fill_request(who)
    who.send()
    number, code = who.codes()
    return number, code


def look_up(who: Visitor, number: str, code: str) -> str:
    """Look a request up, and give what the page says."""
    who.open("/requests/status")
    who.fill(number=number, code=code)
    who.send()
    return who.words()


def post_the_letter(staff: Visitor, case: str, *, text: str) -> None:
    """Open the letter that lies ready about a case, read it, and record that it was posted."""
    seen(staff, case, lambda words: "Er is nog niets verstuurd" in words)
    staff.follow("main a[href*='/deliveries/']")
    assert text in staff.words() and "Willemijn Proefpersoon" in staff.words()
    staff.follow("main a.wb-back")
    staff.follow("form[action$='/delivered'] button[type=submit]")
    assert "Er is nog niets verstuurd" not in staff.words()


def test_the_walk_begins_on_a_monday_morning() -> None:
    assert START.astimezone(AMSTERDAM) == datetime(2026, 3, 2, 10, 0, tzinfo=AMSTERDAM)


@WITHOUT_AT_JTB
def test_J11_B17_a_request_shows_its_date_and_is_looked_up(place: Place, promise: Promise, javascript: bool) -> None:
    who = place.visitor(javascript=javascript)
    who.open("/")
    who.follow("text=Vraag over mijn gegevens")
    number, code = file_request(who)
    assert f"Antwoord uiterlijk op {promise.request_due}" in who.words()
    assert all(each in who.words() for each in promise.request_words)
    who.follow("text=Bekijken hoe het ermee staat")
    who.fill(number=number, code=code)
    who.send()
    assert number in who.page.inner_text("h1") and promise.request_due in who.words()
    assert "Ontvangen" in who.words() and ASKED not in who.words()
    assert who.context.cookies() == []


@WITHOUT_AT_BQR
def test_staff_see_a_request_on_the_desk_identify_and_answer_it(
    place: Place, promise: Promise, javascript: bool
) -> None:
    somebody = place.visitor(javascript=javascript)
    number, code = file_request(somebody)
    staff = place.staff(promise.handler, javascript=javascript)
    assert promise.request_due in staff.words()
    staff.follow(f"main a:has-text('{number}')")
    assert ASKED in staff.words()
    staff.choose(how="at_the_desk")
    staff.send("input[name=how]")
    assert "Aan de balie, met een identiteitsbewijs" in staff.words()
    for folded in ("#part-answer", "#part-answer details:has(> summary #answer)"):
        summary = staff.page.locator(f"{folded}:not([open]) > summary")
        if summary.count():
            summary.click()
    staff.choose(outcome="refused")
    staff.page.select_option("form[action$='/answer'] [name=ground]", "excessive")
    staff.page.fill("form[action$='/answer'] [name=text]", "Wij geven u hiervan geen overzicht.")
    staff.send("input[name=outcome]")
    assert "Geweigerd" in staff.words() and "op tijd gedaan" in staff.words()
    post_the_letter(staff, urlsplit(staff.page.url).path, text="Wij geven u hiervan geen overzicht.")
    staff.open("/desk")
    assert number not in staff.words()
    assert "Beantwoord op maandag 2 maart 2026" in look_up(somebody, number, code)


@WITHOUT_AT_BQR
def test_B24_a_breach_is_reported_and_decided_with_the_clocks_of_the_organisation(
    place: Place, promise: Promise, javascript: bool
) -> None:
    board = place.staff(promise.responsible, javascript=javascript)
    board.follow("text=Een datalek melden")
    board.fill(summary="Een laptop is gestolen uit een auto.")
    board.page.click("details:has(#field-aware_at) > summary")
    board.fill(discovered_at="2026-03-01T20:00", aware_at="2026-03-02T09:00")
    board.send("#field-summary")
    shown = {
        row.locator(".wb-clock__label").inner_text(): row.locator(".wb-clock__due").inner_text()
        for row in board.page.locator(".wb-clock").all()
    }
    assert list(shown) == [name for name, _ in promise.breach_clocks]
    for name, due in promise.breach_clocks:
        assert shown[name].startswith(f"Uiterlijk {due}"), (name, shown[name])
    board.choose(notify_authority="yes", inform_persons="no")
    board.page.select_option("form[action*='/decide'] [name=exception]", "unintelligible")
    board.page.check("form[action*='/decide'] [name=confirmed]")
    board.page.fill("form[action*='/decide'] [name=reason]", "De schijf is versleuteld.")
    board.send("input[name=notify_authority]")
    assert "moet nog gemeld worden" in board.words() and "worden niet ingelicht" in board.words()
    number = board.page.inner_text("h1").split()[-1]
    board.open("/breach/")
    assert number in board.words() and "besloten" in board.words()


def report(who: Visitor, *, exposed: bool = False) -> str:
    """Report a vulnerability without an account, and give the receipt."""
    who.open("/disclosure/report")
    who.fill(what="De zoekpagina voert opmaak uit.", where="https://www.voorbeeld.example/zoek")
    who.choose(reporter="anonymous")
    if exposed:
        who.page.check("#field-exposes_personal_data")
    who.send()
    return who.codes()[0]


@WITHOUT_AT_BQR
def test_J14_B22_a_vulnerability_is_reported_without_an_account_and_its_mailbox_opened(
    place: Place, promise: Promise, javascript: bool
) -> None:
    who = place.visitor(javascript=javascript)
    who.open("/")
    who.follow("text=Een kwetsbaarheid melden")
    assert promise.report_words in who.words() and "meteen een ontvangstbewijs" in who.words()
    receipt = report(who)
    assert f"Antwoord uiterlijk op {promise.report_due}" in who.words()
    who.follow("text=Naar het postvak")
    who.fill(receipt=receipt)
    who.send()
    assert promise.report_due in who.words()
    who.fill(text="Het werkt ook op de voorpagina.")
    who.send("#field-text")
    who.follow("main button")
    assert "Het werkt ook op de voorpagina." in who.words()
    assert who.context.cookies() == []


@WITHOUT_AT_JTB
def test_exposed_personal_data_appear_as_a_breach_on_the_desk(place: Place, promise: Promise, javascript: bool) -> None:
    staff = place.staff(promise.responsible, javascript=javascript)
    before = staff.words().count("Datalek")
    report(place.visitor(javascript=javascript), exposed=True)
    seen(staff, "/desk", lambda words: words.count("Datalek") == before + 1)


def set_code_app_up(who: Visitor) -> None:
    """Do what a person is asked who came by a letter alone: set a code app up, keep the codes, and go on."""
    assert "Nog één bewijs" in who.words()
    who.follow("text=Tweede bewijs geven")
    who.follow("main a:has-text('Een code-app')")
    (secret,) = who.codes()
    who.fill(totp=code_of(secret.replace(" ", ""), step_at(who.product.clock.now())))
    who.send("#field-totp")
    assert len(who.codes()) == 10
    who.follow("main .wb-actions a")
    assert who.page.url == who.origin + "/consent/"


@WITHOUT_AT_JTB
def test_a_person_gives_a_consent_and_withdraws_it(place: Place, javascript: bool) -> None:
    person = place.cast.another_person(f"Z-4{int(javascript)}01", name="Noor Nergens")
    who = place.visitor(javascript=javascript)
    who.open("/")
    who.follow("text=Mijn toestemmingen")
    who.follow("main a:has-text('Inloggen')")
    who.fill(number=person.letter, code=person.code)
    who.send("#field-code")
    if place.organisation == "bqr":
        set_code_app_up(who)
    purpose = f"section:has(input[value={withdrawable(place.cast)}])"
    assert "Niet gegeven" in who.page.inner_text(purpose)
    who.follow(f"{purpose} form[action$='/give'] button >> nth=0")
    assert "sinds maandag 2 maart 2026" in who.page.inner_text(purpose)
    who.follow(f"{purpose} form[action$='/withdraw'] button >> nth=0")
    assert "Ingetrokken" in who.page.inner_text(purpose)


@WITHOUT_AT_BQR
def test_a_withdrawal_asked_for_in_a_request_is_answered_by_the_fact(place: Place, javascript: bool) -> None:
    person = place.cast.another_person(f"Z-4{int(javascript)}02", name="Noor Nergens")
    purpose = withdrawable(place.cast)
    give(place.cast.partner(), person.ref, purpose)
    who = place.visitor(javascript=javascript).sign_in_by_letter(person.letter, person.code)
    fill_request(who, kind="withdrawal", purpose=purpose)
    who.send()
    number, code = who.codes()
    until(lambda: "Beantwoord op" in look_up(who, number, code), what="the answer")
    who.open("/consent/")
    assert "Ingetrokken" in who.page.inner_text(f"section:has(input[value={purpose}])")


@WITHOUT_AT_JTB
def test_a_wrong_code_is_told_and_the_number_stays(place: Place, javascript: bool) -> None:
    who = place.visitor(javascript=javascript)
    number, _ = file_request(who)
    assert "horen niet bij elkaar" in look_up(who, number, "AAAA-AAAA-AAAA-AAAA")
    assert who.page.input_value("#field-number") == number
    expect(who.page.locator(".wb-error-summary")).to_be_focused()


@WITHOUT_AT_BQR
def test_a_missing_field_is_named_and_what_was_typed_stays(place: Place, javascript: bool) -> None:
    who = place.visitor(javascript=javascript)
    fill_request(who, name="")
    expect(who.page.locator(".wb-error-summary")).to_be_focused()
    who.page.click(".wb-error-summary a[href='#field-name']")
    expect(who.page.locator("#field-name")).to_be_focused()
    who.fill(name="Willemijn Proefpersoon")
    who.send()
    reach_request(who)
    assert ASKED in who.words() and "Inzage in mijn gegevens" in who.words()
    who.send()
    assert len(who.codes()) == 2


@WITHOUT_AT_JTB
def test_a_form_sent_twice_counts_once(place: Place, javascript: bool) -> None:
    partner, who = place.cast.partner(), place.visitor(javascript=javascript)
    before = len(partner.ask("/requests/api/v1/requests/", limit="100")["items"])
    fill_request(who)
    who.page.dblclick("main form button[type=submit]")
    who.page.wait_for_selector(".wb-code")
    number, code = who.codes()
    assert number in look_up(who, number, code)
    assert len(partner.ask("/requests/api/v1/requests/", limit="100")["items"]) == before + 1
