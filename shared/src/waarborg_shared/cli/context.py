"""What every command has at hand (settings, a runtime), and how it ends when something is wrong."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any

import click
from sqlalchemy.exc import SQLAlchemyError

from waarborg_shared.bus import BusAway, NoReason, NoSuchEvent, TopologyDiffers
from waarborg_shared.config import SettingError, Settings, read_settings
from waarborg_shared.hooks import PluginError
from waarborg_shared.keystore import VaultError
from waarborg_shared.service import Runtime, Service, build_runtime
from waarborg_shared.web.logs import configure_logging

BAD_SETTING = 2
_EXPECTED = (BusAway, NoReason, TopologyDiffers, VaultError)


@dataclass(frozen=True)
class Hand:
    """What a command works with; nothing is read or opened before it is asked for."""

    service: Service

    def settings(self) -> Settings:
        """The settings of the environment. Raises SettingError."""
        return read_settings(self.service.name, os.environ)

    @contextmanager
    def runtime(self) -> Iterator[Runtime]:
        """A runtime that is closed afterwards. Raises SettingError."""
        runtime = build_runtime(self.service, self.settings())
        try:
            yield runtime
        finally:
            runtime.close()


def with_hand(function: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command its Hand as first argument, and an exit code to what can go wrong: 2 for a setting, else 1.

    A plugin that cannot be used is a setting that is wrong: it is not installed, or lacks one of its own. What is
    logged goes to standard error, apart from what was asked for; a process that runs on has its own way.
    """

    @click.pass_obj
    def wrapped(hand: Hand, *args: Any, **options: Any) -> Any:
        configure_logging("WARNING", sys.stderr)
        try:
            return function(hand, *args, **options)
        except SettingError as wrong:
            click.echo(f"{wrong.name}: {wrong.why}", err=True)
            raise SystemExit(BAD_SETTING) from None
        except PluginError as wrong:
            click.echo(str(wrong), err=True)
            raise SystemExit(BAD_SETTING) from None
        except NoSuchEvent as wrong:
            raise click.ClickException(f"no such event in a state in which this can be done: {wrong}") from None
        except _EXPECTED as wrong:
            raise click.ClickException(str(wrong) or type(wrong).__name__) from None
        except SQLAlchemyError as wrong:
            # The driver's words and not SQLAlchemy's, which repeat the statement with its values.
            raise click.ClickException(f"the database says: {getattr(wrong, 'orig', None) or wrong}".strip()) from None

    return update_wrapper(wrapped, function)
