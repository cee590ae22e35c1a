"""Which answers are new, and which would take the place of one that the sender never saw (B24 art. 7)."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from waarborg_breach.domain.states import Stale
from waarborg_shared.hooks.values import Text


@dataclass(frozen=True, slots=True)
class Said:
    """What stands as the answer to a question: its text, empty where it is not known yet, and the how manyth it is.

    ``text`` is None where it was erased.
    """

    text: str | None = field(repr=False)
    version: int


class AnsweredMeanwhile(Stale):
    """Somebody gave another answer since the page was opened; nothing of what was sent is kept yet."""

    text = Text(
        "Intussen gaf iemand een ander antwoord. Wat u invulde staat er nog, en is nog niet bewaard. Vergelijk de "
        "antwoorden en verstuur het dan opnieuw.",
        "Meanwhile somebody gave another answer. What you filled in is still here, and is not kept yet. Compare the "
        "answers, then send it again.",
    )

    def __init__(self, questions: Iterable[str]) -> None:
        self.questions = tuple(questions)
        super().__init__(", ".join(self.questions))


def same(one: str | None, other: str | None) -> bool:
    """Whether two answers say the same; what was erased is like nothing."""
    return one is not None and other is not None and one.strip() == other.strip()


def new_answers(
    sent: Mapping[str, str],
    now: Mapping[str, Said],
    *,
    seen: Mapping[str, int],
    was: Callable[[str, int], str | None],
) -> dict[str, str]:
    """Return those of the answers that say something else than what stands now.

    ``seen`` is which version of each answer the sender had before him (0: none); left out, he knew the newest. ``was``
    gives the text of an earlier version. What he left as he saw it takes the place of nothing newer.

    Raises:
        AnsweredMeanwhile: naming the questions to which he sends another answer than the one that came meanwhile.
    """
    new, meanwhile = {}, []
    for question, text in sent.items():
        standing = now.get(question)
        if standing is not None and same(text, standing.text):
            continue
        version = standing.version if standing is not None else 0
        saw = seen.get(question, version)
        if saw == version:
            new[question] = text
        elif not same(text, was(question, saw)):
            meanwhile.append(question)
    if meanwhile:
        raise AnsweredMeanwhile(meanwhile)
    return new
