"""Requests for programs: each part of the service has its routes in a module of its own here."""

from waarborg_requests.api import carrying, collecting, intake
from waarborg_requests.api.requests import api

APIS = (api,)

# The routes of these hang on the API above.
__all__ = ["APIS", "api", "carrying", "collecting", "intake"]
