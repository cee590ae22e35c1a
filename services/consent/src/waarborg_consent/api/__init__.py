"""Consent for programs: consents and their receipts, and the decision (AuthZEN)."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.receipts import keys_api, receipts_api

APIS = (api, access, receipts_api, keys_api)
