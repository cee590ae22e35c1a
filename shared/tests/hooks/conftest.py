"""Organisations and plugins made up for the tests of the hooks."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from waarborg_shared.hooks import Registry, Rules, hookimpl


@dataclass(frozen=True)
class Configured:
    """What the registry needs to know of an organisation."""

    id: str
    plugins: tuple[str, ...] = ()
    settings: Mapping[str, Mapping[str, object]] = field(default_factory=dict)


def make_plugin(**answers: Any) -> Callable[[Mapping[str, object]], object]:
    """Return a plugin's factory that answers each named hook: a function is the hook, a value is what it says."""

    def factory(settings: Mapping[str, object]) -> object:
        hooks = {name: answer if callable(answer) else _always(answer) for name, answer in answers.items()}
        return SimpleNamespace(**{name: hookimpl(hook) for name, hook in hooks.items()})

    return factory


def _always(answer: object) -> Callable[[], object]:
    return lambda: answer


@pytest.fixture
def plugin() -> Callable[..., Callable[[Mapping[str, object]], object]]:
    """Make a plugin that answers the named hooks."""
    return make_plugin


@pytest.fixture
def organisation() -> type[Configured]:
    """Make an organisation's configuration."""
    return Configured


@pytest.fixture
def rules_of() -> Callable[..., Rules]:
    """Make the rules of an organisation, *the-house*, whose plugin answers the named hooks."""

    def rules(**answers: Any) -> Rules:
        house = Configured("the-house", ("own",))
        return Registry({"the-house": house}, {"own": make_plugin(**answers)}).rules("the-house")

    return rules
