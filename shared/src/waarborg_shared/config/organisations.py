"""The organisations that this installation serves: their hosts, plugins with settings, and outside issuers."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from waarborg_shared.config.issuers import OutsideIssuer, parse_issuers

ORGANISATION_PATTERN = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
HOST_PATTERN = re.compile(r"(?=.{1,253}\Z)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*")
_KEYS = frozenset({"hosts", "plugins", "settings", "issuers"})


@dataclass(frozen=True)
class OrganisationConfig:
    """One organisation (a tenant): the host names it is known by, its plugins with their settings, and the outside
    issuers at which its people may sign in."""

    id: str
    hosts: tuple[str, ...]
    plugins: tuple[str, ...]
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
    issuers: Mapping[str, OutsideIssuer] = field(default_factory=dict)


def read_organisations(path: Path) -> Mapping[str, OrganisationConfig]:
    """The organisations in a TOML file. Raises ValueError with what is wrong and where, OSError if it can't be read."""
    return parse_organisations(path.read_text(encoding="utf-8"))


def parse_organisations(text: str) -> Mapping[str, OrganisationConfig]:
    """The organisations in TOML text; keys that are not known and hosts that two of them claim are refused."""
    document = tomllib.loads(text)
    _refuse_unknown(document, {"organisations"}, "the file")
    tables = document.get("organisations")
    if not isinstance(tables, dict) or not tables:
        raise ValueError("no [organisations.<id>] in it")
    organisations = {id_: _organisation(id_, table) for id_, table in tables.items()}
    _refuse_shared_hosts(organisations)
    return MappingProxyType(organisations)


def _organisation(id_: str, table: object) -> OrganisationConfig:
    where = f"organisations.{id_}"
    if ORGANISATION_PATTERN.fullmatch(id_) is None:
        raise ValueError(f"{where}: an organisation's id is lower case letters, digits and hyphens, at most 63")
    if not isinstance(table, dict):
        raise ValueError(f"{where}: is no table")
    _refuse_unknown(table, _KEYS, where)
    hosts = _texts(table, "hosts", where)
    if not hosts:
        raise ValueError(f"{where}.hosts: at least one host name")
    for host in hosts:
        if HOST_PATTERN.fullmatch(host) is None:
            raise ValueError(f"{where}.hosts: {host!r} is no host name in lower case, without a port")
    issuers = parse_issuers(table.get("issuers", {}), f"{where}.issuers")
    return OrganisationConfig(id_, hosts, _texts(table, "plugins", where), _plugin_settings(table, where), issuers)


def _plugin_settings(table: Mapping[str, object], where: str) -> Mapping[str, Mapping[str, object]]:
    settings = table.get("settings", {})
    if not isinstance(settings, dict):
        raise ValueError(f"{where}.settings: is no table")
    on = table.get("plugins", ())
    for plugin, values in settings.items():
        if not isinstance(values, dict):
            raise ValueError(f"{where}.settings.{plugin}: is no table")
        if not isinstance(on, list) or plugin not in on:
            raise ValueError(f"{where}.settings.{plugin}: that plugin is not on")
    return MappingProxyType({plugin: MappingProxyType(values) for plugin, values in settings.items()})


def _texts(table: Mapping[str, object], key: str, where: str) -> tuple[str, ...]:
    values = table.get(key, [])
    if not isinstance(values, list) or not all(isinstance(value, str) and value for value in values):
        raise ValueError(f"{where}.{key}: is no list of texts")
    if len(set(values)) != len(values):
        raise ValueError(f"{where}.{key}: the same twice")
    return tuple(values)


def _refuse_unknown(table: Mapping[str, object], known: set[str] | frozenset[str], where: str) -> None:
    unknown = sorted(set(table) - known)
    if unknown:
        raise ValueError(f"{where}: unknown {', '.join(unknown)}")


def _refuse_shared_hosts(organisations: Mapping[str, OrganisationConfig]) -> None:
    owners: dict[str, str] = {}
    for organisation in organisations.values():
        for host in organisation.hosts:
            other = owners.setdefault(host, organisation.id)
            if other != organisation.id:
                raise ValueError(f"organisations.{organisation.id}.hosts: {host} is already {other}'s")
