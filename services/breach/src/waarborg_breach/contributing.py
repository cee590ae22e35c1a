"""What this service has about a person when he asks to see his data: the breaches that he himself reported.

Beside them the breaches with his own data of which he was told. Who is on a list and was not told yet finds nothing
here: he is told by what is sent, with all that he needs to know.
"""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import Select, select

from waarborg_breach.domain.telling import PersonState
from waarborg_breach.models import BreachCase, BreachPerson
from waarborg_breach.models.telling import REFERENCE
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.db import select_for
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.contributions import Contributed, Source


def reported(
    work: Work, subject_ref: str, _rules: Rules, after: str | None, limit: int
) -> Sequence[tuple[str, Contributed]]:
    """Give the breaches that this person reported."""
    query = _his(work, subject_ref)
    if after is not None:
        query = query.where(BreachCase.id > after)
    return [
        (
            row.id,
            Contributed(
                category="breaches",
                title=Text(f"Een datalek dat u meldde, {row.number}", f"A breach that you reported, {row.number}"),
                occurred_on=due_on(row.discovered_at),
                content={"number": row.number, "discovered_at": row.discovered_at, "state": row.case_state},
            ),
        )
        for row in work.session.scalars(query.order_by(BreachCase.id).limit(limit))
    ]


def told(
    work: Work, subject_ref: str, rules: Rules, after: str | None, limit: int
) -> Sequence[tuple[str, Contributed]]:
    """Give the breaches with his own data of which this person was told."""
    query = _told(work, subject_ref)
    if after is not None:
        query = query.where(BreachPerson.id > after)
    return [
        (row.id, _of_a_breach(work.case(BreachCase, row.breach_id, lock=False), row, rules))
        for row in work.session.scalars(query.order_by(BreachPerson.id).limit(limit))
    ]


def looked(work: Work, subject_ref: str) -> None:
    """Write on each case that it was looked at for the person."""
    ids = [row.id for row in work.session.scalars(_his(work, subject_ref)).all()]
    ids += [row.breach_id for row in work.session.scalars(_told(work, subject_ref)).all()]
    for breach_id in dict.fromkeys(ids):
        work.record(work.case(BreachCase, breach_id), verb="looked")


def reported_by(work: Work, refs: Collection[str]) -> list[str]:
    """Return which breaches somebody reported while he was signed in, under any of his references."""
    table = work.plumbing.timeline
    his = table.c.actor_kind == ActorKind.PERSON.value, table.c.actor_ref.in_(sorted(refs))
    query = select_for(table, work.organisation, table.c.case_ref).where(*his, table.c.verb == "reported-breach")
    return sorted({str(row.case_ref) for row in work.session.execute(query)})


def _of_a_breach(case: BreachCase, row: BreachPerson, rules: Rules) -> Contributed:
    channel = rules.channels.get(row.channel)
    return Contributed(
        category="breaches",
        title=Text(f"Een datalek met uw gegevens, {case.number}", f"A breach with your data, {case.number}"),
        occurred_on=due_on(row.told_at or row.listed_at),
        content={
            "number": case.number,
            "told_at": row.told_at,
            "channel": channel.name.nl if channel is not None else row.channel,
        },
    )


def _told(work: Work, subject_ref: str) -> Select[BreachPerson]:
    return select(BreachPerson).where(
        BreachPerson.organisation == work.organisation,
        BreachPerson.ref_hash == work.search_hash(REFERENCE, subject_ref),
        BreachPerson.state == PersonState.SENT.value,
    )


def _his(work: Work, subject_ref: str) -> Select[BreachCase]:
    return select(BreachCase).where(
        BreachCase.organisation == work.organisation,
        BreachCase.id.in_(reported_by(work, [subject_ref])),
        BreachCase.drill.is_(False),
    )


SOURCES: Mapping[str, Source] = {"reported": reported, "told": told}
