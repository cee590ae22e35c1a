"""What a view knows of the request that it answers: `current`, the organisation by host, and its unit of work."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar, cast

from flask import Request, g, has_app_context, request
from werkzeug.exceptions import Forbidden, HTTPException, NotFound
from werkzeug.local import LocalProxy

from waarborg_shared.auth import Actor, IdentityAway, Unauthenticated, access_token
from waarborg_shared.web.trace import Trace, begin_trace

if TYPE_CHECKING:
    from waarborg_shared.hooks import Rules
    from waarborg_shared.service import Runtime
    from waarborg_shared.uow import Work
    from waarborg_shared.web.idempotency import KeyedPost

LANGUAGES = ("nl", "en")
_ANY_HOST = "waarborg_any_host"
_View = TypeVar("_View", bound=Callable[..., object])


class FormRefused(Forbidden):
    """A form that this site did not hand out to this visitor, or too long ago (403)."""

    code_name = "form-refused"


class Current:
    """One request: its organisation, rules, actor, language, moment and unit of work."""

    def __init__(self, runtime: Runtime, organisation: str | None, trace: Trace) -> None:
        self.runtime = runtime
        self.trace = trace
        self.form_id: str | None = None
        self.form_refused: HTTPException | None = None
        self.keyed: KeyedPost | None = None
        self.takes_tokens = False
        self._organisation = organisation

    @property
    def has_organisation(self) -> bool:
        """Whether the host is an organisation's; only a view marked `any_host` can see False."""
        return self._organisation is not None

    @property
    def organisation(self) -> str:
        """The id of the organisation whose host was asked. Raises 404 on a host that is nobody's."""
        if self._organisation is None:
            raise NotFound
        return self._organisation

    @cached_property
    def rules(self) -> Rules:
        """The organisation's own rules."""
        return self.runtime.registry.rules(self.organisation)

    @cached_property
    def actor(self) -> Actor:
        """Who asks. Raises `TokenRefused`, `ProofRefused` (401) or `IdentityAway` (503) for a token that cannot count.

        On a page no token counts: pages ask for duties alone, and a client has no more than its scopes.
        """
        asked = request_itself()
        if not self.takes_tokens and access_token(asked.headers.get("Authorization", "")) is not None:
            raise Unauthenticated("token_on_a_page")
        return self.runtime.authenticator.authenticate(cast(Any, asked), self.organisation)

    @cached_property
    def visitor(self) -> Actor | None:
        """Who asks, for the page's header: None where nobody is signed in or that cannot be told."""
        if not self.has_organisation:
            return None
        try:
            return self.actor if self.actor.signed_in else None
        except (Unauthenticated, IdentityAway):
            return None

    @cached_property
    def lang(self) -> str:
        """The page's language: `?lang=`, else the best of Accept-Language, else Dutch."""
        asked = request.args.get("lang")
        if asked in LANGUAGES:
            return asked
        return request.accept_languages.best_match(LANGUAGES, "nl")

    @cached_property
    def _moment(self) -> datetime:
        return self.runtime.now()

    def now(self) -> datetime:
        """The moment of this request, in UTC: the same each time within one request."""
        return self._moment

    def begin(self) -> AbstractContextManager[Work]:
        """Begin a unit of work for this request's organisation and actor; leaving it commits.

        In a POST that carries an idempotency key (every page form does) each `begin()` joins one transaction,
        which is committed together with the answer after the view has returned.

        Raises what the guard said of a form that is not ours, or too old: nothing is ever done with it.
        """
        return self.keyed.join() if self.keyed is not None else self.open_work()

    def read(self) -> AbstractContextManager[Work]:
        """Begin a transaction that only reads and holds nobody up; for every GET."""
        return self.runtime.uow.read(self.organisation, actor=self.actor, now=self.now())

    def open_work(self) -> AbstractContextManager[Work]:
        """Begin a transaction of its own (what `begin` does without an idempotency key)."""
        if self.form_refused is not None:
            raise self.form_refused
        return self.runtime.uow.begin(
            self.organisation, actor=self.actor, now=self.now(), traceparent=self.trace.traceparent
        )


def _of_this_request() -> Current:
    found = g.get("waarborg") if has_app_context() else None
    if found is None:
        raise RuntimeError("there is no request here")
    return cast(Current, found)


current: Current = cast(Current, LocalProxy(_of_this_request))


def any_host(view: _View) -> _View:
    """Mark a view that also answers on a host that is no organisation's (health, the list of organisations)."""
    setattr(view, _ANY_HOST, True)
    return view


def answers_any_host(view: object) -> bool:
    """Whether `any_host` marked this view."""
    return getattr(view, _ANY_HOST, False)


def request_itself() -> Request:
    """The request, and not Flask's stand-in for it, which looks for it again at each touch."""
    return cast(Request, cast(Any, request)._get_current_object())


def begin_request(runtime: Runtime, asked: Request) -> Current:
    """Put this request's `current` in place; an unknown host has no organisation."""
    host = asked.environ.get("HTTP_HOST", "")
    organisation = runtime.settings.hosts.get(plain_host(host))
    here = g.waarborg = Current(runtime, organisation, begin_trace(asked.headers.get("traceparent")))
    return here


def plain_host(host: str) -> str:
    """Return a Host header in lower case without port and closing dot; headers of a proxy never count."""
    name = host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
    return name.lower().rstrip(".")
