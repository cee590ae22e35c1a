"""The developer's entry: what it refuses, when it installs, which walls it holds, and that it stops what it started."""

import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import sysconfig
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from waarborg_shared.config import read_organisations
from waarborg_shared.testing import servers_run
from waarborg_shared.testing.browser import CHROMIUM
from waarborg_shared.testing.depth import DEPTH
from waarborg_shared.testing.servers_postgres import DEBIAN_POSTGRES
from waarborg_shared.testing.servers_rabbit import DEBIAN_RABBIT

ROOT = Path(__file__).resolve().parents[1]
WALLS = {
    "Services and plugins know nothing of one another": ("waarborg_consent.odd", "waarborg_requests"),
    "What is shared knows no service and no plugin": ("waarborg_shared.odd", "waarborg_breach"),
    "The test kit and ./dev up --full are known to ./dev up --full alone": (
        "waarborg_portal.up",
        "waarborg_shared.testing.servers",
    ),
    "A plugin sees values only: of ours the hooks, the calendar and the clocks": (
        "waarborg_plugin_odd.odd",
        "waarborg_shared.db",
    ),
    "Rules, hooks, events and clocks are free of frameworks, and so is a plugin": (
        "waarborg_disclosure.domain",
        "flask",
    ),
    "The layers of a service point down": ("waarborg_breach.models", "waarborg_breach.actions"),
}


@pytest.fixture
def dev(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script as a module, without leaving compiled code of it in the tree; what it writes goes elsewhere."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    loader = SourceFileLoader("waarborg_dev_script", str(ROOT / "dev"))
    spec = spec_from_loader(loader.name, loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    monkeypatch.setattr(module, "CACHE", tmp_path / "cache")
    return module


@pytest.fixture
def small_tree(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A tree with a lock, two pyproject.toml files and an environment that was made from them."""
    root = tmp_path / "tree"
    for folder in (root, root / "shared", root / "services" / "consent", root / ".venv" / "bin"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "pyproject.toml").write_text("[project]\n", encoding="utf-8")
    (root / "uv.lock").write_text("version = 1\n", encoding="utf-8")
    (root / ".venv" / "bin" / "python").touch()
    monkeypatch.setattr(dev, "ROOT", root)
    monkeypatch.setattr(dev, "PYTHON", root / ".venv" / "bin" / "python")
    monkeypatch.setattr(dev, "STAMP", root / ".venv" / "stamp.json")
    dev.STAMP.write_text(json.dumps({"made_from": dev.wanted()}), encoding="utf-8")
    return root


def refusal(dev: ModuleType, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert dev.main(list(arguments)) == 2
    return capsys.readouterr().err


def test_help_names_every_command(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main(["help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"./dev {command}" in shown for command in dev.COMMANDS if not command.startswith("-"))


def test_nothing_typed_shows_the_help(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert dev.main([]) == 0
    assert capsys.readouterr().out == dev.HELP


def test_an_unknown_command_is_named(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert "there is no ./dev upp" in refusal(dev, capsys, "upp")


@pytest.mark.parametrize(
    ("fails", "done"), [("", ["ci", "run build"]), ("ci", ["ci"]), ("run build", ["ci", "run build"])]
)
def test_assets_are_built_by_npm_in_their_own_folder(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fails: str, done: list[str]
) -> None:
    npm, log = tmp_path / "npm", tmp_path / "log"
    npm.write_text(f'#!/bin/sh\necho "$PWD $*" >> {log}\n[ "$*" != "{fails}" ]\n', encoding="utf-8")
    npm.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path), prepend=os.pathsep)
    monkeypatch.setattr(dev, "prepare", lambda: None)
    assert dev.main(["assets"]) == (1 if fails else 0)
    assert log.read_text(encoding="utf-8").splitlines() == [f"{ROOT / 'shared' / 'assets'} {words}" for words in done]


def test_without_npm_assets_say_what_is_missing(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(dev, "prepare", lambda: None)
    assert dev.main(["assets"]) == 2
    assert "npm is needed" in "".join(capsys.readouterr())


@pytest.mark.parametrize("name", ["", "x", "Zorg", "zorg-west", "../zorg", "9zorg", "z" * 41, "-h"])
def test_a_plugin_gets_a_name_that_python_can_import(
    dev: ModuleType, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert "cannot be a plugin's name" in refusal(dev, capsys, "plugin", "new", name)


def test_a_plugin_that_is_there_is_not_written_over(dev: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    assert "plugins/bqr is there already" in refusal(dev, capsys, "plugin", "new", "bqr")


def test_an_environment_made_from_this_lock_is_used_as_it_is(dev: ModuleType, small_tree: Path) -> None:
    assert dev.synced()


@pytest.mark.parametrize("changed", ["uv.lock", "pyproject.toml", "services/consent/pyproject.toml"])
def test_a_change_of_the_lock_or_a_pyproject_asks_for_an_installation(
    dev: ModuleType, small_tree: Path, changed: str
) -> None:
    with (small_tree / changed).open("a", encoding="utf-8") as file:
        file.write("# changed\n")
    assert not dev.synced()


def test_a_new_member_asks_for_an_installation(dev: ModuleType, small_tree: Path) -> None:
    (small_tree / "plugins" / "odd").mkdir(parents=True)
    (small_tree / "plugins" / "odd" / "pyproject.toml").touch()
    assert not dev.synced()


@pytest.mark.parametrize("stamp", ["", "{", "[]", '{"made_from": "else"}'])
def test_a_broken_stamp_asks_for_an_installation(dev: ModuleType, small_tree: Path, stamp: str) -> None:
    dev.STAMP.write_text(stamp, encoding="utf-8")
    assert not dev.synced()


class Uv:
    """A uv that notes what it was asked and with which cache, and succeeds in some of its tries."""

    def __init__(self, folder: Path, version: str) -> None:
        self.program, self._told = folder / "uv", folder / "told"
        folder.mkdir(parents=True)
        self.good = folder / "good"
        self.program.write_text(
            f'#!/bin/sh\n[ "$1" = --version ] && echo "uv {version}" && exit\n'
            f'echo "$2 $UV_OFFLINE" >> {self._told}\n'
            f'grep --quiet "$UV_OFFLINE" {self.good} || {{ echo "no answer to $UV_OFFLINE" >&2; exit 2; }}\n',
            encoding="utf-8",
        )
        self.program.chmod(0o755)

    @property
    def told(self) -> list[str]:
        return self._told.read_text(encoding="utf-8").splitlines()


@pytest.fixture
def machines_uv(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Uv:
    """The uv of the machine, of the pinned version; nothing is in .tools."""
    made = Uv(tmp_path / "bin", dev.UV_VERSION)
    monkeypatch.setattr(dev, "TOOLS", tmp_path / "no-tools")
    monkeypatch.setenv("PATH", f"{made.program.parent}:{os.environ['PATH']}")
    monkeypatch.delenv("UV_OFFLINE", raising=False)
    return made


@pytest.mark.parametrize(
    ("command", "good", "told"),
    [
        ("sync", "1", ["sync 1"]),
        ("sync", "0", ["sync 1", "sync 0"]),
        ("lock", "0", ["lock 0"]),
        ("lock", "1", ["lock 0", "lock 1"]),
    ],
)
def test_an_installation_asks_the_cache_first_and_a_lock_the_network(
    dev: ModuleType, machines_uv: Uv, command: str, good: str, told: list[str]
) -> None:
    machines_uv.good.write_text(good, encoding="utf-8")
    dev.uv(command)
    assert machines_uv.told == told


def test_where_neither_cache_nor_network_will_do_both_are_told(
    dev: ModuleType, machines_uv: Uv, capsys: pytest.CaptureFixture[str]
) -> None:
    machines_uv.good.touch()
    with pytest.raises(dev.Refused, match="uv sync failed"):
        dev.uv("sync")
    assert capsys.readouterr().err == "no answer to 1\nno answer to 0\n"


def test_who_works_offline_on_purpose_is_not_sent_to_the_network(
    dev: ModuleType, machines_uv: Uv, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("UV_OFFLINE", "1")
    machines_uv.good.touch()
    with pytest.raises(dev.Refused):
        dev.uv("lock")
    assert set(machines_uv.told) == {"lock 1"}


def test_a_uv_of_another_version_is_not_used(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    other = Uv(tmp_path / "bin", "0.0.1")
    monkeypatch.setattr(dev, "TOOLS", tmp_path / "tools")
    monkeypatch.setenv("PATH", str(other.program.parent))
    installed = tmp_path / "tools" / "bin" / "uv"
    asked: list[list[str]] = []
    really = subprocess.run

    def install(command: list[str], **how: Any) -> subprocess.CompletedProcess[str]:
        if command[-1] == "--version":
            return really(command, **how)
        asked.append(command)
        installed.parent.mkdir(parents=True, exist_ok=True)
        installed.touch()
        return subprocess.CompletedProcess(command, 0, stdout="")

    monkeypatch.setattr(subprocess, "run", install)
    assert dev.uv_program() == installed
    assert asked[-1][-1] == f"uv=={dev.UV_VERSION}"
    assert "into .tools" in capsys.readouterr().err


def test_who_may_not_install_packages_gets_the_one_line_to_type(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    packages = {"chromium": ("/nowhere/chromium", "no-such-program"), "coreutils": ("/bin/sh", "sh")}
    with pytest.raises(dev.Refused, match=r"sudo sh -c 'apt-get update && apt-get install .* chromium'\n"):
        dev.need(packages)


def test_what_is_installed_for_the_tests_is_what_they_start(dev: ModuleType) -> None:
    looked_for = {
        "postgresql": DEBIAN_POSTGRES / "*" / "bin" / "postgres",
        "rabbitmq-server": DEBIAN_RABBIT / "rabbitmq-server",
        "chromium-headless-shell": Path(CHROMIUM),
        "nginx-light": Path("/usr/sbin/nginx"),
    }
    asked_for = dev.SERVERS | dev.BROWSER | dev.PROXY
    assert {package: (str(path), path.name) for package, path in looked_for.items()} == asked_for


@pytest.mark.parametrize("command", ["test", "bench", "up --full"])
def test_a_command_that_starts_servers_asks_for_their_packages_first(
    dev: ModuleType, small_tree: Path, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    order: list[str] = []
    monkeypatch.setattr(dev, "to_install", lambda packages: order.extend(packages) or [])
    monkeypatch.setattr(dev, "run", lambda *_words: order.append("started") or 0)
    monkeypatch.setattr(dev, "lint", lambda _arguments: 0)
    monkeypatch.setattr(dev, "passes", lambda *_words: True)
    monkeypatch.setattr(os, "execv", lambda *_words: order.append("started"))
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    dev.main(command.split())
    needed: dict[str, set[str]] = {
        "test": {"chromium-headless-shell", "nginx-light", "nodejs", "npm", "openssl", "curl", "gpg", "gpgv"},
        "bench": set(),
        "up --full": {"nginx-light"},
    }
    assert order[-1] == "started"
    assert set(order[:-1]) == {"postgresql", "rabbitmq-server"} | needed[command]


@pytest.mark.parametrize(("typed", "depth"), [(["unit", "-q"], None), (["deep", "unit", "-q"], "deep")])
def test_who_asks_for_depth_gets_it_with_the_same_tests(
    dev: ModuleType, monkeypatch: pytest.MonkeyPatch, typed: list[str], depth: str | None
) -> None:
    monkeypatch.setattr(os, "environ", {})
    monkeypatch.setattr(dev, "prepare", lambda: None)
    ran: list[tuple[str, ...]] = []
    monkeypatch.setattr(dev, "run", lambda *words: ran.append(words) or 0)
    assert dev.test(typed) == 0
    assert [words[-1] for words in ran] == ["-q"] and "deep" not in ran[0]
    assert os.environ.get(DEPTH) == depth


class NoServer:
    """A server that starts at once and says whether it was closed."""

    running = 0
    folder = Path("/nowhere")

    def start(self) -> None:
        NoServer.running += 1

    def close(self) -> None:
        NoServer.running -= 1

    def url(self) -> str:
        return "none"


@pytest.mark.parametrize(("collected", "code"), [("pass", 7), ("print('broken'); raise SystemExit(4)", 4)])
def test_tests_that_cannot_be_collected_are_told_and_none_is_run(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], collected: str, code: int
) -> None:
    for name in ("PostgresServer", "RabbitServer"):
        monkeypatch.setattr(servers_run, name, NoServer)
    before = {each: signal.getsignal(each) for each in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGALRM)}
    ran = "print('tests were run'); raise SystemExit(7)"
    meanwhile = shlex.join([sys.executable, "-c", collected])
    try:
        assert servers_run.main(["--meanwhile", meanwhile, "--sets", "2", "--", sys.executable, "-c", ran]) == code
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    said = capfd.readouterr().out
    assert ("tests were run" in said, "broken" in said) == (code == 7, code == 4)
    assert NoServer.running == 0


def test_npms_packages_are_installed_once_and_after_a_change_of_their_lock(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "tests" / "odd"
    folder.mkdir(parents=True)
    asked: list[tuple[str, ...]] = []

    def npm(where: Path, *arguments: str) -> None:
        asked.append(arguments)
        (where / "node_modules").mkdir(exist_ok=True)

    monkeypatch.setattr(dev, "ROOT", tmp_path)
    monkeypatch.setattr(dev, "npm", npm)
    for lock in ("{}", "{}", '{"name": "changed"}'):
        (folder / "package-lock.json").write_text(lock, encoding="utf-8")
        dev.install_from_npm(folder)
    assert [each[:2] for each in asked] == [("ci", "--ignore-scripts")] * 2


def test_an_installation_that_npm_fails_at_is_refused_and_tried_again(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "package-lock.json").write_text("{}", encoding="utf-8")
    monkeypatch.setattr(dev, "ROOT", tmp_path.parent)
    monkeypatch.setattr(dev.subprocess, "run", lambda *_, **__: subprocess.CompletedProcess([], 1))
    for _ in range(2):
        with pytest.raises(dev.Refused, match="npm ci failed"):
            dev.install_from_npm(tmp_path)


def test_the_locks_of_npm_name_no_registry() -> None:
    locks = [*ROOT.glob("tests/*/package-lock.json"), ROOT / "shared" / "assets" / "package-lock.json"]
    assert locks
    assert [each for each in locks if "resolved" in each.read_text(encoding="utf-8")] == []


def test_no_service_starts_while_packages_are_installed_and_a_policy_of_the_machine_stays(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    policy = tmp_path / "policy-rc.d"
    monkeypatch.setattr(dev.NoServiceStarts, "policy", policy)
    with dev.NoServiceStarts():
        assert subprocess.run([str(policy)], check=False).returncode == 101
    assert not policy.exists()
    policy.write_text("the machine's own", encoding="utf-8")
    with dev.NoServiceStarts():
        pass
    assert policy.read_text(encoding="utf-8") == "the machine's own"


def test_the_folder_for_the_contents_is_seen_from_where_the_command_was_typed(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert dev.with_whole_paths(["--data", "here", "--port", "1"]) == ["--data", f"{tmp_path}/here", "--port", "1"]
    assert dev.with_whole_paths(["--data=here"]) == [f"--data={tmp_path}/here"]
    assert dev.with_whole_paths(["--organisations", "o.toml"]) == ["--organisations", f"{tmp_path}/o.toml"]


@pytest.mark.parametrize("full", [False, True])
def test_the_organisation_of_every_plugin_comes_along_whatever_the_folder_for_the_contents(
    dev: ModuleType, small_tree: Path, monkeypatch: pytest.MonkeyPatch, full: bool
) -> None:
    ran: list[list[str]] = []
    monkeypatch.setattr(os, "execv", lambda _program, words: ran.append(words))
    monkeypatch.setattr(os, "chdir", lambda _folder: None)
    monkeypatch.setattr(dev, "need", lambda _packages: None)
    for name in ("odd", "even", "no_organisation"):
        (small_tree / "plugins" / name).mkdir(parents=True)
    for name in ("odd", "even"):
        (small_tree / "plugins" / name / "organisations.toml").touch()
    dev.main(["up", "--data", "/elsewhere", *(["--full"] if full else [])])
    (words,) = ran
    assert words[1:] == [
        *("-m", "waarborg_full" if full else "waarborg_portal.up"),
        f"--organisations={small_tree}/plugins/even/organisations.toml",
        f"--organisations={small_tree}/plugins/odd/organisations.toml",
        *("--data", "/elsewhere"),
    ]


@pytest.mark.parametrize("file", sorted(ROOT.glob("plugins/*/organisations.toml")), ids=lambda file: file.parent.name)
def test_the_organisation_that_comes_along_with_a_plugin_has_it_on(file: Path) -> None:
    assert [each.plugins for each in read_organisations(file).values()] == [(file.parent.name,)]


def test_a_plugin_that_the_walls_do_not_name_is_held_by_the_same_walls(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    (tmp_path / "plugins" / "bqr" / "src" / "waarborg_plugin_bqr").mkdir(parents=True)
    assert dev.import_rules() == dev.IMPORT_RULES
    (tmp_path / "plugins" / "odd" / "src" / "waarborg_plugin_odd").mkdir(parents=True)
    rules = dev.IMPORT_RULES.read_text(encoding="utf-8")
    written = dev.import_rules().read_text(encoding="utf-8")
    named = [line for line in rules.splitlines() if "waarborg_plugin_bqr" in line and not line.startswith("#")]
    assert written.count("waarborg_plugin_odd") == len(named)


@pytest.mark.slow
def test_each_wall_tells_who_goes_through_it(dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a copy of the code with one forbidden import per wall, a third plugin, and a module that has no layer."""
    copy = tmp_path / "code"
    for package in ROOT.glob("*/**/src/waarborg_*"):
        shutil.copytree(package, copy / package.name, ignore=shutil.ignore_patterns("__pycache__", "static"))
    (copy / "waarborg_plugin_odd").mkdir()
    (copy / "waarborg_plugin_odd" / "__init__.py").touch()
    for importer, imported in WALLS.values():
        place = copy.joinpath(*importer.split("."))
        file = place / "__init__.py" if place.is_dir() else place.with_suffix(".py")
        with file.open("a", encoding="utf-8") as code:
            code.write(f"import {imported}\n")
    monkeypatch.setattr(dev, "ROOT", tmp_path)
    (tmp_path / "plugins" / "odd" / "src" / "waarborg_plugin_odd").mkdir(parents=True)
    done = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache", "--config", dev.import_rules()],
        env=os.environ | {"PYTHONPATH": str(copy)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1, done.stdout + done.stderr
    for wall, (importer, imported) in WALLS.items():
        assert f"{wall} BROKEN" in done.stdout
        assert f"{importer} -> {imported}" in done.stdout
    assert "not listed as layers:\n\n- waarborg_consent.odd\n" in done.stdout, "a module of a service without a place"


@pytest.mark.servers
@pytest.mark.slow
def test_a_run_that_is_told_to_end_stops_its_servers() -> None:
    # By the system's own way to end: Python's would miss a signal that comes just before it begins to wait.
    told = (
        "import os, signal, sys; signal.signal(signal.SIGINT, signal.SIG_DFL); "
        "print(os.environ['WAARBORG_TEST_POSTGRES_FOLDER'], os.environ['WAARBORG_TEST_RABBITMQ_FOLDER']"
    )
    command = [sys.executable, "-c", f"{told}, flush=True); sys.stdin.read()"]
    with subprocess.Popen(
        [sys.executable, "-m", "waarborg_shared.testing.servers_run", "--", *command],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as running:
        assert running.stdout is not None
        folders = [Path(folder) for folder in running.stdout.readline().split()]
        assert [folder.is_dir() for folder in folders] == [True, True]
        started = [
            one["pid"] for folder in folders for one in json.loads((folder / "server.json").read_text())["running"]
        ]
        running.send_signal(signal.SIGTERM)
        assert running.wait(60) == 128 + signal.SIGINT
    assert not any(folder.exists() for folder in folders)
    assert not any(Path(f"/proc/{pid}").exists() for pid in started)
    assert len(started) == 3


@pytest.mark.parametrize(
    ("built", "exit_code", "chosen"),
    [
        ("'--prefix=/somewhere'", 0, True),
        ("'--prefix=/somewhere' '--enable-optimizations'", 0, False),
        ("'--prefix=/somewhere'", 1, False),
        ("'--prefix=/somewhere'", None, False),
        (None, 0, True),
    ],
    ids=["compiled plainly", "by a profile", "the system's is not complete", "the system has none", "nothing is told"],
)
def test_the_systems_python_is_taken_where_this_one_was_compiled_plainly(
    dev: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, built: str, exit_code: int | None, chosen: bool
) -> None:
    monkeypatch.setattr(sysconfig, "get_config_var", {"CONFIG_ARGS": built}.get)
    systems = tmp_path / "bin" / f"python{sys.version_info[0]}.{sys.version_info[1]}"
    systems.parent.mkdir()
    if exit_code is not None:
        systems.write_text(f"#!/bin/sh\nexit {exit_code}\n", encoding="utf-8")
        systems.chmod(0o755)
    assert dev.quicker_python(systems.parent) == (systems if chosen else None)
    monkeypatch.setattr(sys, "base_prefix", str(tmp_path))
    assert dev.quicker_python(systems.parent) is None, "it is the system's own already"
