"""Consent for programs: consents, what else is said of them, and the decision (AuthZEN)."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.sayings import sayings

APIS = (api, sayings, access)
