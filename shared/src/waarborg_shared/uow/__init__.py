"""The unit of work: one transaction of one organisation, in which facts, log and events are committed together."""

from waarborg_shared.uow.erased import ERASED, Erased, Written
from waarborg_shared.uow.errors import RolledBack, UnknownCase
from waarborg_shared.uow.heads import Beside, CaseFile
from waarborg_shared.uow.outbox import insert_outbox, outbox_row
from waarborg_shared.uow.unit import UnitOfWork
from waarborg_shared.uow.work import Work

__all__ = [
    "ERASED",
    "Beside",
    "CaseFile",
    "Erased",
    "RolledBack",
    "UnitOfWork",
    "UnknownCase",
    "Work",
    "Written",
    "insert_outbox",
    "outbox_row",
]
