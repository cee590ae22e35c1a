"""Every folder of tests uses the one Chromium of the run, so that they run in any order and any selection."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDERS = ("shared/tests", "services", "plugins", "tests")
STARTS_ONE = re.compile(r"\b(chromium|sync_playwright)\(\)|def browser\(\)")


def test_no_folder_starts_a_chromium_of_its_own() -> None:
    files = [path for folder in FOLDERS for path in (ROOT / folder).rglob("*.py") if path != Path(__file__)]
    assert len(files) > 50
    assert [str(path) for path in files if STARTS_ONE.search(path.read_text(encoding="utf-8"))] == []
