"""What is sent about a complaint: by the person from his own page, and by who judges it."""

from datetime import date
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import ValidationError, fields, post_load, validates, validates_schema

from waarborg_requests.domain.complaining import MOST_MEASURES, Judged, Judgement, Measure
from waarborg_requests.schemas.speaking import OwnForm, refuse_bsn
from waarborg_shared.web import noted
from waarborg_shared.web.schemas import Choice, Day, Line, Schema, Whole, Words


class ComplainForm(OwnForm):
    """A complaint about one's own request."""

    complaint = Words(
        10_000,
        required=True,
        label=lazy_gettext("What are you not content with?"),
        hint=lazy_gettext("Do not write your citizen service number (BSN) here."),
    )
    permission = fields.Boolean(
        load_default=False,
        metadata={"label": lazy_gettext("Who handles my complaint may look into my request")},
    )

    @validates("complaint")
    def no_bsn(self, text: str, **_: object) -> None:
        """No BSN comes in by a complaint."""
        refuse_bsn(text)


class PermitForm(OwnForm):
    """Let who handles the complaint look into the request, or no longer."""

    permitted = fields.Boolean(load_default=False)


def _measures() -> dict[str, fields.Field]:
    made: dict[str, fields.Field] = {}
    for number in range(1, MOST_MEASURES + 1):
        made[f"measure_{number}"] = Line(500, load_default=None, allow_none=True, label=lazy_gettext("Measure"))
        made[f"measure_{number}_by"] = Day(load_default=None, allow_none=True, metadata={"label": lazy_gettext("By")})
    return made


class _Judging(Schema):
    revision = Whole(1, required=True)
    judgement = Choice(Judgement, required=True, label=lazy_gettext("Judgement"))
    conclusions = Words(
        20_000,
        required=True,
        label=lazy_gettext("To what the examination led, and why"),
        hint=lazy_gettext("The person reads this. Write what you looked at and what you conclude from it."),
    )
    decisions = Words(10_000, load_default="", label=lazy_gettext("What is decided because of the complaint"), hint="")
    outsider = Line(
        200,
        load_default="",
        label=lazy_gettext("Who from outside looked at it too"),
    )


class JudgeForm(_Judging.from_dict(_measures())):  # type: ignore[misc]
    """A judgement with what is decided, and by when each measure is carried out (art. 17(1) Wkkgz)."""

    @validates_schema(skip_on_field_errors=True)
    def whole_measures(self, loaded: dict[str, Any], **_: object) -> None:
        """Each measure has its words and its day."""
        for number in range(1, MOST_MEASURES + 1):
            what, by = loaded[f"measure_{number}"], loaded[f"measure_{number}_by"]
            if (what is None) != (by is None):
                wrong = f"measure_{number}" if what is None else f"measure_{number}_by"
                raise ValidationError(noted("Say what is done and by which day."), field_name=wrong)

    @post_load
    def command(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Make the domain's judgement of it."""
        judged = Judged(
            judgement=loaded["judgement"],
            conclusions=loaded["conclusions"],
            decisions=loaded["decisions"],
            measures=tuple(_whole(loaded)),
            outsider=loaded["outsider"],
        )
        return {"revision": loaded["revision"], "judged": judged}


def _whole(loaded: dict[str, Any]) -> list[Measure]:
    pairs = ((loaded[f"measure_{number}"], loaded[f"measure_{number}_by"]) for number in range(1, MOST_MEASURES + 1))
    return [Measure(what=what, due_on=by) for what, by in pairs if isinstance(by, date)]


class CarryOutForm(Schema):
    """A measure was carried out: the button says it all."""

    revision = Whole(1, load_default=1)
    number = Whole(1, MOST_MEASURES, required=True)
