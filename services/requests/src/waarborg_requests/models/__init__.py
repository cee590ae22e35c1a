"""The tables of requests: each part of the service has its own module here, and all hang on one base."""

from waarborg_requests.models.base import Base
from waarborg_requests.models.beginning import CallBack, PersonDeath, RequestMark
from waarborg_requests.models.carrying import Carrying, CarryingStep, RequestHold
from waarborg_requests.models.collecting import HolderTask, Item
from waarborg_requests.models.complaining import Complaint, ComplaintMeasure
from waarborg_requests.models.identification import Check, CodeLetter, StaffNotice
from waarborg_requests.models.intake import RequestDraft
from waarborg_requests.models.letters import AnswerDraft, Letter, MailNotice
from waarborg_requests.models.package import CopyFee, Package, PackageEntry
from waarborg_requests.models.references import PersonAlias
from waarborg_requests.models.requests import Request, RequestDelivery, RequestNumber
from waarborg_requests.models.review import ItemMark, LookInvitation, ReviewLook, SecretAddress
from waarborg_requests.models.speaking import RequestMessage
from waarborg_requests.models.stored import StoredFile, StoredPiece
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = [
    "PLUMBING",
    "AnswerDraft",
    "Base",
    "CallBack",
    "Carrying",
    "CarryingStep",
    "Check",
    "CodeLetter",
    "Complaint",
    "ComplaintMeasure",
    "CopyFee",
    "HolderTask",
    "Item",
    "ItemMark",
    "Letter",
    "LookInvitation",
    "MailNotice",
    "Package",
    "PackageEntry",
    "PersonAlias",
    "PersonDeath",
    "Request",
    "RequestDelivery",
    "RequestDraft",
    "RequestHold",
    "RequestMark",
    "RequestMessage",
    "RequestNumber",
    "ReviewLook",
    "SecretAddress",
    "StaffNotice",
    "StoredFile",
    "StoredPiece",
]
