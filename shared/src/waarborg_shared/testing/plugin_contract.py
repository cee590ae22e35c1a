"""The pytest plugin behind ``pytest --waarborg-plugin NAME``: it collects the contract suite for a plugin."""

import tomllib
from pathlib import Path

import pytest

from waarborg_shared.testing.plugin_subject import Subject, find_subject

SUITE = Path(__file__).with_name("plugin_suite.py")
_SUBJECT = pytest.StashKey[Subject]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add ``--waarborg-plugin`` and ``--waarborg-settings``."""
    group = parser.getgroup("waarborg", "Waarborg's plugin contract")
    group.addoption(
        "--waarborg-plugin",
        metavar="NAME",
        help="run the contract suite for this plugin: the name of its entry point, or module:Class",
    )
    group.addoption(
        "--waarborg-settings",
        metavar="FILE",
        help="a TOML file with the plugin's settings (default: example_settings of its class)",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Collect the suite: beside the paths that were named, or instead of the configured test paths."""
    name = config.getoption("--waarborg-plugin")
    if not name:
        return
    given = config.getoption("--waarborg-settings")
    try:
        settings = tomllib.loads(Path(given).read_text(encoding="utf-8")) if given else None
        config.stash[_SUBJECT] = find_subject(name, settings)
    except (LookupError, OSError, tomllib.TOMLDecodeError) as error:
        raise pytest.UsageError(str(error)) from error
    named = config.args if config.args_source is config.ArgsSource.ARGS else []
    config.args = [*named, str(SUITE)]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Show where the law was put in the place of a promise."""
    subject = config.stash.get(_SUBJECT, None)
    if subject is None:
        return
    try:
        rules = subject.rules()
        rules.check()
    except Exception as error:
        terminalreporter.write_line(f"waarborg: the plugin cannot be used: {error}", red=True)
        return
    for clamp in rules.clamps:
        told = f"{clamp.what}: {clamp.promised} was promised, {clamp.holds} holds ({clamp.source})"
        terminalreporter.write_line(f"waarborg: clamped: {told}", yellow=True)


@pytest.fixture(scope="session")
def subject(request: pytest.FixtureRequest) -> Subject:
    """The plugin that ``--waarborg-plugin`` names."""
    found = request.config.stash.get(_SUBJECT, None)
    if found is None:
        pytest.skip("name a plugin with --waarborg-plugin NAME")
    return found
