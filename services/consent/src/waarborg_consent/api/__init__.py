"""Consent for programs: consents, objections, messages, and the decision (AuthZEN)."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.marks import marks
from waarborg_consent.api.messages import messages

APIS = (api, access, marks, messages)
