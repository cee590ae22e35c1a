"""Consents given and receipts asked for in a test's world, where the words of a test are about the receipt."""

from datetime import timedelta
from typing import Any

from waarborg_consent import actions, receipts
from waarborg_consent.actions import NewConsent, Withdrawal
from waarborg_consent.domain import How
from waarborg_shared.testing.world import World

PERSON = "0190-person-of-bqr-01"
OTHER = "0190-person-of-bqr-02"
KEYS = "/consent/.well-known/jwks.json"
NEWS = {"bqr": "marketing", "jtb-care": "newsletter"}


def give(world: World, subject_ref: str = PERSON, organisation: str = "bqr", **other: Any) -> str:
    rules = world.runtime.rules(organisation)
    command = NewConsent(
        subject_ref=subject_ref,
        purpose=other.get("purpose", NEWS[organisation]),
        statement_version=rules.organisation.statement_version,
        how=How.PAPER,
        **{name: value for name, value in other.items() if name != "purpose"},
    )
    with world.work(organisation) as work:
        return actions.record_consent(work, command, rules=rules).id


def withdraw(world: World, purpose: str | None = "marketing", subject_ref: str = PERSON, **other: Any) -> str:
    world.clock.moment += timedelta(days=1)
    with world.work() as work:
        command = Withdrawal(subject_ref=subject_ref, purpose=purpose, how=How.PAGE, **other)
        return actions.withdraw_consent(work, command, rules=world.runtime.rules("bqr")).id


def address(consent_id: str, query: str = "") -> str:
    return f"/consent/api/v1/consents/{consent_id}/receipt{query}"


def published(world: World, organisation: str = "bqr") -> Any:
    answer = world.visitor(organisation).get(KEYS)
    assert answer.status_code == 200
    return receipts.read_keys(answer.data)
