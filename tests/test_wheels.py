"""Each service from its wheel in an environment of its own, started by the line that deploy/README.md documents."""

import json
import os
import re
import shlex
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from importlib.util import cache_from_source
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

import pytest

from waarborg_shared.config import SettingError, read_settings
from waarborg_shared.testing.servers_process import free_ports
from waarborg_shared.testing.wheels import MEGABYTE, Environment, build_wheels, make_environment, uv_of
from waarborg_tests.waiting import until

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "deploy" / "README.md").read_text(encoding="utf-8")
SERVICES = tuple(sorted(path.name for path in (ROOT / "services").iterdir() if (path / "pyproject.toml").exists()))
SIZE_LIMIT = 150 * MEGABYTE
SIZE_LIMIT_WITH_LETTERS = 220 * MEGABYTE
# Requests writes letters as PDF, and blackens pages of files that are given: a typesetter, and what draws pages.
# Breach sets its dossier for the authority as PDF.
SIZE_LIMITS = dict.fromkeys(("requests", "breach"), SIZE_LIMIT_WITH_LETTERS)
WITH_SHEETS = {"breach", "consent", "requests"}
OURS = """
import importlib.metadata as m, json
print(json.dumps(sorted(d.name for d in m.distributions() if d.name.startswith("waarborg"))))
"""


def documented(name: str) -> list[str]:
    """The lines of the block of deploy/README.md that is marked with this name."""
    found = re.search(rf"<!-- test: {name} -->\n```sh\n(.*?)```", README, re.DOTALL)
    assert found is not None, name
    return found[1].splitlines()


def settings_of(service: str, folder: Path) -> dict[str, str]:
    """The documented settings as the shell makes them, of this service, in this folder."""
    organisations = ROOT / "deploy" / "organisations.example.toml"
    lines = [
        line.replace("consent", service)
        .replace("/var/lib/waarborg", str(folder))
        .replace("/etc/waarborg/organisations.toml", str(organisations))
        for line in documented("settings")
    ]
    path = os.environ["PATH"]
    script = "\n".join([*lines, "env --null"])
    told = subprocess.run(["sh", "-ec", script], env={"PATH": path}, capture_output=True, text=True, check=True).stdout
    found = dict(each.partition("=")[::2] for each in told.split("\0") if each)
    return {name: value for name, value in found.items() if name.startswith("WAARBORG_")} | {"PATH": path}


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build_wheels(ROOT, tmp_path_factory.mktemp("wheels"))


@pytest.fixture(scope="module")
def first(tmp_path_factory: pytest.TempPathFactory, wheels: Path) -> Environment:
    """An environment as it is made for real; the others take over its byte-code, which takes longest to make."""
    return make_environment(ROOT, SERVICES[0], tmp_path_factory.mktemp("first") / "env", wheels=wheels)


@pytest.fixture(scope="module", params=SERVICES)
def environment(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, wheels: Path, first: Environment
) -> Environment:
    if request.param == first.service:
        return first
    folder = tmp_path_factory.mktemp(request.param) / "env"
    return make_environment(ROOT, request.param, folder, wheels=wheels, compiled=first)


@pytest.fixture
def settings(environment: Environment, tmp_path: Path) -> dict[str, str]:
    found = settings_of(environment.service, tmp_path)
    found["PATH"] = f"{environment.programs}:{found['PATH']}"
    if environment.service == "identity":
        (line,) = documented("identity")
        told = run(f"{line.replace('consent', 'identity')}\nprintenv WAARBORG_SERVICE_JWKS", found)
        found["WAARBORG_SERVICE_JWKS"] = told.stdout.strip()
    return found


def run(line: str, settings: Mapping[str, str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["sh", "-ec", line], env=dict(settings), capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_an_environment_holds_one_service_and_is_small(environment: Environment) -> None:
    told = subprocess.run([environment.python, "-c", OURS], capture_output=True, text=True, check=True).stdout
    alone = {f"waarborg-{environment.service}", "waarborg-plugin-bqr", "waarborg-plugin-jtb-care", "waarborg-shared"}
    assert set(json.loads(told)) == alone
    modules = [each for each in environment.packages.rglob("*.py") if each.stat().st_size]
    compiled = [each for each in modules if Path(cache_from_source(str(each))).exists()]
    assert len(compiled) > 0.98 * len(modules) > 1_000, "what was not compiled is not counted"
    assert (environment.packages / "openpyxl").exists() is (environment.service in WITH_SHEETS)
    assert environment.size < SIZE_LIMITS.get(environment.service, SIZE_LIMIT), f"{environment.size / MEGABYTE:.0f} MB"


@pytest.mark.slow
def test_consent_with_what_makes_pdfs_is_not_large_either(
    tmp_path: Path, wheels: Path, first: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EXTRAS", "receipts")
    made = make_environment(ROOT, "consent", tmp_path / "env", wheels=wheels, compiled=first)
    asked = "from waarborg_consent import receipts; assert receipts.can_write_pdf()"
    subprocess.run([made.python, "-c", asked], check=True)
    assert made.size < SIZE_LIMIT_WITH_LETTERS, f"{made.size / MEGABYTE:.0f} MB"


@pytest.mark.slow
def test_what_is_copied_into_the_image_is_enough_to_make_an_environment(
    tmp_path: Path, wheels: Path, first: Environment, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of the workspace only some members are copied, and its lock speaks of all."""
    lines = (ROOT / "deploy" / "Containerfile").read_text(encoding="utf-8").splitlines()
    copied = [line.split()[1:-1] for line in lines if line.startswith("COPY ") and "--from=" not in line]
    for name in (name for names in copied for name in names):
        there = tmp_path / "source" / name
        there.parent.mkdir(parents=True, exist_ok=True)
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, there, ignore=shutil.ignore_patterns("tests", "__pycache__"))
        else:
            shutil.copy2(ROOT / name, there)
    monkeypatch.setenv("PATH", f"{Path(uv_of(ROOT)).parent}:{os.environ['PATH']}")
    made = make_environment(tmp_path / "source", "portal", tmp_path / "env", wheels=wheels, compiled=first)
    assert (made.programs / "waarborg-portal").exists()
    assert not list(made.folder.rglob("waarborg_full"))


@pytest.mark.slow
def test_a_service_starts_by_the_documented_lines(environment: Environment, settings: dict[str, str]) -> None:
    port = free_ports(1)[0]
    lines = [line.replace("consent", environment.service) for line in documented("start")]
    *before, serve = [line.replace("127.0.0.1:8000", f"127.0.0.1:{port}") for line in lines]
    for line in before:
        done = run(line, settings)
        assert done.returncode == 0, done.stderr
    with started(serve, settings) as process:
        assert until(lambda: answer(process, port, "/livez"), within=60) == {"status": "live"}
        assert answer(process, port, f"/{environment.service}/readyz") == {"status": "ready"}


@pytest.mark.slow
def test_a_missing_setting_stops_the_start_by_its_name(first: Environment, tmp_path: Path) -> None:
    """In one service: every service's command is the same one, and starts by reading the same settings."""
    settings = settings_of(first.service, tmp_path)
    del settings["WAARBORG_MASTER_KEY"]
    done = run(f"{first.programs}/waarborg-{first.service} serve", settings)
    assert done.returncode == 2
    assert done.stderr.startswith("WAARBORG_MASTER_KEY: is missing")


class started:
    """A process by a line of shell, which becomes it; ended by SIGTERM."""

    def __init__(self, line: str, settings: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            shlex.split(line),
            executable=run(f"command -v {shlex.split(line)[0]}", settings).stdout.strip(),
            env=dict(settings),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def __enter__(self) -> "subprocess.Popen[bytes]":
        return self._process

    def __exit__(self, *_: object) -> None:
        self._process.terminate()
        assert self._process.wait(40) == 0


def answer(process: "subprocess.Popen[bytes]", port: int, path: str) -> object:
    """What an address answers, or nothing while nobody listens there."""
    assert process.poll() is None, "it ended"
    try:
        with urlopen(f"http://127.0.0.1:{port}{path}", timeout=20) as response:
            return json.load(response)
    except HTTPError as wrong:
        return wrong.read()
    except (URLError, ConnectionError, TimeoutError):
        return None


class Asked(dict[str, str]):
    """An environment that remembers what it was asked for."""

    def __init__(self, given: Mapping[str, str]) -> None:
        super().__init__(given)
        self.names: set[str] = set()

    def get(self, name: str, default: str | None = None) -> str | None:  # type: ignore[override]
        self.names.add(name.removesuffix("_FILE"))
        return super().get(name, default)


def table() -> Iterator[tuple[str, bool]]:
    """Each setting of the table in deploy/README.md, and whether it says that it is needed."""
    for name, needed in re.findall(r"^\| `(WAARBORG_\w+)` \| (yes|no) \|", README, re.MULTILINE):
        yield name, needed == "yes"


def test_the_table_of_settings_is_what_the_code_reads(tmp_path: Path) -> None:
    given = settings_of("consent", tmp_path)
    asked = Asked(given)
    read_settings("consent", asked)
    assert asked.names == {name for name, _ in table()}
    needed = set()
    for name in asked.names:
        try:
            read_settings("consent", {key: value for key, value in given.items() if key != name})
        except SettingError as missing:
            assert missing.name == name
            needed.add(name)
    assert needed == {name for name, is_needed in table() if is_needed}
