"""The README's walk as a partner system: what it says to type is typed, and what it says comes back, comes back."""

import os
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from waarborg_tests.product import Product, embedded
from waarborg_tests.visitors import inhabit

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")
DOCUMENTED = "http://bqr.localhost:8000"
PERSON = re.compile(r"^PERSON=\S+", re.MULTILINE)
OVER = "--- that was all ---"
# What an answer is made of: its fields, and the values that are words of the product and no one's reference or moment.
FIELDS = re.compile(r'"\w+":')
WORDS = re.compile(r'"(?:decision|basis|confidence|purpose|kind|code|en)":(?:true|false|null|"[^"…]*")')


class Shell:
    """One shell, as a reader has it open: what one block sets is there in the next."""

    def __init__(self, folder: Path) -> None:
        self._bash = subprocess.Popen(
            ["bash"],
            cwd=folder,
            env={**os.environ, "no_proxy": "*"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )

    def type(self, block: str) -> str:
        """Type a block and return all that comes back. Raises AssertionError where the shell ends at it."""
        assert self._bash.stdin is not None and self._bash.stdout is not None
        self._bash.stdin.write(f"{block}\necho; echo '{OVER}'\n")
        self._bash.stdin.flush()
        said = ""
        while not said.endswith(f"{OVER}\n"):
            line = self._bash.stdout.readline()
            assert line, f"the shell ended: {said}"
            said += line
        return said.removesuffix(f"{OVER}\n")

    def leave(self) -> None:
        """Close it."""
        self._bash.communicate("exit\n", timeout=20)


@pytest.fixture(scope="module")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """The product with its invented people and cases."""
    folder: Path = tmp_path_factory.mktemp("readme")
    running = embedded(folder).start()
    inhabit(running)
    yield running
    running.stop()


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    """A shell in an empty folder."""
    opened = Shell(tmp_path)
    yield opened
    opened.leave()


def blocks(step: int) -> list[tuple[str, str]]:
    """The blocks of one step of the walk, each with its language."""
    part = README.split(f"\n**{step}. ")[1].split(f"\n**{step + 1}. ")[0]
    return re.findall(r"```(\w+)\n(.*?)```", part, re.DOTALL)


def comes_back(documented: str, answer: str) -> None:
    """Check that an answer has the fields and the words that the README shows of it."""
    assert FIELDS.findall(documented)
    for part in (*FIELDS.findall(documented), *WORDS.findall(documented)):
        assert part in answer, f"{part} is not in {answer}"


def test_what_a_partner_is_told_to_type_gives_what_it_is_told_to_expect(product: Product, shell: Shell) -> None:
    answer, compared = "", 0
    for language, block in blocks(7):
        if language == "json":
            comes_back(block, answer)
            compared += 1
            continue
        found = re.search(r'"persons":\["([^"]+)"\]', answer)
        typed = PERSON.sub(f"PERSON={found[1]}", block) if found else block
        answer = shell.type(typed.replace(DOCUMENTED, product.origin("bqr")))
    assert compared == 3
