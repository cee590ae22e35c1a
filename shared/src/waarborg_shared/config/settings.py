"""The settings of one process, from `WAARBORG_…` variables or the files that `WAARBORG_…_FILE` point at."""

import base64
import binascii
import os
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit

from environs import EnvError, FileAwareEnv
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from waarborg_shared.config.issuers import secret_name
from waarborg_shared.config.organisations import OrganisationConfig, read_organisations
from waarborg_shared.config.service_keys import Jwk, checked_service_key, read_service_jwks
from waarborg_shared.mailing import checked_sender, checked_smtp_url

MASTER_KEY_BYTES = 32
MOST_PROXIES = 9
OLDEST_SIGNING_KEY = 730
MOST_MEMORY_KIB = 1 << 20
MOST_ROUNDS = 20
LOG_LEVELS = frozenset({"DEBUG", "INFO", "WARNING", "ERROR"})
_KNOWS_ISSUERS = "identity"
_DATABASES = frozenset({"sqlite", "postgresql+psycopg"})
_BROKERS = frozenset({"memory", "amqp", "amqps"})
_HOST = re.compile(r"([a-z0-9_-]+(\.[a-z0-9_-]+)*|::1)(:[0-9]{1,5})?")
_Value = TypeVar("_Value")


class SettingError(Exception):
    """A setting is missing or cannot be right; `name` is the variable's, `why` never repeats a secret value."""

    def __init__(self, name: str, why: str) -> None:
        super().__init__(f"{name}: {why}")
        self.name = name
        self.why = why


@dataclass(frozen=True)
class Settings:
    """What one process of one service is told from outside.

    `database_url` is for the role app, `worker_database_url` for worker, `owner_database_url` for migrations;
    `public_origin` is a template with `{host}`; `service_key` is this service's own (PEM), by which identity knows who
    asks, and `service_jwks` are the public halves of all, which identity alone needs;
    `service_urls` says where services reach one another;
    `trusted_proxies` counts the proxies in front whose word on a visitor's address is taken (it slows guessers);
    `signing_key_days` is how old the key that signs tokens grows before the next one follows it;
    `issuer_secrets` are ours at outside issuers, by `<organisation>/<issuer>`; only identity is told them;
    `smtp_url` is the mail server by which notices go (`smtp://` with STARTTLS, `smtps://`), empty where there is none,
    and `smtp_from` the address that they come from;
    `receipt_costs` are what hashing a receipt of a report costs (KiB of memory, rounds): by the first of them receipts
    are made, and by the others those are found that were made before it changed;
    `outward_allow` are hosts of our own network that may be asked all the same, by `http:` too (`name` or `name:port`).
    """

    service: str
    database_url: str = field(repr=False)
    keystore_url: str = field(repr=False)
    master_key: bytes = field(repr=False)
    broker_url: str = field(repr=False)
    organisations: Mapping[str, OrganisationConfig] = field(repr=False)
    public_origin: str
    service_key: str = field(repr=False)
    worker_database_url: str = field(default="", repr=False)
    owner_database_url: str = field(default="", repr=False)
    service_jwks: Sequence[Jwk] = ()
    service_urls: Mapping[str, str] = field(default_factory=dict)
    log_level: str = "INFO"
    demo: bool = False
    trusted_proxies: int = 0
    signing_key_days: int = 90
    receipt_costs: Sequence[tuple[int, int]] = ((64 << 10, 3),)
    outward_allow: frozenset[str] = frozenset()
    smtp_url: str = field(default="", repr=False)
    smtp_from: str = ""
    issuer_secrets: Mapping[str, str] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        for name in ("worker_database_url", "owner_database_url"):
            if not getattr(self, name):
                object.__setattr__(self, name, self.database_url)

    @cached_property
    def hosts(self) -> Mapping[str, str]:
        """Which organisation each host name is: {host: organisation's id}."""
        return {host: each.id for each in self.organisations.values() for host in each.hosts}

    def origin_of(self, organisation: str) -> str:
        """The public origin of an organisation, by the first of its hosts: `https://bqr.example`."""
        return self.public_origin.format(host=self.organisations[organisation].hosts[0])


class _Reader(FileAwareEnv):
    """Reads from a mapping that is handed over, so that a test need not touch the process's environment."""

    def __init__(self, environ: Mapping[str, str]) -> None:
        super().__init__(prefix="WAARBORG_", strip_whitespace=True)
        self._given = environ

    def _get_value(self, env_key: str, default: Any) -> Any:
        path = self._given.get(f"{env_key}{self.file_suffix}")
        if not path:
            return self._given.get(env_key) or default
        try:
            return Path(path).read_text(encoding="utf-8").strip() or default
        except (OSError, UnicodeDecodeError) as wrong:
            raise SettingError(f"{env_key}{self.file_suffix}", f"cannot be read ({type(wrong).__name__})") from None

    def setting(self, name: str, read: Callable[[str], _Value], *, default: _Value | None = None) -> _Value:
        """One setting through its reader; raises SettingError where it is missing (and has no default) or bad."""
        full = f"WAARBORG_{name}"
        try:
            text = self.str(name, None)
        except EnvError as wrong:
            raise SettingError(full, str(wrong)) from None
        if text is None:
            if default is None:
                raise SettingError(full, f"is missing; set it, or {full}_FILE to the path of a file that holds it")
            return default
        try:
            return read(text)
        except (ValueError, OSError) as wrong:
            raise SettingError(full, str(wrong)) from None


def read_settings(service: str, environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of a service; raises SettingError with the name of the first that is missing or wrong."""
    env = _Reader(environ)
    database_url = env.setting("DATABASE_URL", _database)
    organisations = env.setting("ORGANISATIONS", _organisations)
    smtp_url = env.setting("SMTP_URL", checked_smtp_url, default="")
    smtp_from = env.setting("SMTP_FROM", checked_sender) if smtp_url else ""
    return Settings(
        service=service,
        database_url=database_url,
        worker_database_url=env.setting("WORKER_DATABASE_URL", _database, default=database_url),
        owner_database_url=env.setting("OWNER_DATABASE_URL", _database, default=database_url),
        keystore_url=env.setting("KEYSTORE_URL", _database),
        master_key=env.setting("MASTER_KEY", _master_key),
        broker_url=env.setting("BROKER_URL", _broker),
        organisations=organisations,
        public_origin=env.setting("PUBLIC_ORIGIN", _origin),
        service_urls=env.setting("SERVICE_URLS", _service_urls, default={}),
        service_key=env.setting("SERVICE_KEY", checked_service_key),
        service_jwks=env.setting("SERVICE_JWKS", read_service_jwks, default=()),
        log_level=env.setting("LOG_LEVEL", _log_level, default="INFO"),
        demo=env.setting("DEMO", _truth, default=False),
        trusted_proxies=env.setting("TRUSTED_PROXIES", _proxies, default=0),
        signing_key_days=env.setting("SIGNING_KEY_DAYS", _key_days, default=90),
        receipt_costs=env.setting("RECEIPT_COSTS", _costs, default=((64 << 10, 3),)),
        outward_allow=env.setting("OUTWARD_ALLOW", _hosts, default=frozenset()),
        smtp_url=smtp_url,
        smtp_from=smtp_from,
        issuer_secrets=read_issuer_secrets(organisations, environ) if service == _KNOWS_ISSUERS else {},
    )


def read_issuer_secrets(
    organisations: Mapping[str, OrganisationConfig], environ: Mapping[str, str] = os.environ
) -> Mapping[str, str]:
    """Our secrets at the outside issuers that ask for one; raises SettingError with the name of one that is missing."""
    env = _Reader(environ)
    return {
        f"{organisation.id}/{issuer.id}": env.setting(secret_name(organisation.id, issuer.id), str)
        for organisation in organisations.values()
        for issuer in organisation.issuers.values()
        if issuer.needs_secret
    }


def _database(text: str) -> str:
    try:
        url = make_url(text)
    except ArgumentError:
        raise ValueError("is no database URL") from None
    if url.drivername not in _DATABASES:
        raise ValueError("is neither sqlite:////absolute/path.db nor postgresql+psycopg://…")
    if url.drivername == "sqlite" and not (url.database or "").startswith("/"):
        raise ValueError("an SQLite database has an absolute path: sqlite:////absolute/path.db")
    return text


def _master_key(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        raise ValueError("is no base64") from None
    if len(key) != MASTER_KEY_BYTES:
        raise ValueError(f"is {len(key)} bytes of key; it takes {MASTER_KEY_BYTES}, in base64")
    return key


def _broker(text: str) -> str:
    if urlsplit(text).scheme not in _BROKERS:
        raise ValueError("is neither memory:// nor amqp://…")
    return text


def _costs(text: str) -> tuple[tuple[int, int], ...]:
    found = tuple(_cost(each.strip()) for each in text.split(","))
    if len(found) > 3:
        raise ValueError("names at most three costs: each of them is worked out at every opening of a mailbox")
    return found


def _cost(text: str) -> tuple[int, int]:
    memory, _, rounds = text.partition(":")
    if not (memory.isascii() and memory.isdigit() and rounds.isascii() and rounds.isdigit()):
        raise ValueError("is a list of costs such as 65536:3, KiB of memory and rounds")
    if not 8 <= int(memory) <= MOST_MEMORY_KIB or not 1 <= int(rounds) <= MOST_ROUNDS:
        raise ValueError(f"takes 8 to {MOST_MEMORY_KIB} KiB and 1 to {MOST_ROUNDS} rounds")
    return int(memory), int(rounds)


def _organisations(text: str) -> Mapping[str, OrganisationConfig]:
    return read_organisations(Path(text))


def _origin(text: str) -> str:
    try:
        example = urlsplit(text.format(host="organisation.example"))
    except (KeyError, IndexError, ValueError):
        raise ValueError("is no template with {host}, such as https://{host}") from None
    if "{host}" not in text or example.scheme not in {"http", "https"} or example.path or example.query:
        raise ValueError("is no template with {host} and without a path, such as https://{host}")
    return text


def _service_urls(text: str) -> Mapping[str, str]:
    urls: dict[str, str] = {}
    for part in filter(None, (each.strip() for each in text.split(","))):
        name, equals, url = part.partition("=")
        if not equals or urlsplit(url).scheme not in {"http", "https"} or not urlsplit(url).netloc:
            raise ValueError("is no list such as consent=http://127.0.0.1:8101,requests=http://127.0.0.1:8102")
        urls[name.strip()] = url.rstrip("/")
    return urls


def _log_level(text: str) -> str:
    if text.upper() not in LOG_LEVELS:
        raise ValueError(f"is none of {', '.join(sorted(LOG_LEVELS))}")
    return text.upper()


def _truth(text: str) -> bool:
    if text.lower() not in {"1", "0", "true", "false", "yes", "no", "on", "off"}:
        raise ValueError("is neither true nor false")
    return text.lower() in {"1", "true", "yes", "on"}


def _proxies(text: str) -> int:
    if not text.isascii() or not text.isdigit() or int(text) > MOST_PROXIES:
        raise ValueError(f"is no whole number from 0 to {MOST_PROXIES}")
    return int(text)


def _key_days(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= OLDEST_SIGNING_KEY:
        raise ValueError(f"is no whole number of days from 1 to {OLDEST_SIGNING_KEY}")
    return int(text)


def _hosts(text: str) -> frozenset[str]:
    hosts = frozenset(filter(None, (each.strip().lower() for each in text.split(","))))
    if any(not _HOST.fullmatch(host) for host in hosts):
        raise ValueError("is no list such as partner.internal,partner.internal:8443")
    return hosts
