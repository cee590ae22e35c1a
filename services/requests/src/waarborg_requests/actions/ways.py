"""By which way an answer goes to the person: only one that may carry what stands in it (B15)."""

from waarborg_requests.actions.policies import policy_of
from waarborg_requests.domain import Answer, Outcome
from waarborg_requests.domain.letters import LETTER, SECURE_PAGE, LetterKind, allowed, check_channel, content_of
from waarborg_requests.models import Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Channel, Content, RequestKind


def content_of_letter(row: Request, letter: LetterKind | None, rules: Rules) -> frozenset[Content]:
    """Return what a way must be safe enough for, to carry this letter; without one, a notice that says nothing."""
    if letter is None:
        return frozenset({Content.NOTICE})
    held = {category.sensitivity for category in rules.categories.values()}
    outcome = Outcome(row.outcome) if row.outcome else Outcome.GRANTED
    return content_of(letter, RequestKind(row.kind), outcome, held)


def channels_for(row: Request, rules: Rules, *, letter: LetterKind | None = LetterKind.ANSWER) -> tuple[Channel, ...]:
    """Return the ways by which a letter about this request may go, that of its policy first.

    On the secure page lies an answer and nothing else.
    """
    first = policy_of(row, rules).answer_channel
    found = allowed(rules.channels.values(), content_of_letter(row, letter, rules))
    ways = [each for each in found if each.code != SECURE_PAGE or letter is LetterKind.ANSWER]
    return tuple(sorted(ways, key=lambda channel: channel.code != first))


def check_way(row: Request, given: Answer, rules: Rules) -> None:
    """Refuse a way that is not safe enough for the answer (B15); raises ChannelNotKnown, ChannelNotSafeEnough."""
    if given.channel is not None:
        check_channel(given.channel, rules.channels, content_of_letter(row, LetterKind.ANSWER, rules))


def way_of(row: Request, letter: LetterKind | None, rules: Rules) -> str:
    """Return the way that word goes: the one that staff chose for the answer, else the policy's.

    What is told beside an answer is told in writing (art. 12(3) AVG). Where nobody chose and the policy's own may not
    carry it, the first that may; and where none may, the policy's, which is then refused where it is delivered.
    """
    if letter is LetterKind.ANSWER and row.answer_channel:
        return row.answer_channel
    ways = [each.code for each in channels_for(row, rules, letter=letter)]
    if letter not in (None, LetterKind.ANSWER) and LETTER in ways:
        return LETTER
    return ways[0] if ways else policy_of(row, rules).answer_channel
