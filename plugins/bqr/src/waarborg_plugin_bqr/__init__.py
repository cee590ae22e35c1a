"""Coöperatie BQR-Zorg's own rules: role table, breach protocol, clocks, channels and texts."""

from waarborg_plugin_bqr.plugin import Plugin

__all__ = ["Plugin"]
