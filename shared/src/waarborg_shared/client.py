"""How one service asks another: over HTTP, or in process when they are embedded in one."""

import contextvars
import io
import json as jsonlib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from http.cookiejar import DefaultCookiePolicy
from typing import Any, Protocol
from urllib.parse import urlsplit
from wsgiref.types import WSGIApplication

import flask
import requests
from werkzeug.test import EnvironBuilder, run_wsgi_app

from waarborg_shared.config import Settings

CONNECT_WITHIN = 0.5
ANSWER_WITHIN = 2.0
LARGEST_ANSWER = 1_048_576
_CHUNK = 65_536


class ServiceAway(Exception):
    """The other service could not be reached, was too slow, or answered what cannot be read. ``service`` names it."""

    def __init__(self, service: str, why: str) -> None:
        super().__init__(f"{service}: {why}")
        self.service = service
        self.why = why


@dataclass(frozen=True)
class Answer:
    """A status and the JSON that came with it (None when there was none)."""

    status: int
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Question:
    """One call to another service, as a transport carries it. ``timeout`` is in seconds."""

    service: str
    method: str
    path: str
    host: str
    scheme: str
    headers: Mapping[str, str]
    body: bytes | None
    timeout: float


class Transport(Protocol):
    """Carries a question to a service and gives status, headers and at most ``LARGEST_ANSWER`` bytes back."""

    def carry(self, question: Question) -> tuple[int, Mapping[str, str], bytes]:
        """Return what came back. Raises ``ServiceAway``."""


class Http:
    """Over HTTP at the addresses of the settings: no redirects, no cookies, no proxy of the environment."""

    def __init__(self, service_urls: Mapping[str, str]) -> None:
        self._urls = dict(service_urls)
        self._session = requests.Session()
        self._session.trust_env = False
        self._session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))

    def close(self) -> None:
        """Close the connections that are kept open."""
        self._session.close()

    def carry(self, question: Question) -> tuple[int, Mapping[str, str], bytes]:
        base = self._urls.get(question.service)
        if base is None:
            raise ServiceAway(question.service, "no address is set for it")
        try:
            with self._session.request(
                question.method,
                base.rstrip("/") + question.path,
                data=question.body,
                headers={**question.headers, "Host": question.host},
                timeout=(CONNECT_WITHIN, question.timeout),
                allow_redirects=False,
                stream=True,
            ) as response:
                return response.status_code, dict(response.headers), _read_capped(response, question.service)
        except requests.RequestException as error:
            raise ServiceAway(question.service, type(error).__name__) from error


def _read_capped(response: requests.Response, service: str) -> bytes:
    kept = io.BytesIO()
    for chunk in response.iter_content(_CHUNK):
        kept.write(chunk)
        if kept.tell() > LARGEST_ANSWER:
            raise ServiceAway(service, "answer too large")
    return kept.getvalue()


class InProcess:
    """In the same process: calls the other service's WSGI application. ``apps`` may be filled after this is made."""

    def __init__(self, apps: MutableMapping[str, WSGIApplication]) -> None:
        self.apps = apps

    def carry(self, question: Question) -> tuple[int, Mapping[str, str], bytes]:
        app = self.apps.get(question.service)
        if app is None:
            raise ServiceAway(question.service, "not in this process")
        builder = EnvironBuilder(
            path=question.path,
            method=question.method,
            base_url=f"{question.scheme}://{question.host}",
            headers=list(question.headers.items()),
            data=question.body,
        )
        try:
            # A fresh context: the caller's request, session and log lines do not leak into the other service.
            environ = builder.get_environ()
            chunks, status, headers = contextvars.Context().run(run_wsgi_app, app, environ, buffered=True)
        except Exception as error:
            raise ServiceAway(question.service, type(error).__name__) from error
        finally:
            builder.close()
        body = b"".join(chunks)
        if len(body) > LARGEST_ANSWER:
            raise ServiceAway(question.service, "answer too large")
        return int(status.split(" ", 1)[0]), dict(headers.items()), body


def _traceparent() -> str | None:
    return flask.request.headers.get("traceparent") if flask.has_request_context() else None


class ServiceClient:
    """Asks other services on behalf of one organisation, whose host goes along."""

    def __init__(
        self,
        origin: Callable[[str], str],
        transport: Transport,
        *,
        traceparent: Callable[[], str | None] = _traceparent,
    ) -> None:
        self._origin = origin
        self._transport = transport
        self._traceparent = traceparent

    def ask(
        self,
        service: str,
        method: str,
        path: str,
        *,
        organisation: str,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        timeout: float = ANSWER_WITHIN,
    ) -> Answer:
        """Ask ``service`` and return its answer, whatever its status. ``timeout`` is in seconds per read.

        Raises ``ServiceAway`` when there is no answer, or one that is too large or not the JSON that it says it is.
        """
        origin = urlsplit(self._origin(organisation))
        sent = {"Accept": "application/json", **(headers or {})}
        trace = self._traceparent()
        if trace:
            sent.setdefault("traceparent", trace)
        body = None
        if json is not None:
            body = jsonlib.dumps(json).encode()
            sent["Content-Type"] = "application/json"
        status, came_with, raw = self._transport.carry(
            Question(service, method, path, origin.netloc, origin.scheme, sent, body, timeout)
        )
        return Answer(status, _read_json(service, came_with, raw), came_with)


def _read_json(service: str, headers: Mapping[str, str], raw: bytes) -> Any:
    kind = next((value for name, value in headers.items() if name.lower() == "content-type"), "")
    if not raw or "json" not in kind:
        return None
    try:
        return jsonlib.loads(raw)
    except ValueError as error:
        raise ServiceAway(service, "answer is not JSON") from error


def client_for(settings: Settings, apps: MutableMapping[str, WSGIApplication] | None = None) -> ServiceClient:
    """Return a client by the settings' addresses, or in process when ``apps`` are given."""
    return ServiceClient(settings.origin_of, Http(settings.service_urls) if apps is None else InProcess(apps))
