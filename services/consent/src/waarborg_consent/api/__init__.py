"""Consent for programs: consents and their receipts, and the decision (AuthZEN)."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.receipts import receipts_api

APIS = (api, access, receipts_api)
