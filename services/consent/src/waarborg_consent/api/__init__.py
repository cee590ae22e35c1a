"""Consent for programs: consents, what else is said of them, and the decision (AuthZEN)."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.desk import desk_api
from waarborg_consent.api.registering import registering
from waarborg_consent.api.sayings import sayings
from waarborg_consent.api.searching import searching

APIS = (api, sayings, access, searching, registering, desk_api)
