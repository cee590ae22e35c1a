"""How a request ends without an answer, is narrowed, or has somebody called back; what works already goes on."""

from datetime import datetime

from waarborg_requests.domain.states import RequestError
from waarborg_shared.clocks import ClockRule, Term, Unit, WorkingCalendar, due
from waarborg_shared.hooks.values import RequestKind, Text

WITHDRAWN, DIED = "withdrawn", "died"
CALL_BACK = ClockRule(name="call-back", start_event="asked", term=Term(1, Unit.WORKING_DAYS), source="afspraak")


class AlreadyCalled(RequestError):
    """The call was made already, or is of another request."""

    text = Text("Dit gesprek is al gevoerd.", "This call has been made already.")


class AccessStillRuns(RequestError):
    """Data are not erased while the same person still waits for a look at them."""

    field = "outcome"
    text = Text(
        "Deze persoon vraagt ook nog om inzage. Beantwoord dat eerst, of leg vast dat de persoon niet wil wachten.",
        "This person also asks for access. Answer that first, or record that the person does not want to wait.",
    )


class NotSureWhom(RequestError):
    """Two references were joined or parted: staff confirm first whom the request is about."""

    field = "outcome"
    text = Text(
        "In het personenregister is iets samengevoegd of gesplitst. Bevestig eerst om wie het gaat.",
        "Something was joined or parted in the register of persons. Confirm first whom it is about.",
    )


class NotSureForNow(NotSureWhom):
    """The same, said to who asks for what was answered: it is kept until staff looked."""

    field = "number"
    text = Text(
        "Wij zoeken eerst uit of dit verzoek over de juiste persoon gaat. Bel ons als u niet kunt wachten.",
        "We first find out whether this request is about the right person. Call us if you cannot wait.",
    )


class NothingToConfirm(RequestError):
    """Nothing changed in the register that asks for a confirmation."""

    text = Text("Er is niets te bevestigen.", "There is nothing to confirm.")


def call_due(asked_at: datetime, calendar: WorkingCalendar) -> datetime:
    """Return by when somebody is called back: the end of the next working day."""
    return due(CALL_BACK, asked_at, calendar)


LOOKS = frozenset(
    {
        RequestKind.ACCESS,
        RequestKind.COPY,
        RequestKind.ACCESS_LOG,
        RequestKind.REFERRAL_INDEX,
        RequestKind.PORTABILITY,
    }
)


def must_wait(kind: RequestKind, *, gives: bool, looks_open: bool, on_his_word: bool) -> bool:
    """Whether an answer that erases waits for a look at the same data that is still asked for."""
    return kind is RequestKind.ERASURE and gives and looks_open and not on_his_word
