"""Hears what the product says in the open: every log line, and every address that is asked for or led to."""

import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import flask
import structlog
from flask import request_finished, request_started

from waarborg_shared.web.logs import configure_logging


@dataclass
class Heard:
    """All that was said in the open while the flows ran."""

    log: io.StringIO = field(default_factory=io.StringIO)
    addresses: list[str] = field(default_factory=list)

    def started(self, _sender: Any, **_: Any) -> None:
        self.addresses.append(flask.request.url)
        self.addresses.append(flask.request.headers.get("Referer", ""))

    def finished(self, _sender: Any, response: Any, **_: Any) -> None:
        self.addresses += [response.headers.get(name, "") for name in ("Location", "Content-Location", "Link")]


@contextmanager
def listening(level: str = "DEBUG") -> Iterator[Heard]:
    """Hear every log line, also those of libraries and of errors, and every address that is asked for or led to."""
    heard, root = Heard(), logging.getLogger()
    before, own_level, configured = list(root.handlers), root.level, structlog.get_config()
    configure_logging(level, heard.log)
    logging.getLogger("kombu").setLevel(level)
    request_started.connect(heard.started)
    request_finished.connect(heard.finished)
    try:
        yield heard
    finally:
        request_started.disconnect(heard.started)
        request_finished.disconnect(heard.finished)
        root.handlers[:] = before
        root.setLevel(own_level)
        structlog.configure(**configured)
