"""What goes in and out where persons are merged, told apart and split, and where their numbers change at the desk."""

from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load

from waarborg_identity.actions import NewSplit
from waarborg_identity.domain.doubles import Sign
from waarborg_identity.schemas.persons import ClientNumber
from waarborg_shared.web.erased import ErasableSchema
from waarborg_shared.web.schemas import Bsn, Choice, Line, Moment, Schema, Words, at_least, at_most

LONGEST_REASON = 500
MOST_NUMBERS = 50


class Verdict(StrEnum):
    """What somebody makes of two registrations side by side."""

    ONE_STAYS = "one"
    OTHER_STAYS = "other"
    APART = "apart"


def _reason() -> Words:
    hint = lazy_gettext("It is kept in the log of both, encrypted.")
    return Words(LONGEST_REASON, required=True, label=lazy_gettext("How do you know?"), hint=hint)


class PairSchema(Schema):
    """Two references that may be of one person, and why; no name and no number."""

    one_ref = fields.UUID(required=True)
    other_ref = fields.UUID(required=True)
    signs = fields.List(fields.Enum(Sign, by_value=True), required=True)
    one_since = Moment(required=True)
    other_since = Moment(required=True)


class PairsSchema(Schema):
    """The pairs to look at first, 50 at most."""

    items = fields.List(fields.Nested(PairSchema), required=True)


class NumberShownSchema(ErasableSchema):
    """One number of a person; of a BSN only that it is known. ``given_to`` is the reference that has it."""

    id = fields.UUID(required=True)
    kind = fields.String(required=True)
    number = fields.String(required=True, allow_none=True)
    partner = fields.String(required=True)
    ground = fields.String(required=True, allow_none=True)
    given_to = fields.UUID(required=True)


class MergedInSchema(Schema):
    """A reference that is another name of the person."""

    merged_ref = fields.UUID(required=True)
    kept_ref = fields.UUID(required=True)
    merged_at = Moment(required=True)


class NumbersShownSchema(Schema):
    """Every number of a person, and the references that were merged into his."""

    person_ref = fields.UUID(required=True)
    merged_into = fields.UUID(required=True, allow_none=True)
    numbers = fields.List(fields.Nested(NumberShownSchema), required=True)
    merges = fields.List(fields.Nested(MergedInSchema), required=True)


class NewMergeSchema(Schema):
    """Two references that are of one person: which stays, and how that is known."""

    kept_ref = fields.UUID(required=True)
    merged_ref = fields.UUID(required=True)
    reason = _reason()


class MergeSchema(Schema):
    """A merge that stands."""

    kept_ref = fields.UUID(required=True)
    merged_ref = fields.UUID(required=True)


class ApartSchema(Schema):
    """Two who look like one and are two, and how that is known."""

    one_ref = fields.UUID(required=True)
    other_ref = fields.UUID(required=True)
    reason = _reason()


class UndoSchema(Schema):
    """Why a merge is undone."""

    reason = _reason()


class NewSplitSchema(Schema):
    """Which numbers are somebody else's, by their ids, and what he is called."""

    numbers = fields.List(
        fields.UUID(),
        required=True,
        validate=[at_least(1), at_most(MOST_NUMBERS)],
        metadata={"label": lazy_gettext("Which numbers are the other person's?")},
    )
    name = Line(200, load_default=None, allow_none=True, label=lazy_gettext("Name of the other person"))
    reason = _reason()

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> NewSplit:
        """Make the action's command of it."""
        numbers = tuple(str(each) for each in loaded["numbers"])
        return NewSplit(numbers=numbers, reason=loaded["reason"], name=loaded["name"])


class CompareForm(Schema):
    """What somebody makes of two registrations, and how he knows."""

    verdict = Choice(Verdict, required=True, label=lazy_gettext("Is this one person?"))
    reason = _reason()


class ClientNumberForm(Schema):
    """The client number that a person gets."""

    number = ClientNumber(required=True, label=lazy_gettext("Client number"))


class BsnForm(Schema):
    """A BSN, and the purpose for which a law asks for it (B11)."""

    number = Bsn(
        required=True,
        label=lazy_gettext("BSN"),
        hint=lazy_gettext("Nine digits, only where a law asks for it. It is stored encrypted."),
    )
    ground = Line(64, required=True, label=lazy_gettext("For what does a law ask for it?"))
