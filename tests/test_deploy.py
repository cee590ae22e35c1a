"""What is in deploy/ fits the code: the broker's users and rights in a real broker, the front door, compose.yaml."""

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from amqp.exceptions import AccessRefused

from waarborg_shared.bus import BusAway, RabbitTransport, declare
from waarborg_shared.bus.connecting import connect
from waarborg_shared.bus.messages import LARGEST_MESSAGE, Outgoing
from waarborg_shared.config import parse_organisations, public_service_key
from waarborg_shared.config.issuers import KEYS
from waarborg_shared.config.service_keys import checked_service_key, read_service_jwks
from waarborg_shared.service import Service
from waarborg_shared.testing.servers import RabbitServer
from waarborg_shared.worker import handled_types

DEPLOY = Path(__file__).resolve().parents[1] / "deploy"
SERVICES: dict[str, Service] = {found.name: found.load() for found in entry_points(group="waarborg.services")}
TOLD = "nl.waarborg.disclosure.personal-data-exposed.v1.bqr"


def make_secrets(folder: Path, **options: str) -> Path:
    """Run make_secrets.py as documented; returns the folder."""
    more = [word for name, value in options.items() for word in (f"--{name}", value)]
    subprocess.run([sys.executable, DEPLOY / "make_secrets.py", folder, *more], check=True, stdout=subprocess.DEVNULL)
    return folder


def secret(folder: Path, name: str) -> str:
    return (folder / name).read_text(encoding="utf-8")


class TestMakeSecrets:
    def test_it_knows_every_service(self, tmp_path: Path) -> None:
        folder = make_secrets(tmp_path / "secrets")
        assert {path.name for path in folder.iterdir() if path.is_dir()} == set(SERVICES)
        users = {user["name"] for user in json.loads(secret(folder, "definitions.json"))["users"]}
        assert users == {f"waarborg-{name}" for name in (*SERVICES, "topology")}

    def test_a_second_run_changes_nothing(self, tmp_path: Path) -> None:
        def contents() -> dict[Path, bytes]:
            folder = make_secrets(tmp_path / "secrets")
            return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}

        assert contents() == contents()

    def test_identity_is_told_the_public_half_of_every_services_own_key(self, tmp_path: Path) -> None:
        folder = make_secrets(tmp_path / "secrets")
        private = {name: secret(folder, f"{name}/running/service_key") for name in SERVICES}
        assert len(set(private.values())) == len(SERVICES)
        told = {each["kid"]: each for each in read_service_jwks(secret(folder, "identity/running/service_jwks"))}
        assert told == {name: public_service_key(checked_service_key(pem), name) for name, pem in private.items()}

    def test_a_key_that_was_removed_is_made_anew_and_told(self, tmp_path: Path) -> None:
        folder = make_secrets(tmp_path / "secrets")
        before = secret(folder, "identity/running/service_jwks")
        (folder / "breach" / "running" / "service_key").unlink()
        make_secrets(folder)
        named = [
            {each["kid"]: each["x"] for each in json.loads(told)["keys"]}
            for told in (before, secret(folder, "identity/running/service_jwks"))
        ]
        assert {name for name in SERVICES if named[0][name] != named[1][name]} == {"breach"}

    def test_a_file_that_nobody_may_write_is_replaced_and_not_written_into(self, tmp_path: Path) -> None:
        folder = make_secrets(tmp_path / "secrets")
        before = (folder / "admin_url").stat()
        after = (make_secrets(folder) / "admin_url").stat()
        assert (before.st_mode & 0o777, after.st_mode & 0o777) == (0o444, 0o444)
        assert before.st_ino != after.st_ino

    def test_the_folder_is_for_its_owner_alone(self, tmp_path: Path) -> None:
        assert make_secrets(tmp_path / "secrets").stat().st_mode & 0o777 == 0o700

    def test_nothing_that_is_committed_is_a_password(self) -> None:
        told = json.loads((DEPLOY / "rabbitmq" / "definitions.json").read_text(encoding="utf-8"))
        assert {user["password_hash"] for user in told["users"]} == {""}


class TestFrontDoor:
    template = (DEPLOY / "nginx" / "waarborg.conf.template").read_text(encoding="utf-8")

    @pytest.mark.parametrize("name", sorted(SERVICES))
    def test_a_service_has_its_own_path_and_its_well_known_ones(self, name: str) -> None:
        assert re.search(rf"^upstream {name} ", self.template, re.MULTILINE)
        if name == "portal":
            return
        first = re.search(r"\(\?<first>([a-z|]+)\)", self.template)
        assert first is not None
        assert name in first[1].split("|")
        for path in SERVICES[name].well_known:
            assert re.search(rf"^    {re.escape(path)} +{name};", self.template, re.MULTILINE), path


EXTRAS = {"consent": {"EXTRAS": "receipts"}}  # receipts as PDF


class TestCompose:
    told: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))

    @pytest.mark.parametrize("name", sorted(SERVICES))
    def test_a_service_has_a_web_process_a_worker_and_what_prepares_them(self, name: str) -> None:
        services = self.told["services"]
        assert {name, f"{name}-worker", f"{name}-prepare", f"{name}-topology"} <= set(services)
        assert services[f"{name}-worker"]["command"] == ["worker"]
        assert services[name]["build"]["args"] == {"SERVICE": name, **EXTRAS.get(name, {})}

    def test_only_what_prepares_a_database_is_told_its_owner(self) -> None:
        knowing = {
            name
            for name, service in self.told["services"].items()
            if "preparing" in json.dumps(service.get("volumes", []))
        }
        assert knowing == {f"{name}-prepare" for name in SERVICES}

    def test_a_service_is_given_its_own_key_and_the_public_ones_of_all(self) -> None:
        services = self.told["services"]
        keyed = {name: each["environment"] for name, each in services.items() if "environment" in each}
        ours = {name: told for name, told in keyed.items() if name.split("-")[0] in SERVICES}
        assert len(ours) == 4 * len(SERVICES)
        assert {told["WAARBORG_SERVICE_KEY_FILE"] for told in ours.values()} == {"/run/waarborg/service_key"}
        assert {told["WAARBORG_SERVICE_JWKS_FILE"] for told in ours.values()} == {"/run/waarborg/service_jwks"}

    def test_every_secret_is_one_that_make_secrets_makes(self, tmp_path: Path) -> None:
        folder = make_secrets(tmp_path / "secrets")
        for each in self.told["secrets"].values():
            assert (folder / Path(each["file"]).name).is_file()
        mounted = set(re.findall(r"\./secrets/([\w./]+):", json.dumps(self.told)))
        assert all((folder / each).exists() for each in mounted)


def test_the_example_of_organisations_is_right() -> None:
    text = (DEPLOY / "organisations.example.toml").read_text(encoding="utf-8")
    assert set(parse_organisations(text)) == {"bqr", "jtb-care"}


def test_the_examples_of_outside_issuers_are_right() -> None:
    text = (DEPLOY / "issuers.md").read_text(encoding="utf-8")
    examples = re.findall(r"<!-- test: issuer -->\n```toml\n(.*?)```", text, re.DOTALL)
    found = parse_organisations("\n".join(['[organisations.bqr]\nhosts = ["privacy.bqr.example"]', *examples]))
    assert set(found["bqr"].issuers) == {"keycloak", "entra", "digid"}
    assert {name for name in KEYS if f"| `{name}` |" not in text} == set()


@pytest.fixture(scope="module")
def broker(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RabbitServer, Path]]:
    """A RabbitMQ by deploy/rabbitmq/rabbitmq.conf, with the definitions of make_secrets.py, and the secrets."""
    folder = make_secrets(tmp_path_factory.mktemp("secrets") / "secrets")
    lines = (DEPLOY / "rabbitmq" / "rabbitmq.conf").read_text(encoding="utf-8").splitlines()
    conf = dict(re.fullmatch(r"(\S+) = (.+)", line).groups() for line in lines if line and line[0] != "#")  # type: ignore[union-attr]
    with TemporaryDirectory() as open_to_all:  # the broker's own user reads it; pytest's folders are for us alone
        definitions = Path(open_to_all) / "definitions.json"
        definitions.write_text(secret(folder, "definitions.json"), encoding="utf-8")
        definitions.parent.chmod(0o755)
        here = {"definitions.local.path": str(definitions), "disk_free_limit.absolute": "50MB"}
        with RabbitServer(settings=conf | here) as server:
            yield server, make_secrets(folder, broker=f"127.0.0.1:{server.port}")


@pytest.mark.servers
@pytest.mark.slow
class TestBroker:
    def declare(self, folder: Path) -> None:
        services = {name: handled_types(service) for name, service in SERVICES.items()}
        declare(secret(folder, "topology_broker_url"), services)

    def test_an_event_goes_from_one_service_to_another_by_their_own_users(
        self, broker: tuple[RabbitServer, Path]
    ) -> None:
        folder = broker[1]
        self.declare(folder)
        self.declare(folder)
        publisher = RabbitTransport(secret(folder, "disclosure/running/broker_url")).publisher()
        subscription = RabbitTransport(secret(folder, "breach/running/broker_url")).subscription("breach")
        tag = publisher.send(Outgoing("1", "bqr", "case", 1, TOLD, b"{}"))
        settled = publisher.settle(20)
        assert (settled.confirmed, settled.refused) == ((tag,), ())
        delivery = subscription.next(20)
        assert delivery is not None
        assert (delivery.routing_key, delivery.body) == (TOLD, b"{}")
        subscription.ack(delivery)
        subscription.close()
        publisher.close()

    def test_a_service_cannot_tell_in_the_name_of_another(self, broker: tuple[RabbitServer, Path]) -> None:
        folder = broker[1]
        self.declare(folder)
        publisher = RabbitTransport(secret(folder, "consent/running/broker_url")).publisher()
        publisher.send(Outgoing("1", "bqr", "case", 1, TOLD, b"{}"))
        with pytest.raises(BusAway):
            publisher.settle(20)
        publisher.close()

    def test_a_service_reads_its_own_queue_alone_and_declares_nothing(self, broker: tuple[RabbitServer, Path]) -> None:
        folder = broker[1]
        self.declare(folder)
        with connect(secret(folder, "consent/running/broker_url")) as connection:
            with pytest.raises(AccessRefused), connection.channel() as channel:
                channel.basic_get("waarborg.breach")
            with pytest.raises(AccessRefused), connection.channel() as channel:
                channel.queue_declare("waarborg.consent.more")
            with pytest.raises(AccessRefused), connection.channel() as channel:
                channel.queue_purge("waarborg.breach")

    def test_the_broker_takes_what_the_relay_takes_for_the_largest(self, broker: tuple[RabbitServer, Path]) -> None:
        told = broker[0].ctl("eval", "rabbit_misc:get_env(rabbit, max_message_size, 0).")
        assert int(told) == LARGEST_MESSAGE

    def test_a_consumer_may_hold_a_message_for_as_long_as_its_database_may_be_away(
        self, broker: tuple[RabbitServer, Path]
    ) -> None:
        told = broker[0].ctl("eval", "rabbit_misc:get_env(rabbit, consumer_timeout, 0).")
        assert timedelta(milliseconds=int(told)) >= timedelta(hours=12)
