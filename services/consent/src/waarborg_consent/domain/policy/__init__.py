"""The policy engine: who may do what with what, under which conditions, and what the law asks beside that."""

from waarborg_consent.domain.policy.asked import NOTHING_KNOWN, Asked, Known, Thing
from waarborg_consent.domain.policy.care import CARE, OwnPolicy, policy_of, question_of
from waarborg_consent.domain.policy.engine import NO_FACTS, Decision, Facts, decide
from waarborg_consent.domain.policy.law import Question, covered
from waarborg_consent.domain.policy.matrix import Cell
from waarborg_consent.domain.policy.reasons import NamedGround, Reason

__all__ = [
    "CARE",
    "NOTHING_KNOWN",
    "NO_FACTS",
    "Asked",
    "Cell",
    "Decision",
    "Facts",
    "Known",
    "NamedGround",
    "OwnPolicy",
    "Question",
    "Reason",
    "Thing",
    "covered",
    "decide",
    "policy_of",
    "question_of",
]
