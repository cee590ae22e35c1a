"""May this be done, by whom, and why? One engine for the role table, for rules of any kind, and for the law.

A refusing rule wins; then a permission is needed whose condition holds; then, where the data are a person's, every
condition of the law. What nobody permits is refused.
"""

from dataclasses import dataclass

from waarborg_consent.domain.consents import ConsentState, Standing
from waarborg_consent.domain.marks import Mark
from waarborg_consent.domain.policy.asked import NOTHING_KNOWN, Asked, Known
from waarborg_consent.domain.policy.care import CARE, OwnPolicy, question_of
from waarborg_consent.domain.policy.law import (
    CONDITIONS,
    Question,
    Refusal,
    Use,
    carrying_basis,
    keeps_address_secret,
)
from waarborg_consent.domain.policy.matrix import Cell, Rule, permits, role_of
from waarborg_consent.domain.policy.reasons import SOURCES, Reason
from waarborg_shared.hooks.values import LegalBasis, Purpose, PurposeKind, Right, RoleKind, Text

_UNKNOWN = Standing(purpose="", state=ConsentState.UNKNOWN)
EMERGENCY_LIFTS = frozenset(
    {
        *(Reason.NO_CELL, Reason.UNCONFIRMED_CELL, Reason.NOT_IN_CARE, Reason.SECRECY),
        *(Reason.RESTRICTED, Reason.HIDDEN_ADDRESS),
    }
)
"""What the emergency button lifts: who may look, and never what for. A BSN, a consent, another's data stay closed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known when a question is asked: relations, the person's consents and marks, and what the table says now.

    ``cell`` is the newest version of the cell that somebody decided on; None where it is as published and read.
    ``override`` is the emergency by which this member of staff looks at this client now. ``compatible`` are purposes
    that were declared so, from and to; ``safeguarded`` the recipients with whom a safeguard was agreed that holds.
    """

    known: Known = NOTHING_KNOWN
    standing: Standing = _UNKNOWN
    statement_version: str | None = None
    marks: tuple[Mark, ...] = ()
    cell: Cell | None = None
    override: str | None = None
    compatible: frozenset[tuple[str, str]] = frozenset()
    safeguarded: frozenset[str] = frozenset()


NO_FACTS = Facts()


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """The answer and what it rests on. ``withhold`` are kinds of data that are to be left out of what is permitted."""

    permitted: bool
    reason: Reason
    rule: str | None = None
    condition: str | None = None
    because: Text | None = None
    source: str = ""
    missing: tuple[str, ...] = ()
    withhold: tuple[str, ...] = ()
    question: Question | None = None
    basis: LegalBasis | None = None
    consent_event: str | None = None
    statement_version: str | None = None
    cell: Cell | None = None
    override: str | None = None


def decide(policy: OwnPolicy, asked: Asked, facts: Facts = NO_FACTS) -> Decision:
    """Answer a question by an organisation's policy; deny when in doubt."""
    role = role_of(asked, facts.known)
    own = policy.matrix.rules.get((asked.resource.type, asked.action), ())
    fitting = [rule for rule in own if rule.fits(asked, role)]
    refusing = next((rule for rule in fitting if not permits(rule) and _holds(rule, asked, facts.known)), None)
    if refusing is not None:
        return _by_rule(refusing, Reason.DENIED_BY_RULE, asked, facts, policy)
    fitting = [rule for rule in fitting if permits(rule)]
    permitting = next((rule for rule in fitting if _holds(rule, asked, facts.known)), None)
    if asked.resource.type in policy.record_types:
        return _of_person(policy, asked, facts, permitting)
    if permitting is not None:
        return _by_rule(permitting, Reason.ALLOWED_BY_RULE, asked, facts, policy)
    if fitting:
        return _by_rule(fitting[0], Reason.CONDITION_NOT_MET, asked, facts, policy)
    unknown = asked.resource.type not in policy.matrix.actions
    return Decision(permitted=False, reason=Reason.UNKNOWN_RECORD_TYPE if unknown else Reason.NO_CELL)


def _holds(rule: Rule, asked: Asked, known: Known) -> bool:
    return rule.holds is None or rule.holds(asked, known)


def _by_rule(rule: Rule, reason: Reason, asked: Asked, facts: Facts, policy: OwnPolicy) -> Decision:
    written = rule.written
    of_person = asked.resource.type in policy.record_types
    return Decision(
        permitted=reason is Reason.ALLOWED_BY_RULE,
        reason=reason,
        rule=written.code,
        condition="rule",
        because=written.because,
        source=written.source,
        question=question_of(asked, facts.known) if of_person else None,
    )


def _of_person(policy: OwnPolicy, asked: Asked, facts: Facts, permitting: Rule | None) -> Decision:
    """Decide on a record of the role table: its cell or a rule permits, and the law after that."""
    question = question_of(asked, facts.known)
    found = policy.matrix.cells.get((question.role, question.record_type))
    cell = _standing_cell(found, facts)
    use = _use_of(policy, question, facts)
    by_table = None if permitting is not None else _refused_by_table(found, cell, asked, facts, question)
    refused, condition, lifted = _first_refusal(use, by_table, _lifts(use, facts))
    code = (permitting or found).written.code if permitting or found else None  # type: ignore[union-attr]
    if refused is None and use.purpose is not None:
        return _permitted(use, use.purpose, facts, code=code, cell=cell, lifted=lifted)
    assert refused is not None
    table = found.written.source if found is not None and condition == "table" else ""
    return Decision(
        permitted=False,
        reason=refused.reason,
        rule=code,
        condition=condition,
        source=SOURCES.get(refused.reason, "") or table,
        missing=refused.missing,
        question=question,
        consent_event=facts.standing.event_id,
        statement_version=facts.statement_version,
        cell=cell,
    )


def _use_of(policy: OwnPolicy, question: Question, facts: Facts) -> Use:
    return Use(
        question=question,
        role=policy.roles.get(question.role),
        record_type=policy.record_types[question.record_type],
        purpose=policy.purposes.get(question.purpose),
        standing=facts.standing,
        categories=tuple(policy.categories.get(code) for code in question.categories),
        recipient=policy.recipients.get(question.recipient) if question.recipient else None,
        addresses=policy.addresses,
        marks=facts.marks,
        known=facts.known,
        related_by_care=CARE in facts.known.with_person,
        compatible=facts.compatible,
        safeguarded=facts.safeguarded,
    )


def _first_refusal(
    use: Use, by_table: Refusal | None, lifts: frozenset[Reason]
) -> tuple[Refusal | None, str | None, bool]:
    """Return the first refusal that stands, the name of its condition, and whether an emergency lifted one before."""
    lifted = by_table is not None and by_table.reason in lifts
    if by_table is not None and not lifted:
        return by_table, "table", False
    purpose = use.purpose
    if purpose is None:
        return Refusal(Reason.UNKNOWN_PURPOSE, ("context.purpose",)), "purpose", False
    for name, condition in CONDITIONS.items():
        refused = condition(use, purpose)
        if refused is not None and refused.reason not in lifts:
            return refused, name, False
        lifted = lifted or refused is not None
    return None, None, lifted


def _standing_cell(found: Rule | None, facts: Facts) -> Cell | None:
    if facts.cell is not None:
        return facts.cell
    return found.cell if found is not None else None


def _refused_by_table(
    found: Rule | None, cell: Cell | None, asked: Asked, facts: Facts, question: Question
) -> Refusal | None:
    """B7: the role table gives the right; C does not give R. What a role's reach does not cover, it does not give."""
    if found is None or cell is None:
        return Refusal(Reason.UNKNOWN_ROLE, ("subject.properties.role",))
    if question.right not in cell.rights:
        return Refusal(Reason.NO_CELL, (f"cell:{question.right}",))
    if not cell.in_force:
        return Refusal(Reason.UNCONFIRMED_CELL, ("cell-confirmed",))
    if not _holds(found, asked, facts.known):
        reason = Reason(found.refusal)
        return Refusal(reason, ("relation:care",) if reason is Reason.NOT_IN_CARE else ())
    return None


def _lifts(use: Use, facts: Facts) -> frozenset[Reason]:
    """Return what an emergency lifts for this use: reading by staff, for care, of the client whom it is about."""
    emergency = (
        facts.override is not None
        and use.question.right == Right.READ.value
        and use.role is not None
        and use.role.kind is RoleKind.STAFF
        and use.purpose is not None
        and use.purpose.kind is PurposeKind.CARE
    )
    return EMERGENCY_LIFTS if emergency else frozenset()


def _permitted(
    use: Use, purpose: Purpose, facts: Facts, *, code: str | None, cell: Cell | None, lifted: bool
) -> Decision:
    basis = LegalBasis.VITAL_INTEREST if lifted else carrying_basis(use, purpose)
    by_consent = basis is LegalBasis.CONSENT
    reason = Reason.ALLOWED_BY_CONSENT if by_consent else Reason.ALLOWED_BY_BASIS
    reason = Reason.ALLOWED_BY_EMERGENCY if lifted else reason
    return Decision(
        permitted=True,
        reason=reason,
        rule=code,
        source=SOURCES[reason] if by_consent or lifted else purpose.source,
        withhold=use.addresses if keeps_address_secret(use) and not lifted else (),
        question=use.question,
        basis=basis,
        consent_event=facts.standing.event_id if by_consent else None,
        statement_version=facts.statement_version if by_consent else None,
        cell=cell,
        override=facts.override if lifted else None,
    )
