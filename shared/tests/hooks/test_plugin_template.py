"""A new organisation from scratch: a package that keeps the contract untouched, and its place in the configuration."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from click.testing import CliRunner

from waarborg_shared.config import read_organisations
from waarborg_shared.plugin_template import PackageExists, organisation_id, write_package
from waarborg_shared.plugin_template.__main__ import main


def _as_if_installed(package: Path, site: Path) -> dict[str, str]:
    """Return an environment in which the package's code and entry points are found, as after an installation."""
    project = tomllib.loads((package / "pyproject.toml").read_text())["project"]
    folder = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    folder.mkdir(parents=True)
    (folder / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    lines = [f"{name} = {where}" for name, where in project["entry-points"]["waarborg.plugins"].items()]
    (folder / "entry_points.txt").write_text("[waarborg.plugins]\n" + "\n".join(lines) + "\n")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(package / "src"), str(site)])}


def _run(*command, cwd, env):
    command = [sys.executable, *command]
    return subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, timeout=180, check=False)


@pytest.mark.slow
def test_a_third_organisation_is_made_from_scratch_and_keeps_the_contract(tmp_path):
    made = CliRunner().invoke(main, ["huis_noord", "--into", str(tmp_path / "plugins")])
    assert made.exit_code == 0, made.output
    package = tmp_path / "plugins" / "huis_noord"
    environment = _as_if_installed(package, tmp_path / "site")
    suite = _run("-m", "pytest", "-q", "--waarborg-plugin", "huis_noord", "tests", cwd=package, env=environment)
    assert suite.returncode == 0, suite.stdout + suite.stderr
    assert "20 passed" in suite.stdout
    starts = (
        "import sys, pathlib\n"
        "from waarborg_shared.config import read_organisations\n"
        "from waarborg_shared.hooks import Registry\n"
        "registry = Registry(read_organisations(pathlib.Path(sys.argv[1])))\n"
        "registry.check()\n"
        "print(registry.rules('huis-noord').organisation.name)\n"
    )
    started = _run("-c", starts, str(package / "organisations.toml"), cwd=tmp_path, env=environment)
    assert started.stdout == "Huis Noord\n", started.stderr


@pytest.mark.slow
def test_a_plugin_that_is_not_installed_ends_the_suite_with_a_word(tmp_path):
    ended = _run("-m", "pytest", "--waarborg-plugin", "away", cwd=tmp_path, env=dict(os.environ))
    assert ended.returncode == 4
    assert "plugin 'away' is not installed" in ended.stderr


@pytest.mark.slow
def test_settings_can_be_given_in_a_file(tmp_path):
    (tmp_path / "settings.toml").write_text('email = "no address"\n')
    arguments = ("-m", "pytest", "-q", "--waarborg-plugin", "jtb_care", "--waarborg-settings", "settings.toml")
    ended = _run(*arguments, cwd=tmp_path, env=dict(os.environ))
    assert ended.returncode == 1
    assert "setting 'email' has not the form of an e-mail address" in ended.stdout


def test_the_organisation_comes_with_its_host_plugin_and_settings(tmp_path):
    found = read_organisations(write_package("huis_noord", tmp_path) / "organisations.toml")
    assert list(found) == ["huis-noord"]
    assert (found["huis-noord"].hosts, found["huis-noord"].plugins) == (("huis-noord.localhost",), ("huis_noord",))
    assert found["huis-noord"].settings["huis_noord"] == {"email": "privacy@huis-noord.example"}


def test_a_package_that_is_there_is_not_overwritten(tmp_path):
    (tmp_path / "zuid").mkdir()
    with pytest.raises(PackageExists, match="zuid is there already"):
        write_package("zuid", tmp_path)
    assert list((tmp_path / "zuid").iterdir()) == []


@pytest.mark.parametrize("name", ["", "a", "Zuid", "1huis", "huis-noord", "../zuid", "zuid_", "a__b", "x" * 99])
def test_a_name_that_cannot_be_an_import_and_a_host_is_refused(name, tmp_path):
    with pytest.raises(ValueError, match="cannot be a plugin's name"):
        write_package(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_inside_a_workspace_the_shared_part_comes_from_the_workspace(tmp_path):
    (tmp_path / "pyproject.toml").write_text('[tool.uv.workspace]\nmembers = ["plugins/*"]\n')
    inside = tomllib.loads((write_package("zuid", tmp_path / "plugins") / "pyproject.toml").read_text())
    assert inside["tool"]["uv"]["sources"] == {"waarborg-shared": {"workspace": True}}
    outside = tomllib.loads((write_package("zuid", tmp_path / "elsewhere" / "deep") / "pyproject.toml").read_text())
    assert "uv" not in outside["tool"]


def test_the_command_says_what_is_wrong_and_writes_nothing(tmp_path):
    ended = CliRunner().invoke(main, ["Zuid", "--into", str(tmp_path)])
    assert ended.exit_code == 1
    assert "'Zuid' cannot be a plugin's name" in ended.output
    assert list(tmp_path.iterdir()) == []


def test_an_id_is_the_name_with_hyphens():
    assert organisation_id("huis_noord") == "huis-noord"
