"""What comes next in a breach: the open duties in the order in which a bad night allows them to be done."""

from collections.abc import Iterable, Mapping

ORDER = (
    "wipe",
    "contain",
    "notify-authority",
    "decide",
    "inform-persons",
    "tell-listed",
    "announce",
    "complete-notification",
    "late-reason",
    "take-overdue-measures",
    "investigate",
    "answer-questions",
    "establish-consequences",
    "reconsider",
    "answer-grievance",
    "decide-aftercare",
    "give-aftercare",
    "plan-measures",
    "take-measures",
)
"""First what makes the harm grow, then what a term of the law waits for, then what can wait until the morning."""
CLOCKS_OF: Mapping[str, tuple[str, ...]] = {
    "decide": ("decision", "authority"),
    "notify-authority": ("authority",),
    "inform-persons": ("persons",),
    "tell-listed": ("persons",),
    "complete-notification": ("supplement",),
    "plan-measures": ("measures",),
}
"""The clocks that a duty is to be done before: the first of them that runs counts. Where a protocol has no term of its
own to decide in (the law has none), the term to notify is what the decision has to be in time for."""


def in_order(duties: Iterable[str], *, pressing: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the duties, what comes next first.

    ``pressing``: names of the clocks that have used up most of their term, or all of it; what waits for one of them
    goes before everything else, in the same order. A duty that has no place of its own comes last, as it was given.
    """
    every, hurried = tuple(duties), set(pressing)
    place = {duty: at for at, duty in enumerate(ORDER)}

    def key(duty: str) -> tuple[bool, int, int]:
        can_wait = hurried.isdisjoint(CLOCKS_OF.get(duty, ()))
        return can_wait, place.get(duty, len(ORDER)), every.index(duty)

    return tuple(sorted(every, key=key))
