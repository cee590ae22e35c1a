"""What is typed at the desk about who speaks for a client, and about what the client can decide."""

from enum import StrEnum

from flask_babel import lazy_gettext
from marshmallow import fields

from waarborg_consent.domain import DecidedBy, Evidence, How, OwnGround
from waarborg_shared.hooks.values import Scope
from waarborg_shared.web.schemas import Choice, Code, Day, Line, Schema, Words, at_least, at_most

_SEALED = lazy_gettext("It is stored encrypted. No copy of a document is kept.")


class Says(StrEnum):
    """Yes, no or later to a purpose."""

    YES = "yes"
    NO = "no"
    LATER = "later"


class RepresentativeForm(Schema):
    """Somebody to register as a representative."""

    representative = Line(
        36,
        required=True,
        label=lazy_gettext("Client number or reference of the representative"),
        hint=lazy_gettext("Register somebody who is not known here yet under “Find a person” first."),
    )
    kind = Code(required=True, label=lazy_gettext("What is he to the client?"))
    scopes = fields.List(
        Choice(Scope),
        required=True,
        validate=[at_least(1), at_most(len(Scope))],
        metadata={"label": lazy_gettext("On what may he decide?")},
    )
    begins_on = Day(required=True, label=lazy_gettext("From which day?"))
    ends_on = Day(load_default=None, label=lazy_gettext("Up to and with which day?"))
    evidence = Choice(Evidence, required=True, label=lazy_gettext("What did you see?"))
    evidence_seen_on = Day(required=True, label=lazy_gettext("When did you see it?"))
    note = Words(1_000, load_default=None, label=lazy_gettext("Note about the evidence"), hint=_SEALED)


class EndForm(Schema):
    """From which day on something holds no more."""

    from_on = Day(required=True, label=lazy_gettext("From which day on does it hold no more?"))
    note = Words(1_000, load_default=None, label=lazy_gettext("Why"), hint=_SEALED)


class WillingForm(Schema):
    """What a representative says about acting."""

    note = Words(1_000, load_default=None, label=lazy_gettext("What was said, and by whom"), hint=_SEALED)


class SetAsideForm(Schema):
    """A representative's wish that a carer does not follow."""

    topic = Choice(Scope, required=True, label=lazy_gettext("On what?"))
    begins_on = Day(required=True, label=lazy_gettext("From which day?"))
    ends_on = Day(required=True, label=lazy_gettext("Up to and with which day?"))
    note = Words(
        1_000,
        required=True,
        label=lazy_gettext("Why good care asks this, and which carer decided it"),
        hint=_SEALED,
    )


class SaysForm(Schema):
    """What a representative said about one purpose, and how."""

    purpose = Code(required=True, label=lazy_gettext("Which purpose?"))
    says = Choice(Says, required=True, label=lazy_gettext("What was said?"))
    how = Choice(How, required=True, label=lazy_gettext("How was it said?"))
    witness = Line(
        200,
        load_default=None,
        label=lazy_gettext("Who was there?"),
        hint=lazy_gettext("Needed for a yes that was spoken. It is stored encrypted."),
    )
    note = Words(1_000, load_default=None, label=lazy_gettext("Note for proof"), hint=_SEALED)


class IncapacityForm(Schema):
    """A client who cannot weigh his interests on a subject."""

    topic = Choice(Scope, required=True, label=lazy_gettext("On what?"))
    decided_by = Choice(DecidedBy, required=True, label=lazy_gettext("Who judged this?"))
    begins_on = Day(required=True, label=lazy_gettext("From which day?"))
    ends_on = Day(
        required=True,
        label=lazy_gettext("Until which day?"),
        hint=lazy_gettext("After that day the client decides again, unless it is judged anew."),
    )
    note = Words(1_000, required=True, label=lazy_gettext("How it was judged, and by whom"), hint=_SEALED)


class OwnWordForm(Schema):
    """A child of 12 to 15 that decides on its care by itself."""

    ground = Choice(OwnGround, required=True, label=lazy_gettext("On which ground?"))
    begins_on = Day(required=True, label=lazy_gettext("From which day?"))
    ends_on = Day(required=True, label=lazy_gettext("Up to and with which day?"))
    note = Words(1_000, required=True, label=lazy_gettext("Why, and which carer decided it"), hint=_SEALED)


class BirthForm(Schema):
    """The date of birth of a minor."""

    born_on = Day(
        required=True,
        label=lazy_gettext("Date of birth"),
        hint=lazy_gettext("For clients under 18 only. Kept are the days on which the client turns 12, 16 and 18."),
    )
