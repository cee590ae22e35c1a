"""The shell in a real Chromium: axe finds nothing, nothing scrolls sideways, keys get everywhere."""

from collections.abc import Iterator
from io import BytesIO

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page
from pypdf import PdfReader

from waarborg_shared.testing.browser import HEIGHT, NARROW, WIDE, follow, looks_right, serving

pytestmark = pytest.mark.browser
HOSTS = ("bqr.localhost", "jtb-care.localhost")


@pytest.fixture
def port(app: Flask) -> Iterator[int]:
    with serving(app) as port:
        yield port


@pytest.fixture(scope="module")
def window(browser: Browser) -> Iterator[Page]:
    """One window for all tests here: a new one costs a process of the browser."""
    page = browser.new_page()
    yield page
    page.close()


@pytest.fixture
def page(window: Page) -> Iterator[Page]:
    """That window, as wide as a screen; nobody gets a cookie in it."""
    window.set_viewport_size({"width": WIDE, "height": HEIGHT})
    yield window
    window.emulate_media(media="null")
    assert window.context.cookies() == []


@pytest.mark.parametrize("host", HOSTS)
def test_every_component_is_accessible_and_fits(page: Page, port: int, host: str) -> None:
    refused: list[str] = []
    page.on("console", lambda said: refused.append(said.text) if "Content Security" in said.text else None)
    for language in ("nl", "en"):
        for path in ("", "ask", "nothing"):
            page.goto(f"http://{host}:{port}/garden/{path}?lang={language}")
            looks_right(page)
    page.goto(f"http://{host}:{port}/garden/ask")
    page.fill("#field-email", "geen adres")
    follow(page, "button[type=submit]")
    looks_right(page)
    assert "wb-error-summary" in page.evaluate("document.activeElement.className")
    assert page.input_value("#field-email") == "geen adres"
    assert refused == []


def test_a_look_that_cannot_be_read_is_found_on_a_page_that_is_good_in_its_own(page: Page, port: int) -> None:
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    looks_right(page)
    with pytest.raises(AssertionError, match="color-contrast"):
        looks_right(page, looks=[":root { --waarborg-color-text: #eee; --waarborg-color-background: #fff; }"])
    looks_right(page)


def test_a_rule_for_what_no_other_page_has_is_asked_where_a_page_has_it(page: Page, port: int) -> None:
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    page.evaluate("document.querySelector('main').insertAdjacentHTML('beforeend', '<img><marquee>.</marquee>')")
    with pytest.raises(AssertionError, match=r"(?s)(?=.*image-alt)(?=.*marquee)"):
        looks_right(page)


UNREADABLE = """([selector, style]) => {
  for (const each of document.querySelectorAll(selector)) Object.assign(each.style, style);
}"""


@pytest.mark.parametrize(
    "style",
    [{"color": "#ddd"}, {"opacity": "0.3"}, {"backgroundColor": "#333"}, {"position": "absolute", "color": "#bbb"}],
    ids=["colour", "opacity", "behind", "placed"],
)
def test_a_text_that_cannot_be_read_is_found_on_a_page_whose_texts_were_all_read_before(
    page: Page, port: int, style: dict[str, str]
) -> None:
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    looks_right(page)
    page.evaluate(UNREADABLE, ["main p", style])
    for _ in range(2):
        with pytest.raises(AssertionError, match="color-contrast"):
            looks_right(page)


def test_what_may_be_pale_where_nobody_can_press_it_may_not_where_somebody_can(page: Page, port: int) -> None:
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    page.evaluate(UNREADABLE, ["main button", {"color": "#eee", "background": "#fff"}])
    page.evaluate("document.querySelectorAll('main button').forEach(each => each.disabled = true)")
    looks_right(page)
    page.evaluate("document.querySelectorAll('main button').forEach(each => each.disabled = false)")
    with pytest.raises(AssertionError, match="color-contrast"):
        looks_right(page)


def test_a_text_that_grows_pale_at_one_width_alone_is_found(page: Page, port: int) -> None:
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    page.evaluate(
        """() => {
          const sheet = new CSSStyleSheet();
          sheet.replaceSync("@media (min-width: 60rem) { main p { color: #ccc !important } }");
          document.adoptedStyleSheets = [sheet];
        }"""
    )
    looks_right(page, widths=(NARROW,))
    with pytest.raises(AssertionError, match="color-contrast"):
        looks_right(page)


def test_the_keyboard_skips_to_the_content_and_sees_where_it_is(page: Page, port: int) -> None:
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    page.keyboard.press("Tab")
    box = page.locator(".nl-skip-link").bounding_box()
    assert box is not None and box["y"] >= 0 and box["height"] >= 44
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.keyboard.press("Tab")
    assert page.evaluate("getComputedStyle(document.activeElement).outlineWidth") == "3px"


def test_it_works_without_javascript_and_places_no_cookie(browser: Browser, port: int) -> None:
    context = browser.new_context(java_script_enabled=False, locale="nl-NL")
    page = context.new_page()
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    page.fill("#field-name", "Anna Verzonnen")
    page.check("input[value=access]")
    page.fill("#field-about", "Wat weet u van mij?")
    follow(page, "text=Versturen")
    assert page.inner_text("h1") == "Ontvangen"
    assert context.cookies() == []
    context.close()


def test_print_leaves_out_what_only_a_screen_can_do(page: Page, port: int) -> None:
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    page.emulate_media(media="print")
    assert not page.locator(".wb-tools").is_visible() and not page.locator(".wb-actions").is_visible()
    assert page.locator("h1").is_visible() and page.locator(".wb-footer").is_visible()
    assert not page.locator("#footer-privacy").is_visible()


def test_no_heading_is_left_alone_at_the_end_of_a_sheet(page: Page, port: int) -> None:
    page.goto(f"http://bqr.localhost:{port}/garden/ask")
    page.evaluate(
        """() => document.querySelector(".wb-main").insertAdjacentHTML("beforeend",
            Array.from({length: 60}, (_, n) => `<h2>Kop ${n}.</h2><p>Regel ${n}.</p>`).join(""))"""
    )
    sheets = [sheet.extract_text() for sheet in PdfReader(BytesIO(page.pdf(format="A4"))).pages]
    said = [[line for line in sheet.splitlines() if line.startswith(("Kop", "Regel"))] for sheet in sheets]
    assert sum(map(len, said)) == 120 and len(sheets) > 3
    assert [lines[-1] for lines in said if lines and lines[-1].startswith("Kop")] == []
