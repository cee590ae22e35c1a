"""What staff and reporter send while a report is assessed and fixed."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any

from flask_babel import lazy_gettext
from marshmallow import fields, post_load, validate

from waarborg_disclosure.domain.fixing import Retest
from waarborg_disclosure.domain.scoring import METRICS, Version
from waarborg_disclosure.domain.severity import ClientSafety, HealthData
from waarborg_disclosure.domain.weaknesses import read_weakness
from waarborg_disclosure.schemas.reporting import MESSAGE, ReceiptForm
from waarborg_shared.web.schemas import Choice, Day, Line, Schema, Words


class YesNo(StrEnum):
    """An answer to a plain question."""

    YES = "yes"
    NO = "no"


class Tried(StrEnum):
    """What somebody can say who tried a fix."""

    DONE = Retest.DONE.value
    STILL_THERE = Retest.STILL_THERE.value


class QuestionForm(Schema):
    """A question of staff to the reporter."""

    question = Words(MESSAGE, required=True, label=lazy_gettext("What do you want to know?"))


class VectorForm(Schema):
    """A CVSS vector, as it stands elsewhere."""

    vector = Line(
        300,
        required=True,
        label=lazy_gettext("CVSS vector"),
        hint=lazy_gettext("Begins with CVSS:3.1/ or CVSS:4.0/."),
    )


class CareForm(Schema):
    """What it means for people who get care."""

    client_safety = Choice(ClientSafety, required=True, label=lazy_gettext("Can a client come to harm by it?"))
    health_data = Choice(HealthData, required=True, label=lazy_gettext("Do data about health lie open?"))


class KindForm(Schema):
    """What kind of weak spot it is, and in which system."""

    cwe = Line(8, load_default=None, label=lazy_gettext("What kind of weak spot is it?"))
    cwe_other = Line(
        12,
        load_default=None,
        label=lazy_gettext("Another number from the CWE list"),
        hint=lazy_gettext("Such as CWE-862. It goes before the choice above."),
    )
    system = Line(200, load_default=None, label=lazy_gettext("In which system is it?"))

    @post_load
    def numbered(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Give the one number that was meant as it was typed, for the step to read."""
        return {"cwe": loaded["cwe_other"] or loaded["cwe"], "system": loaded["system"]}


class PlanForm(Schema):
    """How it is going to be fixed."""

    plan = Words(MESSAGE, required=True, label=lazy_gettext("How is it going to be fixed?"))


class DateForm(Schema):
    """The expected date of the fix, or another one with the reason."""

    new_fix_on = Day(required=True, label=lazy_gettext("By which day do you expect the fix?"))
    slip_reason = Words(
        MESSAGE,
        load_default=None,
        label=lazy_gettext("Why does the date change?"),
        hint=lazy_gettext("The reporter reads this."),
    )


class FixedForm(Schema):
    """That it is fixed, and how."""

    fixed_how = Words(
        MESSAGE,
        required=True,
        label=lazy_gettext("How was it fixed?"),
        hint=lazy_gettext("The reporter reads this, and is asked to try it."),
    )


class AnswerForm(ReceiptForm):
    """The reporter's answer to our question."""

    answer_text = Words(MESSAGE, required=True, label=lazy_gettext("Your answer"))


class RetestForm(ReceiptForm):
    """What the reporter sees of the fix."""

    outcome = Choice(Tried, required=True, label=lazy_gettext("You tried it. What do you see?"))
    retest_words = Words(
        MESSAGE, load_default=None, label=lazy_gettext("What did you see?"), needed=lazy_gettext("if it is still there")
    )

    @post_load
    def as_retest(self, loaded: dict[str, Any], **_: object) -> dict[str, Any]:
        """Read what was chosen as the domain's word for it."""
        return {**loaded, "outcome": Retest(str(loaded["outcome"]))}


class LeaveForm(ReceiptForm):
    """Whether a complaint may be passed on."""

    leave = Choice(YesNo, required=True, label=lazy_gettext("May we pass it on?"))


class HeardLeaveForm(Schema):
    """What the reporter said, outside the mailbox, of passing his complaint on."""

    heard_leave = Choice(YesNo, required=True, label=lazy_gettext("May it be passed on?"))
    heard_how = Words(
        1_000,
        required=True,
        label=lazy_gettext("How and when did the reporter say so?"),
        hint=lazy_gettext("Such as: by telephone, this morning. It is stored encrypted."),
    )


def owner_form(refs: Iterable[str]) -> type[Schema]:
    """Return the form that says who takes care of a report: one of those who may."""
    label = lazy_gettext("Who takes care of it?")
    owner = Line(64, required=True, validate=validate.OneOf(sorted(set(refs))), label=label)
    return type("OwnerForm", (Schema,), {"owner": owner})


def score_form(version: Version, labels: Mapping[str, str]) -> type[Schema]:
    """Return the form with the questions of one version of CVSS; what was chosen is given by the metric's letters."""
    names = {metric: metric_field(version, metric) for metric in METRICS[version]}
    questions = {
        names[metric]: fields.String(required=True, validate=validate.OneOf(values), metadata={"label": labels[metric]})
        for metric, values in METRICS[version].items()
    }

    def chosen(_self: Schema, loaded: dict[str, Any], **_: object) -> dict[str, str]:
        return {metric: str(loaded[name]) for metric, name in names.items()}

    body: dict[str, Any] = {**questions, "chosen": post_load(chosen)}
    return type(f"Score{version.name}Form", (Schema,), body)


def metric_field(version: Version, metric: str) -> str:
    """Return what the field of one question is called: each has a name of its own on the page."""
    return f"{version.name.lower()}_{metric.lower()}"


def weakness_of(typed: str | None) -> int | None:
    """Return the number of a kind of weak spot, None where none was given. Raises BadWeakness."""
    return read_weakness(typed) if typed else None
