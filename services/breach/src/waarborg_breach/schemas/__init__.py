"""What goes in and out of breach over HTTP; unknown fields are refused."""

from waarborg_breach.schemas.breaches import (
    BreachSchema,
    DecisionSchema,
    NewBreachSchema,
    OneBreachSchema,
    RegisterQuerySchema,
    RegisterSchema,
)
from waarborg_breach.schemas.forms import DecideForm, DoneForm, OutsideForm, StaffForm

__all__ = [
    "BreachSchema",
    "DecideForm",
    "DecisionSchema",
    "DoneForm",
    "NewBreachSchema",
    "OneBreachSchema",
    "OutsideForm",
    "RegisterQuerySchema",
    "RegisterSchema",
    "StaffForm",
]
