"""The command of a service: `waarborg-consent migrate`, `worker`, `serve`, `events list` and so on."""

from waarborg_shared.cli.command import command, main
from waarborg_shared.cli.running import web_app

__all__ = ["command", "main", "web_app"]
