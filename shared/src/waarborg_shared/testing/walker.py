"""Somebody who walks through a service in a browser, and looks well at each page on which he comes."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Locator, Page

from waarborg_shared.testing.browser import WIDE, Watch, follow, looks_right


class Walker:
    """Somebody with a window of his own: every page on which he comes is looked at, and nothing is complained of.

    ``narrow``: pages are looked at as on a telephone too. ``session`` is the cookie of who is signed in.
    """

    def __init__(self, browser: Browser, origin: str, *, narrow: bool = True, session: Any = None) -> None:
        """Open a window in Dutch."""
        self.origin, self.watch = origin, Watch()
        self.seen: list[str] = []
        self.context: BrowserContext = browser.new_context(locale="nl-NL")
        self.context.set_default_timeout(10_000)
        if session is not None:
            self.context.add_cookies([session])
        self.page: Page = self.watch.over(self.context.new_page())
        self.widths: dict[str, Any] = {} if narrow else {"widths": (WIDE,)}

    def open(self, path: str) -> Page:
        """Open a page that is there."""
        answer = self.page.goto(self.origin + path)
        assert answer is not None and answer.status == 200, path
        return self.look()

    def look(self) -> Page:
        """Look at the page with axe."""
        looks_right(self.page, **self.widths)
        self.seen.append(self.page.url.removeprefix(self.origin))
        return self.page

    def press(self, button: str, *, form: str = "main form") -> Page:
        """Press a button by its words, which leads to a page that refuses nothing."""
        follow(self.page, self.page.locator(form).get_by_role("button", name=button, exact=True).first)
        assert self.page.locator(".wb-error-summary").count() == 0, self.words()
        return self.look()

    def go(self, link: Locator) -> Page:
        """Follow a link."""
        follow(self.page, link)
        return self.look()

    def words(self) -> str:
        """What stands in the page's main part."""
        return self.page.inner_text("main")

    def unfold_all(self) -> None:
        """Open everything that is folded."""
        while (folded := self.page.locator("main details:not([open]) > summary").locator("visible=true")).count():
            folded.first.click()

    def leave(self) -> None:
        """Close the window; no page of it complained."""
        assert self.watch.complaints == []
        self.context.close()
