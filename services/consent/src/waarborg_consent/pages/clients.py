"""Whose page somebody looks at: the register of persons tells it to staff who may know, and nothing is kept here."""

from flask import request

from waarborg_consent.persons import Registered, registered
from waarborg_shared.hooks.values import Duty
from waarborg_shared.web import current


def client_of(subject_ref: str) -> Registered | None:
    """Return what the register calls a client; None for staff who may not look there, and where it does not answer."""
    if Duty.PERSONS_REGISTER not in current.actor.duties:
        return None
    headers = {"Cookie": request.headers.get("Cookie", "")}
    return registered(current.runtime.client, current.organisation, subject_ref, headers=headers)
