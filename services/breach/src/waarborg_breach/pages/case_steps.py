"""All steps of the case page by the name in their address."""

from collections.abc import Mapping

from waarborg_breach.pages import closing, deciding, facts, questions
from waarborg_breach.pages.steps import Step

STEPS: Mapping[str, Step] = {
    **questions.STEPS,
    **facts.STEPS,
    **deciding.STEPS,
    **closing.STEPS,
}
