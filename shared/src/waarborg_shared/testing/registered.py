"""What the blueprints of a service put into its app, done once per process of tests and taken over by every later app.

A service has a hundred addresses and more, and to register them takes most of the time in which an app is built. The
pytest plugin `waarborg_shared.testing.compiled` puts this in place.
"""

from collections.abc import Callable, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from flask import Flask
from flask.sansio.blueprints import Blueprint
from werkzeug.routing import Map, Rule, RuleFactory
from werkzeug.routing.matcher import StateMachineMatcher

from waarborg_shared.service import Runtime, Service
from waarborg_shared.web import app as web_app

BY_BLUEPRINT = (
    "after_request_funcs",
    "before_request_funcs",
    "error_handler_spec",
    "teardown_request_funcs",
    "template_context_processors",
    "url_default_functions",
    "url_value_preprocessors",
)
"""What Flask keeps of each blueprint by its name."""
ADDED = "waarborg-words-of-blueprints"  # in the extensions of an app while it is built
WORDS_OF_TEMPLATES = "filters", "globals", "tests"
TAKEN_OVER = frozenset(
    {
        "Blueprint.add_app_template_filter.<locals>.register_template",
        "Blueprint.add_app_template_global.<locals>.register_template",
        "Blueprint.add_app_template_test.<locals>.register_template",
        "Blueprint.add_url_rule.<locals>.<lambda>",
    }
)
"""What a blueprint may do to an app that is known here; one that does something else is registered in each."""


class MapOfThisProcess(Map):
    """The addresses of an app: its own, or borrowed from an earlier app until it gets one that the other has not."""

    borrowed = False

    def borrow(self, other: Map) -> None:
        """Take over the addresses of another map, which are not changed after this."""
        other.update()
        mine, theirs = vars(self), vars(other)
        mine.update({name: theirs[name] for name in ("_matcher", "_rules_by_endpoint", "_remap")})
        self.borrowed = True

    def add(self, rulefactory: RuleFactory) -> None:
        """Add a rule, unless it came along with the others."""
        if self.borrowed:
            if isinstance(rulefactory, Rule) and self._came_along(rulefactory):
                return
            self._copy()
        super().add(rulefactory)

    def _came_along(self, rule: Rule) -> bool:
        known = self._rules_by_endpoint.get(rule.endpoint, ())
        return any(_written(each) == _written(rule) for each in known)

    def _copy(self) -> None:
        rules, self.borrowed = self._rules, False
        self._matcher, self._rules_by_endpoint = StateMachineMatcher(self.merge_slashes), {}
        for rule in rules:
            mine: Any = copy(rule)
            mine.map = None
            super().add(mine)


def _written(rule: Rule) -> tuple[object, ...]:
    return rule.rule, rule.methods, rule.defaults, rule.host, rule.build_only, rule.redirect_to, rule.alias


@dataclass(frozen=True)
class _Registered:
    """What an app has of its service's blueprints when it is complete."""

    addresses: Map
    blueprints: Mapping[str, Blueprint]
    views: Mapping[str, Callable[..., Any]]
    functions: Mapping[str, Mapping[str, Any]]
    words: Mapping[str, Mapping[str, Any]]

    def give(self, app: Flask) -> None:
        """Put it into an app that has nothing of them."""
        addresses: Any = app.url_map
        addresses.borrow(self.addresses)
        app.blueprints.update(self.blueprints)
        app.view_functions.update(self.views)
        for name, kept in self.functions.items():
            getattr(app, name).update({blueprint: copy(found) for blueprint, found in kept.items()})
        for name, kept in self.words.items():
            getattr(app.jinja_env, name).update(kept)


class AppsOfThisProcess:
    """The apps that were built: what the first one of a service has of its blueprints, the later ones get."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._made: dict[tuple[object, ...], _Registered] = {}
        self._register, self._make_replay_safe = web_app._register, web_app._make_replay_safe

    def install(self) -> None:
        """Let every app of this process be built in this way."""
        Flask.url_map_class = MapOfThisProcess
        replaced: Any = web_app
        replaced._register, replaced._make_replay_safe = self.register, self.make_replay_safe

    def register(self, app: Flask, service: Service, cookie: str) -> None:
        """Register a service's blueprints, or take over what came of it; what belongs to one app is made for each."""
        made = self._made.get(_key(app, service))
        if made is None:
            before = _words(app)
            self._register(app, service, cookie)
            app.extensions[ADDED] = {name: _added(before[name], now) for name, now in _words(app).items()}
            return
        made.give(app)
        whole: Any = app
        whole.register_blueprint = lambda each, **options: (
            None if each.name in made.blueprints else Flask.register_blueprint(app, each, **options)
        )
        self._register(app, service, cookie)
        del whole.register_blueprint

    def make_replay_safe(self, app: Flask, service: Service, runtime: Runtime) -> None:
        """Finish an app, and keep what the first one of a service has; it too leaves that as it is from now on."""
        self._make_replay_safe(app, service, runtime)
        key = _key(app, service)
        if key not in self._made and all(map(_is_known, (*service.api, *service.pages))):
            self._made[key] = _found(app, service)
            self._made[key].give(app)


def _key(app: Flask, service: Service) -> tuple[object, ...]:
    """Say on what it depends which views and addresses an app has, and to what these are bound."""
    settings = app.extensions["waarborg"]["runtime"].settings
    configured = service.name, service.configure, service.well_known, service.plumbing.idempotency
    return (*configured, service.api, service.pages, settings.master_key)


def _is_known(blueprint: Blueprint) -> bool:
    """Whether a blueprint does nothing to an app that is not taken over."""
    done = {each.__qualname__ for each in blueprint.deferred_functions}
    return done <= TAKEN_OVER and not blueprint._blueprints and not blueprint.cli.commands


def _words(app: Flask) -> dict[str, dict[str, Any]]:
    return {name: dict(getattr(app.jinja_env, name)) for name in WORDS_OF_TEMPLATES}


def _added(before: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    return {name: word for name, word in now.items() if name not in before}


def _found(app: Flask, service: Service) -> _Registered:
    names = {each.name for each in (*service.api, *service.pages)}
    addresses = MapOfThisProcess()
    addresses.borrow(app.url_map)
    return _Registered(
        addresses,
        blueprints={name: each for name, each in app.blueprints.items() if name in names},
        views={name: view for name, view in app.view_functions.items() if name.partition(".")[0] in names},
        functions={
            kind: {name: copy(each) for name, each in getattr(app, kind).items() if name in names}
            for kind in BY_BLUEPRINT
        },
        words=app.extensions.pop(ADDED),
    )
