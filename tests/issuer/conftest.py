"""The running product with an organisation whose staff sign in at an issuer that nobody here wrote."""

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from shutil import which
from threading import Timer

import pytest

from waarborg_identity.actions.claim_mappings import NewMapping, add_mapping
from waarborg_tests.product import Product, embedded, free_port

HERE = Path(__file__).parent
ORGANISATION, ISSUER, CLIENT = "buiten", "werk", "waarborg-buiten"
READY_WITHIN, ATTEMPTS = 30.0, 2
CONFIGURED = """
[organisations.{organisation}]
hosts = ["{organisation}.localhost"]

[organisations.{organisation}.issuers.{issuer}]
kind = "staff"
issuer = "{url}"
client_id = "{client}"
client_auth = "private_key_jwt"
algorithms = ["ES256"]
name = {{ nl = "Werkaccount", en = "Work account" }}
second_factor = {{ amr = ["mfa"] }}
"""


@dataclass(frozen=True)
class Outside:
    """The product, and where the issuer is."""

    product: Product
    issuer: str
    organisation: str = ORGANISATION
    client: str = CLIENT


@pytest.fixture(scope="module")
def outside(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Outside]:
    """The product and the issuer, each in a process of its own; a group there brings a role here."""
    node = which("node")
    assert node, "Node is needed (./dev test installs it where it may)"
    assert (HERE / "node_modules" / "oidc-provider").is_dir(), "./dev test installs what package-lock.json names"
    folder = tmp_path_factory.mktemp("outside")
    url = f"http://localhost:{free_port()}"
    also = folder / "organisations.toml"
    names = {"organisation": ORGANISATION, "issuer": ISSUER, "client": CLIENT, "url": url}
    also.write_text(CONFIGURED.format(**names), encoding="utf-8")
    product = embedded(folder, also=also).start()
    with product.work("identity", ORGANISATION) as work:
        rules = product.runtimes["identity"].rules(ORGANISATION)
        row = NewMapping(issuer=ISSUER, claim="roles", value="wijkteam", role="staff")
        add_mapping(work, row, rules=rules, known=(ISSUER,))
    job = {
        "issuer": url,
        "client_id": CLIENT,
        "id": ISSUER,
        "product": product.origin(ORGANISATION),
        "now": int(product.clock.now().timestamp()),
        "roles": ["wijkteam", "kantine"],
        "amr": ["pwd", "mfa"],
    }
    try:
        with running(node, json.dumps(job)):
            yield Outside(product, url)
    finally:
        product.stop()


@contextmanager
def running(node: str, job: str) -> Iterator[None]:
    """Run the issuer, and wait until it is ready; one that does not come up is ended and started once more."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    for _ in range(ATTEMPTS):
        with subprocess.Popen([node, "issuer.mjs"], cwd=HERE, **pipes) as process:  # type: ignore[call-overload]
            late = Timer(READY_WITHIN, process.kill)  # so that the next line reads its end
            late.start()
            try:
                process.stdin.write(f"{job}\n")
                process.stdin.flush()
                said = process.stdout.readline()
                if said == "ready\n":
                    yield
                    return
            finally:
                late.cancel()
                process.kill()
    raise AssertionError(f"the issuer was not ready within {READY_WITHIN:.0f} s, {ATTEMPTS} times")
