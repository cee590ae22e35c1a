"""`./dev up` for the second time: how soon its front page answers, and its memory before and after the pages."""

import contextlib
import re
import signal
import sys
import time
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin, urlsplit

import requests

from bench.figures import Line, judge
from bench.processes import ROOT, Aborted, Process, started, wait_for
from bench.site import Site
from waarborg_identity.demo import DEMO_PASSWORD
from waarborg_shared.testing.servers_process import free_ports

START_SECONDS = 5.0
MEMORY_BYTES = 200_000_000
MOST_PAGES = 400
HOSTS = ("bqr.localhost", "jtb-care.localhost")
_CODE = re.compile(r"demonstratie: de code is ([0-9]{6})")
_ACCOUNT = re.compile(rf"^ +staff +(\S+) +{re.escape(DEMO_PASSWORD)}", re.MULTILINE)
_ENDS_THE_VISIT = "/identity/sign-out"


def measure_start(site: Site) -> list[Line]:
    """Start twice on one folder; time the second start, then look at every page and read the memory."""
    port, folder = free_ports(1)[0], site.folder / "up"
    with up(folder, port, log=site.folder / "up-1.log") as (_, _first):
        pass
    with up(folder, port, log=site.folder / "up-2.log") as (process, seconds):
        fresh = process.memory
        seen = [f"{count} at {host}" for host in HOSTS for count in (visit(host, port, process),)]
        memory = process.memory
    return [
        Line(
            what="second start of ./dev up",
            subject=f"{seconds:.1f} s",
            promise=f"< {START_SECONDS:.0f} s",
            verdict=judge(seconds, floor=START_SECONDS, least=False),
            notes=("from the command until the front page of an organisation is there",),
        ),
        memory_line("memory of that one process, started", fresh, note="resident, before a page was opened"),
        memory_line(
            "memory after every page", memory, note=f"resident, every page that leads to another: {', '.join(seen)}"
        ),
    ]


def memory_line(what: str, memory: int, *, note: str) -> Line:
    """What the process held at a moment."""
    return Line(
        what=what,
        subject=f"{memory / 1e6:.0f} MB",
        promise=f"< {MEMORY_BYTES / 1e6:.0f} MB",
        verdict=judge(memory, floor=MEMORY_BYTES, least=False),
        notes=(note,),
    )


@contextlib.contextmanager
def up(folder: Path, port: int, *, log: Path) -> Iterator[tuple[Process, float]]:
    """The product in one process, and the seconds until its front page answered; ended by Ctrl-C."""
    command = [sys.executable, str(ROOT / "dev"), "up", "--port", str(port), "--data", str(folder)]
    with started(command, log=log, environ={}) as process:
        seconds = wait_for(process, f"http://127.0.0.1:{port}/", host=f"{HOSTS[0]}:{port}")
        until = time.monotonic() + 60
        while "Waarborg runs" not in process.said() and time.monotonic() < until:
            process.check()
            time.sleep(0.05)
        yield process, seconds
        process.stop(signal.SIGINT)


class Found(HTMLParser):
    """What a page leads to, and the fields of its forms."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[dict[str, str]] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        """Take what is a link, a form or a field."""
        given = {name: value or "" for name, value in attributes}
        if tag in {"a", "link"} and given.get("href"):
            self.links.append(given["href"])
        elif tag in {"script", "img"} and given.get("src"):
            self.links.append(given["src"])
        elif tag == "form":
            self.forms.append({"": given.get("action", "")})
        elif tag == "input" and self.forms and given.get("name"):
            self.forms[-1][given["name"]] = given.get("value", "")


class Visitor:
    """Somebody with a browser at one organisation, who follows every link."""

    def __init__(self, host: str, port: int) -> None:
        self._base = f"http://127.0.0.1:{port}"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers["Host"] = f"{host}:{port}"

    def open(self, path: str) -> Found:
        """Read a page. Raises Aborted for a server's error."""
        answer = self._session.get(self._base + path, timeout=30)
        if answer.status_code >= 500:
            raise Aborted(f"{path} answered {answer.status_code}")
        found = Found()
        if "html" in answer.headers.get("Content-Type", ""):
            found.feed(answer.text)
        return found

    def sign_in(self, username: str) -> None:
        """Sign in as invented staff. Raises Aborted."""
        page = self.open("/identity/sign-in")
        form = next(form for form in page.forms if "password" in form)
        fields = {**form, "username": username, "password": DEMO_PASSWORD}
        answer = self._session.post(self._base + fields.pop(""), data=fields, timeout=30, allow_redirects=False)
        if answer.status_code != 303:
            raise Aborted(f"{username} could not sign in: {answer.status_code}")
        self._prove(username, answer.headers["Location"])

    def _prove(self, username: str, path: str) -> None:
        """Type the code that the page shows, for this is a demonstration."""
        page = self._session.get(self._base + path, timeout=30).text
        found = Found()
        found.feed(page)
        form = next(form for form in found.forms if "totp" in form)
        code = _CODE.search(page)
        fields = {**form, "totp": code[1] if code else ""}
        answer = self._session.post(self._base + fields.pop(""), data=fields, timeout=30, allow_redirects=False)
        if answer.status_code != 303:
            raise Aborted(f"{username} could not give a code: {answer.status_code}")

    def wander(self, seen: set[str]) -> None:
        """Open every page that can be reached and was not seen."""
        waiting = ["/", "/desk", "/consent/", "/requests/", "/breach/", "/disclosure/reports", "/identity/persons"]
        while waiting and len(seen) < MOST_PAGES:
            path = waiting.pop()
            if path in seen or path.startswith(_ENDS_THE_VISIT):
                continue
            seen.add(path)
            for link in self.open(path).links:
                there = urlsplit(urldefrag(urljoin(self._base + path, link)).url)
                if f"{there.scheme}://{there.netloc}" == self._base:
                    waiting.append(there.path + (f"?{there.query}" if there.query else ""))


def visit(host: str, port: int, process: Process) -> int:
    """Look at every page as nobody and as each member of staff; gives how many different pages."""
    pages: set[str] = set()
    stranger = Visitor(host, port)
    stranger.wander(pages)
    staff = _ACCOUNT.findall(_part_of(process.said(), host))
    if not staff:
        raise Aborted(f"{host}: nobody to sign in as")
    for username in staff:
        member, seen = Visitor(host, port), set[str]()
        member.sign_in(username)
        member.wander(seen)
        pages |= seen
    return len(pages)


def _part_of(welcome: str, host: str) -> str:
    """What the welcome says of one organisation."""
    return welcome.partition(f"http://{host}")[2].partition("http://")[0]
