"""Who may decide and notify in this case now: asked by every action that does so, for whoever comes by whatever way."""

from datetime import datetime

from sqlalchemy import select

from waarborg_breach import domain
from waarborg_breach.models import BreachCase, BreachDeputy
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.uow import Work


def require_responsible(work: Work, case: BreachCase, rules: Rules) -> str:
    """Return the acting role; raises NotResponsible for all but the responsible person and who may act for him.

    A program, a person outside and the system itself never pass, whatever role they claim.
    """
    protocol, actor = rules.breach_protocol, work.actor
    if actor.kind is not ActorKind.STAFF or actor.organisation != work.organisation:
        raise domain.NotResponsible(protocol.responsible_role)
    presses = presses_from(work, case)
    return domain.require_responsible(
        protocol,
        actor.roles,
        time_presses=presses is not None and presses <= work.now,
        appointed=_appointed(work),
    )


def may_decide(work: Work, case: BreachCase, *, rules: Rules) -> bool:
    """Whether this actor may decide and notify now, so that a page offers only what can be done."""
    try:
        require_responsible(work, case, rules)
    except domain.NotResponsible:
        return False
    return True


def presses_from(work: Work, case: BreachCase) -> datetime | None:
    """Return from when a deputy of the protocol's order may act: once most of a term for telling somebody has gone.

    None while no such clock runs.
    """
    running = (clock for clock in work.clocks.of(case) if clock.name in domain.PRESSING and clock.stopped_at is None)
    return min((clock.remind_at for clock in running), default=None)


def _appointed(work: Work) -> bool:
    """Whether the responsible person appointed this member of staff for now, and breaches are part of the work still.

    Without that duty an appointment gives nothing: the officer who reads everything changes nothing.
    """
    if Duty.BREACH_DECIDE not in work.actor.duties:
        return False
    query = select(BreachDeputy.id).where(
        BreachDeputy.who == work.actor.ref,
        BreachDeputy.from_at <= work.now,
        BreachDeputy.until_at > work.now,
        BreachDeputy.ended_at.is_(None),
    )
    return work.session.scalars(query.limit(1)).one_or_none() is not None
