"""What this service has about a person when he asks to see his data: the breaches that he himself reported.

A case of a breach names nobody whose data were in it: how many they are is written down, and not who.
"""

from collections.abc import Mapping, Sequence

from sqlalchemy import Select, select

from waarborg_breach.models import BreachCase
from waarborg_shared.clocks import due_on
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


def looked(work: Work, subject_ref: str) -> None:
    """Write on each case that it was looked at for the person."""
    for row in work.session.scalars(_his(work, subject_ref)).all():
        work.record(work.case(BreachCase, row.id), verb="looked")


def _his(work: Work, subject_ref: str) -> Select[BreachCase]:
    return select(BreachCase).where(
        BreachCase.organisation == work.organisation, BreachCase.reported_by == subject_ref, BreachCase.drill.is_(False)
    )


SOURCES: Mapping[str, Source] = {"reported": reported}
