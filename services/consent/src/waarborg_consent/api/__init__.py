"""Consent for programs: consents, the decision (AuthZEN), and the access log."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.log import log_api

APIS = (api, access, log_api)
