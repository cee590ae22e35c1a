"""All steps of the case page by the name in their address."""

from collections.abc import Mapping

from waarborg_breach.pages import (
    closing,
    deciding,
    facts,
    grievances,
    handling,
    keeping,
    likeness,
    questions,
    retracting,
    times,
    warning,
    wiping,
)
from waarborg_breach.pages.steps import Step

STEPS: Mapping[str, Step] = {
    **times.STEPS,
    **wiping.STEPS,
    **retracting.STEPS,
    **questions.STEPS,
    **facts.STEPS,
    **deciding.STEPS,
    **handling.STEPS,
    **grievances.STEPS,
    **likeness.STEPS,
    **closing.STEPS,
    **keeping.STEPS,
    **warning.STEPS,
}
