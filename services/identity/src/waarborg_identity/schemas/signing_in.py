"""What is typed to sign in."""

from flask_babel import lazy_gettext

from waarborg_shared.web.schemas import Line, Schema


class SignInForm(Schema):
    """A member of staff's user name and password."""

    username = Line(200, required=True, label=lazy_gettext("User name"))
    password = Line(200, required=True, label=lazy_gettext("Password"))


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
