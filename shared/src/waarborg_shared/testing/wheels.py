"""Builds our wheels and makes an environment for one service from them, as `deploy/make-environment` does, to test and
to measure. From a source tree only."""

import csv
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from importlib.util import cache_from_source
from pathlib import Path

PLUGINS = ("bqr", "jtb_care")
MEGABYTE = 1_000_000


class NotMade(RuntimeError):
    """Wheels or an environment could not be made; the text is what uv said."""


@dataclass(frozen=True)
class Environment:
    """An environment for one service and nothing else of ours, byte-compiled."""

    service: str
    folder: Path

    @property
    def programs(self) -> Path:
        """The folder with the service's command and Python."""
        return self.folder / "bin"

    @property
    def python(self) -> Path:
        """Its Python."""
        return self.programs / "python"

    @property
    def packages(self) -> Path:
        """The folder with what is installed in it."""
        (found,) = self.folder.glob("lib/python3*/site-packages")
        return found

    @property
    def size(self) -> int:
        """Bytes that it takes on disk, each file by whole blocks, also where it is a link into uv's cache."""
        return sum(path.lstat().st_blocks * 512 for path in self.folder.rglob("*"))


def build_wheels(root: Path, into: Path) -> Path:
    """Build the wheel of every member of the workspace at ``root``; returns ``into``. Raises NotMade."""
    _uv(root, [uv_of(root), "build", "--quiet", "--wheel", "--all-packages", "--out-dir", str(into)])
    return into


def make_environment(
    root: Path, service: str, into: Path, *, wheels: Path, compiled: Environment | None = None
) -> Environment:
    """Make an environment for a service with both plugins, from wheels that are built. Raises NotMade.

    What it has in common with an environment that is ``compiled`` already takes the byte-code of that one, which is
    the same; only the rest is compiled.
    """
    made = Environment(service, into)
    more = {"WHEELS": str(wheels), "COMPILE": "no" if compiled else "yes"}
    _uv(root, [str(root / "deploy" / "make-environment"), service, str(into), *PLUGINS], **more)
    if compiled is not None:
        rest = _take_over(compiled, made)
        quietly = [str(made.python), "-m", "compileall", "-q", "-i", "-"]
        subprocess.run(quietly, check=True, stdout=subprocess.DEVNULL, input="\n".join(map(str, rest)), text=True)
    return made


def _take_over(compiled: Environment, made: Environment) -> list[Path]:
    """Link the byte-code of each module that both environments have, letter for letter and of one moment; return the
    other modules."""
    known, rest = _modules_of(compiled), []
    for name, digest in _modules_of(made).items():
        theirs, module = compiled.packages / name, made.packages / name
        code = Path(cache_from_source(str(theirs)))
        if known.get(name) == digest and code.exists():
            ours = Path(cache_from_source(str(module)))
            ours.parent.mkdir(exist_ok=True)
            ours.hardlink_to(code)
            shutil.copystat(theirs, module)
        else:
            rest.append(module)
    return rest


def _modules_of(environment: Environment) -> dict[str, str]:
    """The digest of each module that was left in, as its distribution's record has it."""
    found = {}
    for record in environment.packages.glob("*.dist-info/RECORD"):
        with record.open(encoding="utf-8", newline="") as lines:
            found.update({name: digest for name, digest, *_ in csv.reader(lines) if name.endswith(".py")})
    there = (name for name in found if not name.startswith("..") and (environment.packages / name).exists())
    return {name: found[name] for name in there}


def uv_of(root: Path) -> str:
    """The uv of `./dev`, or the one on the path. Raises NotMade."""
    own = root / ".tools" / "bin" / "uv"
    found = str(own) if own.exists() else shutil.which("uv")
    if found is None:
        raise NotMade("there is no uv: ./dev installs it into .tools")
    return found


def _uv(root: Path, command: list[str], **more: str) -> None:
    """Run it by what uv has in its cache, and with the network only when that is not enough."""
    environ = {name: value for name, value in os.environ.items() if name != "VIRTUAL_ENV"} | more
    environ |= {"UV": uv_of(root), "UV_PYTHON": sys.executable, "UV_PYTHON_DOWNLOADS": "never"}
    environ.setdefault("UV_SYSTEM_CERTS", "true")
    said = ""
    for offline in ("1", "0"):
        done = subprocess.run(
            command, cwd=root, env=environ | {"UV_OFFLINE": offline}, capture_output=True, text=True, check=False
        )
        if done.returncode == 0:
            return
        said += done.stderr
    raise NotMade(said)
