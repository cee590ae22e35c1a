"""All steps of the case page by the name in their address."""

from collections.abc import Mapping

from waarborg_breach.pages import deciding, facts, grievances, handling, likeness, questions
from waarborg_breach.pages.steps import Step

STEPS: Mapping[str, Step] = {
    **questions.STEPS,
    **facts.STEPS,
    **deciding.STEPS,
    **handling.STEPS,
    **grievances.STEPS,
    **likeness.STEPS,
}
