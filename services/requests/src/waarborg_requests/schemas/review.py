"""The forms of looking an answer through."""

import re
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validate

from waarborg_requests.domain.review.cuts import MOST_CUTS, Field, Rectangle, Span
from waarborg_requests.domain.review.marking import Verdict, WithholdGround
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Code, Line, Schema, Whole, Words

_SPAN = re.compile(r"([0-9]{1,9})-([0-9]{1,9})")
_RECTANGLE = re.compile(r"([0-9]{1,5})((?:,[01](?:\.[0-9]{1,6})?){4})")
_MOST_POINTER = 1_000


class SpanField(fields.String):
    """A stretch of a text, as the box beside it says it: "12-20"."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        found = _SPAN.fullmatch(super()._deserialize(value, attr, data, **kwargs))
        if found is None:
            raise ValidationError(noted("This piece is not known."))
        return Span(int(found[1]), int(found[2]))


class RectangleField(fields.String):
    """A rectangle as the page keeps it: the page and four fractions, "0,0.1,0.2,0.3,0.05"."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        found = _RECTANGLE.fullmatch(super()._deserialize(value, attr, data, **kwargs))
        if found is None:
            raise ValidationError(noted("This piece is not known."))
        return Rectangle(int(found[1]), *(float(each) for each in found[2][1:].split(",")))


class PointerField(fields.String):
    """A value of a JSON document, by its pointer."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        pointer = super()._deserialize(value, attr, data, **kwargs)
        if len(pointer) > _MOST_POINTER:
            raise ValidationError(noted("This piece is not known."))
        return Field(pointer)


def _many(field: fields.Field[Any]) -> fields.List[Any]:
    return fields.List(field, load_default=list, validate=validate.Length(max=MOST_CUTS))


class MarkForm(Schema):
    """What becomes of one item; ``revision`` is the mark's that was seen, 0 where there was none."""

    revision = Whole(0, required=True)
    verdict = Choice(Verdict, required=True, label=lazy_gettext("What happens with this?"))
    ground = Choice(
        WithholdGround,
        load_default=None,
        allow_none=True,
        label=lazy_gettext("Why is it not given, or not wholly?"),
        needed=lazy_gettext("needed unless all of it is given"),
    )
    cuts = _many(SpanField())
    words = Words(
        4_000,
        load_default="",
        label=lazy_gettext("Other words to leave out"),
        hint=lazy_gettext("One piece to a line. It is left out everywhere in the text."),
    )
    pointers = _many(PointerField())
    rectangles = _many(RectangleField())


class NewRectangleForm(Schema):
    """A rectangle for who does not point at it: in hundredths of the page, from its top left corner."""

    page = Whole(1, 10_000, required=True, label=lazy_gettext("Page"))
    left = Whole(0, 99, required=True, label=lazy_gettext("From the left, in hundredths"))
    top = Whole(0, 99, required=True, label=lazy_gettext("From the top, in hundredths"))
    width = Whole(1, 100, required=True, label=lazy_gettext("Width, in hundredths"))
    height = Whole(1, 100, required=True, label=lazy_gettext("Height, in hundredths"))

    @post_load
    def rectangle(self, loaded: dict[str, Any], **_: object) -> Rectangle:
        """Make the rectangle of it, cut off at the edge of the page."""
        left, top = loaded["left"] / 100, loaded["top"] / 100
        return Rectangle(
            loaded["page"] - 1, left, top, min(loaded["width"] / 100, 1 - left), min(loaded["height"] / 100, 1 - top)
        )


class GiveRestForm(Schema):
    """Give what has no mark yet, of one kind of data or of all."""

    category = Code(load_default=None, allow_none=True, label=lazy_gettext("Which kind of data?"))


class LookForm(Schema):
    """A look was had: the button says it all."""


class InviteForm(Schema):
    """Ask somebody from outside for the second look."""

    invited = Line(
        required=True,
        label=lazy_gettext("Whom do you ask?"),
        hint=lazy_gettext("Somebody who is bound to secrecy and has nothing to gain. You give the code yourself."),
    )


class OutsideLookForm(Schema):
    """The code of somebody who was asked to look."""

    code = Line(60, required=True, label=lazy_gettext("The code that you got"))


class OutsideWordForm(OutsideLookForm):
    """What somebody from outside says of it."""

    verdict = fields.String(
        required=True,
        validate=validate.OneOf(["approve", "object"]),
        metadata={"label": lazy_gettext("May this be given so?")},
    )
    words = Words(4_000, load_default="", label=lazy_gettext("What you have to say about it"))


class ReviewQuery(Schema):
    """Which items of a review are shown."""

    verdict = Choice(Verdict, load_default=None)
    category = Code(load_default=None)
    after = Whole(0, load_default=None)
