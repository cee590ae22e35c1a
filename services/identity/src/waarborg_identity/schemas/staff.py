"""What goes in and out of the administration of staff; one schema serves a page's form and a program's body."""

from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validates_schema

from waarborg_identity.actions.factor_resets import Seen
from waarborg_identity.actions.staff_absences import NewAbsence
from waarborg_identity.actions.staff_details import Details, NewStaff, Papers
from waarborg_identity.actions.staff_grants import NewGrant
from waarborg_identity.domain.staff_factors import Checked
from waarborg_identity.domain.staff_review import Verdict
from waarborg_identity.domain.stand_ins import Answer
from waarborg_shared.web import noted
from waarborg_shared.web.cursors import Cursor, PartQuery
from waarborg_shared.web.schemas import Choice, Code, Day, Line, Reference, Schema, Whole, Words, at_least, at_most

LONGEST_REASON = 1000
MOST_TICKED = 100


def _reason(label: Any = "", **options: Any) -> Words:
    return Words(LONGEST_REASON, required=True, label=label or lazy_gettext("Reason"), **options)


def _username(**options: Any) -> Line:
    return Line(
        100,
        label=lazy_gettext("User name"),
        hint=lazy_gettext("Small letters, digits and . _ @ + -"),
        **options,
    )


class _AfterAccount(Cursor):
    """A place in the list of staff, given back as the account that the list goes on after."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> Any:
        match super()._deserialize(value, attr, data, **kwargs):
            case (str(reference),) if Reference.fits(reference):
                return reference
            case _:
                raise self.make_error("cursor")


class StaffQuery(PartQuery):
    """The query of the list of staff."""

    cursor = _AfterAccount(load_default="")


class StaffSearchSchema(Schema):
    """A search among staff by (a part of) a name; it stands in the body and never in an address."""

    find = Line(100, required=True, label=lazy_gettext("Name or user name"))


class NewStaffSchema(Schema):
    """A member of staff to take on."""

    username = _username(required=True)
    name = Line(200, required=True, label=lazy_gettext("Name"))
    contact = Words(
        300,
        load_default="",
        label=lazy_gettext("Address"),
        hint=lazy_gettext("A postal address or an e-mail address; stored encrypted."),
    )
    roles = fields.List(
        Code(), required=True, validate=[at_least(1), at_most(20)], metadata={"label": lazy_gettext("Roles")}
    )
    until_on = Day(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Last day"),
        hint=lazy_gettext("Leave it empty for somebody who stays."),
    )
    reason = _reason()

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewStaff:
        """Make the action's command of it."""
        return NewStaff(**{**loaded, "roles": tuple(dict.fromkeys(loaded["roles"]))})


class GrantSchema(Schema):
    """A role to give for a time."""

    role = Code(required=True, label=lazy_gettext("Role"))
    from_on = Day(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("First day"),
        hint=lazy_gettext("Leave it empty for now."),
    )
    until_on = Day(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Last day"),
        hint=lazy_gettext("Leave it empty to give it until somebody ends it."),
    )
    reason = _reason()

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewGrant:
        """Make the action's command of it."""
        return NewGrant(**loaded)


class ReasonSchema(Schema):
    """Why something is done."""

    reason = _reason()


class DetailsSchema(Schema):
    """What is to be different; what is left out stays, and an empty contact takes the old one away."""

    username = _username()
    name = Line(200, label=lazy_gettext("Name"))
    contact = Words(300, blank=True, label=lazy_gettext("Address"))

    @validates_schema
    def something(self, loaded: dict[str, Any], **_: object) -> None:
        """Ask for at least one of them."""
        if not loaded:
            raise ValidationError(noted("Say what is to be different."))

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Details:
        """Make the action's command of it."""
        return Details(**loaded)


class DetailsForm(Schema):
    """The same as a form, which shows what there is."""

    username = _username(required=True)
    name = Line(200, required=True, label=lazy_gettext("Name"))
    contact = Words(
        300,
        load_default="",
        label=lazy_gettext("Address"),
        hint=lazy_gettext("A postal address or an e-mail address; stored encrypted."),
    )


class PapersSchema(Schema):
    """When a certificate of conduct was seen and secrecy was signed; null says that it was not."""

    certificate_seen_on = Day(required=True, allow_none=True)
    secrecy_signed_on = Day(required=True, allow_none=True)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Papers:
        """Make the action's command of it."""
        return Papers(**loaded)


class PapersForm(PapersSchema):
    """The same as a form, in which an empty day says that it was not."""

    certificate_seen_on = Day(load_default=None, label=lazy_gettext("VOG seen on"))
    secrecy_signed_on = Day(load_default=None, label=lazy_gettext("Secrecy signed on"))


class AbsenceSchema(Schema):
    """A time in which somebody is away."""

    from_on = Day(
        load_default=None,
        allow_none=True,
        label=lazy_gettext("First day away"),
        hint=lazy_gettext("Leave it empty for now."),
    )
    until_on = Day(required=True, label=lazy_gettext("Last day away"))
    stand_in = Reference(load_default=None, allow_none=True, label=lazy_gettext("Who stands in"))
    reason = _reason()

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewAbsence:
        """Make the action's command of it."""
        return NewAbsence(**loaded)


class StandInSchema(Schema):
    """What somebody whose duty it is makes of a stand-in whom another named himself."""

    answer = Choice(Answer, required=True, label=lazy_gettext("Do you agree to this stand-in?"))
    reason = _reason()


class SeenSchema(Schema):
    """How somebody who came in person was recognised."""

    checked = Choice(Checked, required=True, label=lazy_gettext("How did you recognise him or her?"))
    digits = Line(
        10,
        load_default="",
        label=lazy_gettext("Last characters of the document"),
        hint=lazy_gettext("Two to four; never the whole number, and no copy."),
    )
    reason = _reason()

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> Seen:
        """Make the action's command of it."""
        return Seen(**loaded)


class VerdictSchema(Schema):
    """What a review comes to for one member of staff; ending his roles needs a reason."""

    account_id = Reference(required=True)
    verdict = Choice(Verdict, required=True)
    reason = Words(LONGEST_REASON, load_default="")

    @validates_schema
    def some_reason(self, loaded: dict[str, Any], **_: object) -> None:
        """Ask why, where somebody loses his roles."""
        if loaded["verdict"] is Verdict.ENDED and not loaded["reason"]:
            raise ValidationError(noted("Fill this in."), "reason")


class CompletionSchema(Schema):
    """Which review is complete, by its number."""

    number = Whole(1, required=True)


class TickedForm(Schema):
    """Whose roles stay as they are, by a review."""

    keep = fields.List(
        Reference(),
        required=True,
        validate=[at_least(1), at_most(MOST_TICKED)],
        metadata={"label": lazy_gettext("Rights stay as they are")},
    )


class EndGrantForm(ReasonSchema):
    """Which role ends, and why."""

    grant_id = Reference(required=True)


class EndAbsenceForm(ReasonSchema):
    """Which absence ends, and why."""

    absence_id = Reference(required=True)


class StandInForm(StandInSchema):
    """Of which absence the stand-in is agreed to or refused."""

    absence_id = Reference(required=True)


class ConfirmForm(ReasonSchema):
    """Which lost second factor is confirmed to be replaced, and how the second person made sure."""

    reset_id = Reference(required=True)


class FirstSignInForm(Schema):
    """User name and code of a letter, and the password that is chosen."""

    username = Line(100, required=True, label=lazy_gettext("User name"))
    code = Line(40, required=True, label=lazy_gettext("Code"), hint=lazy_gettext("Twelve letters and digits."))
    password = Line(
        200, required=True, label=lazy_gettext("New password"), hint=lazy_gettext("At least 12 characters.")
    )
    again = Line(200, required=True, label=lazy_gettext("The same once more"))


STAFF_BODY_RULES: Mapping[str, Mapping[str, Any]] = {"Details": {"minProperties": 1}}
"""What the OpenAPI document says of whole bodies, beside what it reads from the fields."""
