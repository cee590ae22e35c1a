"""May this be done with these data of this person, by whom, and why? The first condition that fails decides."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from waarborg_consent.domain.consents import Standing
from waarborg_shared.hooks.values import (
    About,
    Confidence,
    DataCategory,
    Grant,
    LegalBasis,
    Purpose,
    Reach,
    RecordType,
    Right,
    Role,
    Sensitivity,
    SpecialGround,
)


class Reason(StrEnum):
    """Why the answer is yes or no; each has a sentence for people in ``texts.py``."""

    ALLOWED_BY_CONSENT = "allowed-by-consent"
    ALLOWED_BY_BASIS = "allowed-by-basis"
    UNKNOWN_ROLE = "unknown-role"
    UNKNOWN_RECORD_TYPE = "unknown-record-type"
    UNKNOWN_PURPOSE = "unknown-purpose"
    NO_CELL = "no-cell"
    UNCONFIRMED_CELL = "unconfirmed-cell"
    NOT_OWN = "not-own"
    NOT_IN_CARE = "not-in-care"
    NO_NAMED_CHECK = "no-named-check"
    SECRECY = "medical-secrecy"
    OTHER_PURPOSE = "other-purpose"
    BSN_NEEDS_LEGAL_DUTY = "bsn-needs-legal-duty"
    SPECIAL_NEEDS_GROUND = "special-needs-ground"
    SPECIAL_NEEDS_CONSENT = "special-needs-consent"
    CONSENT_WITHDRAWN = "consent-withdrawn"
    CONSENT_MISSING = "consent-missing"


class NamedGround(StrEnum):
    """A ground on which somebody outside the treatment reads health data; it is kept and shown to the client."""

    DESTRUCTION_REQUEST = "destruction_request"
    LEGAL_DUTY = "legal_duty"
    INCIDENT = "incident"
    MATERIAL_CHECK = "material_check"


SECRECY_GROUNDS = frozenset({NamedGround.DESTRUCTION_REQUEST, NamedGround.LEGAL_DUTY, NamedGround.INCIDENT})


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One question. ``categories`` are the kinds of data asked for; empty means the record as a whole."""

    role: str
    right: Right
    record_type: str
    purpose: str
    subject_ref: str
    asker_ref: str
    categories: tuple[str, ...] = ()
    in_care: bool = False
    named_ground: NamedGround | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known, from the organisation's rules and from the person's consents."""

    role: Role | None
    record_type: RecordType | None
    purpose: Purpose | None
    grant: Grant | None
    cell_in_force: bool
    standing: Standing
    categories: tuple[DataCategory | None, ...] = field(default=())

    @property
    def touches_health(self) -> bool:
        """Whether health data are asked for: by the kind of record, or by a category named (whatever the record)."""
        named = any(category and category.sensitivity is Sensitivity.HEALTH for category in self.categories)
        return named or (self.record_type is not None and self.record_type.health)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer and what it rests on."""

    permitted: bool
    reason: Reason
    purpose: str
    basis: LegalBasis | None = None
    consent_event: str | None = None
    confidence: Confidence | None = None


Condition = Callable[[Question, Facts], Reason | None]
NOBODYS = frozenset({About.EVERYBODY, About.ORGANISATION})
OBLIGED = frozenset({Sensitivity.HEALTH, Sensitivity.BSN})


def _known(_: Question, facts: Facts) -> Reason | None:
    if facts.role is None:
        return Reason.UNKNOWN_ROLE
    if facts.record_type is None:
        return Reason.UNKNOWN_RECORD_TYPE
    return Reason.UNKNOWN_PURPOSE if facts.purpose is None else None


def _cell(question: Question, facts: Facts) -> Reason | None:
    """B7: the role table gives the right; C does not give R."""
    if facts.grant is None or question.right not in facts.grant.rights:
        return Reason.NO_CELL
    return None if facts.cell_in_force else Reason.UNCONFIRMED_CELL


def _reach(question: Question, facts: Facts) -> Reason | None:
    """*R for a client means his own, for a carer the clients in his care; an insurer reads under a named check.*

    A record about a member or a supplier is nobody's care: a carer reads his own, and not that of a colleague.
    """
    assert facts.role is not None and facts.record_type is not None
    reach = facts.role.reach
    if facts.record_type.about in NOBODYS:
        return None
    of_clients = facts.record_type.about is About.CLIENT
    own_only = reach is Reach.OWN or (reach is Reach.IN_CARE and not of_clients)
    if own_only and question.asker_ref != question.subject_ref:
        return Reason.NOT_OWN
    if reach is Reach.IN_CARE and of_clients and not question.in_care:
        return Reason.NOT_IN_CARE
    checked = question.named_ground is NamedGround.MATERIAL_CHECK
    if reach is Reach.NAMED_CHECK and facts.touches_health and not checked:
        return Reason.NO_NAMED_CHECK
    return None


def _secrecy(question: Question, facts: Facts) -> Reason | None:
    """Art. 7:457 BW: who is not involved in the treatment needs a named ground to read health data."""
    assert facts.role is not None
    outside = facts.role.reach is Reach.ALL and not question.in_care
    if facts.touches_health and outside and question.named_ground not in SECRECY_GROUNDS:
        return Reason.SECRECY
    return None


def _purpose_limits(_: Question, facts: Facts) -> Reason | None:
    """J2: data serve the purposes they were given for; a category that the purpose does not name is another use."""
    assert facts.purpose is not None
    for category in facts.categories:
        if category is None or category.code not in facts.purpose.categories:
            return Reason.OTHER_PURPOSE
    return None


def _special(_: Question, facts: Facts) -> Reason | None:
    """B11: the BSN for legal tasks only. J4, B8, B13: special data only on one of their own grounds.

    A record about health that is asked for as a whole holds special data, whether or not a category is named.
    """
    assert facts.purpose is not None and facts.record_type is not None
    kinds = {category.sensitivity for category in facts.categories if category is not None}
    if facts.record_type.health and not facts.categories:
        kinds.add(Sensitivity.HEALTH)
    if Sensitivity.BSN in kinds and LegalBasis.LEGAL_DUTY not in facts.purpose.bases:
        return Reason.BSN_NEEDS_LEGAL_DUTY
    special: set[Sensitivity] = {kind for kind in kinds if kind.special and kind is not Sensitivity.BSN}
    if special and not facts.purpose.special_grounds:
        return Reason.SPECIAL_NEEDS_GROUND
    return Reason.SPECIAL_NEEDS_CONSENT if _lacks_explicit_consent(special, facts) else None


def _lacks_explicit_consent(special: set[Sensitivity], facts: Facts) -> bool:
    """J4: where every ground is needed, explicit consent is one of them.

    The clamp: where the law itself obliges (keeping a medical file) the duty stands, and a refused consent never stops
    care; a criminal past or an ethnicity is no part of that duty.
    """
    assert facts.purpose is not None
    asked = facts.purpose.every_ground_needed and SpecialGround.EXPLICIT_CONSENT in facts.purpose.special_grounds
    return asked and bool(special - _obliged(facts.purpose)) and not facts.standing.stands


def _obliged(purpose: Purpose) -> frozenset[Sensitivity]:
    return OBLIGED if LegalBasis.LEGAL_DUTY in purpose.bases else frozenset()


def covered(purpose: Purpose, categories: Mapping[str, DataCategory]) -> tuple[DataCategory, ...]:
    """Return the data that a yes to ``purpose`` is about: all of them where consent is a basis, else the special ones.

    Special data that the law obliges to use do not depend on it (J4).
    """
    all_of_it = tuple(categories[code] for code in purpose.categories if code in categories)
    if LegalBasis.CONSENT in purpose.bases:
        return all_of_it
    free = _obliged(purpose)
    return tuple(each for each in all_of_it if each.sensitivity.special and each.sensitivity not in free)


def _consent(_: Question, facts: Facts) -> Reason | None:
    """A purpose that rests on consent alone stops the moment that consent is withdrawn (art. 7(3) AVG).

    Where consent is asked beside a basis that an objection stops (B10, research), a no is such an objection.
    """
    assert facts.purpose is not None
    if facts.standing.opposes and LegalBasis.CONSENT in facts.purpose.bases and facts.purpose.objectable:
        return Reason.CONSENT_WITHDRAWN
    if facts.purpose.rests_on_consent and not facts.standing.stands:
        return Reason.CONSENT_MISSING
    return None


CONDITIONS: tuple[Condition, ...] = (_known, _cell, _reach, _secrecy, _purpose_limits, _special, _consent)


def decide(question: Question, facts: Facts) -> Decision:
    """Answer ``question``: the conditions in their order, the first that is not met refuses; deny when in doubt."""
    for condition in CONDITIONS:
        reason = condition(question, facts)
        if reason is not None:
            return Decision(
                permitted=False,
                reason=reason,
                purpose=question.purpose,
                consent_event=facts.standing.event_id,
                confidence=facts.grant.confidence if facts.grant else None,
            )
    assert facts.purpose is not None
    basis = _carrying_basis(facts.purpose, facts.standing)
    return Decision(
        permitted=True,
        reason=Reason.ALLOWED_BY_CONSENT if basis is LegalBasis.CONSENT else Reason.ALLOWED_BY_BASIS,
        purpose=question.purpose,
        basis=basis,
        consent_event=facts.standing.event_id if basis is LegalBasis.CONSENT else None,
        confidence=facts.grant.confidence if facts.grant else None,
    )


def _carrying_basis(purpose: Purpose, stands: Standing) -> LegalBasis:
    """Return the basis that carries a yes: consent where it stands, else the first that is not consent."""
    if LegalBasis.CONSENT in purpose.bases and stands.stands:
        return LegalBasis.CONSENT
    return next(basis for basis in purpose.bases if basis is not LegalBasis.CONSENT)
