"""How an organisation plugs its own rules in: values, hooks, registry, the law's defaults and the clamp."""

from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.registry import PluginError, Registry, UnknownOrganisation, build_rules, installed_plugins
from waarborg_shared.hooks.rules import Rules
from waarborg_shared.hooks.spec import hookimpl

__all__ = [
    "Clamp",
    "PluginError",
    "Registry",
    "Rules",
    "UnknownOrganisation",
    "build_rules",
    "hookimpl",
    "installed_plugins",
]
