"""What people fill in, and programs send, about telling the persons of a breach."""

from flask_babel import lazy_gettext
from marshmallow import fields, validate

from waarborg_breach.domain.telling import CareKind
from waarborg_breach.domain.telling_rows import Column, RowFault
from waarborg_breach.schemas.forms import ground_field
from waarborg_shared.web.schemas import Choice, Code, Line, Moment, Reference, Schema, Whole, Words, at_least, at_most

LONGEST_PART = 4_000
_BEFORE_SENDING = lazy_gettext("needed before it is sent")
_BEFORE_PUBLISHING = lazy_gettext("needed before it is published")
MOST_IN_A_CALL = 1_000


class ListForm(Schema):
    """A file with those concerned."""

    file = fields.Raw(load_default=None, metadata={"label": lazy_gettext("File with references")})


class MessageForm(Schema):
    """The message, part by part in both languages; it may be kept half written."""

    nature_nl = Words(
        LONGEST_PART, load_default="", label=lazy_gettext("What happened? (in Dutch)"), needed=_BEFORE_SENDING
    )
    nature_en = Words(
        LONGEST_PART, load_default="", label=lazy_gettext("What happened? (in English)"), needed=_BEFORE_SENDING
    )
    consequences_nl = Words(
        LONGEST_PART,
        load_default="",
        label=lazy_gettext("What may it mean for them? (in Dutch)"),
        needed=_BEFORE_SENDING,
    )
    consequences_en = Words(
        LONGEST_PART,
        load_default="",
        label=lazy_gettext("What may it mean for them? (in English)"),
        needed=_BEFORE_SENDING,
    )
    measures_nl = Words(
        LONGEST_PART,
        load_default="",
        label=lazy_gettext("What was done, and what can they do? (in Dutch)"),
        needed=_BEFORE_SENDING,
    )
    measures_en = Words(
        LONGEST_PART,
        load_default="",
        label=lazy_gettext("What was done, and what can they do? (in English)"),
        needed=_BEFORE_SENDING,
    )
    contact_nl = Words(
        LONGEST_PART, load_default="", label=lazy_gettext("Whom can they contact? (in Dutch)"), needed=_BEFORE_SENDING
    )
    contact_en = Words(
        LONGEST_PART, load_default="", label=lazy_gettext("Whom can they contact? (in English)"), needed=_BEFORE_SENDING
    )


class BeginForm(Schema):
    """The order to send; the number of people that was shown goes along, so that nobody is told unseen."""

    list = Whole(load_default=0)


class SettleForm(Schema):
    """How rows that were wrong were settled."""

    settled_how = Words(
        2000,
        required=True,
        label=lazy_gettext("How were these rows settled?"),
        hint=lazy_gettext("It is stored encrypted."),
    )


class PostedForm(Schema):
    """Which letters were posted."""

    part = fields.Integer(required=True, validate=validate.Range(min=1, max=100_000))


class FindForm(Schema):
    """By which reference somebody is looked for; it is sent, and stands in no address."""

    reference = Line(64, required=True, label=lazy_gettext("Reference of the person"))


class PersonForm(Schema):
    """Which person it is about."""

    person = Reference(load_default=None)


class AgainForm(PersonForm):
    """By which channel somebody is tried again."""

    by_channel = Code(required=True, label=lazy_gettext("By which channel?"))


class CareForm(PersonForm):
    """What somebody asked afterwards, or got."""

    care = Choice(CareKind, required=True, label=lazy_gettext("What do you write down?"))
    care_words = Words(
        4000, required=True, label=lazy_gettext("In your own words"), hint=lazy_gettext("It is stored encrypted.")
    )


class AnnouncementForm(Schema):
    """The public announcement."""

    announcement_nl = Words(
        10_000, load_default="", label=lazy_gettext("The announcement in Dutch"), needed=_BEFORE_PUBLISHING
    )
    announcement_en = Words(
        10_000, load_default="", label=lazy_gettext("The announcement in English"), needed=_BEFORE_PUBLISHING
    )


class PublishForm(Schema):
    """That the announcement is published; where some were told already, why the others are not told personally."""

    publish_ground = ground_field()


class NewPersonSchema(Schema):
    """One of those concerned, by reference."""

    reference = Line(64, required=True)
    channel = Line(100, load_default="", allow_none=False)
    language = Line(8, load_default="", allow_none=False)


class NewPersonsSchema(Schema):
    """Those concerned; a list of any length goes in several calls."""

    persons = fields.List(
        fields.Nested(NewPersonSchema), required=True, validate=[at_least(1), at_most(MOST_IN_A_CALL)]
    )


class WrongPersonSchema(Schema):
    """One that was not taken: its place in what was sent, from 0, and what is wrong."""

    index = fields.Integer(required=True)
    column = fields.Enum(Column, by_value=True, required=True)
    fault = fields.Enum(RowFault, by_value=True, required=True)


class ListedSchema(Schema):
    """What came of a list."""

    added = fields.Integer(required=True)
    known = fields.Integer(required=True)
    wrong = fields.List(fields.Nested(WrongPersonSchema), required=True)


class TellingSchema(Schema):
    """How far telling the persons is, in numbers."""

    state = fields.String(required=True)
    orders = fields.Integer(required=True)
    persons = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    wrong_rows = fields.Integer(required=True)
    begun_at = Moment(required=True, allow_none=True)
    ended_at = Moment(required=True, allow_none=True)
