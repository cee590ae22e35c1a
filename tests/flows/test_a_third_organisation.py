"""A plugin that `./dev plugin new` writes brings its organisation along, to contents that were there before it too."""

import os
import signal
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
import requests

from waarborg_shared.plugin_template import write_package
from waarborg_tests.product import BROUGHT_ALONG, LOOPBACK, free_port
from waarborg_tests.waiting import until

pytestmark = pytest.mark.slow


def as_if_installed(package: Path, site: Path) -> dict[str, str]:
    """An environment in which the package's code and entry points are found, as after `./dev sync`."""
    project = tomllib.loads((package / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    told = site / f"{project['name'].replace('-', '_')}-{project['version']}.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    ((name, where),) = project["entry-points"]["waarborg.plugins"].items()
    (told / "entry_points.txt").write_text(f"[waarborg.plugins]\n{name} = {where}\n")
    return {**os.environ, "PYTHONPATH": os.pathsep.join([str(package / "src"), str(site)])}


@contextmanager
def up(data: Path, *more: Path, environ: Mapping[str, str] = os.environ) -> Iterator[int]:
    """What `./dev up` runs, on these contents; gives the port, and is ended by Ctrl-C."""
    port, said = free_port(), data.with_suffix(".said")
    known = [f"--organisations={file}" for file in (*BROUGHT_ALONG, *more)]
    line = [sys.executable, "-m", "waarborg_portal.up", "--port", str(port), "--data", str(data), *known]
    with (
        said.open("w", encoding="utf-8") as out,
        subprocess.Popen(line, stdout=out, stderr=out, env=environ) as process,
    ):

        def welcomed() -> bool:
            text = said.read_text(encoding="utf-8")
            assert process.poll() is None, text
            return "Ctrl-C stops it" in text

        try:
            until(welcomed, within=90, what="the addresses")
            yield port
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0, said.read_text(encoding="utf-8")


def page(port: int, host: str) -> str:
    with requests.Session() as session:
        session.trust_env = False
        answer = session.get(f"http://{LOOPBACK}:{port}/", headers={"Host": f"{host}:{port}"}, timeout=20)
    assert answer.status_code == 200, answer.text
    return answer.text


def test_it_is_on_the_front_page_of_contents_from_before_and_from_after(tmp_path: Path) -> None:
    with up(tmp_path / "before") as port:
        assert "Huis Noord" not in page(port, "localhost")
    package = write_package("huis_noord", tmp_path / "plugins")
    environ = as_if_installed(package, tmp_path / "site")
    for contents in ("before", "after"):
        with up(tmp_path / contents, package / "organisations.toml", environ=environ) as port:
            front = page(port, "localhost")
            assert [name for name in ("BQR-Zorg", "JTB-Care", "Huis Noord") if name not in front] == []
            assert f"http://huis-noord.localhost:{port}/" in front
            assert "Huis Noord" in page(port, "huis-noord.localhost")
            assert f"http://huis-noord.localhost:{port}/" in (tmp_path / f"{contents}.said").read_text(encoding="utf-8")


def test_its_file_without_its_plugin_stops_the_start_by_name(tmp_path: Path) -> None:
    package = write_package("huis_noord", tmp_path / "plugins")
    line = [sys.executable, "-m", "waarborg_portal.up", "--port", str(free_port()), "--data", str(tmp_path / "data")]
    ended = subprocess.run(
        [*line, "--organisations", str(package / "organisations.toml")],
        capture_output=True,
        text=True,
        timeout=90,
        check=False,
    )
    assert ended.returncode == 2
    assert "huis_noord" in ended.stderr and "not installed" in ended.stderr, ended.stderr
    assert list((tmp_path / "data").glob("*.db")) == [], "nothing was made for it"
