"""What is compiled once per process of tests, though each test builds an application and engines of its own."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from sqlalchemy import Engine
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.util import LRUCache
from werkzeug.routing import Rule

STATEMENTS_KEPT = 5_000


class TemplatesOfThisProcess(BytecodeCache):
    """The code of templates in memory, by Jinja's key of name, file and source."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Fill the bucket if this template was compiled before; Jinja compares the digest of the source."""
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._code[bucket.key] = bucket.bytecode_to_string()


class RuleOfThisProcess(Rule):
    """A rule that takes the function that builds its addresses from an earlier one of the same parts.

    The function knows nothing of the rule that it was made for: it gets the rule that it builds for.
    """

    _made: ClassVar[dict[tuple[tuple[tuple[bool, str], ...], bool], Callable[..., tuple[str, str]]]] = {}

    def _compile_builder(self, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        made: Any = super()._compile_builder
        if self.defaults:
            return made(append_unknown)  # type: ignore[no-any-return]
        key = tuple(self._trace), append_unknown
        if key not in self._made:
            self._made[key] = made(append_unknown)
        return self._made[key]


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


def compile_once() -> None:
    """Let every application of this process share the code of its templates, addresses and statements."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": TemplatesOfThisProcess()}
    Flask.url_rule_class = RuleOfThisProcess
    _share_statements()
