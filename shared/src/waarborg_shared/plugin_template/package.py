"""Writes a plugin package from the files beside this one."""

import re
from collections.abc import Mapping
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from string import Template

NAME = re.compile(r"[a-z](?:_?[a-z0-9]){1,39}")
ORGANISATIONS = "organisations.toml"
"""The organisation with its host, its plugin and that plugin's settings, as every organisations file has it."""

# file in the package → template beside this module
LAYOUT: Mapping[str, str] = {
    "pyproject.toml": "pyproject.toml.tmpl",
    "README.md": "README.md.tmpl",
    ORGANISATIONS: "organisations.toml.tmpl",
    "src/waarborg_plugin_$name/__init__.py": "init.py.tmpl",
    "src/waarborg_plugin_$name/plugin.py": "plugin.py.tmpl",
    "src/waarborg_plugin_$name/organisation.py": "organisation.py.tmpl",
    "src/waarborg_plugin_$name/roles.py": "roles.py.tmpl",
    "src/waarborg_plugin_$name/look.py": "look.py.tmpl",
    "tests/test_$name.py": "test.py.tmpl",
}
WORKSPACE_SOURCE = "\n[tool.uv.sources]\nwaarborg-shared = { workspace = true }\n"


class PackageExists(FileExistsError):
    """There is a package of that name already; nothing was written."""


def organisation_id(name: str) -> str:
    """Return the organisation's id, and the first part of its host: the plugin's name with hyphens."""
    return name.replace("_", "-")


def write_package(name: str, into: Path) -> Path:
    """Write the package for plugin ``name`` into the folder ``into`` and return its own folder.

    Raises:
        ValueError: the name cannot be one of an import, a distribution and a host.
        PackageExists: there is such a folder already.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} cannot be a plugin's name: 2 to 40 of a-z, 0-9 and single _, a letter first")
    folder = into / name
    if folder.exists():
        raise PackageExists(f"{folder} is there already")
    words = _words(name, in_workspace=_in_workspace(into))
    for target, template in LAYOUT.items():
        path = folder / Template(target).substitute(words)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(Template(_template(template).read_text(encoding="utf-8")).substitute(words), encoding="utf-8")
    return folder


def _words(name: str, *, in_workspace: bool) -> Mapping[str, str]:
    own = organisation_id(name)
    return {
        "name": name,
        "dashed": own,
        "title": name.replace("_", " ").title(),
        "email": f"privacy@{own}.example",
        "sources": WORKSPACE_SOURCE if in_workspace else "",
    }


def _in_workspace(into: Path) -> bool:
    root = into.resolve().parent / "pyproject.toml"
    return root.exists() and "[tool.uv.workspace]" in root.read_text(encoding="utf-8")


def _template(name: str) -> Traversable:
    return files("waarborg_shared.plugin_template") / "files" / name
