"""What comes next with a report: what somebody waits for first, then what can wait."""

from collections.abc import Iterable

ORDER = (
    "answer",
    "read-message",
    "tell-reporter",
    "say-new-date",
    "fix",
    "tell-progress",
    "take-up",
    "rate",
    "plan",
    "say-date",
    "conduct-to-decide",
    "day-to-answer",
    "silence-to-decide",
    "name-to-look-at",
    "advisory-to-review",
    "remind-of-day",
    "day-unanswered",
    "reward-to-approve",
    "reward-to-pay",
    "close",
)
"""First who waits for our word, then the weak spot itself, then what makes the work complete."""
CLOCK_OF = {"answer": "first_answer", "say-new-date": "fix", "fix": "fix", "tell-progress": "progress"}
"""The clock that counts for a duty."""


def in_order(duties: Iterable[str], *, pressing: Iterable[str] = ()) -> tuple[str, ...]:
    """Return the duties, what comes next first.

    ``pressing``: names of the clocks that have used up most of their term, or all of it; what waits for one of them
    goes before everything else. A duty that has no place of its own comes last, as it was given.
    """
    every, hurried = tuple(dict.fromkeys(duties)), set(pressing)
    place = {duty: at for at, duty in enumerate(ORDER)}

    def key(duty: str) -> tuple[bool, int, int]:
        return CLOCK_OF.get(duty) not in hurried, place.get(duty, len(ORDER)), every.index(duty)

    return tuple(sorted(every, key=key))
