"""What the protocol asks of a report: answers to its questions."""

from collections.abc import Iterable

from waarborg_breach.domain.states import BreachError
from waarborg_shared.hooks.values import BreachProtocol, Text


class UnknownQuestion(BreachError):
    """The protocol asks no such question."""

    field = "answers"
    text = Text("Deze vraag stelt het protocol niet.", "The protocol does not ask this question.")


def check_answers(protocol: BreachProtocol, answers: Iterable[str]) -> None:
    """Refuse an answer to a question that the protocol does not ask.

    Raises:
        UnknownQuestion: naming it.
    """
    asked = {question.code for question in protocol.questions}
    for code in answers:
        if code not in asked:
            raise UnknownQuestion(code)


def not_yet_known(protocol: BreachProtocol, answers: Iterable[str]) -> tuple[str, ...]:
    """Return the codes of the questions without an answer, in the protocol's order (B24 art. 7)."""
    known = set(answers)
    return tuple(question.code for question in protocol.questions if question.code not in known)
