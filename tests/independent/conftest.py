"""The running product and its people, for clients that nobody here wrote."""

import json
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from shutil import which
from typing import Any

import pytest

from waarborg_identity.actions import register_client
from waarborg_identity.domain import NewClient
from waarborg_tests.cast import Cast, invite
from waarborg_tests.product import Product

HERE = Path(__file__).parent
ANSWERS_WITHIN = 120.0


@pytest.fixture(scope="module")
def cast(embedded_product: Product) -> Cast:
    """The people of one organisation of the running product."""
    return invite(embedded_product)["bqr"]


@pytest.fixture
def register(cast: Cast) -> Callable[..., str | None]:
    """Registers a client; returns its secret, if it has one."""

    def registered(**facts: Any) -> str | None:
        with cast.product.work("identity", cast.organisation) as work:
            return register_client(work, NewClient(name="Een onafhankelijke toepassing", **facts)).secret

    return registered


class Talk:
    """A Node process that is told a job and answers, a line of JSON each time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def say(self, what: Any) -> None:
        """Tell it something."""
        assert self._process.stdin is not None
        self._process.stdin.write(f"{json.dumps(what)}\n")
        self._process.stdin.flush()

    def hear(self) -> Any:
        """What it says next; what it complained of when it says nothing."""
        assert self._process.stdout is not None and self._process.stderr is not None
        line = self._process.stdout.readline()
        assert line, self._process.stderr.read()
        return json.loads(line)


@pytest.fixture
def node_client() -> Callable[..., Any]:
    """Opens a talk with openid-client in Node."""
    node = which("node")
    assert node, "Node is needed (./dev test installs it where it may)"
    assert (HERE / "node_modules" / "openid-client").is_dir(), "./dev test installs what package-lock.json names"

    @contextmanager
    def talk(job: Any) -> Iterator[Talk]:
        pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        with subprocess.Popen([node, "client.mjs"], cwd=HERE, text=True, **pipes) as process:
            try:
                opened = Talk(process)
                opened.say(job)
                yield opened
                process.wait(ANSWERS_WITHIN)
            finally:
                process.kill()

    return talk
