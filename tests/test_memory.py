"""The whole product in one process loads no library before it is needed: a small organisation has little memory."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from waarborg_portal.embedded import installed_services
from waarborg_shared.migrations.heads import newest_revisions
from waarborg_shared.migrations.running import scripts_of
from waarborg_tests.product import BROUGHT_ALONG

LATER = ("PIL", "alembic", "openpyxl", "psycopg", "pypdfium2", "typst", "webauthn")
COMPOSED = f"""
import sys
from pathlib import Path
from waarborg_portal.embedded import compose
from waarborg_portal.installation import open_installation
files = [Path(each) for each in sys.argv[2:]]
compose(open_installation(Path(sys.argv[1]), organisations=files), port=8000)
print(*(each for each in {LATER!r} if each in sys.modules))
"""


def test_started_again_it_has_loaded_nothing_that_migrates_draws_proves_or_speaks_to_another_database(tmp_path: Path):
    (tmp_path / "data").mkdir()
    command = [sys.executable, "-c", COMPOSED, str(tmp_path / "data"), *map(str, BROUGHT_ALONG)]
    told = [subprocess.run(command, capture_output=True, text=True, check=True).stdout.split() for _ in range(2)]
    assert told == [["alembic"], []]


@pytest.mark.parametrize("service", installed_services().values(), ids=lambda service: service.name)
def test_the_newest_revision_is_read_as_alembic_reads_it(service):
    scripts = ScriptDirectory(str(scripts_of(service)))
    assert newest_revisions(service.package) == frozenset(scripts.get_heads()) != frozenset()


def test_a_script_of_alembics_own_template_is_read_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    versions = tmp_path / "waarborg_odd" / "migrations" / "versions"
    versions.mkdir(parents=True)
    (versions.parent.parent / "__init__.py").touch()
    begins = "revision: str = '1ab'\ndown_revision: Union[str, None] = None\n"
    follows = "revision: str = '2cd'\ndown_revision: Union[str, None] = '1ab'\n"
    for name, text in (("one.py", begins), ("two.py", follows)):
        (versions / name).write_text(text, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    assert newest_revisions("waarborg_odd") == {"2cd"}
