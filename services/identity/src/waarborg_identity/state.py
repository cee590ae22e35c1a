"""What the web process of identity keeps for as long as it lives."""

from dataclasses import dataclass, field
from typing import cast

from flask import current_app

from waarborg_identity.issuers import Issuers
from waarborg_identity.own import OwnIdentity
from waarborg_identity.passkeys import Passkeys
from waarborg_identity.passwords import Passwords
from waarborg_identity.tokens import Signer
from waarborg_shared.auth import ServiceKeys
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


def passkeys() -> Passkeys:
    """Return the passkeys of the organisation whose host was asked."""
    settings, organisation = current.runtime.settings, current.organisation
    name = current.rules.organisation.name
    return Passkeys(settings.master_key, organisation, origin=settings.origin_of(organisation), name=name)
