"""By which way an answer goes to the person: only one that may carry what stands in it (B15)."""

from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain import Answer, Outcome
from waarborg_requests.domain.letters import LetterKind, allowed, check_channel, content_of
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Channel, Content, RequestKind


def content_of_letter(row: Request, letter: LetterKind, rules: Rules) -> frozenset[Content]:
    """Return what a way must be safe enough for, to carry this letter about a request."""
    held = {category.sensitivity for category in rules.categories.values()}
    outcome = Outcome(row.outcome) if row.outcome else Outcome.GRANTED
    return content_of(letter, RequestKind(row.kind), outcome, held)


def channels_for(row: Request, rules: Rules, *, letter: LetterKind = LetterKind.ANSWER) -> tuple[Channel, ...]:
    """Return the ways by which a letter about this request may go, that of its policy first."""
    first = policy_of(row, rules).answer_channel
    found = allowed(rules.channels.values(), content_of_letter(row, letter, rules))
    return tuple(sorted(found, key=lambda channel: channel.code != first))


def check_way(row: Request, given: Answer, rules: Rules) -> None:
    """Refuse a way that is not safe enough for the answer (B15); raises ChannelNotKnown, ChannelNotSafeEnough."""
    if given.channel is not None:
        check_channel(given.channel, rules.channels, content_of_letter(row, LetterKind.ANSWER, rules))


def way_of(row: Request, letter: LetterKind, rules: Rules) -> str:
    """Return the way that a letter goes: the one that staff chose for the answer, else the policy's.

    Where nobody chose and the policy's own may not carry it, the first that may; and none at all is the policy's, which
    is then refused where it is delivered.
    """
    if letter is LetterKind.ANSWER and row.answer_channel:
        return row.answer_channel
    ways = channels_for(row, rules, letter=letter)
    return ways[0].code if ways else policy_of(row, rules).answer_channel
