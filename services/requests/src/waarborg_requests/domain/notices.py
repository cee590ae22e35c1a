"""What the product tells staff about a request by itself: to whoever handles it, and to whoever keeps watch."""

from collections.abc import Mapping
from enum import StrEnum


class Notice(StrEnum):
    """What a member of staff is told of."""

    CLOCK_NEARED = "clock_neared"
    CLOCK_LAPSED = "clock_lapsed"
    EXTENSION_UNTOLD = "extension_untold"
    EXTENSION_LAPSED = "extension_lapsed"
    IDENTIFICATION_FAILED = "identification_failed"
    STILL_WAITING = "still_waiting"
    PACKAGE_FAILED = "package_failed"
    AUTHORITY_OVER = "authority_over"
    TAKEN_BACK = "taken_back"
    CARRYING_NEARED = "carrying_neared"
    CARRYING_LATE = "carrying_late"


class ForWhom(StrEnum):
    """On whose desk it lies: his who took the request up (or, where nobody did, anybody's who answers requests); or
    theirs who keep watch over the terms."""

    HANDLER = "handler"
    WATCH = "watch"


_BOTH = (ForWhom.HANDLER, ForWhom.WATCH)

# What is nearly late is for who can still do something about it; what is late is also for who keeps watch (B18).
GOES_TO: Mapping[Notice, tuple[ForWhom, ...]] = {
    Notice.CLOCK_NEARED: (ForWhom.HANDLER,),
    Notice.CLOCK_LAPSED: _BOTH,
    Notice.EXTENSION_UNTOLD: (ForWhom.HANDLER,),
    Notice.EXTENSION_LAPSED: _BOTH,
    Notice.IDENTIFICATION_FAILED: (ForWhom.HANDLER,),
    Notice.STILL_WAITING: (ForWhom.HANDLER,),
    Notice.PACKAGE_FAILED: _BOTH,
    Notice.AUTHORITY_OVER: (ForWhom.HANDLER,),
    Notice.TAKEN_BACK: (ForWhom.HANDLER,),
    Notice.CARRYING_NEARED: (ForWhom.HANDLER,),
    Notice.CARRYING_LATE: _BOTH,
}
# While one of these lies on a desk, what was answered reaches nobody unless somebody does something.
REACHES_NOBODY = frozenset({Notice.AUTHORITY_OVER, Notice.TAKEN_BACK})
# What the answer does not settle: a promise that was broken, data that the person still waits for, and what is carried
# out after it.
OUTLIVES_ANSWER = frozenset({Notice.CLOCK_LAPSED, Notice.PACKAGE_FAILED, Notice.CARRYING_NEARED, Notice.CARRYING_LATE})


def reminder_of(clock: str, *, notice_clock: str, decided: bool, told: bool) -> Notice:
    """Return what a clock that nears its end reminds of: of a decided extension, that it was not told yet."""
    untold = decided and not told
    return Notice.EXTENSION_UNTOLD if untold and clock == notice_clock else Notice.CLOCK_NEARED
