"""`./dev up` that is killed by SIGKILL in the middle of work loses nothing, and does nothing twice, after a restart."""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import requests

from waarborg_shared.testing.auth import FakeClock
from waarborg_shared.testing.depth import by_depth
from waarborg_tests.product import LOOPBACK, embedded, free_port
from waarborg_tests.waiting import until

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]
HOST = "bqr.localhost"
CLERKS = 4
SOME = by_depth(12, 40)
REPORT = {
    "what": "Een lijst staat open.",
    "where": "https://www.voorbeeld.example/",
    "reporter": "anonymous",
    "exposes_personal_data": True,
}


@dataclass
class Clerk:
    """Somebody who files one thing after another, and tries each again, with the same key, until it was taken."""

    number: int
    address: str
    ask: list[tuple[str, dict[str, Any]]]
    taken: dict[str, str] = field(default_factory=dict)

    def work(self, token: str, stop: threading.Event) -> None:
        """Go on until told to stop, or until nobody answers any more."""
        with requests.Session() as session:
            session.trust_env = False
            session.headers.update({"Host": HOST, "Authorization": f"Bearer {token}"})
            while not stop.is_set():
                if not self._file(session, len(self.taken)):
                    return

    def _file(self, session: requests.Session, turn: int) -> bool:
        path, body = self.ask[turn % len(self.ask)]
        key = f"clerk-{self.number}-{turn:05}"
        try:
            answer = session.post(self.address + path, json=body, headers={"Idempotency-Key": key}, timeout=20)
        except requests.RequestException:
            return False
        if answer.status_code != 201:
            raise AssertionError(f"{path}: {answer.status_code} {answer.text}")
        self.taken[key] = answer.json()["id"]
        return True


@contextmanager
def up(folder: Path, port: int) -> Iterator[subprocess.Popen[str]]:
    """A real `./dev up`, killed afterwards whatever happens."""
    said = (folder.parent / "said").open("a+", encoding="utf-8")
    command = [sys.executable, str(ROOT / "dev"), "up", "--port", str(port), "--data", str(folder)]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with said, subprocess.Popen(command, stdout=said, stderr=said, text=True, env=environ, cwd=ROOT) as process:
        try:
            until(lambda: welcomed(said.name, process) or None, within=90, what="the addresses")
            yield process
        finally:
            if process.poll() is None:
                os.kill(process.pid, signal.SIGKILL)


def welcomed(said: str, process: subprocess.Popen[str]) -> int:
    """How often the addresses were printed by now, by this start."""
    text = Path(said).read_text(encoding="utf-8")
    assert process.poll() is None, text
    return text.count("Ctrl-C stops it")


def token_of(said: str, address: str) -> str:
    """A token with the partner's credentials that were printed."""
    client, secret = re.findall(r"partner (\S+)\s+(\S+)", said)[0]
    scopes = "consent:record consent:decide requests:file requests:answer disclosure:report disclosure:read breach:read"
    answer = requests.post(
        f"{address}/identity/token",
        data={"grant_type": "client_credentials", "scope": scopes},
        auth=(client, secret),
        headers={"Host": HOST},
        timeout=20,
    )
    return str(answer.json()["access_token"])


def column(folder: Path, service: str, statement: str) -> list[str]:
    """What a statement finds in a service's database."""
    with closing(sqlite3.connect(folder / f"{service}.db")) as connection:
        return [row[0] for row in connection.execute(statement)]


@pytest.mark.parametrize("kills", [by_depth(1, 2)])
def test_kill_9_in_the_middle_of_work_loses_nothing_and_does_nothing_twice(tmp_path: Path, kills: int):
    folder, port = tmp_path / "data", free_port()
    address = f"http://{LOOPBACK}:{port}"
    withdrawal = {
        "kind": "withdrawal",
        "name": "Zwaantje Zegelring",
        "reach": "post",
        "reach_at": "Verzonnenlaan 1, 9999 ZZ Nergenshuizen",
        "subject_ref": "person-00000001",
    }
    asked = [("/requests/api/v1/requests/", withdrawal), ("/disclosure/api/v1/reports/", REPORT)]
    clerks = [Clerk(number, address, asked) for number in range(CLERKS)]
    for turn in range(kills + 1):
        (tmp_path / "said").unlink(missing_ok=True)
        with up(folder, port) as process:
            token = token_of((tmp_path / "said").read_text(encoding="utf-8"), address)
            stop = threading.Event()
            threads = [threading.Thread(target=clerk.work, args=(token, stop)) for clerk in clerks]
            for thread in threads:
                thread.start()
            done = sum(len(clerk.taken) for clerk in clerks)
            until(lambda: sum(len(clerk.taken) for clerk in clerks) > done + SOME or None, within=60, what="some work")  # noqa: B023
            if turn < kills:
                os.kill(process.pid, signal.SIGKILL)
            else:
                stop.set()
            for thread in threads:
                thread.join()
            if turn == kills:
                process.send_signal(signal.SIGTERM)
                assert process.wait(60) == 0
    _judge(folder, port, clerks)


def _judge(folder: Path, port: int, clerks: list[Clerk]) -> None:
    """Let what is open be carried out, then count: every answer that was given is true, and true once."""
    consumers = ("requests", "consent", "breach")
    last = max(column(folder, each, "SELECT max(received_at) FROM inbox")[0] for each in consumers)
    clock = FakeClock(moment=datetime.fromisoformat(last).replace(tzinfo=UTC) + timedelta(hours=1))
    product = embedded(folder, port=port, clock=clock).start()
    product.settle(within=120)
    assert product.broken_timelines() == []
    product.stop()
    taken = {filed for clerk in clerks for filed in clerk.taken.values()}
    exposed = "SELECT id FROM report WHERE exposes_personal_data"
    filed = column(folder, "requests", "SELECT id FROM request WHERE kind = 'withdrawal'")
    reported = column(folder, "disclosure", exposed)
    assert taken == set(filed) | set(reported), "nothing that was answered is lost, and nothing is there twice"
    opened = Counter(column(folder, "breach", "SELECT origin_ref FROM breach_case WHERE origin = 'disclosure'"))
    assert opened == Counter(reported)
    numbered = column(folder, "disclosure", f"{exposed} AND breach_number IS NOT NULL")
    assert Counter(numbered) == Counter(reported)
    answered = column(
        folder, "requests", "SELECT id FROM request WHERE kind = 'withdrawal' AND answered_at IS NOT NULL"
    )
    assert Counter(answered) == Counter(filed)
    received = column(folder, "requests", "SELECT case_ref FROM timeline WHERE verb = 'received'")
    assert set(Counter(received).values()) == {1}
