"""The commands on a service's own database: migrate it, make its roles, check its timelines."""

from collections.abc import Callable, Iterator
from contextlib import closing
from functools import update_wrapper
from pathlib import Path
from typing import Any

import click
from sqlalchemy import make_url

from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.config import Settings
from waarborg_shared.db import CaseMixin
from waarborg_shared.migrations import migrate as run_migrations
from waarborg_shared.role_names import roles_of
from waarborg_shared.service import Service
from waarborg_shared.timeline import verify_service
from waarborg_shared.vault import KeyStore


@click.command()
@click.option("--revision", default="head", show_default=True, help="Where to go to.")
@with_hand
def migrate(hand: Hand, revision: str) -> None:
    """Bring the database (as its owner) and the key store to what this version needs."""
    settings = hand.settings()
    with closing(KeyStore(settings.keystore_url, settings.master_key)) as keystore:
        keystore.ensure_schema()
    run_migrations(settings.owner_database_url, hand.service, revision=revision)
    click.echo(f"{hand.service.name}: at {revision}")


@click.group()
def database() -> None:
    """The database itself."""


def _of_a_superuser(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the address of a superuser, from the line or from a file, which no list of processes shows."""

    def wrapped(*args: Any, admin_url: str | None, admin_url_file: Path | None, **options: Any) -> None:
        if (admin_url is None) == (admin_url_file is None):
            raise click.UsageError("give --admin-url or --admin-url-file")
        given = admin_url or (admin_url_file.read_text(encoding="utf-8").strip() if admin_url_file else "")
        function(*args, admin_url=given, **options)

    file = click.Path(path_type=Path, exists=True, dir_okay=False)
    from_file = click.option("--admin-url-file", type=file, help="Or the file that holds it.")
    from_line = click.option("--admin-url", help="Of a superuser: postgresql+psycopg://postgres@…/postgres")
    return from_line(from_file(update_wrapper(wrapped, function)))


@database.command()
@_of_a_superuser
@click.option(
    "--backup-password-file", type=click.Path(path_type=Path, exists=True), help="The backup role's password."
)
@with_hand
def roles(hand: Hand, admin_url: str, *, backup_password_file: Path | None) -> None:
    """Make the database and the four roles, or bring them to what they must be; safe to repeat.

    The names and passwords of owner, app and worker are those in the settings' database URLs.
    """
    from waarborg_shared.roles import prepare_database  # noqa: PLC0415 - brings PostgreSQL's driver along

    name = hand.service.name
    settings = hand.settings()
    if not settings.database_url.startswith("postgresql"):
        raise click.ClickException("WAARBORG_DATABASE_URL is no PostgreSQL: there are no roles to make")
    passwords = _passwords(settings, name)
    if backup_password_file is not None:
        passwords[roles_of(name).backup] = backup_password_file.read_text(encoding="utf-8").strip()
    made = prepare_database(
        admin_url, name, database=make_url(settings.database_url).database or name, passwords=passwords
    )
    click.echo(f"{name}: roles {', '.join(made.all)}")


@database.command("key-store")
@_of_a_superuser
@with_hand
def key_store(hand: Hand, admin_url: str) -> None:
    """Make the key store's database and its one role, as WAARBORG_KEYSTORE_URL names them; safe to repeat."""
    from waarborg_shared.roles import prepare_key_store  # noqa: PLC0415 - brings PostgreSQL's driver along

    settings = hand.settings()
    address = make_url(settings.keystore_url)
    if address.get_backend_name() != "postgresql" or not address.username or not address.database:
        raise click.ClickException("WAARBORG_KEYSTORE_URL names no user and database of a PostgreSQL")
    if address.username in roles_of(hand.service.name).all:
        raise click.ClickException("WAARBORG_KEYSTORE_URL: its user must be none of the data's roles")
    prepare_key_store(admin_url, role=address.username, database=address.database, password=address.password)
    click.echo(f"{hand.service.name}: key store {address.database}, role {address.username}")


@database.command("sql")
@click.pass_obj
def show_sql(hand: Hand) -> None:
    """Print what `roles` and `key-store` do, as SQL without passwords; needs no settings."""
    from waarborg_shared.roles import as_sql  # noqa: PLC0415 - brings PostgreSQL's driver along

    name = hand.service.name
    click.echo(as_sql(name, database=name, key_store=f"{name}_keys"), nl=False)


def _passwords(settings: Settings, service: str) -> dict[str, str]:
    roles = roles_of(service)
    given = {
        "WAARBORG_OWNER_DATABASE_URL": (roles.owner, settings.owner_database_url),
        "WAARBORG_DATABASE_URL": (roles.app, settings.database_url),
        "WAARBORG_WORKER_DATABASE_URL": (roles.worker, settings.worker_database_url),
    }
    passwords = {}
    for variable, (role, url) in given.items():
        address = make_url(url)
        if address.username != role:
            raise click.ClickException(f"{variable}: its user must be {role}")
        if address.password:
            passwords[role] = str(address.password)
    return passwords


@click.group()
def timeline() -> None:
    """The hash-chained logs of the cases."""


@timeline.command()
@click.option("--organisation", help="Only this one; all of them otherwise.")
@with_hand
def verify(hand: Hand, organisation: str | None) -> None:
    """Check every chain: exits 1 and names each entry that was changed, removed, added or moved."""
    cases = wrong = erased = 0
    with hand.runtime() as runtime:
        if organisation is not None and organisation not in runtime.settings.organisations:
            raise click.ClickException(f"no organisation {organisation} is configured")
        chosen = [organisation] if organisation else list(runtime.settings.organisations)
        models = tuple(cases_of(hand.service))
        plumbing = hand.service.plumbing
        for found in verify_service(runtime.engine, plumbing, models, organisations=chosen, vault=runtime.vault):
            cases += 1
            erased += found.report.erased
            wrong += not found.report.ok
            for finding in found.report.findings:
                where = f"{found.organisation} {found.kind} {found.case_ref} entry {finding.number}"
                click.echo(f"{where}: {finding.kind.value}: {finding.detail}")
    click.echo(f"{cases} timelines, {wrong} wrong, {erased} entries erased")
    if wrong:
        raise SystemExit(1)


def cases_of(service: Service) -> Iterator[type[CaseMixin]]:
    """The classes of a service's cases, by name."""
    waiting, found = list(CaseMixin.__subclasses__()), []
    while waiting:
        each = waiting.pop()
        waiting += each.__subclasses__()
        if getattr(each, "metadata", None) is service.metadata and hasattr(each, "__table__"):
            found.append(each)
    yield from sorted(found, key=lambda each: each.__name__)
