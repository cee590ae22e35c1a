"""The desk's cards of letters to send: clients who do not know yet that somebody looked in an emergency."""

from waarborg_consent.actions.telling import count_letters_to_send, letters_to_send
from waarborg_consent.domain.emergencies import TELLING, called
from waarborg_consent.texts import DESK_STATES, DESK_TITLES
from waarborg_shared.hooks import Rules
from waarborg_shared.uow import Work
from waarborg_shared.web.desk import MOST_ITEMS, DeskItem, DeskList


def letters(work: Work, rules: Rules) -> DeskList:
    """Return the letters that are to be sent, with until when."""
    rows = letters_to_send(work, limit=MOST_ITEMS)
    clocks = work.clocks.of_many([row.id for row in rows])
    items = tuple(
        DeskItem(
            service="consent",
            ref=f"letter-{row.id}",
            number=called(row.created_at),
            title=DESK_TITLES["letter"],
            state="to-send",
            state_text=DESK_STATES["to-send"],
            url=f"/consent/letters/{row.id}",
            clocks=tuple(
                (DESK_TITLES["tell"], clock) for clock in clocks.get(row.id, ()) if clock.name == TELLING.name
            ),
        )
        for row in rows
    )
    return DeskList(path="/consent/letters", items=items, total=count_letters_to_send(work))
