"""The commands that run a service (its web process, its worker), and the one that tries its settings."""

import dataclasses
import json
import shlex
import sys
from typing import Any

import click
from flask import Flask
from sqlalchemy import Engine

from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.config import Settings, public_service_key, read_settings
from waarborg_shared.hooks import Registry
from waarborg_shared.memory import give_large_blocks_back, leave_what_stays
from waarborg_shared.migrations import at_head
from waarborg_shared.service import Runtime, Service, build_runtime
from waarborg_shared.web.app import create_app
from waarborg_shared.web.logs import configure_logging
from waarborg_shared.worker import run_worker

_WHO = "SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = current_user"


def web_app(service: Service, settings: Settings | None = None) -> Flask:
    """The web process of a service, from the environment unless settings are given: its `create_app()`.

    Raises SettingError, and PluginError for a plugin that cannot be used.
    """
    settings = settings or read_settings(service.name)
    if service.refuse is not None:
        service.refuse(settings)
    configure_logging(settings.log_level)
    give_large_blocks_back()
    runtime = build_runtime(service, settings)
    runtime.registry.check()
    app = create_app(service, runtime)
    leave_what_stays()
    return app


@click.command()
@click.option("--bind", default="127.0.0.1:8000", show_default=True, help="Address to listen at.")
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes.")
@click.option("--threads", type=click.IntRange(1), default=8, show_default=True, help="Threads of each process.")
@click.option("--print", "only_print", is_flag=True, help="Print the gunicorn line and run nothing.")
@with_hand
def serve(hand: Hand, bind: str, workers: int, *, threads: int, only_print: bool) -> None:
    """Run the web process, by gunicorn."""
    line = ["--worker-class", "gthread", "--bind", bind, "--workers", str(workers), "--threads", str(threads)]
    line += ["--graceful-timeout", "25", f"{hand.service.package}.app:create_app()"]
    if only_print:
        click.echo(shlex.join(["gunicorn", *line]))
        return
    _refuse_to_start(hand.service, hand.settings())
    # In this process, so that signals reach it and its own find loaded what this one loaded: each builds its own app,
    # with connections and threads of its own. Memory that no collector looks through they share with this one. The file
    # is what gunicorn starts again when it is told to (USR2).
    from gunicorn import __main__ as gunicorn  # noqa: PLC0415 - the other commands serve nothing

    leave_what_stays()
    sys.argv = [gunicorn.__file__, *line]
    gunicorn.run(prog="gunicorn")


@click.command()
@with_hand
def worker(hand: Hand) -> None:
    """Run the background process: relay, consume, retry, watch the deadlines."""
    settings = hand.settings()
    configure_logging(settings.log_level)
    give_large_blocks_back()
    Registry(settings.organisations).check()
    leave_what_stays()
    with hand.runtime() as runtime:
        ended = run_worker(hand.service, runtime)
    raise SystemExit(0 if ended else 1)


@click.command()
@with_hand
def demo(hand: Hand) -> None:
    """Invent people for a demonstration, unless they are there; print who they are, as JSON."""
    if not hand.settings().demo:
        raise click.ClickException("this is no demonstration: WAARBORG_DEMO is not true")
    assert hand.service.demo is not None
    with hand.runtime() as runtime:
        told = [dataclasses.asdict(each) for each in hand.service.demo(runtime)]
    click.echo(json.dumps(told, ensure_ascii=False))


@click.group()
def settings() -> None:
    """Settings."""


@settings.command()
@click.option("--offline", is_flag=True, help="Do not try the databases.")
@with_hand
def check(hand: Hand, *, offline: bool) -> None:
    """Read every setting, build every plugin, and try the databases."""
    read = hand.settings()
    _refuse_to_start(hand.service, read)
    click.echo(f"settings: well, for {len(read.organisations)} organisations")
    if offline:
        return
    with hand.runtime() as runtime:
        faults = [*_database_faults(runtime), *_key_store_faults(runtime)]
    for fault in faults:
        click.echo(fault, err=True)
    if faults:
        raise SystemExit(1)
    click.echo("databases: well")


@settings.command("public-key")
@with_hand
def public_key(hand: Hand) -> None:
    """Print the public half of this service's key, for the set of keys that identity is told."""
    click.echo(json.dumps(public_service_key(hand.settings().service_key, hand.service.name)))


def _refuse_to_start(service: Service, settings: Settings) -> None:
    """Raises SettingError and PluginError: better now than at an organisation's first request."""
    if service.refuse is not None:
        service.refuse(settings)
    Registry(settings.organisations).check()


def _database_faults(runtime: Runtime) -> list[str]:
    faults = [
        f"{name}: its role passes by row level security, and must not"
        for name, engine in (
            ("WAARBORG_DATABASE_URL", runtime.engine),
            ("WAARBORG_WORKER_DATABASE_URL", runtime.worker_engine),
        )
        if _passes_by(engine)
    ]
    if not at_head(runtime.engine, runtime.service):
        faults.append("the database is not at the newest migration: run `migrate`")
    return faults


def _passes_by(engine: Engine) -> bool:
    if engine.dialect.name != "postgresql":
        return False
    with engine.connect() as connection:
        return bool(connection.exec_driver_sql(_WHO).scalar())


def _key_store_faults(runtime: Runtime) -> list[str]:
    vault: Any = runtime.vault
    vault.keystore.organisations()  # raises VaultError, or what the database raises
    return []
