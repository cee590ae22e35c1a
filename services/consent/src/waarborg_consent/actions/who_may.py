"""Answer a person who may see what of his: the decision asked for everybody who might, with what is known today.

Nobody gets anything by these answers, so that none of them is a decision to keep: the log stays one of uses.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import func, or_, select

from waarborg_consent.actions.deciding import own_policy
from waarborg_consent.actions.fact_rows import PERSON
from waarborg_consent.actions.facts import facts_of_many
from waarborg_consent.actions.reading import events_of
from waarborg_consent.actions.writing import only_own
from waarborg_consent.domain import Question, standing
from waarborg_consent.domain.marks import Mark
from waarborg_consent.domain.policy import CARE, Cell, OwnPolicy
from waarborg_consent.domain.who_may import (
    Effect,
    May,
    OfPerson,
    about_persons,
    effects,
    who_may,
    without_a_yes,
)
from waarborg_consent.models import RelationRow
from waarborg_consent.references import references_of
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work


@dataclass(frozen=True, slots=True, kw_only=True)
class WhoMay:
    """Who may what with a person's data, what his choices change in that, and how many are registered as caring.

    ``kinds`` says how many kinds of record about persons the organisation's policy knows: without any it says nothing.
    """

    kinds: int
    found: tuple[May, ...]
    effects: tuple[Effect, ...]
    without_a_yes: Mapping[str, tuple[str, ...]]
    marks: tuple[Mark, ...]
    caring: int


def who_may_use(work: Work, subject_ref: str, *, rules: Rules) -> WhoMay:
    """Return who may do what with a person's data today, whatever reference he goes by.

    It reads a fixed number of statements, however many roles, kinds of record and purposes there are.
    """
    only_own(work, subject_ref)
    policy = own_policy(rules)
    person = _of_person(work, subject_ref, policy, rules=rules)
    found = who_may(policy, person)
    return WhoMay(
        kinds=len(about_persons(policy)),
        found=found,
        effects=effects(policy, person, found),
        without_a_yes=without_a_yes(found),
        marks=person.marks,
        caring=_caring(work, subject_ref),
    )


def _of_person(work: Work, subject_ref: str, policy: OwnPolicy, *, rules: Rules) -> OfPerson:
    """Read what decides about a person, and every cell that was decided on, as the decision itself reads them."""
    pairs = [(role, kind.code) for role in policy.roles for kind in about_persons(policy)]
    questions = [_question(subject_ref, "", ""), *(_question("", role, kind) for role, kind in pairs)]
    of_him, *of_cells = facts_of_many(work, [(PERSON, each) for each in questions], rules=rules)
    cells: dict[tuple[str, str], Cell] = {
        pair: facts.cell for pair, facts in zip(pairs, of_cells, strict=True) if facts.cell is not None
    }
    events = events_of(work, subject_ref, rules=rules)
    standings = {code: standing(events, code) for code in policy.purposes}
    return OfPerson(subject_ref=subject_ref, standings=standings, marks=of_him.marks, cells=cells)


def _question(subject_ref: str, role: str, record_type: str) -> Question:
    return Question(role=role, right="", record_type=record_type, purpose="", subject_ref=subject_ref, asker_ref="")


def _caring(work: Work, subject_ref: str) -> int:
    """Return how many are registered as caring for a person today."""
    refs, _ = references_of(work, subject_ref)
    query = select(func.count(func.distinct(RelationRow.subject_id))).where(
        RelationRow.organisation == work.organisation,
        RelationRow.object_type == PERSON,
        RelationRow.object_id.in_(refs),
        RelationRow.relation == CARE,
        RelationRow.from_at <= work.now,
        or_(RelationRow.until_at.is_(None), RelationRow.until_at > work.now),
    )
    return int(work.session.scalars(query).one())
