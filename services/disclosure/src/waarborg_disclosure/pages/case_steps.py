"""All steps of the page of a report by the name in their address."""

from collections.abc import Mapping

from waarborg_disclosure.pages import entering, handling
from waarborg_disclosure.pages.steps import Step

STEPS: Mapping[str, Step] = {**handling.STEPS, **entering.STEPS}
