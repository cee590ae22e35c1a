"""What goes in and out of breach over HTTP; unknown fields are refused."""

from waarborg_breach.schemas.breaches import (
    BreachSchema,
    DecisionSchema,
    NewBreachSchema,
    OneBreachSchema,
    RegisterQuerySchema,
    RegisterSchema,
)
from waarborg_breach.schemas.forms import DecideForm, DoneForm, FactsForm, OutsideForm, StaffForm
from waarborg_breach.schemas.times import (
    CorrectionOfTimesSchema,
    MergeForm,
    MergeSchema,
    TimesForm,
    WhyForm,
    WhySchema,
    WipeForm,
)

__all__ = [
    "BreachSchema",
    "CorrectionOfTimesSchema",
    "DecideForm",
    "DecisionSchema",
    "DoneForm",
    "FactsForm",
    "MergeForm",
    "MergeSchema",
    "NewBreachSchema",
    "OneBreachSchema",
    "OutsideForm",
    "RegisterQuerySchema",
    "RegisterSchema",
    "StaffForm",
    "TimesForm",
    "WhyForm",
    "WhySchema",
    "WipeForm",
]
