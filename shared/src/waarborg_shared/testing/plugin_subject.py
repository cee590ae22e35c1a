"""The plugin under test: made from its entry point and settings, asked hook by hook, and watched while it answers."""

import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, fields, is_dataclass
from datetime import date
from enum import Enum
from importlib import import_module
from importlib.metadata import entry_points
from types import FrameType, MappingProxyType
from typing import Any

import pluggy

from waarborg_shared.hooks import Rules, build_rules, spec
from waarborg_shared.hooks.registry import ENTRY_POINT_GROUP
from waarborg_shared.hooks.values import RequestKind

ORGANISATION = "contract"
YEARS = (2024, 2025, 2026)


def ask_hooks() -> tuple[str, ...]:
    """Return the names of the *Ask* hooks, as the specification has them."""
    found = {name: getattr(spec, name) for name in vars(spec) if hasattr(getattr(spec, name), "waarborg_spec")}
    return tuple(name for name, hook in found.items() if (hook.__doc__ or "").startswith("Ask:"))


def every_question() -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each Ask hook with each set of arguments that the suite asks it with."""
    for hook in ask_hooks():
        if hook == "request_policy":
            yield from ((hook, {"kind": kind}) for kind in RequestKind)
        elif hook == "closed_days":
            yield from ((hook, {"year": year}) for year in YEARS)
        else:
            yield hook, {}


@dataclass(frozen=True)
class Subject:
    """A plugin's class and the settings to start it with."""

    name: str
    factory: Callable[[Mapping[str, object]], object]
    settings: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    def rules(self, settings: Mapping[str, object] | None = None) -> Rules:
        """Return the rules of an organisation that has this plugin on, and nothing but the law behind it."""
        own = self.settings if settings is None else settings
        return build_rules(_Configured(settings={self.name: own}, plugins=(self.name,)), {self.name: self.factory})

    def alone(self) -> pluggy.PluginManager:
        """Return a manager with a new instance of this plugin and not even the law."""
        manager = pluggy.PluginManager(spec.PROJECT)
        manager.add_hookspecs(spec)
        manager.register(self.factory(self.settings), name=self.name)
        return manager

    def answers(self) -> dict[str, Any]:
        """Return what a new instance of the plugin itself says to every question, ``None`` where it has no opinion."""
        manager = self.alone()
        return {_shown(hook, given): getattr(manager.hook, hook)(**given) for hook, given in every_question()}


@dataclass(frozen=True)
class _Configured:
    plugins: tuple[str, ...]
    settings: Mapping[str, Mapping[str, object]]
    id: str = ORGANISATION


def find_subject(name: str, settings: Mapping[str, object] | None = None) -> Subject:
    """Return the plugin of that name (entry point group ``waarborg.plugins``), or that ``module:Class``.

    Without ``settings`` it is started with the ``example_settings`` of its class.

    Raises:
        LookupError: no such plugin is installed; the message lists those that are.
    """
    installed = {found.name: found for found in entry_points(group=ENTRY_POINT_GROUP)}
    if name in installed:
        factory = installed[name].load()
    elif ":" in name:
        module, _, attribute = name.partition(":")
        factory = getattr(import_module(module), attribute)
    else:
        raise LookupError(f"plugin {name!r} is not installed; installed are: {', '.join(sorted(installed)) or 'none'}")
    chosen = getattr(factory, "example_settings", {}) if settings is None else settings
    return Subject(name.replace(":", "."), factory, MappingProxyType(dict(chosen)))


def plain(value: object) -> Any:
    """Return an answer as plain JSON values, sets in order, so that two answers can be compared and shown."""
    if isinstance(value, Enum | date):
        return value.value if isinstance(value, Enum) else value.isoformat()
    if is_dataclass(value) and not isinstance(value, type):
        held = {each.name: plain(getattr(value, each.name)) for each in fields(value)}
        return {"": type(value).__name__, **held}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, frozenset | set):
        return sorted((plain(item) for item in value), key=repr)
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | float):
        return value
    raise TypeError(f"a {type(value).__name__} is no value of the hooks")


@dataclass
class Seen:
    """What was seen while a hook was asked: how many calls it took, and whatever it may not do."""

    calls: int = 0
    touched: list[str] = field(default_factory=list)


_AUDITED = ("open", "import", "socket.", "subprocess.", "os.", "sqlite3.", "urllib.", "http.", "shutil.", "tempfile.")
_CLOCKS = frozenset({"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "datetime.fromtimestamp"})
_TIME = frozenset({"time", "time_ns", "monotonic", "monotonic_ns", "perf_counter", "localtime", "gmtime", "strftime"})
_CHANCE = frozenset({"urandom", "Random.random", "Random.getrandbits"})
_watching: list[Seen] = []


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if _watching and event.startswith(_AUDITED):
        _watching[-1].touched.append(f"{event} {arguments[0] if arguments else ''}".strip())


def _profile(frame: FrameType, event: str, argument: Any) -> None:
    if not _watching or event not in ("call", "c_call"):
        return
    seen = _watching[-1]
    seen.calls += 1
    if event == "call":
        if frame.f_code.co_qualname.startswith("_Environ."):
            seen.touched.append("the environment")
        return
    name, module = getattr(argument, "__qualname__", ""), getattr(argument, "__module__", "")
    if name in _CLOCKS or name in _CHANCE or (module == "time" and name in _TIME):
        seen.touched.append(f"{name}()")


_audited: list[bool] = []


@contextmanager
def watched() -> Iterator[Seen]:
    """Watch what runs inside: calls are counted; files, network, imports, clocks, chance and environment are noted."""
    if not _audited:
        sys.addaudithook(_audit)
        _audited.append(True)
    seen, before = Seen(), sys.getprofile()
    _watching.append(seen)
    sys.setprofile(_profile)
    try:
        yield seen
    finally:
        sys.setprofile(before)
        _watching.pop()


def _shown(hook: str, given: Mapping[str, object]) -> str:
    return f"{hook}({', '.join(str(value) for value in given.values())})"
