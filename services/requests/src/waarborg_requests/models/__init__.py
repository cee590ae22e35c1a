"""The tables of requests: each part of the service has its own module here, and all hang on one base."""

from waarborg_requests.models.base import Base
from waarborg_requests.models.beginning import CallBack, PersonDeath, RequestMark
from waarborg_requests.models.requests import Request, RequestDelivery, RequestNumber
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = [
    "PLUMBING",
    "Base",
    "CallBack",
    "PersonDeath",
    "Request",
    "RequestDelivery",
    "RequestMark",
    "RequestNumber",
]
