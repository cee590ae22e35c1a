"""What every public page does with a visitor: he is nobody, and his clocks have names."""

from collections.abc import Sequence

from waarborg_disclosure.domain.promises import WAITS_FOR_REPORTER
from waarborg_disclosure.texts import clock_name
from waarborg_shared.auth import Actor
from waarborg_shared.clocks import Clock
from waarborg_shared.web import LabelledClock, current
from waarborg_shared.web.i18n import in_language as said


def as_nobody() -> None:
    """Go on as a visitor: who happens to be signed in stands nowhere, not in a timeline nor beside a kept answer."""
    current.actor = Actor.anonymous(current.organisation)


def labelled(clocks: Sequence[Clock]) -> list[LabelledClock]:
    """Return clocks with their names; whose turn is the reporter's was promised by nobody, and has no source."""
    return [
        LabelledClock(
            said(clock_name(clock.name)), clock, promise="" if clock.name in WAITS_FOR_REPORTER else clock.source
        )
        for clock in clocks
    ]
