"""Who has a request, on its own page: since when, who had it before, and the form by which it changes hands."""

from collections.abc import Mapping
from typing import Any

from waarborg_requests.models import Request
from waarborg_requests.pages.case_groups import HANDS
from waarborg_requests.pages.desk.asked import colleagues_here, holder_shown, to_choose_from
from waarborg_requests.pages.desk.words import choose_words
from waarborg_requests.pages.sections import Section
from waarborg_shared.auth import ActorKind
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty
from waarborg_shared.timeline.reading import steps_of
from waarborg_shared.uow import Work
from waarborg_shared.web import current

_HANDS = frozenset({"taken-up", "handed-over", "given-back"})


def show(work: Work, row: Request, rules: Rules) -> Mapping[str, Any] | None:
    """Return what the section shows. Who is called what is asked by the template, when the row is locked no more."""
    steps = [step for step in steps_of(work, row) if step.verb in _HANDS and step.actor_kind is ActorKind.STAFF]
    holder, reminded_at, still_open = row.taken_up_by, row.reminded_at, row.answered_at is None
    since = row.handed_over_at

    def people() -> dict[str, Any]:
        colleagues = colleagues_here()
        return {
            "holder": holder_shown(holder, colleagues),
            "hands": [(step.at, _named(_to(step.verb, step.facts, step.actor_ref), colleagues)) for step in steps],
            "choices": to_choose_from(colleagues, **choose_words()),
            "known": colleagues.known,
        }

    return {
        "people": people,
        "since": since,
        "reminded_at": reminded_at if still_open else None,
        "open": still_open,
        "may_assign": still_open and Duty.REQUESTS_ANSWER in current.actor.duties,
    }


def _to(verb: str, facts: Mapping[str, Any], by: str) -> str | None:
    if verb == "taken-up":
        return by
    return None if verb == "given-back" else str(facts["to"])


def _named(ref: str | None, colleagues: Any) -> str | None:
    shown = holder_shown(ref, colleagues)
    return None if shown is None else str(shown["name"])


SECTION = Section("desk", "requests/desk/holder.html", show, group=HANDS)
