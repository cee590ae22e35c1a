"""`./dev up --full`: the product as processes of its own, walked over HTTP, stopped, and started again."""

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from waarborg_identity.demo import DEMO_PASSWORD, PARTNER_ID, PARTNER_SECRET
from waarborg_shared.testing.servers_process import Running, free_ports
from waarborg_tests.product import BROUGHT_ALONG
from waarborg_tests.waiting import until

pytestmark = [pytest.mark.servers, pytest.mark.slow]
STARTS_WITHIN = 240.0
STOPS_WITHIN = 90.0
SERVICES = ("breach", "consent", "disclosure", "identity", "portal", "requests")
FOUND = {
    "what": "Een lijst met dossiers staat open.",
    "where": "https://www.voorbeeld.example/dossiers/",
    "how": "Open het adres.",
    "reporter": "pseudonym",
    "name": "nachtuil",
    "exposes_personal_data": True,
}


class House:
    """One installation of `--full` in a folder: started and stopped as whoever types the command does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.said = folder / "said"
        self.port = free_ports(1)[0]
        self.process: subprocess.Popen[bytes] | None = None
        self._board: Visitor | None = None

    def start(self) -> "House":
        with self.said.open("wb") as out:
            self.process = subprocess.Popen(self.line(self.port), stdout=out, stderr=subprocess.STDOUT)
        until(self._started, within=STARTS_WITHIN, what="the start")
        assert "Waarborg runs." in self.words, self.words
        return self

    def line(self, port: int) -> list[str]:
        """What ./dev runs."""
        known = [f"--organisations={file}" for file in BROUGHT_ALONG]
        here = ["--port", str(port), "--data", str(self.folder / "data")]
        return [sys.executable, "-m", "waarborg_full", *known, *here]

    def _started(self) -> bool:
        assert self.process is not None
        return "Ctrl-C stops it" in self.words or self.process.poll() is not None

    @property
    def words(self) -> str:
        return self.said.read_text(encoding="utf-8")

    def family(self) -> list[Running]:
        """Every process that it started, and those that these started."""
        assert self.process is not None
        found: list[Running] = []
        ahead = [Running("up", self.process.pid, 0)]
        while ahead:
            ahead = [child for one in ahead for child in one.children()]
            found += ahead
        return found

    def stop(self, number: int = signal.SIGTERM) -> int:
        assert self.process is not None
        self.process.send_signal(number)
        return self.process.wait(STOPS_WITHIN)

    def visitor(self, organisation: str) -> "Visitor":
        return Visitor(self.port, organisation)

    def desk(self) -> str:
        """What a member of BQR's board sees, signed in once: a code counts once, and there are two in a minute."""
        self._board = self._board or self.visitor("bqr").sign_in("board")
        return self._board.get("/desk").text


class Visitor:
    """Somebody at one organisation's host, over HTTP; keeps cookies."""

    def __init__(self, port: int, organisation: str) -> None:
        self._address = f"http://127.0.0.1:{port}"
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.headers.update({"Host": f"{organisation}.localhost:{port}", "Accept-Language": "en"})

    def get(self, path: str, **headers: str) -> requests.Response:
        return self._session.get(self._address + path, headers=headers, allow_redirects=False, timeout=20)

    def sign_in(self, username: str) -> "Visitor":
        form = re.search(r'name="_form" value="([^"]+)"', self.get("/identity/sign-in").text)
        assert form is not None
        typed = {"_form": form[1], "username": username, "password": DEMO_PASSWORD}
        url = self._address + "/identity/sign-in"
        answer = self._session.post(url, data=typed, allow_redirects=False, timeout=20)
        assert answer.status_code == 303, answer.text[:1000]
        return self._prove(answer.headers["Location"])

    def _prove(self, path: str) -> "Visitor":
        """Type the code that the page shows, for this is a demonstration."""
        page = self.get(path).text
        form, code = re.search(r'name="_form" value="([^"]+)"', page), re.search(r"the code is ([0-9]{6})", page)
        assert form is not None and code is not None, page[:2000]
        typed = {"_form": form[1], "totp": code[1]}
        answer = self._session.post(self._address + path, data=typed, allow_redirects=False, timeout=20)
        assert answer.status_code == 303, answer.text[:1000]
        return self

    def with_token(self, *scopes: str) -> "Visitor":
        asked = {"grant_type": "client_credentials", "scope": " ".join(scopes)}
        url = self._address + "/identity/token"
        answer = self._session.post(url, data=asked, auth=(PARTNER_ID, PARTNER_SECRET), timeout=20)
        assert answer.status_code == 200, answer.text
        self._session.headers["Authorization"] = f"Bearer {answer.json()['access_token']}"
        return self

    def tell(self, path: str, told: dict[str, Any]) -> Any:
        answer = self._session.post(
            self._address + path, json=told, headers={"Idempotency-Key": "told-by-the-test"}, timeout=20
        )
        assert answer.status_code == 201, answer.text
        return answer.json()


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    house = House(tmp_path_factory.mktemp("house")).start()
    yield house
    if house.process is not None and house.process.poll() is None:
        house.stop()


@pytest.mark.parametrize(("organisation", "name"), [("bqr", "BQR-Zorg"), ("jtb-care", "JTB-Care")])
def test_each_organisation_has_its_front_page_by_its_host_and_by_nothing_else(
    house: House, organisation: str, name: str
) -> None:
    visitor = house.visitor(organisation)
    assert name in visitor.get("/").text
    other = "jtb-care" if organisation == "bqr" else "bqr"
    pretended = {f"X-Forwarded-{what}": f"{other}.localhost" for what in ("Host", "Server", "For")}
    assert name in visitor.get("/", Forwarded=f"host={other}.localhost", **pretended).text


@pytest.mark.parametrize("service", SERVICES)
def test_every_service_is_ready_behind_its_own_path(house: House, service: str) -> None:
    assert house.visitor("bqr").get(f"/{service}/readyz").json() == {"status": "ready"}


def test_an_address_carries_the_port_that_was_asked_for(house: House) -> None:
    told = house.visitor("bqr").get("/identity/.well-known/openid-configuration").json()
    assert told["issuer"] == f"http://bqr.localhost:{house.port}/identity"


def test_a_worker_that_dies_is_started_again_and_what_was_told_meanwhile_arrives(house: House) -> None:
    """A vulnerability that exposes personal data becomes a breach on the board's desk: from one worker to another."""
    workers = [one for one in house.family() if one.alive() and b"waarborg-breach\0worker" in _command_of(one)]
    assert len(workers) == 1
    workers[0].send(signal.SIGKILL)
    partner = house.visitor("bqr").with_token("disclosure:report", "disclosure:read", "breach:read")
    report = partner.tell("/disclosure/api/v1/reports/", FOUND)

    def number() -> str | None:
        found: str | None = partner.get(f"/disclosure/api/v1/reports/{report['id']}").json()["breach_number"]
        return found

    assert until(number, within=60, what="the breach") in house.desk()
    assert "breach-worker ended by itself" in house.words


def test_a_stop_ends_every_process_and_a_new_start_finds_everything(house: House) -> None:
    cases = set(re.findall(r"[A-Z]+-\d{4}-[\w-]+", house.desk()))
    assert cases
    family = house.family()
    assert len(family) > 2 * len(SERVICES)
    assert house.stop(signal.SIGINT) == 0
    assert not [one for one in family if one.alive()]
    house.start()
    assert cases == set(re.findall(r"[A-Z]+-\d{4}-[\w-]+", house.desk()))


def test_a_second_one_on_the_same_folder_is_refused(house: House) -> None:
    refused = subprocess.run(house.line(port=1), capture_output=True, text=True, check=False, timeout=60)
    assert refused.returncode == 2
    assert "in use" in refused.stderr


def test_when_it_is_killed_its_processes_end_too(house: House) -> None:
    family = house.family()
    house.stop(signal.SIGKILL)
    for one in family:
        assert one.ended_within(STOPS_WITHIN), _command_of(one)


def _command_of(one: Running) -> bytes:
    try:
        return Path(f"/proc/{one.pid}/cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return b""
