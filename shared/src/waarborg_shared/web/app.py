"""Builds the web process of a service: its API and pages, behind the guards that all of them share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any, cast

import structlog
from flask import Flask, Response, g
from werkzeug.exceptions import NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import Rule

from waarborg_shared.web import security
from waarborg_shared.web.backlog import add_backlog
from waarborg_shared.web.context import Current, answers_any_host, begin_request, request_itself
from waarborg_shared.web.health import init_health
from waarborg_shared.web.i18n import init_languages
from waarborg_shared.web.idempotency import AnswerSeal, replay_safe
from waarborg_shared.web.metrics import Metrics
from waarborg_shared.web.openapi import init_api
from waarborg_shared.web.problems import Problems, wants_problem
from waarborg_shared.web.proofs import guard_proof
from waarborg_shared.web.shell import init_shell

if TYPE_CHECKING:
    from waarborg_shared.service import Runtime, Service

HERE = Path(__file__).parent
PROBES = ("/livez", "/readyz", "/metrics")
log = structlog.get_logger("waarborg.web")


class WrongPath(Exception):
    """A route of a service lies outside its own path (and is not among its `well_known` ones)."""


class _App(Flask):
    """Flask for plain functions: it looks at every one, in every request, whether it is a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is; no view or hook here is a coroutine."""
        return func


def create_app(service: Service, runtime: Runtime) -> Flask:
    """Return the Flask app of one service. Raises `WrongPath` for a route that is not the service's to serve."""
    app = _App(
        service.package,
        static_folder=str(HERE / "static"),
        static_url_path=f"/{service.name}/static",
        template_folder=str(HERE / "templates"),
    )
    app.config.update(MAX_CONTENT_LENGTH=security.LARGEST_BODY, MAX_FORM_MEMORY_SIZE=security.LARGEST_BODY)
    app.url_map.strict_slashes = False
    cookie = runtime.authenticator.cookie.name
    metrics = Metrics(service.name)
    add_backlog(metrics, runtime)
    tokens = security.FormTokens(runtime.settings.master_key, cookie)
    app.extensions["waarborg"] = {"service": service, "runtime": runtime, "metrics": metrics, "tokens": tokens}
    init_languages(app, service.package)
    init_shell(app, service, tokens)
    _register(app, service, cookie)
    init_health(app, service, runtime, metrics)
    _guard(app, service, runtime)
    if service.configure is not None:
        service.configure(app, runtime)
    _refuse_wrong_paths(app.url_map.iter_rules(), service.name, service.well_known)
    _make_replay_safe(app, service, runtime)
    _believe_proxies(app, runtime.settings.trusted_proxies)
    return app


def _believe_proxies(app: Flask, count: int) -> None:
    """Take a visitor's address, and nothing else, from the proxies that the settings trust."""
    if count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=count, x_proto=0, x_host=0, x_port=0, x_prefix=0
        )


def metrics_of(app: Flask) -> Metrics:
    """Return the figures of an app, so that a service can add its gauges."""
    return cast(Metrics, app.extensions["waarborg"]["metrics"])


def _register(app: Flask, service: Service, cookie: str) -> None:
    api = init_api(app, name=service.name, title=service.title.en, cookie=cookie)
    api_names = {each.name for each in service.api}
    for blueprint in service.api:
        api.register_blueprint(blueprint)
    for page_blueprint in service.pages:
        app.register_blueprint(page_blueprint)
    app.extensions["waarborg"]["api_names"] = api_names


def _guard(app: Flask, service: Service, runtime: Runtime) -> None:
    """Put the hooks around every request: one before, one after, and the table of errors."""
    prefix = f"/{service.name}/api/"
    extension: dict[str, Any] = app.extensions["waarborg"]
    tokens: security.FormTokens = extension["tokens"]
    metrics: Metrics = extension["metrics"]
    api_names: set[str] = extension["api_names"]
    about_persons = {each.name for each in (*service.api, *service.pages)} if service.about_persons else frozenset()
    https = runtime.settings.public_origin.startswith("https://")
    app.wsgi_app = security.guarded(app.wsgi_app, https=https)  # type: ignore[method-assign, assignment]

    @app.before_request
    def begin() -> None:
        g.waarborg_began = perf_counter()
        asked = request_itself()
        here = begin_request(runtime, asked)
        view = app.view_functions.get(asked.endpoint or "")
        api = asked.path.startswith(prefix) or asked.blueprint in api_names
        g.waarborg_api = here.takes_tokens = api or security.is_for_tokens(view)
        security.guard_body(asked, view)
        if not here.has_organisation and not answers_any_host(view):
            raise NotFound
        if view is not None:
            security.guard_origin(here, tokens, view=view, api=api)
            security.guard_somebody(here, view=view)
            if asked.blueprint in about_persons:
                guard_proof(here, view=view)

    @app.after_request
    def end(response: Response) -> Response:
        here: Current = g.waarborg
        seconds = perf_counter() - g.waarborg_began
        asked = request_itself()
        rule = asked.url_rule.rule if asked.url_rule is not None else "-"
        metrics.observe(rule, asked.method, response.status_code, seconds)
        if not rule.endswith(PROBES):
            log.info(
                "request",
                service=service.name,
                organisation=here.organisation if here.has_organisation else None,
                trace=here.trace.trace_id,
                method=asked.method,
                route=rule,
                status=response.status_code,
                ms=round(seconds * 1000, 1),
            )
        security.allow_form_actions(response)
        return response

    Problems(service.errors, lambda: wants_problem(prefix)).register(app)


def _refuse_wrong_paths(rules: Iterable[Rule], name: str, well_known: tuple[str, ...]) -> None:
    for rule in rules:
        own = rule.rule == f"/{name}" or rule.rule.startswith(f"/{name}/")
        if not own and rule.rule not in PROBES and rule.rule not in well_known:
            raise WrongPath(f"{rule.rule} is not below /{name}/ and not among its well_known paths")


def _make_replay_safe(app: Flask, service: Service, runtime: Runtime) -> None:
    seal = AnswerSeal(runtime.settings.master_key)
    table = service.plumbing.idempotency
    for rule in app.url_map.iter_rules():
        if "POST" in (rule.methods or ()):
            view = app.view_functions[rule.endpoint]
            if not hasattr(view, "waarborg_replay_safe"):
                app.view_functions[rule.endpoint] = replay_safe(view, table, seal)
