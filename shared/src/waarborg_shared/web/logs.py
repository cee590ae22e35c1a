"""Logs: one JSON line per event, with organisation and trace, and with BSN-shaped digits and e-mail blotted out."""

import json
import logging
import re
import sys
import traceback
from collections.abc import Iterator, MutableMapping
from pathlib import Path
from typing import Any, TextIO

import structlog
from structlog.typing import Processor

BLOT = "█"
_FRAMES = 20
_ENCODER = json.JSONEncoder(default=str, ensure_ascii=False)
_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_BSN = r"(?<![0-9A-Za-z])(?:\d{8,9}|\d{3}[ .]\d{3}[ .]\d{3}|\d{4}[ .]\d{2}[ .]\d{3})(?![0-9A-Za-z])"
_EMAIL = r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+"
_BLOTTED = re.compile(f"({_UUID})|{_BSN}|{_EMAIL}", re.IGNORECASE)
_KEPT = frozenset({"trace", "span", "timestamp", "level", "service", "organisation"})


def blot(text: str) -> str:
    """Return the text with every e-mail address and every 8 or 9 digits that may be a BSN made unreadable."""
    return _BLOTTED.sub(lambda found: found[1] or BLOT * 3, text)


def _blot_value(value: Any) -> Any:
    if isinstance(value, str):
        return blot(value)
    if isinstance(value, dict):
        return {_blot_value(key): _blot_value(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [_blot_value(inner) for inner in value]
    if isinstance(value, bool) or value is None or isinstance(value, float):
        return value
    if isinstance(value, int):
        return BLOT * 3 if 10_000_000 <= value <= 999_999_999 else value
    return blot(str(value))


def blot_out(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blot every value of a log event but its trace and where it comes from; the line itself always stays."""
    for name, value in event.items():
        if name not in _KEPT:
            event[name] = _blot_value(value)
    return event


def where_it_broke(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Turn an exception into its class and the places it passed: messages quote what was typed, and locals hold it."""
    told = event.pop("exc_info", None)
    error = sys.exc_info()[1] if told is True else told[1] if isinstance(told, tuple) else told
    if isinstance(error, BaseException):
        event["exception"] = [_broken(each) for each in _chain_of(error)]
    return event


def _chain_of(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or (None if following.__suppress_context__ else following.__context__)


def _broken(error: BaseException) -> dict[str, Any]:
    frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
    places = [f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in frames]
    return {"class": f"{type(error).__module__}.{type(error).__qualname__}", "at": places}


def _as_json(event: Any, **_options: Any) -> str:
    """Return a log event as JSON; one encoder for all lines, which is what makes it quick."""
    return _ENCODER.encode(event)


_BEFORE: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
_AFTER: list[Processor] = [
    where_it_broke,
    blot_out,
    structlog.processors.JSONRenderer(serializer=_as_json),
]


def configure_logging(level: str = "INFO", stream: TextIO | None = None) -> None:
    """Write this process's log lines, our own and every library's, as JSON to ``stream`` (standard output).

    Called by a process's entry point; a later call takes the place of an earlier one. ``level`` is DEBUG, INFO, WARNING
    or ERROR.
    """
    target = stream or sys.stdout
    structlog.configure(
        processors=[*_BEFORE, *_AFTER],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level)),
        logger_factory=structlog.WriteLoggerFactory(target),
        cache_logger_on_first_use=False,
    )
    handler = logging.StreamHandler(target)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[*_BEFORE, structlog.stdlib.ExtraAdder()],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *_AFTER],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    for quiet in ("werkzeug", "amqp", "kombu", "urllib3"):
        logging.getLogger(quiet).setLevel(logging.WARNING)
