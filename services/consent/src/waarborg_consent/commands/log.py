"""Commands about the access log: check the whole of it, and renew the key that its heads are signed with."""

import base64
from pathlib import Path

import click

from waarborg_consent.actions.log_keeping import check_log
from waarborg_consent.actions.log_keys import renew
from waarborg_consent.domain.log_notes import BadNote, SignedHead, key_hash, log_name, read_note
from waarborg_shared.auth import Actor
from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.service import Runtime


@click.group("log")
def log() -> None:
    """The access log: who looked at whose data."""


@log.command()
@click.option("--organisation", help="Only this one; all of them otherwise.")
@click.option(
    "--kept",
    "files",
    multiple=True,
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A signed head that was kept elsewhere, as its note; may be repeated.",
)
@with_hand
def verify(hand: Hand, organisation: str | None, *, files: tuple[Path, ...]) -> None:
    """Recompute the whole log from its looks: exits 1 and names what was changed, removed, added or cut off.

    Whoever holds the database and its keys could make all of it anew: a head that was kept elsewhere shows that too.
    """
    kept, wrong = [_read(file) for file in files], 0
    with hand.runtime() as runtime:
        for each in _chosen(runtime, organisation):
            with runtime.uow.read(each, actor=Actor.system("consent", each), now=runtime.now()) as work:
                found = check_log(work, kept=kept)
            for line in found.wrong:
                click.echo(f"{each} {line}")
            wrong += len(found.wrong)
            click.echo(
                f"{each}: {found.looks} looks ({found.emptied} emptied, {found.erased} erased), {found.heads} heads, "
                f"{len(found.wrong)} wrong"
            )
    if wrong:
        raise SystemExit(1)


@log.command("renew-key")
@click.argument("organisation")
@with_hand
def renew_key(hand: Hand, organisation: str) -> None:
    """Make the key that signs heads from now on, and print it; those before it go on to be published."""
    with hand.runtime() as runtime:
        (chosen,) = _chosen(runtime, organisation)
        with runtime.uow.begin(chosen, actor=Actor.system("consent", chosen), now=runtime.now()) as work:
            public = renew(work).public_key
    name = log_name(chosen)
    click.echo(f"{name}+{key_hash(name, public).hex()}+{base64.b64encode(bytes([1]) + public).decode()}")


def _chosen(runtime: Runtime, organisation: str | None) -> list[str]:
    if organisation is not None and organisation not in runtime.settings.organisations:
        raise click.ClickException(f"no organisation {organisation} is configured")
    return [organisation] if organisation else list(runtime.settings.organisations)


def _read(file: Path) -> SignedHead:
    try:
        return read_note(file.read_text(encoding="utf-8"))
    except (BadNote, UnicodeDecodeError):
        raise click.ClickException(f"{file}: this is no signed head of a log") from None
