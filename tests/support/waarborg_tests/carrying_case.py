"""One request that is carried out, in a test's hands: made ready, begun, answered by every holder."""

from inspect import signature
from typing import Any
from uuid import uuid4

from waarborg_requests import actions
from waarborg_requests.actions import carrying_by_staff
from waarborg_requests.domain import Answer, Identification, Reach
from waarborg_requests.events import HANDLES
from waarborg_requests.models import Carrying, CarryingStep, Request
from waarborg_shared.carrying import Carried, Told
from waarborg_shared.clocks import Term, Unit
from waarborg_shared.events.breach import BreachCarriedOut
from waarborg_shared.events.consent import ConsentCarriedOut
from waarborg_shared.events.disclosure import DisclosureCarriedOut
from waarborg_shared.events.identity import IdentityCarriedOut
from waarborg_shared.events.requests import CarryingAsked
from waarborg_shared.hooks.values import Holder, HolderKind, RequestKind, Text

PERSON, ANOTHER, JOINED = str(uuid4()), str(uuid4()), str(uuid4())
DAY = 86_400
ENTROPY = bytes(range(32))
WORDS = "Wis alles van Willemijn Proefpersoon."


def filed(
    world: Any, kind: str = "erasure", *, subject_ref: str = PERSON, organisation: str = "jtb-care", about: Any = None
) -> str:
    """A request of somebody who was identified."""
    command = actions.NewRequest(
        kind=RequestKind(kind),
        name="Willemijn Proefpersoon",
        reach=Reach.POST,
        reach_at="Verzonnenlaan 1, 9999 ZZ Nergenshuizen",
        asked="Wis wat u van mij hebt.",
        about=about,
    )
    rules = world.runtime.rules(organisation)
    with world.work(organisation) as work:
        row = actions.receive_request(work, command, rules=rules, entropy=ENTROPY).request
        found = actions.Identified(how=Identification.AT_THE_DESK, subject_ref=subject_ref)
        actions.identify(work, row.id, found, revision=row.revision, rules=rules)
        return str(row.id)


QUIET = ("breach", "disclosure")
PARTNER = Holder(
    code="zorgdossier",
    name=Text("Zorgdossier", "Care record"),
    kind=HolderKind.PARTNER,
    what=Text("Het dossier", "The record"),
    term=Term(5, Unit.DAYS),
    source="B21",
)
"""A partner system that keeps data, for organisations of which the plugin names none."""
"""Who is asked beside consent, and has nothing in most tests."""
_ANSWERS: dict[str, Any] = {
    "identity": IdentityCarriedOut,
    "consent": ConsentCarriedOut,
    "breach": BreachCarriedOut,
    "disclosure": DisclosureCarriedOut,
}


class Case:
    """One request that is carried out, in a test's hands; at JTB-Care the carer has a file beside our services."""

    def __init__(self, world: Any, request_id: str, organisation: str = "jtb-care") -> None:
        self.world, self.id, self.organisation = world, request_id, organisation
        self.rules = world.runtime.rules(organisation)

    def do(self, act: Any, *given: Any, **more: Any) -> Any:
        """Do something as staff, on the request as it stands."""
        with self.world.work(self.organisation) as work:
            revision = work.case(Request, self.id).revision
            if "rules" in signature(act).parameters:
                more = {"rules": self.rules, **more}
            return act(work, self.id, *given, revision=revision, **more)

    def prepare(self, **given: Any) -> "Case":
        """Make ready what is to be done."""
        command = carrying_by_staff.NewCarrying(**{"words": WORDS, **given})
        self.do(carrying_by_staff.prepare_carrying, command, rules=self.rules)
        return self

    def begin(self) -> "Case":
        """Begin; the carer says at once that it was done, and those that have nothing that they have nothing."""
        self.do(carrying_by_staff.begin_carrying, rules=self.rules)
        return self.quiet().carer()

    def carer(self) -> "Case":
        """The carer says of her own file that it was done, unless she said so before."""
        own = self.steps().get("own_file")
        if own is not None and own.state == "told":
            self.do(carrying_by_staff.answer_by_hand, own.id, Told(Carried.DONE), note="")
        return self

    def answer(self, outcome: Any, ground: Any = None) -> Any:
        """Give the answer."""
        given = Answer(outcome=outcome, ground=ground, text="Hierbij ons antwoord.")
        return self.do(actions.answer, given, rules=self.rules)

    def steps(self) -> dict[str, Any]:
        """The step of each holder, of what was begun last."""
        mine = [each.id for each in self.rows()]
        every = self.world.rows(CarryingStep, self.organisation, CarryingStep.carrying_id.in_(mine))
        return {step.holder: step for each in mine for step in every if step.carrying_id == each}

    def rows(self) -> list[Any]:
        """All that was carried out for the request."""
        mine = self.world.rows(Carrying, self.organisation, Carrying.request_id == self.id)
        return sorted(mine, key=lambda each: each.id)

    def own_state(self) -> Any:
        """How far the first of it is."""
        return self.rows()[0].state

    def states(self) -> dict[str, str]:
        """How far each holder is."""
        return {holder: each.state for holder, each in self.steps().items()}

    def state(self) -> list[str]:
        """How far each of it is."""
        return [each.state for each in self.rows()]

    def handle(self, event: Any) -> None:
        """Let the worker handle an event."""
        with self.world.work(self.organisation) as work:
            HANDLES[type(event)](work, event, None, self.rules)

    def answer_of(self, holder: str, outcome: str = "done", **more: Any) -> Any:
        """The event by which a service answers its step; of our own, the question that came back."""
        if holder == "requests":
            told = self.world.told(CarryingAsked, self.organisation, case_ref=self.id)
            (asked,) = [each for each in told if each.holder == "requests"]
            return asked
        kind: Any = _ANSWERS[holder]
        step_ref = self.steps()[holder].id
        return kind(request_ref=self.id, step_ref=step_ref, **{"subject_ref": PERSON, "outcome": outcome, **more})

    def told(self, holder: str, outcome: str = "done", **more: Any) -> "Case":
        """A service says what came of its step; before consent those that have nothing said so."""
        if holder == "consent":
            self.quiet()
        self.handle(self.answer_of(holder, outcome, **more))
        return self

    def quiet(self) -> "Case":
        """Breach and disclosure say that they have nothing, where they were asked and did not say so yet."""
        states = self.states()
        for holder in [each for each in QUIET if states.get(each) == "told"]:
            self.handle(self.answer_of(holder, ground="nothing_held", subject_ref=self.rows()[-1].subject_ref))
        return self

    def asked(self) -> list[str]:
        """Who was asked by an event, in order, without those that have nothing."""
        told = self.world.told(CarryingAsked, self.organisation)
        return [each.holder for each in told if each.holder not in QUIET]

    def own(self) -> None:
        """What the worker does with our own question."""
        self.handle(self.answer_of("requests"))

    def through(self) -> "Case":
        """Everybody says that it was done."""
        self.told("consent")
        self.told("identity")
        self.own()
        return self
