"""What somebody does with his own request: take it back, narrow it, ask to be called."""

from flask.typing import ResponseReturnValue

from waarborg_requests.actions import ending
from waarborg_requests.pages.own_case import Own, act_on_own
from waarborg_requests.pages.public import public
from waarborg_requests.texts.beginning import call_agreed, narrowed_to, taken_back
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import Text
from waarborg_shared.web import current


@public.post("/own/take-back")
def take_back() -> ResponseReturnValue:
    """Take one's own request back; what works already goes on."""
    return act_on_own(
        "take-back",
        lambda own, _typed: ending.withdraw(own.work, own.row, rules=current.rules),
        done=lambda own: taken_back(own.row.number, works=own.row.passed_on_at is not None),
    )


@public.post("/own/narrow")
def narrow() -> ResponseReturnValue:
    """Keep of one's own request what one still wants."""
    return act_on_own(
        "narrow",
        lambda own, typed: ending.narrow(own.work, own.row, wanted=typed["wanted"]),
        done=lambda own: narrowed_to(due_on(own.row.due_at)),
    )


@public.post("/own/call-me")
def call_me() -> ResponseReturnValue:
    """Ask to be called back about one's own request."""
    return act_on_own(
        "call-me",
        lambda own, typed: ending.ask_call(
            own.work, own.row, number=typed["telephone"], suits=typed["suits"], rules=current.rules
        ),
        done=_agreed,
    )


def _agreed(own: Own) -> Text:
    due = next(each.due_at for each in ending.calls_of(own.work, own.row) if each.done_at is None)
    return call_agreed(due_on(due))
