"""What staff send about identification, and what a person sends of it from the page of his own request."""

from flask_babel import lazy_gettext
from marshmallow import validates

from waarborg_requests.domain import BY_STAFF, Identification
from waarborg_requests.domain.identification import FAILURES_BY_STAFF, Failure
from waarborg_requests.schemas.requests import SeenForm, done_by_staff, no_numbers
from waarborg_requests.schemas.speaking import OwnForm
from waarborg_shared.web.schemas import Choice, Line, Schema, Words


class WithdrawQuestionForm(SeenForm):
    """Take the question who somebody is back."""


class OpenAgainForm(SeenForm):
    """Let the person identify himself again."""


class SendCodeForm(SeenForm):
    """Make a letter with a code for somebody in the register."""

    letter_client_number = Line(
        40,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Client number of who gets the letter"),
        hint=lazy_gettext("Leave it empty where the request is linked to that person already."),
    )


class FailedForm(SeenForm):
    """A check that failed."""

    failed_how = Choice(Identification, required=True, label=lazy_gettext("How did you check?"))
    failure = Choice(Failure, required=True, label=lazy_gettext("What went wrong?"))
    failed_note = Words(1_000, load_default="", label=lazy_gettext("Note on what went wrong"))

    @validates("failed_how")
    def by_staff(self, how: Identification, **_: object) -> None:
        """Only what staff can have done."""
        done_by_staff(how, BY_STAFF)

    @validates("failure")
    def found_by_staff(self, why: Failure, **_: object) -> None:
        """Only what staff can have found."""
        done_by_staff(why, FAILURES_BY_STAFF)

    @validates("failed_note")
    def nothing_kept(self, note: str, **_: object) -> None:
        """B15, B11."""
        no_numbers(note)


class NoticeSeenForm(Schema):
    """Seen: the button says it all."""


class CodeForm(OwnForm):
    """The code of a letter, as the person typed it on the page of his own request."""

    letter_code = Line(
        40,
        required=True,
        label=lazy_gettext("Code from the letter"),
        hint=lazy_gettext("Two groups of four letters and digits. Capitals do not matter."),
    )


class AccountForm(OwnForm):
    """Let the account that one is signed in with say who one is: the button says it all."""
