"""Consent for programs: consents, representatives, the decision (AuthZEN), and its part of the desk."""

from waarborg_consent.api.access import access
from waarborg_consent.api.consents import api
from waarborg_consent.api.desk import desk_api
from waarborg_consent.api.representation import representation_api

APIS = (api, access, representation_api, desk_api)
