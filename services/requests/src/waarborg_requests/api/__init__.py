"""Requests for programs: each part of the service has its routes in a module of its own here."""

from waarborg_requests.api import collecting, intake
from waarborg_requests.api.requests import api

APIS = (api,)

__all__ = ["APIS", "api", "intake"]
__all__ = ["APIS", "api", "collecting"]
