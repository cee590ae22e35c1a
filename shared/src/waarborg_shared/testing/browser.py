"""A real Chromium for tests: starts it, serves an application to it, watches what it says, and looks at a page."""

import shutil
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from wsgiref.types import WSGIApplication

from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import Browser, ConsoleMessage, Error, Locator, Page, sync_playwright
from werkzeug.serving import make_server

CHROMIUM = "/usr/bin/chromium-headless-shell"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
    # A page lives for a second here: it ends before what was compiled well, or collected early, pays for itself.
    "--js-flags=--no-opt --no-maglev --single-threaded-gc --min-semi-space-size=32 --max-semi-space-size=64",
)
NARROW, WIDE = 320, 1280
HEIGHT = 900
# What stands on paper: what only a screen can do, whether there is a heading, and the words.
_PRINTED = """() => {
  const shown = (each) => each.getClientRects().length > 0;
  const screen = document.querySelectorAll(".wb-skip, .wb-nav, .wb-tools, .wb-actions, .wb-back, .wb-pages");
  return {
    onlyOnAScreen: [...screen].filter(shown).map(each => each.className),
    headings: [...document.querySelectorAll("h1")].filter(shown).length,
    words: document.querySelector("main").innerText.trim(),
  };
}"""
# Whether a text can be read goes by its own colour, size and weight and by what lies behind it, and by nothing else of
# its page: a combination that axe passed is not asked about again. What axe passes over (who is disabled, what it
# cannot judge) counts only where it stands the same way, so that the same colours are asked about elsewhere.
_TEXTS = """() => {
  const visible = {opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true};
  const looks = new Map();
  const of = (each) => {
    if (!each) return {behind: "", where: ""};
    if (looks.has(each)) return looks.get(each);
    const above = of(each.parentElement), style = getComputedStyle(each);
    const own = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode];
    const placed = ["static", "relative"].includes(style.position) ? "" : style.position;
    const seen = own.join() + placed, nothing = "rgba(0, 0, 0, 0),none,1,none,normal";
    const off = each.matches(":disabled, [aria-disabled=true]") ? "!" : "";
    const found = {
      text: [style.color, style.fontSize, style.fontWeight, style.textShadow].join(),
      behind: seen === nothing ? above.behind : `${above.behind}/${seen}`,
      where: `${above.where}>${each.localName}.${each.className}${off}`,
    };
    looks.set(each, found);
    return found;
  };
  const written = (each) => each.matches("input, select, textarea")
    || Array.from(each.childNodes).some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
  const texts = Array.from(document.body.querySelectorAll("*"))
    .filter(each => written(each) && each.checkVisibility(visible));
  return new Map(texts.map(each => {
    const {text, behind, where} = of(each);
    return [each, {style: text + behind, there: text + behind + where}];
  }));
}"""
# Axe on the page as it stands: with `rules` those alone, unless something else can be seen than `before`. Then under
# each other look: only what goes by a look's colours, fonts and lengths. Contrast only where a style is not `known`.
# Not a rule for elements of which the page has none: axe takes as long to find none as the browser takes for them all.
# Without preloading: it fetches every style sheet again, for one rule that is off anyway.
_LOOK = f"""async ({{looks, rules, byLook, before, known}}) => {{
  if (!window.axe && !window.bringAxe) return null;
  if (!window.axe) bringAxe();
  const visible = {{opacityProperty: true, visibilityProperty: true, contentVisibilityAuto: true}};
  const seen = Array.from(document.querySelectorAll("*"), each => each.checkVisibility(visible) ? 1 : 0).join("");
  const readable = new Set(known.split("\\0"));
  const contrast = async () => {{
    const texts = Array.from(({_TEXTS})())
      .filter(([, {{style, there}}]) => !readable.has(style) && !readable.has(there));
    if (!texts.length) return [];
    const asked = {{runOnly: ["color-contrast"], preload: false, elementRef: true}};
    const {{violations, passes}} = await axe.run(
      {{include: texts.map(([each]) => each)}}, {{...asked, resultTypes: ["violations", "passes"]}});
    if (violations.length) return violations;
    const passed = new Set(passes.flatMap(each => each.nodes.map(node => node.element)));
    for (const [each, {{style, there}}] of texts) readable.add(passed.has(each) ? style : there);
    return [];
  }};
  const found = async (more) => {{
    const {{violations}} = await axe.run({{resultTypes: ["violations"], preload: false, ...more}});
    violations.push(...await contrast());
    return {{violations, wide: document.documentElement.scrollWidth}};
  }};
  const idle = axe._audit.rules.filter(each => !document.querySelector(each.selector));
  const off = [...idle.map(each => each.id), "color-contrast"].map(each => [each, {{enabled: false}}]);
  const every = {{rules: {{"target-size": {{enabled: true}}, ...Object.fromEntries(off)}}}};
  const all = [await found(rules.length && seen === before ? {{runOnly: rules}} : every)];
  const own = document.querySelector("link[href*='/theme.css']");
  for (const css of looks) {{
    const other = new CSSStyleSheet();
    other.replaceSync(css);
    own.disabled = true;
    document.adoptedStyleSheets = [other];
    all.push(await found({{runOnly: byLook}}));
    document.adoptedStyleSheets = [];
    own.disabled = false;
  }}
  known.split("\\0").forEach(each => readable.delete(each));
  return {{all, seen, readable: Array.from(readable)}};
}}"""
# Axe reads a colour from its text for each element anew, which is the half of its time; a page has a handful of them.
_COLOURS_ONCE = """(() => {
  const colour = axe.commons.color.Color.prototype;
  const read = colour.parseString;
  const known = new Map();
  colour.parseString = function (text) {
    if (known.has(text)) [this.r, this.g, this.b, this.alpha] = known.get(text);
    else { read.call(this, text); known.set(text, [this.r, this.g, this.b, this.alpha]); }
    return this;
  };
})();"""
_AXE = f"window.bringAxe = () => {{ {AXE_SCRIPT};{_COLOURS_ONCE} }};"
"""Axe, for who asks for it: a page that is only passed through does not begin it."""
# The rules of axe that go by more than what is in the document and which of it can be seen: by a style, or a place.
# Contrast is apart: it is the greater part of what axe does, and goes by nothing but the styles of a text.
_BY_LOOK = ("link-in-text-block", "target-size")
_BY_WIDTH = (*_BY_LOOK, "scrollable-region-focusable", "skip-link")
_READABLE: set[str] = set()
"""How the texts look whose contrast axe passed in this process."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """Run Chromium; it finds `*.localhost` on this machine by itself."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium_program(), args=FLAGS)
        try:
            yield opened
        finally:
            opened.close()


def chromium_program() -> str:
    """The path of Chromium: Debian's without a window, which spares the processor; else one on the path."""
    return CHROMIUM if Path(CHROMIUM).exists() else shutil.which("chromium") or CHROMIUM


@contextmanager
def serving(app: WSGIApplication) -> Iterator[int]:
    """Serve an application on a free port of this machine, and give the port."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Watch:
    """What a page complained of: errors in its console, of scripts, and of the content security policy."""

    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> Page:
        """Watch a page from now on."""
        page.on("console", self._said)
        page.on("pageerror", self._failed)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        # Chromium reports the status of the page itself as an error too; the tests look at it where it is asked for.
        if message.type == "error" and "responded with a status of" not in message.text:
            self.complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def _failed(self, error: Error) -> None:
        self.complaints.append(str(error))


def follow(page: Page, target: str | Locator) -> Page:
    """Click what leads to another page, and wait until that one is read: a click alone returns before it.

    Raises playwright's TimeoutError if no page follows.
    """
    found = page.locator(target) if isinstance(target, str) else target
    with page.expect_navigation(wait_until="domcontentloaded"):
        found.click()
    return page


def looks_right(page: Page, *, looks: Sequence[str] = (), widths: Sequence[int] = (NARROW, WIDE)) -> None:
    """Check at each width that nothing scrolls sideways and that axe finds nothing, at the first also in other looks:
    style sheets in the place of the page's `theme.css`. Raises AssertionError with axe's report.

    All that axe has is run once; at the next width, where the same can be seen, only what goes by style or place. The
    contrast of a text is asked for until axe passed one that looks the same, on this page or on one before it.
    """
    rules: Sequence[str] = ()
    before = ""
    for width in widths:
        page.set_viewport_size({"width": width, "height": HEIGHT})
        asked = {"looks": looks, "rules": rules, "byLook": _BY_LOOK, "before": before}
        told = told_by_axe(page, asked | {"known": "\0".join(_READABLE)})
        for found in told["all"]:
            assert found["wide"] <= width, f"{page.url} is {found['wide']} wide on a screen of {width}"
            assert not found["violations"], f"{page.url} at {width}\n{AxeResults(found).generate_report()}"
        _READABLE.update(told["readable"])
        looks, rules, before = (), _BY_WIDTH, told["seen"]


def told_by_axe(page: Page, asked: Mapping[str, Any]) -> dict[str, Any]:
    """Ask a page what axe finds. A window gets axe at the first look, for all of its pages that are opened after it:
    so a browser reads it once, and not for each page anew."""
    told: dict[str, Any] | None = page.evaluate(_LOOK, asked)
    if told is None:
        page.add_init_script(_AXE)
        page.evaluate(f"{_AXE}; undefined")
        told = page.evaluate(_LOOK, asked)
    assert told is not None
    return told


def prints_well(page: Page) -> None:
    """Check that on paper what only a screen can do is gone, and the words are there. Raises AssertionError."""
    page.emulate_media(media="print")
    printed = page.evaluate(_PRINTED)
    page.emulate_media(media="screen")
    assert printed["onlyOnAScreen"] == [], f"{page.url} prints {printed['onlyOnAScreen']}"
    assert printed["headings"] == 1 and printed["words"], page.url
