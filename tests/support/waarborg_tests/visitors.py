"""Somebody at a browser: at one organisation, signed in or not, with or without JavaScript, in one language."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Any
from urllib.parse import quote

from playwright.sync_api import Browser, BrowserContext, Page

from waarborg_portal.demo import Invented, Partner, invent_cases
from waarborg_portal.up import as_invented
from waarborg_shared.testing.browser import HEIGHT, WIDE, Watch, follow
from waarborg_tests.cast import PASSWORD, USERNAME, Cast, invite
from waarborg_tests.product import LOOPBACK, Product, embedded
from waarborg_tests.second_factors import recovery_code, recovery_code_of_person

LOCALES = {"nl": "nl-NL", "en": "en-GB"}
SEND = "main form button[type=submit]"


@dataclass
class Visitor:
    """A browser window of somebody at one organisation."""

    origin: str
    lang: str
    context: BrowserContext
    page: Page
    product: Product
    organisation: str
    watch: Watch = field(default_factory=Watch)

    def open(self, path: str, *, expect: int = 200) -> Page:
        """Open a page, which is to answer with this status."""
        answer = self.page.goto(self.origin + path)
        assert answer is not None and answer.status == expect, (path, answer and answer.status)
        return self.page

    def fill(self, **typed: str) -> None:
        """Type into fields by name."""
        for name, text in typed.items():
            self.page.fill(f"#field-{name}", text)

    def choose(self, **chosen: str) -> None:
        """Choose among radio buttons by name."""
        for name, value in chosen.items():
            self.page.check(f"input[name={name}][value='{value}']")

    def send(self, form: str = "") -> Page:
        """Press the first button that is seen, or the first of a form that holds what ``form`` selects."""
        buttons = self.page.locator(f"main form:has({form}) button[type=submit]" if form else SEND)
        button = buttons.locator("visible=true").first
        return follow(self.page, button)

    def follow(self, target: str) -> Page:
        """Click what leads to another page."""
        return follow(self.page, target)

    def words(self) -> str:
        """What stands in the page's main part."""
        return self.page.inner_text("main")

    def codes(self) -> list[str]:
        """The numbers and codes that the page asks to keep."""
        return self.page.locator(".wb-code dd").all_inner_texts()

    def sign_in(self, username: str, password: str, *, then: str = "/desk") -> "Visitor":
        """Sign in as a member of staff, with a recovery code as the second factor."""
        code = recovery_code(self.product, self.organisation, username)
        self.open(f"/identity/sign-in?next={then}")
        self.fill(username=username, password=password)
        self.send("#field-password")
        self.fill(recovery_code=code)
        self.send("#field-recovery_code")
        assert self.page.url == self.origin + then, self.words()
        return self

    def sign_in_by_letter(self, number: str, code: str, *, then: str = "/consent/") -> "Visitor":
        """Sign in as a person: by a letter, and a recovery code besides where persons have accounts."""
        second = recovery_code_of_person(self.product, self.organisation, number)
        self.come_by_letter(number, code, then=then if second is None else f"/identity/second-factor?next={then}")
        if second is not None:
            self.fill(recovery_code=second)
            self.send("#field-recovery_code")
        assert self.page.url == self.origin + then, self.words()
        return self

    def come_by_letter(self, number: str, code: str, *, then: str = "/consent/") -> "Visitor":
        """Sign in as a person with the number and code of a letter, and no more."""
        self.open(f"/identity/sign-in?next={quote(then)}")
        self.fill(number=number, code=code)
        self.send("#field-code")
        assert self.page.url == self.origin + then, self.words()
        return self


@dataclass
class Window:
    """A window of the browser: its cookies are its own, and what is complained of in it is watched."""

    context: BrowserContext
    page: Page
    watch: Watch

    def empty(self, light: str) -> None:
        """Make it as new: no page of anybody, no cookie, no complaint. What it compiled and fetched stays.

        ``light`` is an address at the same organisation at which little is: elsewhere another process would begin.
        """
        self.page.goto(light)
        self.context.clear_cookies()
        self.page.set_viewport_size({"width": WIDE, "height": HEIGHT})
        self.watch.complaints.clear()


Sort = tuple[str, bool]
"""In which language a window is, and whether with JavaScript."""


@dataclass
class Place:
    """One organisation of the running product, with the people who were invented for it."""

    product: Product
    browser: Browser
    cast: Cast
    invented: Invented
    open_windows: list[tuple[Sort, Window]] = field(default_factory=list)
    empty_windows: dict[Sort, list[Window]] = field(default_factory=lambda: defaultdict(list))
    sessions: dict[str, list[Any]] = field(default_factory=dict)

    @property
    def organisation(self) -> str:
        """Its id."""
        return self.cast.organisation

    def visitor(self, lang: str = "nl", *, javascript: bool = True) -> Visitor:
        """A window of somebody who did not sign in; its cookies are its own."""
        sort = (lang, javascript)
        window = self.empty_windows[sort].pop() if self.empty_windows[sort] else self._new_window(*sort)
        self.open_windows.append((sort, window))
        origin, organisation = self.product.origin(self.organisation), self.organisation
        return Visitor(origin, lang, window.context, window.page, self.product, organisation, window.watch)

    def _new_window(self, lang: str, javascript: bool) -> Window:
        context = self.browser.new_context(locale=LOCALES[lang], java_script_enabled=javascript)
        watch = Watch()
        return Window(context, watch.over(context.new_page()), watch)

    def staff(self, username: str | None = None, lang: str = "nl", *, javascript: bool = True) -> Visitor:
        """A window of an invented member of staff, or of one with every role, who signed in: the first time with all
        that this takes, and after that, where nobody signed out, in the same session."""
        told: Mapping[str, Any] = {"username": USERNAME, "password": PASSWORD}
        if username is not None:
            told = next(each for each in self.invented.staff if each["username"] == username)
        who = self.visitor(lang, javascript=javascript)
        session = self.sessions.get(told["username"])
        if session is None:
            who.sign_in(told["username"], told["password"])
            self.sessions[told["username"]] = list(who.context.cookies())
        else:
            who.context.add_cookies(session)
            who.open("/desk")
        return who

    def leave_windows(self) -> None:
        """Leave every window empty for who comes next: a new one costs a process of the browser."""
        while self.open_windows:
            sort, window = self.open_windows.pop()
            window.empty(self.product.origin(self.organisation) + "/portal/theme.css")
            self.empty_windows[sort].append(window)

    def close_windows(self) -> None:
        """Close every window, with whatever was brought to it."""
        for window in chain((each for _, each in self.open_windows), *self.empty_windows.values()):
            window.context.close()
        self.open_windows.clear()
        self.empty_windows.clear()


def inhabit(product: Product) -> dict[str, Invented]:
    """Invent people and cases at each organisation, as `./dev up` does."""
    found = {}
    for told in product.composed.people():  # type: ignore[attr-defined]
        invented = as_invented(told)
        host = f"{product.hosts[invented.organisation]}:{product.port}"
        invent_cases(Partner(f"http://{LOOPBACK}:{product.port}", host), invented, now=product.clock.now())
        found[invented.organisation] = invented
    return found


@contextmanager
def open_places(folder: Path, browser: Browser) -> Iterator[dict[str, Place]]:
    """Run the product with its invented people and cases, and give each organisation."""
    product = embedded(folder).start()
    casts = invite(product)
    places = {
        organisation: Place(product, browser, casts[organisation], invented)
        for organisation, invented in inhabit(product).items()
    }
    yield places
    for place in places.values():
        place.close_windows()
    product.stop()
