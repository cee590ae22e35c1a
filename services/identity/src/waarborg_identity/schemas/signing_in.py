"""What is typed, or sent by a browser, to sign in and to set up how one does."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, validates_schema

from waarborg_identity.domain import Identified
from waarborg_identity.passkeys import LONGEST_ANSWER
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Line, Schema

LONGEST_TYPED_PASSWORD = 200


def _password(name: Any, **more: Any) -> Line:
    return Line(LONGEST_TYPED_PASSWORD, required=True, label=name, **more)


def _new_password() -> Line:
    hint = lazy_gettext(
        "12 characters or more. Three or four words that have nothing to do with one another are easy to keep."
    )
    return _password(lazy_gettext("New password"), hint=hint)


class SignInForm(Schema):
    """A member of staff's user name and password."""

    username = Line(200, required=True, label=lazy_gettext("User name"))
    password = _password(lazy_gettext("Password"))


class AccountForm(Schema):
    """The user name and password of a person's own account."""

    account_name = Line(200, required=True, label=lazy_gettext("User name"))
    account_password = _password(lazy_gettext("Password"))


class LetterForm(Schema):
    """The number and code of a letter."""

    number = Line(
        40, required=True, label=lazy_gettext("Number"), hint=lazy_gettext("Eight digits, at the top of the letter.")
    )
    code = Line(
        40,
        required=True,
        label=lazy_gettext("Code"),
        hint=lazy_gettext("Twelve letters and digits."),
    )


class PasskeyForm(Schema):
    """What a browser answered for a passkey."""

    credential = Line(
        LONGEST_ANSWER,
        required=True,
        label=lazy_gettext("Passkey"),
        error_messages={"required": noted("No passkey came along. For a passkey this page needs JavaScript.")},
    )


class NewPasskeyForm(PasskeyForm):
    """A passkey that was just made, and what its holder calls it."""

    name = Line(
        60,
        required=True,
        label=lazy_gettext("Name"),
        hint=lazy_gettext("So that you know it later, such as: my phone."),
    )


class CodeForm(Schema):
    """The six digits of a code app."""

    totp = Line(20, required=True, label=lazy_gettext("Code of your app"), hint=lazy_gettext("Six digits."))


class NewTotpForm(CodeForm):
    """The six digits of an app that was just set up, and the secret that it was given, signed."""

    secret = Line(600, required=True, label=lazy_gettext("Secret"))


class RecoveryForm(Schema):
    """One of the recovery codes."""

    recovery_code = Line(
        40, required=True, label=lazy_gettext("Recovery code"), hint=lazy_gettext("Ten letters and digits.")
    )


class _Twice(Schema):
    """A new password, typed twice: a slip of the finger would shut somebody out."""

    @validates_schema
    def the_same(self, loaded: Mapping[str, Any], **_: object) -> None:
        """Ask for the same password twice."""
        if loaded.get("password") != loaded.get("again"):
            raise ValidationError(noted("This is not the same password as the one above."), "again")


class OwnPasswordForm(_Twice):
    """The password that somebody has, and the one that he wants."""

    present = Line(
        LONGEST_TYPED_PASSWORD, load_default="", label=lazy_gettext("Present password"), allow_none=True, blank=True
    )
    password = _new_password()
    again = _password(lazy_gettext("New password once more"))


class ForgottenForm(_Twice):
    """A number and code for who forgot his password, and the new one."""

    number = Line(40, required=True, label=lazy_gettext("Number"), hint=lazy_gettext("Eight digits."))
    code = Line(40, required=True, label=lazy_gettext("Code"), hint=lazy_gettext("Twelve letters and digits."))
    password = _new_password()
    again = _password(lazy_gettext("New password once more"))


class NewAccountForm(_Twice):
    """The user name and password that a person chooses."""

    username = Line(100, required=True, label=lazy_gettext("User name"), hint=lazy_gettext("You choose it yourself."))
    password = _new_password()
    again = _password(lazy_gettext("New password once more"))


class IdentifiedForm(Schema):
    """How staff made sure who asks."""

    how = Choice(Identified, required=True, label=lazy_gettext("How did you make sure who asks?"))


class PasswordCodeForm(IdentifiedForm):
    """Whose password is to be renewed, and how his colleague made sure who asks."""

    account = fields.UUID(required=True, metadata={"label": lazy_gettext("Colleague")})
