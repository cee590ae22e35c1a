"""Consent for programs: consents, and the decision (AuthZEN)."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api

APIS = (api, access)
