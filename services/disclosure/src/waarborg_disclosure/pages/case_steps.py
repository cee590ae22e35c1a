"""All steps of the page of a report by the name in their address."""

from collections.abc import Mapping

from waarborg_disclosure.pages import (
    conduct,
    entering,
    fixing,
    handling,
    keeping,
    noticing,
    publishing,
    thanking,
    triage,
)
from waarborg_disclosure.pages.steps import Step

STEPS: Mapping[str, Step] = {
    **handling.STEPS,
    **noticing.STEPS,
    **entering.STEPS,
    **triage.STEPS,
    **fixing.STEPS,
    **thanking.STEPS,
    **publishing.STEPS,
    **conduct.STEPS,
    **keeping.STEPS,
}
