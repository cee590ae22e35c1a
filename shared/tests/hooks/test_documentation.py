"""The page for authors of plugins says what the specification says, and its example configuration starts."""

import ast
import re
from pathlib import Path

import pytest

from waarborg_shared.config import parse_organisations
from waarborg_shared.hooks import Registry, spec
from waarborg_shared.testing.plugin_subject import find_subject

PAGE = Path(__file__).parents[3] / "plugins" / "README.md"
HOOKS = [node for node in ast.parse(Path(spec.__file__).read_text()).body if isinstance(node, ast.FunctionDef)]


@pytest.fixture(scope="module")
def page():
    """The text of plugins/README.md."""
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_the_page_has_every_hook_with_its_signature_and_its_sentence(hook, page):
    signature = f"{hook.name}({ast.unparse(hook.args)}) -> {ast.unparse(hook.returns)}"
    assert f"`{signature}`\n: {ast.get_docstring(hook)}\n" in page


def test_the_page_has_no_hook_that_is_gone(page):
    assert re.findall(r"^`(\w+)\(.*\) -> ", page, re.MULTILINE) == [hook.name for hook in HOOKS]


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook.name)
def test_a_hook_is_one_sentence_that_asks_or_does(hook):
    sentence = ast.get_docstring(hook)
    assert re.fullmatch(r"Ask: [^\n]+\?|Do: [^\n]+\.", sentence)


def test_the_configuration_on_the_page_starts_both_organisations(page):
    block = next(block for block in re.findall(r"```toml\n(.*?)```", page, re.DOTALL) if "[organisations.bqr]" in block)
    organisations = parse_organisations(block)
    Registry(organisations).check()
    for id_, plugin in (("bqr", "bqr"), ("jtb-care", "jtb_care")):
        assert dict(organisations[id_].settings[plugin]) == dict(find_subject(plugin).settings)
