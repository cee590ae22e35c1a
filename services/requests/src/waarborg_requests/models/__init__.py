"""The tables of requests: each part of the service has its own module here, and all hang on one base."""

from waarborg_requests.models.base import Base
from waarborg_requests.models.letters import AnswerDraft, Letter, MailNotice
from waarborg_requests.models.requests import Request, RequestDelivery, RequestNumber
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = [
    "PLUMBING",
    "AnswerDraft",
    "Base",
    "Letter",
    "MailNotice",
    "Request",
    "RequestDelivery",
    "RequestNumber",
]
