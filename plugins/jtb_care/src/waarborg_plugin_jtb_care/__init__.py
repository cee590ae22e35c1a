"""JTB-Care's own rules: roles, clocks, retention, channels and texts."""

from waarborg_plugin_jtb_care.plugin import Plugin

__all__ = ["Plugin"]
