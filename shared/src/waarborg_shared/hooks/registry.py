"""One plugin manager and one plugin instance per organisation, built from its own list when first needed."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from importlib.metadata import EntryPoint, entry_points
from typing import Protocol

import pluggy

from waarborg_shared.hooks import spec
from waarborg_shared.hooks.asking import LAW
from waarborg_shared.hooks.defaults import LawDefaults
from waarborg_shared.hooks.errors import STOPPED_FROM_OUTSIDE, PluginError, UnknownOrganisation
from waarborg_shared.hooks.rules import Rules

ENTRY_POINT_GROUP = "waarborg.plugins"
PluginFactory = Callable[[Mapping[str, object]], object]


class OrganisationSettings(Protocol):
    """What the registry needs to know of an organisation's configuration."""

    @property
    def id(self) -> str: ...
    @property
    def plugins(self) -> tuple[str, ...]: ...
    @property
    def settings(self) -> Mapping[str, Mapping[str, object]]: ...


@dataclass(frozen=True, slots=True)
class InstalledPlugin:
    """A plugin that an installed package offers; its code is loaded when an organisation needs it, and no sooner."""

    entry_point: EntryPoint

    def __call__(self, settings: Mapping[str, object]) -> object:
        """Make an instance for one organisation."""
        return self.load()(settings)

    def load(self) -> PluginFactory:
        """Return the plugin's class."""
        loaded: PluginFactory = self.entry_point.load()
        return loaded


def installed_plugins() -> dict[str, InstalledPlugin]:
    """Return the plugins that the installed packages offer, by name (entry point group ``waarborg.plugins``)."""
    return {found.name: InstalledPlugin(found) for found in entry_points(group=ENTRY_POINT_GROUP)}


def build_rules(organisation: OrganisationSettings, factories: Mapping[str, PluginFactory]) -> Rules:
    """Build one organisation's manager and the :class:`Rules` on it.

    Plugins answer in the order of the organisation's list; the core's own plugin, with the law's terms, answers last.

    Raises:
        PluginError: naming the organisation, the plugin and what is wrong with it.
    """
    manager = pluggy.PluginManager(spec.PROJECT)
    manager.add_hookspecs(spec)
    manager.register(LawDefaults(organisation.id), name=LAW)
    for name in reversed(organisation.plugins):
        plugin = _make(name, organisation, factories)
        try:
            manager.register(plugin, name=name)
        except STOPPED_FROM_OUTSIDE:
            raise
        except BaseException as error:
            raise PluginError(f"{organisation.id}: plugin {name!r} does not start: {error}") from error
        if not manager.get_hookcallers(plugin):
            raise PluginError(f"{organisation.id}: plugin {name!r} answers no hook")
    _refuse_options(organisation.id, manager)
    _refuse_misspelt(organisation.id, manager)
    return Rules(organisation.id, manager)


def _make(name: str, organisation: OrganisationSettings, factories: Mapping[str, PluginFactory]) -> object:
    """Return an instance of a plugin with the organisation's own settings. Raises PluginError."""
    if name not in factories:
        raise PluginError(f"{organisation.id}: plugin {name!r} is not installed")
    try:
        return factories[name](organisation.settings.get(name, {}))
    except STOPPED_FROM_OUTSIDE:
        raise
    except BaseException as error:
        raise PluginError(f"{organisation.id}: plugin {name!r} does not start: {error}") from error


def _refuse_options(organisation: str, manager: pluggy.PluginManager) -> None:
    """Refuse what would let a plugin stand around or behind the law's own answers."""
    for name, plugin in manager.list_name_plugin():
        for caller in manager.get_hookcallers(plugin) or ():
            for impl in caller.get_hookimpls():
                if impl.plugin is not plugin:
                    continue
                for option in ("wrapper", "hookwrapper", "optionalhook", "trylast"):
                    if getattr(impl, option):
                        raise PluginError(
                            f"{organisation}: plugin {name!r}: hook {caller.name!r}: {option}=True is refused"
                        )


def _refuse_misspelt(organisation: str, manager: pluggy.PluginManager) -> None:
    try:
        manager.check_pending()
    except pluggy.PluginValidationError as error:
        raise PluginError(f"{organisation}: {error}") from error


@dataclass
class Registry:
    """The organisations' rules, built when first asked for and kept."""

    organisations: Mapping[str, OrganisationSettings]
    factories: Mapping[str, PluginFactory] = field(default_factory=lambda: {**installed_plugins()})
    _built: dict[str, Rules] = field(default_factory=dict, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def rules(self, organisation: str) -> Rules:
        """Return the rules of ``organisation``.

        Raises:
            UnknownOrganisation: no such organisation is configured.
            PluginError: its plugins cannot be used.
        """
        built = self._built.get(organisation)
        if built is not None:
            return built
        if organisation not in self.organisations:
            raise UnknownOrganisation(organisation)
        with self._lock:
            if organisation not in self._built:
                self._built[organisation] = build_rules(self.organisations[organisation], self.factories)
            return self._built[organisation]

    def check(self, organisations: Iterable[str] | None = None) -> None:
        """Ask every Ask hook once, for one organisation of each different set of plugins and settings' names.

        The plugins of the others are made and let go, so that each organisation's own settings are read. A start calls
        this, so that a misspelt hook or a nonsense answer stops it and no client's request does.

        Raises:
            PluginError: naming the organisation, the plugin, the hook and what is wrong.
        """
        seen: set[tuple[object, ...]] = set()
        for name in organisations if organisations is not None else self.organisations:
            configured = self.organisations[name]
            signature = (
                configured.plugins,
                tuple(sorted((p, tuple(sorted(s))) for p, s in configured.settings.items())),
            )
            if organisations is None and signature in seen:
                for plugin in configured.plugins:
                    _make(plugin, configured, self.factories)
                continue
            seen.add(signature)
            self.rules(name).check()
