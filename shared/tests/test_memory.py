"""Memory that was used for a moment goes back to the system, and a start makes and loads no more than it needs."""

import subprocess
import sys
from pathlib import Path

import pytest

from waarborg_shared.memory import give_large_blocks_back

USED_AND_FREED = """
import threading
from pathlib import Path
from waarborg_shared.memory import give_large_blocks_back
give_large_blocks_back()
def use(): bytearray(19 * 1024 * 1024)
for _ in range(2):
    threads = [threading.Thread(target=use) for _ in range(8)]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
status = Path("/proc/self/status").read_text()
print(next(line for line in status.splitlines() if line.startswith("VmRSS:")).split()[1])
"""


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads its memory from /proc")
def test_large_blocks_that_were_freed_are_no_longer_resident() -> None:
    if not give_large_blocks_back():
        pytest.skip("another C library than glibc")
    told = subprocess.run([sys.executable, "-c", USED_AND_FREED], capture_output=True, text=True, check=True).stdout
    assert int(told) < 60 * 1024


LOOKS = """
import gc
looks = []
gc.callbacks.append(lambda phase, _: looks.append(phase) if phase == "start" else None)
import waarborg_shared
made = [[number] for number in range(90_000)]
print(len(looks))
"""


def test_a_start_is_not_interrupted_to_look_for_what_is_not_needed_any_more() -> None:
    told = subprocess.run([sys.executable, "-c", LOOKS], capture_output=True, text=True, check=True).stdout
    assert int(told) <= 1


ENTRIES = """
import importlib
import sys
for module in ("waarborg_shared.cli", "waarborg_shared.worker", "waarborg_shared.web.app"):
    importlib.import_module(module)
    print(module, "alembic" in sys.modules)
"""


def test_a_process_that_looks_at_no_database_loads_nothing_that_migrates() -> None:
    told = subprocess.run([sys.executable, "-c", ENTRIES], capture_output=True, text=True, check=True).stdout
    assert [line.split()[1] for line in told.splitlines()] == ["False"] * 3, told
