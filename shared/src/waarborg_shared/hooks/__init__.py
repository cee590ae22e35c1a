"""How an organisation plugs its own rules in: values, hooks, registry, the law's defaults and the clamp."""

from waarborg_shared.hooks.clamp import Clamp
from waarborg_shared.hooks.errors import PluginError, UnknownOrganisation
from waarborg_shared.hooks.registry import Registry, build_rules, installed_plugins
from waarborg_shared.hooks.rules import Rules
from waarborg_shared.hooks.settings import optional_text, refuse_unknown, required_email, required_text
from waarborg_shared.hooks.spec import hookimpl
from waarborg_shared.hooks.table import in_force, to_be_confirmed

__all__ = [
    "Clamp",
    "PluginError",
    "Registry",
    "Rules",
    "UnknownOrganisation",
    "build_rules",
    "hookimpl",
    "in_force",
    "installed_plugins",
    "optional_text",
    "refuse_unknown",
    "required_email",
    "required_text",
    "to_be_confirmed",
]
