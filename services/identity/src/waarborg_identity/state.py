"""What the web process of identity keeps for as long as it lives."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from waarborg_identity.issuers import Issuers
from waarborg_identity.own import OwnIdentity
from waarborg_identity.passkeys import Passkeys
from waarborg_identity.passwords import Passwords
from waarborg_identity.tokens import Signer
from waarborg_shared.auth import Actor, ServiceKeys
from waarborg_shared.uow import Work
from waarborg_shared.web import current

EXTENSION = "waarborg_identity"


@dataclass(frozen=True)
class State:
    """Its answers to other services, the keys it knows them by, outside issuers, signing keys, the password hasher."""

    own: OwnIdentity
    service_keys: ServiceKeys
    issuers: Issuers
    signer: Signer = field(default_factory=Signer)
    passwords: Passwords = field(default_factory=Passwords)


def state() -> State:
    """Return the state of the application that serves this request."""
    return cast(State, current_app.extensions[EXTENSION])


def begin_as_nobody() -> AbstractContextManager[Work]:
    """A unit of work of nobody that we know, for an endpoint at which programs prove themselves in another way.

    A cookie or an access token that came along says there neither who asks nor that anything is wrong.
    """
    nobody = Actor.anonymous(current.organisation)
    trace = current.trace.traceparent
    return current.runtime.uow.begin(current.organisation, actor=nobody, now=current.now(), traceparent=trace)


def read_as_nobody() -> AbstractContextManager[Work]:
    """A transaction that only reads, of nobody that we know, for what is told to all."""
    nobody = Actor.anonymous(current.organisation)
    return current.runtime.uow.read(current.organisation, actor=nobody, now=current.now())


def passkeys() -> Passkeys:
    """Return the passkeys of the organisation whose host was asked."""
    settings, organisation = current.runtime.settings, current.organisation
    name = current.rules.organisation.name
    return Passkeys(settings.master_key, organisation, origin=settings.origin_of(organisation), name=name)
