"""The commands on the key store: rotate its keys, and keep what was destroyed destroyed after a restore."""

import base64
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

import click

from waarborg_shared.cli.context import Hand, with_hand
from waarborg_shared.config.settings import MASTER_KEY_BYTES
from waarborg_shared.keystore import Rotation, Tombstone

_FILE = click.Path(path_type=Path, dir_okay=False)


@click.group()
def keys() -> None:
    """The keys that fields are sealed with."""


@keys.command()
@click.option("--organisation", "organisations", multiple=True, help="Only this one; all of them otherwise.")
@with_hand
def rotate(hand: Hand, organisations: tuple[str, ...]) -> None:
    """Give organisations a new key: the keys under it are wrapped anew, no row of data is touched. Resumable."""
    with hand.runtime() as runtime:
        unknown = set(organisations) - set(runtime.settings.organisations)
        if unknown:
            raise click.ClickException(f"no organisation {', '.join(sorted(unknown))} is configured")
        for organisation in organisations or runtime.vault.keystore.organisations():
            _say(organisation, runtime.vault.rotate_organisation(organisation))


@keys.command("rotate-master")
@click.option("--new-key-file", type=_FILE, required=True, help=f"{MASTER_KEY_BYTES} bytes in base64.")
@with_hand
def rotate_master(hand: Hand, *, new_key_file: Path) -> None:
    """Wrap every organisation's key under a new master key; then set WAARBORG_MASTER_KEY to it. Resumable."""
    try:
        key = base64.b64decode(new_key_file.read_text(encoding="utf-8").strip(), validate=True)
    except ValueError:
        raise click.ClickException(f"{new_key_file}: is no base64") from None
    if len(key) != MASTER_KEY_BYTES:
        raise click.ClickException(f"{new_key_file}: holds {len(key)} bytes of key; it takes {MASTER_KEY_BYTES}")
    with hand.runtime() as runtime:
        _say("master key", runtime.vault.rotate_master(key))


@keys.command("export-destroyed")
@click.argument("file", type=_FILE)
@with_hand
def export_destroyed(hand: Hand, file: Path) -> None:
    """Write which keys were destroyed (references and times, no key), to keep apart from the key store's backups.

    A file that is there already stays as it is until the new one is whole.
    """
    many = 0
    with hand.runtime() as runtime, _in_place_of(file) as lines:
        store = runtime.vault.keystore
        for organisation in store.organisations():
            for tombstone in store.export_tombstones(organisation):
                lines.write(json.dumps(tombstone.to_json()) + "\n")
                many += 1
    click.echo(f"{many} destroyed keys")


@keys.command("destroy-again")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_hand
def destroy_again(hand: Hand, file: Path) -> None:
    """After a restore: destroy every key again that `export-destroyed` wrote down. Safe to repeat."""
    tombstones = [Tombstone.from_json(json.loads(line)) for line in file.read_text(encoding="utf-8").splitlines()]
    with hand.runtime() as runtime:
        many = runtime.vault.keystore.apply_tombstones(tombstones)
    click.echo(f"{many} keys had come back and were destroyed")


@contextmanager
def _in_place_of(file: Path) -> Iterator[TextIO]:
    """What is written comes in the file's place at the end, all of it, or not at all; on the disk before it does."""
    unfinished = file.with_name(f".{file.name}.{os.getpid()}.unfinished")
    try:
        with unfinished.open("w", encoding="utf-8") as lines:
            yield lines
            lines.flush()
            os.fsync(lines.fileno())
        unfinished.replace(file)
    finally:
        unfinished.unlink(missing_ok=True)


def _say(what: str, rotation: Rotation) -> None:
    resumed = " (went on with an earlier rotation)" if rotation.resumed else ""
    click.echo(f"{what}: version {rotation.version}, {rotation.rewrapped} keys wrapped anew{resumed}")
