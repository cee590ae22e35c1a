"""The questions of a request, each by itself, so that the form can ask them one by one and the API all at once."""

import re
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, validate, validates_schema

from waarborg_requests.domain import Reach
from waarborg_shared.hooks.values import ObjectionAbout, RequestKind
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Bsn, Choice, Code, Line, Schema, Words

_FEWEST_DIGITS = 8
_BSN = re.compile(r"(?<!\d)(?:\d{9}|\d{3}([ .-])\d{3}\1\d{3}|\d{4}([ .-])\d{2}\2\d{3})(?!\d)")
# What people write themselves; the rest are codes, and the mark of a form may hold any digits.
WRITTEN = ("name", "client_number", "on_behalf_of", "asked", "details", "reach_at")
# A country's code is no part of a Dutch BSN: what stands behind one is a telephone number.
_ABROAD = re.compile(r"(?:\+|\b00)\d{1,3}[ .-]?(?:\(0\)[ .-]?)?\d[\d .-]{6,}")


class KindFields(Schema):
    """What is asked."""

    kind = Choice(RequestKind, required=True, label=lazy_gettext("What do you ask?"))


class DetailFields(Schema):
    """What goes with the kind."""

    about = Choice(
        ObjectionAbout,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("What do you object to?"),
        needed=lazy_gettext("needed"),
    )
    purpose = Code(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Which consent do you withdraw?"),
        needed=lazy_gettext("needed"),
    )
    asked = Words(
        10_000,
        load_default="",
        label=lazy_gettext("Your request in your own words"),
        hint=lazy_gettext(
            "The more exact, the better we can help. Do not write your citizen service number (BSN) here."
        ),
    )


class OneOrEvery(KindFields, DetailFields):
    """What goes with the kind, on a form: there is a choice for every consent beside each single one."""

    @validates_schema(skip_on_field_errors=True)
    def one_or_every(self, loaded: dict[str, Any], **_: object) -> None:
        """Whoever withdraws says what: one consent, or every one."""
        if loaded["kind"] is RequestKind.WITHDRAWAL and loaded["purpose"] is None:
            raise ValidationError(noted("Choose one consent, or all of them."), field_name="purpose")


class WhomFields(Schema):
    """For whom."""

    representative = Code(load_default=None, allow_none=True, label=lazy_gettext("What are you to that person?"))
    on_behalf_of = Line(load_default=None, allow_none=True, label=lazy_gettext("Name of the person for whom you ask"))


class WhoFields(Schema):
    """Who asks."""

    name = Line(required=True, label=lazy_gettext("Your name"))
    client_number = Line(
        40, load_default=None, allow_none=True, label=lazy_gettext("Your client number, if you know it")
    )


class ReachFields(Schema):
    """How he is reached."""

    reach = Choice(Reach, required=True, label=lazy_gettext("How can we reach you?"))
    reach_at = Words(
        500,
        required=True,
        label=lazy_gettext("Your address, e-mail address or telephone number"),
        hint=lazy_gettext("Whatever goes with the way that you chose."),
    )


class Reachable(ReachFields):
    """How he is reached, checked: an e-mail address for e-mail, a number for the telephone."""

    @validates_schema(skip_on_field_errors=True)
    def reachable(self, loaded: dict[str, Any], **_: object) -> None:
        """An e-mail address for e-mail, a number for the telephone."""
        reach, at = loaded["reach"], loaded["reach_at"].strip()
        if reach is Reach.EMAIL:
            try:
                validate.Email()(at)
            except ValidationError:
                raise ValidationError("Not a valid email address.", field_name="reach_at") from None
        if reach is Reach.PHONE and sum(character.isdigit() for character in at) < _FEWEST_DIGITS:
            raise ValidationError(noted("This is not a telephone number."), field_name="reach_at")


class WithoutBsn(Schema):
    """B11: the BSN is for legal duties only, and a request is not one: it is not taken in by mistake either."""

    @validates_schema(skip_on_field_errors=False)
    def no_bsn(self, loaded: dict[str, Any], **_: object) -> None:
        """Refuse a BSN in any field, whatever the field was for."""
        wrong: dict[str, list[str]] = {}
        for name in WRITTEN:
            value = loaded.get(name)
            if name == "client_number" and isinstance(value, str) and Bsn.fits(value):
                wrong[name] = [
                    noted(
                        "This looks like a BSN, which we may use for legal duties only. "
                        "Give your client number, or leave this empty."
                    )
                ]
            elif isinstance(value, str) and holds_bsn(value):
                wrong[name] = [noted("There is a BSN in this, which we may use for legal duties only. Take it out.")]
        if wrong:
            raise ValidationError(wrong)  # type: ignore[arg-type]


def holds_bsn(text: str) -> bool:
    """Whether nine digits in a text, together or in the groups that people write them in, are a BSN by the 11-test."""
    return any(Bsn.fits(found[0]) for found in _BSN.finditer(_ABROAD.sub(" ", text)))
