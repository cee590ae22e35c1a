"""The local organisations file: one more organisation, with its plugin on and that plugin's settings."""

import json
from pathlib import Path

from waarborg_shared.config import parse_organisations
from waarborg_shared.plugin_template.package import example_settings

HEADER = """\
# Organisations of this machine, beside those that ./dev up brings along.
# Written by ./dev plugin new; yours to edit.
"""


def organisation_id(name: str) -> str:
    """Return the organisation's id, and the first part of its host: the plugin's name with hyphens."""
    return name.strip("_").replace("_", "-")


def add_organisation(path: Path, name: str) -> None:
    """Add the organisation of plugin ``name`` to the file at ``path``, which is made where there is none.

    Raises:
        ValueError: the organisation is there already, or the file is no organisations file.
        OSError: the file cannot be read or written.
    """
    before = path.read_text(encoding="utf-8") if path.exists() else HEADER
    known = parse_organisations(before) if path.exists() else {}
    own = organisation_id(name)
    if own in known:
        raise ValueError(f"{path}: organisation {own!r} is there already")
    after = before.rstrip("\n") + "\n\n" + _table(own, name)
    parse_organisations(after)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.with_suffix(".new").write_text(after, encoding="utf-8")
    path.with_suffix(".new").replace(path)


def _table(own: str, name: str) -> str:
    settings = "".join(f"{key} = {json.dumps(value)}\n" for key, value in example_settings(own).items())
    return (
        f"[organisations.{own}]\n"
        f'hosts = ["{own}.localhost"]\n'
        f'plugins = ["{name}"]\n\n'
        f"[organisations.{own}.settings.{name}]\n{settings}"
    )
