"""With the keyboard alone: the skip link, the way through the main form, and where the focus is."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from waarborg_tests.second_factors import recovery_code
from waarborg_tests.visitors import Place

pytestmark = pytest.mark.browser
FOCUSED = (
    "(({outlineStyle, outlineWidth}) => outlineStyle + ' ' + outlineWidth)(getComputedStyle(document.activeElement))"
)


@pytest.fixture(autouse=True)
def windows_are_left(place: Place) -> Iterator[None]:
    """No page and no cookie outlives its test."""
    yield
    place.leave_windows()


def tab_to(page: Page, selector: str, *, most: int = 40) -> None:
    """Press Tab until something has the focus; on the way every stop is visible and shows that it has it."""
    for _ in range(most):
        page.keyboard.press("Tab")
        assert page.evaluate(FOCUSED) == "solid 3px", page.evaluate("document.activeElement.outerHTML")
        box = page.evaluate("document.activeElement.getBoundingClientRect().height")
        assert box > 0, page.evaluate("document.activeElement.outerHTML")
        if page.locator(selector).evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{selector} is not reached by Tab")


def test_the_skip_link_is_the_first_stop_and_leads_to_the_content(place: Place) -> None:
    page = place.visitor().open("/requests/new")
    page.keyboard.press("Tab")
    expect(page.locator(".nl-skip-link")).to_be_focused()
    box = page.locator(".nl-skip-link").bounding_box()
    assert box is not None and box["y"] >= 0 and box["height"] >= 24
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def onward(page: Page, to: str) -> None:
    """Go on to the page of the next question, which holds ``to``."""
    tab_to(page, "main form button[value=next]")
    page.keyboard.press("Enter")
    page.wait_for_selector(to)


def test_a_request_is_filed_without_a_mouse(place: Place) -> None:
    who = place.visitor()
    page = who.open("/requests/new")
    tab_to(page, "#field-kind")
    page.keyboard.press("Space")
    onward(page, "#field-asked")
    tab_to(page, "#field-asked")
    page.keyboard.type("Wat weet u van mij?")
    onward(page, "#field-on_behalf_of")
    onward(page, "#field-name")
    tab_to(page, "#field-name")
    page.keyboard.type("Willemijn Proefpersoon")
    onward(page, "#field-reach")
    tab_to(page, "#field-reach")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowDown")
    tab_to(page, "#field-reach_at")
    page.keyboard.type("willemijn@voorbeeld.example")
    onward(page, "#answer-reach")
    tab_to(page, "main form button[value=send]")
    page.keyboard.press("Enter")
    page.wait_for_selector(".wb-code")
    assert len(who.codes()) == 2


def test_staff_sign_in_and_open_the_first_case_without_a_mouse(place: Place) -> None:
    code = recovery_code(place.product, place.organisation, place.invented.staff[0]["username"])
    who = place.visitor()
    page = who.open("/identity/sign-in?next=/desk")
    tab_to(page, "#field-username")
    page.keyboard.type(place.invented.staff[0]["username"])
    page.keyboard.press("Tab")
    page.keyboard.type(place.invented.staff[0]["password"])
    page.keyboard.press("Enter")
    page.wait_for_url("**/identity/second-factor?**")
    tab_to(page, "#field-recovery_code")
    page.keyboard.type(code)
    page.keyboard.press("Enter")
    page.wait_for_url(who.origin + "/desk")
    tab_to(page, "main .wb-cards a:is([href*='/cases/'], [href*='/reports/']) >> nth=0")
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "/cases/" in url or "/reports/" in url)
