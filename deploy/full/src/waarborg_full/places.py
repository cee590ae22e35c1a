"""Where each service of `./dev up --full` is: its port, its databases and roles, and its settings as files."""

import base64
import json
import os
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from waarborg_portal.installation import Installation, kept
from waarborg_shared.config import Settings, read_settings
from waarborg_shared.role_names import roles_of
from waarborg_shared.testing.servers import PostgresServer
from waarborg_shared.testing.servers_base import bare_environment


@dataclass(frozen=True)
class Place:
    """One service: where it listens, and what its processes are told, secrets by file."""

    service: str
    port: int
    folder: Path
    passwords: Mapping[str, str] = field(repr=False)
    environ: Mapping[str, str] = field(repr=False)

    @property
    def key_store(self) -> str:
        """The name of the key store's database, and of its role."""
        return f"{self.service}_keys"

    @property
    def key_store_password(self) -> str:
        """The password of that role."""
        return self.passwords[self.key_store]

    @property
    def settings(self) -> Settings:
        """The same settings as a value, read as the service's own processes read them."""
        return read_settings(self.service, self.environ)

    def tell(self, name: str, secret: str) -> None:
        """Write a secret down where the service's environment says that it is."""
        _write(self.folder / name, secret)


def places_of(
    installation: Installation,
    services: Iterable[str],
    *,
    postgres: PostgresServer,
    ports: Sequence[int],
    public_origin: str,
) -> Mapping[str, Place]:
    """Return a place for every service; passwords and keys are made once and kept, addresses are of this start."""
    names = list(services)
    addresses = dict(zip(names, ports, strict=True))
    organisations = installation.folder / "organisations-all.toml"
    organisations.write_text(installation.organisations_toml, encoding="utf-8")
    jwks = installation.folder / "service-jwks.json"
    jwks.write_text(json.dumps({"keys": installation.service_jwks(names)}), encoding="utf-8")
    urls = ",".join(f"{name}=http://127.0.0.1:{port}" for name, port in addresses.items())
    shared = {
        "WAARBORG_ORGANISATIONS": str(organisations),
        "WAARBORG_PUBLIC_ORIGIN": public_origin,
        "WAARBORG_SERVICE_URLS": urls,
        "WAARBORG_SERVICE_JWKS_FILE": str(jwks),
        "WAARBORG_TRUSTED_PROXIES": "1",
        "WAARBORG_DEMO": "true",
    }
    return {name: _place(installation, name, shared, postgres=postgres, port=addresses[name]) for name in names}


def _place(
    installation: Installation, service: str, shared: Mapping[str, str], *, postgres: PostgresServer, port: int
) -> Place:
    folder = installation.folder / "secrets" / service
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    roles, key_store = roles_of(service), f"{service}_keys"
    passwords = {
        role: kept(folder / f"{role}.password", lambda: secrets.token_urlsafe(24)) for role in (*roles.all, key_store)
    }
    kept(folder / "master_key", lambda: base64.b64encode(os.urandom(32)).decode())
    addresses = {
        "database_url": (service, roles.app),
        "worker_database_url": (service, roles.worker),
        "owner_database_url": (service, roles.owner),
        "keystore_url": (key_store, key_store),
    }
    for name, (database, role) in addresses.items():
        _write(folder / name, postgres.url(database, user=role, password=passwords[role]))
    _write(folder / "broker_url", "amqp://127.0.0.1")  # until the broker is up: a web process never talks to it
    by_file = {f"WAARBORG_{name.upper()}_FILE": str(folder / name) for name in (*addresses, "broker_url", "master_key")}
    by_file["WAARBORG_SERVICE_KEY_FILE"] = str(installation.service_key_file(service))
    return Place(service, port, folder, passwords, bare_environment() | dict(shared) | by_file)


def _write(path: Path, secret: str) -> None:
    path.touch(mode=0o600)
    path.write_text(secret, encoding="utf-8")
