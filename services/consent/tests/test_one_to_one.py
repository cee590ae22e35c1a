"""A consent is kept and told in one commit: cut at any statement of the real path, there is never one without other."""

import gc
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from typing import Any
from uuid import UUID

import pytest

from waarborg_consent.actions import NewConsent, Withdrawal, record_consent, withdraw_consent
from waarborg_consent.domain import Given, How
from waarborg_consent.models import Base, Consent
from waarborg_shared.events.consent import ConsentGiven, ConsentWithdrawn
from waarborg_shared.testing.bus_crash import Axe, Killed
from waarborg_shared.testing.world import World
from waarborg_shared.timeline import case_models, verify_service

TOLD = {ConsentGiven: Given.GIVEN.value, ConsentWithdrawn: Given.WITHDRAWN.value}
STEPS_AT_LEAST = 12
Act = Callable[[World, str], None]


def give(world: World, person: str) -> None:
    rules = world.runtime.rules("bqr")
    command = NewConsent(
        subject_ref=person,
        purpose="marketing",
        statement_version=rules.organisation.statement_version,
        how=How.PAPER,
        note="Zij tekende thuis.",
    )
    with world.work() as work:
        record_consent(work, command, rules=rules)


def withdraw(world: World, person: str) -> None:
    with world.work() as work:
        command = Withdrawal(subject_ref=person, purpose="marketing", how=How.PAPER, note="Zij belde.")
        withdraw_consent(work, command, rules=world.runtime.rules("bqr"))


def kept(world: World) -> Counter[tuple[str, str]]:
    return Counter((row.subject_ref, row.kind) for row in world.rows(Consent))


def told(world: World) -> Counter[tuple[str, str]]:
    events: list[Any] = [envelope.event for envelope in world.events()]
    return Counter((event.subject_ref, TOLD[type(event)]) for event in events)


def broken_timelines(world: World) -> list[str]:
    runtime = world.runtime
    reports = verify_service(
        runtime.engine, runtime.service.plumbing, case_models(Base), organisations=("bqr",), vault=runtime.vault
    )
    return [line for report in reports for line in report.lines()]


@pytest.mark.parametrize(("act", "before"), [(give, None), (withdraw, give)], ids=["give", "withdraw"])
def test_J2_a_consent_and_its_event_are_both_there_or_neither_wherever_it_is_cut(
    either_world: World, act: Act, before: Act | None
) -> None:
    world, axe = either_world, Axe()
    never = axe.at
    axe.over(world.runtime.engine, "consent")
    cuts, fell = 0, True
    while fell:
        cuts += 1
        person = str(UUID(int=cuts))
        if before is not None:
            before(world, person)
        axe.steps.clear()
        axe.at = cuts
        fell = _falls(act, world, person)
        axe.at = never
        assert kept(world) == told(world), f"cut at step {cuts}"
    assert cuts > STEPS_AT_LEAST
    assert (person, "withdrawn" if before else "given") in kept(world), "nothing cut the last one"
    assert broken_timelines(world) == []


def _falls(act: Act, world: World, person: str) -> bool:
    """Whether the axe fell; then, as when a process dies, its connections go with it.

    Only what is made from here on is looked through for what nobody holds any more.
    """
    gc.freeze()
    with suppress(Killed):
        act(world, person)
        return False
    world.runtime.engine.dispose()
    gc.collect()
    return True
