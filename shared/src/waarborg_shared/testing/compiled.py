"""What is done once per process of tests, though each test builds an application and engines of its own.

It changes Flask, Werkzeug and SQLAlchemy for the whole process, so it is a pytest plugin apart, which only they get who
ask for it: `-p waarborg_shared.testing.compiled`, as the workspace's own settings do.
"""

import gc
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from importlib.metadata import EntryPoints, entry_points
from types import CodeType
from typing import Any, ClassVar

import structlog
from flask import Flask
from flask.sansio import scaffold
from jinja2 import Environment, FileSystemLoader
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.rules import RulePart

from waarborg_shared.hooks import PluginError, registry
from waarborg_shared.hooks.registry import InstalledPlugin, OrganisationSettings, PluginFactory, build_rules
from waarborg_shared.hooks.rules import Rules

STATEMENTS_KEPT = 5_000
YOUNG, MIDDLE, OLD = 20_000, 20, 20
"""How much is made before Python looks for what is not needed any more: an eighth of a unit test's time otherwise."""


class TemplatesOfThisProcess(BytecodeCache):
    """The code of templates in memory, by name, file and source: as it is, for code can be run in many places."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._code: dict[tuple[str, str | None, str], CodeType | None] = {}

    def get_bucket(self, environment: Environment, name: str, filename: str | None, source: str) -> Bucket:
        """Return the bucket of a template, filled if it was compiled before."""
        bucket = Bucket(environment, (name, filename, source), "")  # type: ignore[arg-type]
        bucket.code = self._code.get((name, filename, source))
        return bucket

    def set_bucket(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        key: Any = bucket.key
        self._code[key] = bucket.code

    def load_bytecode(self, bucket: Bucket) -> None:
        """Nothing: a bucket is filled as it is made."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Nothing: code is kept as it is."""


class SourcesOfThisProcess(FileSystemLoader):
    """The templates of one folder, each read once; what a folder has not is looked for anew."""

    _read: ClassVar[dict[tuple[str, str], tuple[str, str, Callable[[], bool]]]] = {}

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return what was read."""
        key = "\n".join(self.searchpath), template
        if key not in self._read:
            self._read[key] = super().get_source(environment, template)
        return self._read[key]


@dataclass(frozen=True)
class _Compiled:
    """What was made of a rule. The functions that build addresses get the rule that they build for."""

    parts: Sequence[RulePart]
    trace: Sequence[tuple[bool, str]]
    converters: Mapping[str, BaseConverter]
    build: Callable[..., tuple[str, str]]
    build_unknown: Callable[..., tuple[str, str]]


class RuleOfThisProcess(Rule):
    """A rule that takes what was made of an earlier one of the same text, among the same converters."""

    _made: ClassVar[dict[tuple[str, bool | None, frozenset[tuple[str, type[BaseConverter]]]], _Compiled]] = {}

    def compile(self) -> None:
        """Take it over, or make it."""
        rule: Any = self
        if rule.defaults or rule.subdomain or rule.host:
            super().compile()
            return
        key = rule.rule, rule.merge_slashes, frozenset(rule.map.converters.items())
        made = self._made.get(key)
        if made is None:
            super().compile()
            builders = rule._build.__func__, rule._build_unknown.__func__
            self._made[key] = _Compiled(rule._parts, rule._trace, rule._converters, *builders)
            return
        rule._parts, rule._trace, rule._converters = list(made.parts), list(made.trace), dict(made.converters)
        rule.arguments.update(made.converters)
        rule._build, rule._build_unknown = made.build.__get__(rule), made.build_unknown.__get__(rule)


class PluginsOfThisProcess:
    """The entry points of installed packages, looked for once for each list of places where packages are."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._found: dict[tuple[str, tuple[str, ...]], EntryPoints] = {}

    def __call__(self, *, group: str) -> EntryPoints:
        """Return those of a group."""
        key = group, tuple(sys.path)
        if key not in self._found:
            self._found[key] = entry_points(group=group)
        return self._found[key]


class RulesOfThisProcess:
    """The rules of an organisation, built once for each configuration of plugins that are installed.

    Each Registry has a copy of its own, with what was answered before, so that what a test changes in its rules, and
    what is derived from them, stays there. Plugins that are not installed are a test's own, and are built each time.
    """

    def __init__(self) -> None:
        """Begin with nothing."""
        self._built: dict[tuple[object, ...], Rules] = {}

    def __call__(self, organisation: OrganisationSettings, factories: Mapping[str, PluginFactory]) -> Rules:
        """Return a copy of what was built of the same settings."""
        plugins = [factories.get(name) for name in organisation.plugins]
        if not all(isinstance(plugin, InstalledPlugin) for plugin in plugins):
            return build_rules(organisation, factories)
        key = organisation.id, organisation.plugins, tuple(plugins), repr(organisation.settings)
        if key not in self._built:
            self._built[key] = build_rules(organisation, factories)
            for name, kept in vars(Rules).items():
                if isinstance(kept, cached_property):
                    with suppress(PluginError):  # who needs that answer asks again, and is told
                        getattr(self._built[key], name)
        made = copy(self._built[key])
        vars(made).update({name: copy(kept) for name, kept in vars(made).items() if isinstance(kept, dict)})
        return made


def _share_statements() -> None:
    """Let every engine of this process share what SQLAlchemy compiled, by the statement and the kind of database.

    In a process of tests all databases of one kind are made in the same way and on one server.
    """
    compiled: LRUCache[Any, Any] = LRUCache(STATEMENTS_KEPT)
    engine: Any = Engine
    engine._compiled_cache = property(lambda _self: compiled, lambda _self, _own: None)
    for kind in (SQLiteDialect_pysqlite, PGDialect_psycopg):
        dialect: Any = kind
        dialect.__eq__ = lambda self, other: type(self) is type(other)
        dialect.__hash__ = lambda self: hash(type(self))


def _log_plainly() -> None:
    """Let what breaks be logged as Python prints it: a coloured picture of every frame costs a tenth of a second."""
    processors = structlog.get_config()["processors"]
    plain = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback)
    structlog.configure(processors=[*processors[:-1], plain])


def pytest_configure() -> None:
    """Let every application of this process share code of templates, addresses, statements, plugins and rules."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": TemplatesOfThisProcess()}
    made_by_flask: Any = scaffold
    made_by_flask.FileSystemLoader = SourcesOfThisProcess
    Flask.url_rule_class = RuleOfThisProcess
    _share_statements()
    _log_plainly()
    looked_up: Any = registry
    looked_up.entry_points = PluginsOfThisProcess()
    looked_up.build_rules = RulesOfThisProcess()


def pytest_collection_finish() -> None:
    """Look through what was imported and collected no more: it stays as long as the process."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(YOUNG, MIDDLE, OLD)
