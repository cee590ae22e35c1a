"""The partner's question, may this be done, as the flows ask it."""

from dataclasses import dataclass
from typing import Any

from waarborg_shared.hooks import Rules, in_force
from waarborg_shared.hooks.values import Reach
from waarborg_tests.cast import Cast
from waarborg_tests.people import Partner

CONSENTS = "/consent/api/v1/consents/"


@dataclass(frozen=True)
class Decided:
    """A yes or a no, with the code of its reason."""

    permitted: bool
    reason: str


def withdrawable(cast: Cast) -> str:
    """A purpose of this organisation that rests on consent alone."""
    purposes = cast.product.runtimes["consent"].rules(cast.organisation).purposes
    return next(code for code, purpose in sorted(purposes.items()) if purpose.rests_on_consent)


def give(partner: Partner, subject_ref: str, purpose: str) -> None:
    """Record a consent under the statement in force."""
    version = partner.ask(CONSENTS, subject_ref=subject_ref)["statement_version"]
    partner.tell(CONSENTS, subject_ref=subject_ref, purpose=purpose, statement_version=version, how="kitchen_table")


def text_of(partner: Partner, subject_ref: str, purpose: str) -> str:
    """The digest of what a purpose says to whoever is asked about it."""
    items = partner.ask(CONSENTS, subject_ref=subject_ref)["items"]
    return next(str(item["text_digest"]) for item in items if item["purpose"] == purpose)


def question(cast: Cast, subject_ref: str, purpose: str) -> dict[str, Any]:
    """A question of which everything is in order but, perhaps, the consent."""
    role, record_type, right = open_cell(cast.product.runtimes["consent"].rules(cast.organisation))
    return {
        "subject": {"type": "staff", "id": "account-00000001", "properties": {"role": role}},
        "action": {"name": right},
        "resource": {"type": record_type, "id": "record-1", "properties": {"person": subject_ref}},
        "context": {"purpose": purpose, "in_care": True},
    }


def open_cell(rules: Rules) -> tuple[str, str, str]:
    """A cell of the organisation's role table that is in force, of a role that reaches everybody, not on health."""
    for (role, code), grant in sorted(rules.grants.items()):
        record_type = rules.record_types[code]
        if rules.roles[role].reach is Reach.ALL and not record_type.health and in_force(grant, record_type):
            return role, code, min(grant.rights)
    raise AssertionError("no such cell")


def decision(cast: Cast, partner: Partner, subject_ref: str, purpose: str) -> Decided:
    """Ask, and give what was decided."""
    told = partner.tell("/consent/access/v1/evaluation", expect=200, **question(cast, subject_ref, purpose))
    return Decided(told["decision"], told["context"]["reason"]["code"])
