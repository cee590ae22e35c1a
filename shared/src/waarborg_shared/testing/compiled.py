"""Templates compiled once per process of tests, though each test builds an application of its own."""

from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache


class InThisProcess(BytecodeCache):
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


def compile_templates_once() -> None:
    """Let every application of this process share the code of its templates."""
    Flask.jinja_options = {**Flask.jinja_options, "bytecode_cache": InThisProcess()}
