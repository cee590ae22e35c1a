"""What holders hand in and are told, over HTTP and in forms."""

import json
from collections.abc import Mapping
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validates_schema

from waarborg_requests.actions.collecting.handing_in import OTHER, Finish
from waarborg_requests.actions.collecting.items import NewItem
from waarborg_requests.domain.collecting import OUTCOMES, Hindrance, ItemForm, TaskState
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Code, Day, Flag, Line, Moment, Reference, Schema, Whole, Words, at_most

LONGEST_TEXT = 200_000
_MOST_AT_ONCE = 2_000


class SubjectSchema(Schema):
    """About whom it is: by the partner's own number, or by our reference."""

    own_number = Line(100, load_default=None, allow_none=True)
    person_ref = Reference(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def one(self, loaded: Mapping[str, Any], **_: object) -> None:
        """One of the two, so that they cannot contradict one another."""
        if (loaded["own_number"] is None) == (loaded["person_ref"] is None):
            raise ValidationError(noted("Give one of the two."), "own_number")


class ItemInSchema(Schema):
    """One thing that a holder has: a text, or a value."""

    category = Code(load_default=OTHER)
    title = Line(200, required=True)
    text = Words(LONGEST_TEXT, load_default=None, allow_none=True)
    value = fields.Raw(load_default=None, allow_none=True)
    about = Code(load_default=None, allow_none=True)
    occurred_on = Day(load_default=None, allow_none=True)

    @validates_schema(skip_on_field_errors=True)
    def one(self, loaded: Mapping[str, Any], **_: object) -> None:
        """A text or a value; a file comes by itself."""
        if (loaded["text"] is None) == (loaded["value"] is None):
            raise ValidationError(noted("Give one of the two."), "text")
        if len(_written(loaded["value"])) > LONGEST_TEXT:
            raise ValidationError(noted("This is too long."), "value")

    @post_load
    def made(self, loaded: dict[str, Any], **_: object) -> NewItem:
        """Make the action's value of it."""
        text = loaded["text"]
        return NewItem(
            category=loaded["category"],
            title=loaded["title"],
            form=ItemForm.TEXT if text is not None else ItemForm.JSON,
            content=text if text is not None else _written(loaded["value"]),
            about=loaded["about"],
            occurred_on=loaded["occurred_on"],
        )


class _FinishSchema(Schema):
    outcome = Choice(TaskState, load_default=TaskState.CONTRIBUTED, label=lazy_gettext("What came of it?"))
    hindrance = Choice(Hindrance, load_default=None, allow_none=True, label=lazy_gettext("Why can it not be?"))
    words = Words(2_000, load_default="", label=lazy_gettext("In words"))

    @validates_schema(skip_on_field_errors=True)
    def said_by_a_holder(self, loaded: Mapping[str, Any], **_: object) -> None:
        """The outcomes that are a holder's to say."""
        if loaded["outcome"] not in OUTCOMES:
            raise ValidationError(noted("Choose one of the given values."), "outcome")

    @staticmethod
    def finish(loaded: Mapping[str, Any]) -> Finish:
        """Make the action's value of it."""
        return Finish(outcome=loaded["outcome"], hindrance=loaded["hindrance"], words=loaded["words"])


class ContributionSchema(_FinishSchema):
    """What a partner hands in: without ``items`` those that are there stay; with ``complete`` it is all."""

    subject = fields.Nested(SubjectSchema, required=True)
    items = fields.List(
        fields.Nested(ItemInSchema), load_default=None, allow_none=True, validate=at_most(_MOST_AT_ONCE)
    )
    complete = Flag(load_default=False)


class FileQuerySchema(Schema):
    """What is said of a file beside its content."""

    category = Code(load_default=OTHER)
    occurred_on = Day(load_default=None, allow_none=True)


class FileSchema(Schema):
    """A file that was kept."""

    handle = fields.String(required=True)
    media_type = fields.String(required=True)
    size = fields.Integer(required=True)
    sha256 = fields.String(required=True)


class WantedSchema(Schema):
    """What is asked, in words, in both languages."""

    nl = fields.String(required=True)
    en = fields.String(required=True)


class TaskSchema(Schema):
    """What a partner is asked, and how far that is: ``wanted`` says in words what is asked for this kind of request."""

    task_ref = fields.String(required=True)
    request_ref = fields.String(required=True)
    holder = fields.String(required=True)
    person_ref = fields.String(required=True)
    kind = fields.String(required=True)
    wanted = fields.Nested(WantedSchema, required=True)
    state = fields.String(required=True)
    asked_at = Moment(required=True)
    due_at = Moment(required=True)
    items = fields.Integer(required=True)
    files = fields.List(fields.Nested(FileSchema), required=True)


class TasksSchema(Schema):
    """Everything that a partner is asked and that is still open."""

    items = fields.List(fields.Nested(TaskSchema), required=True)


class TaskForm(Schema):
    """A task on the case page, as it was when it was read."""

    do = Code(required=True)
    revision = Whole(required=True)


class GoWithoutForm(TaskForm):
    """Why an answer can do without a holder."""

    hindrance = Choice(Hindrance, required=True, label=lazy_gettext("Why can it not be?"))
    words = Words(
        2_000,
        load_default="",
        label=lazy_gettext("In words"),
        hint=lazy_gettext("It is told to the person with the answer."),
    )


class _HandInForm(Schema):
    """What each form of the page to hand in on has: which one it is, and the code of who has one."""

    do = Code(required=True)
    code = Line(60, load_default="")


class FinishForm(_HandInForm, _FinishSchema):
    """What somebody says who looked up what there is."""

    outcome = Choice(TaskState, required=True, label=lazy_gettext("What came of it?"))


class AddFilesForm(_HandInForm):
    """Files, and what kind of data is in them."""

    category = Code(load_default=OTHER, label=lazy_gettext("What kind of data is in it?"))
    occurred_on = Day(load_default=None, allow_none=True, label=lazy_gettext("From which day is it?"))


class AddTextForm(_HandInForm):
    """A text that somebody types or pastes."""

    category = Code(load_default=OTHER, label=lazy_gettext("What kind of data is in it?"))
    occurred_on = Day(load_default=None, allow_none=True, label=lazy_gettext("From which day is it?"))
    title = Line(200, required=True, label=lazy_gettext("What is it?"))
    text = Words(LONGEST_TEXT, required=True, label=lazy_gettext("The text"))


class CodeForm(Schema):
    """The code that was given to somebody to hand in with."""

    code = Line(60, required=True, label=lazy_gettext("Your code"))


def _written(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True)
