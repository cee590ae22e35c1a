"""The tables of breach, by part; importing this package makes all of them known."""

from waarborg_breach.models.advising import BreachAsking, BreachFact, BreachQuestionCode
from waarborg_breach.models.base import Base
from waarborg_breach.models.carrying_out import CarriedStep, LegalHold
from waarborg_breach.models.cases import BreachAnswer, BreachCase, BreachEarlierAnswer, BreachNumber, ExerciseNumber
from waarborg_breach.models.deciding import BreachDeputy, BreachNotice, KeptDecision
from waarborg_breach.models.dossier import BreachDossierKept, BreachDossierText
from waarborg_breach.models.handling import BreachGrievance, BreachHandling, BreachHelper, BreachMeasure
from waarborg_breach.models.likeness import BreachLikeness
from waarborg_breach.models.register_book import BreachRegister
from waarborg_breach.models.reminding import BreachReminder
from waarborg_breach.models.telling import (
    BreachAnnouncement,
    BreachMessage,
    BreachPerson,
    BreachPersonCare,
    BreachPersonFault,
    BreachPersonLink,
    BreachTelling,
)
from waarborg_shared.db import plumbing

PLUMBING = plumbing(Base.metadata)

__all__ = [
    "PLUMBING",
    "Base",
    "BreachAnnouncement",
    "BreachAnswer",
    "BreachAsking",
    "BreachCase",
    "BreachDeputy",
    "BreachDossierKept",
    "BreachDossierText",
    "BreachEarlierAnswer",
    "BreachFact",
    "BreachGrievance",
    "BreachHandling",
    "BreachHelper",
    "BreachLikeness",
    "BreachMeasure",
    "BreachMessage",
    "BreachNotice",
    "BreachNumber",
    "BreachPerson",
    "BreachPersonCare",
    "BreachPersonFault",
    "BreachPersonLink",
    "BreachQuestionCode",
    "BreachRegister",
    "BreachReminder",
    "BreachTelling",
    "CarriedStep",
    "ExerciseNumber",
    "KeptDecision",
    "LegalHold",
]
