"""Complaints: about what, who may judge them, and what a judgement decides (art. 13 to 17 Wkkgz)."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from waarborg_requests.domain.answers import Answer, Ground, Outcome
from waarborg_requests.domain.states import RequestError
from waarborg_shared import second_look as four_eyes
from waarborg_shared.hooks.values import RequestKind, Text

MOST_MEASURES = 5
MEASURE_CLOCKS = tuple(f"measure-{number}" for number in range(1, MOST_MEASURES + 1))
MEASURE_SOURCE = "art. 17(1) Wkkgz"


class Judgement(StrEnum):
    """What came of a complaint."""

    FOUNDED = "founded"
    PARTLY = "partly"
    UNFOUNDED = "unfounded"


class SecondLook(StrEnum):
    """How somebody who judges his own work looked twice (J8)."""

    NIGHT = "night"
    OUTSIDER = "outsider"


# A complaint is a request like any other; its outcome is what the judgement comes to.
OUTCOMES: Mapping[Judgement, Outcome] = {
    Judgement.FOUNDED: Outcome.GRANTED,
    Judgement.PARTLY: Outcome.PARTLY,
    Judgement.UNFOUNDED: Outcome.REFUSED,
}


class NotTheOfficer(RequestError):
    """A complaint is answered by who has that duty, and by nobody else."""

    field = "judgement"
    text = Text(
        "Een klacht beantwoordt alleen wie klachten behandelt.", "Only who handles complaints answers a complaint."
    )


class OwnWork(RequestError):
    """Who handled a request does not judge the complaint about it."""

    field = "judgement"
    text = Text(
        "U behandelde het verzoek waar deze klacht over gaat. Een ander moet oordelen.",
        "You handled the request that this complaint is about. Somebody else has to judge it.",
    )


class LookAgain(RequestError):
    """One person judges his own work: he proposes first, and looks again after a night."""

    field = "judgement"
    text = Text(
        "Dit gaat over uw eigen werk. Uw oordeel is bewaard; kijk er morgen nog eens naar en geef het dan. "
        "Of laat iemand van buiten meekijken en schrijf op wie dat was.",
        "This is about your own work. Your judgement was kept; look at it again tomorrow and give it then. "
        "Or have somebody from outside look at it too, and write down who that was.",
    )


class ComplaintStands(RequestError):
    """There is a complaint about this request already."""

    field = "complaint"
    text = Text(
        "U hebt over dit verzoek al een klacht ingediend. Schrijf ons een bericht als u er iets aan wilt toevoegen.",
        "You made a complaint about this request already. Write us a message if you want to add something.",
    )


class AboutAComplaint(RequestError):
    """Who disagrees with what came of a complaint goes on to the disputes body, the authority or the court."""

    field = "complaint"
    text = Text(
        "Over een klacht kunt u geen klacht indienen. U kunt wel naar de geschilleninstantie, de AP of de rechter.",
        "You cannot complain about a complaint. You can go to the disputes body, the authority or the court.",
    )


class NothingLeft(RequestError):
    """What the request was filed with has been erased: a complaint about it is made anew, with name and address."""

    field = "complaint"
    text = Text(
        "De gegevens van dit verzoek zijn gewist. Dien uw klacht in met het gewone formulier.",
        "The data of this request were erased. Make your complaint with the ordinary form.",
    )


class MeasureNotRight(RequestError):
    """A measure says what is done and by which day, and that day is still to come."""

    field = "measure_1_by"
    text = Text(
        "Schrijf bij elke maatregel wat er gebeurt en vóór welke dag. Die dag moet nog komen.",
        "Write with each measure what is done and by which day. That day has to be still to come.",
    )


class NoSuchMeasure(RequestError):
    """No measure of this number was decided."""

    text = Text("Deze maatregel is er niet.", "There is no such measure.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """Something that is done because of a complaint, and the day by which it is."""

    what: str
    due_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """A judgement to give (art. 17(1) Wkkgz): to what it led and why, what is decided, and by when that is done.

    ``outsider``: who from outside looked at it too, in words, where somebody judges his own work.
    """

    judgement: Judgement
    conclusions: str
    decisions: str = ""
    measures: tuple[Measure, ...] = ()
    outsider: str = ""

    @property
    def answer(self) -> Answer:
        """The judgement as the answer of a request."""
        refused = None if self.judgement is Judgement.FOUNDED else Ground.UNFOUNDED
        return Answer(outcome=OUTCOMES[self.judgement], text=self.conclusions, ground=refused)


def judgement_of(outcome: Outcome) -> Judgement:
    """Return which judgement an outcome stands for."""
    return next(judgement for judgement, of in OUTCOMES.items() if of is outcome)


def check_about(kind: RequestKind, *, stands: bool) -> None:
    """Check that a complaint can be made about a request of ``kind``; ``stands``: there is one already.

    Raises:
        AboutAComplaint, ComplaintStands
    """
    if kind is RequestKind.COMPLAINT:
        raise AboutAComplaint(kind)
    if stands:
        raise ComplaintStands(kind)


def check_measures(measures: Sequence[Measure], today: date) -> None:
    """Refuse measures that cannot be kept to. Raises MeasureNotRight."""
    if len(measures) > MOST_MEASURES or any(not each.what.strip() or each.due_on <= today for each in measures):
        raise MeasureNotRight("a measure without words, or for a day that is over")


def second_look(
    judge: str,
    handled_by: Collection[str],
    *,
    one_person: bool,
    proposed: tuple[str, datetime] | None,
    outsider: bool,
    now: datetime,
) -> SecondLook | None:
    """Return how a second look was had, None where none is needed: the judge did not handle the request himself.

    In an organisation of one person he may look again after a night, or have an outsider look (J8). ``proposed`` is by
    whom and when a judgement was proposed.

    Raises:
        OwnWork: there are others to judge it.
        LookAgain: he has to sleep on it first.
    """
    if judge not in handled_by:
        return None
    at = proposed[1] if proposed is not None and proposed[0] == judge else now
    how = four_eyes.second_look(
        four_eyes.FirstLook(by=judge, at=at),
        by=judge,
        at=now,
        one_person=one_person,
        own=OwnWork,
        too_soon=LookAgain,
        outsider=outsider,
    )
    return SecondLook.OUTSIDER if how is four_eyes.Looked.OUTSIDER else SecondLook.NIGHT
