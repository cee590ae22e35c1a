"""What is compiled once per process of tests, though each test builds an application of its own."""

from collections.abc import Callable
from typing import Any, ClassVar

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule


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


def compile_once() -> None:
    """Let every application of this process share the code of its templates and addresses."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": TemplatesOfThisProcess()}
    Flask.url_rule_class = RuleOfThisProcess
