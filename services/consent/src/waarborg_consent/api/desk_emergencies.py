"""The desk's cards of emergencies that nobody judged yet."""

from waarborg_consent import actions
from waarborg_consent.domain.emergencies import REVIEW, called
from waarborg_consent.texts import DESK_STATES, DESK_TITLES
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.desk import MOST_ITEMS, DeskItem, DeskList


def emergencies(work: Work, rules: Rules) -> DeskList:
    """Return the emergencies that wait for a judgement, most urgent first."""
    rows = actions.open_emergencies(work, limit=MOST_ITEMS)
    clocks = work.clocks.of_many([row.id for row in rows])
    items = tuple(
        DeskItem(
            service="consent",
            ref=row.id,
            number=called(row.created_at),
            title=DESK_TITLES["emergency"],
            state="open",
            state_text=DESK_STATES["open"],
            url=f"/consent/emergencies/{row.id}",
            clocks=tuple(
                (DESK_TITLES["judge"], clock)
                for clock in clocks.get(row.id, ())
                if clock.name == REVIEW.name and clock.stopped_at is None
            ),
        )
        for row in rows
    )
    return DeskList(path="/consent/emergencies", items=items, total=actions.count_open_emergencies(work))
