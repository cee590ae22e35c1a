"""What is refused in a text of thanks: the number of an account, and the number of a person."""

from marshmallow import ValidationError

from waarborg_disclosure.actions.number_shapes import holds_a_person, holds_an_account
from waarborg_shared.web import noted

ACCOUNT = noted("Leave the number of a bank account out: what is paid is paid outside.")
PERSON = noted("Leave the number of a person out.")


def no_account(text: str) -> None:
    """Refuse a text that holds the number of a bank account."""
    if holds_an_account(text):
        raise ValidationError(ACCOUNT)


def no_person_number(text: str) -> None:
    """Refuse a text that holds the number of a person."""
    if holds_a_person(text):
        raise ValidationError(PERSON)


NO_NUMBERS = (no_account, no_person_number)
