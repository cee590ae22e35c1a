"""What goes in and out of identity over HTTP; unknown fields are refused."""

from waarborg_identity.schemas.persons import (
    BODY_RULES,
    BsnSchema,
    ClientNumberSchema,
    FindForm,
    FoundSchema,
    NewPersonSchema,
    OwnNumberSchema,
    OwnNumberShownSchema,
    PersonRefSchema,
    PersonSchema,
    SearchSchema,
)
from waarborg_identity.schemas.signing_in import LetterForm, SignInForm

__all__ = [
    "BODY_RULES",
    "BsnSchema",
    "ClientNumberSchema",
    "FindForm",
    "FoundSchema",
    "LetterForm",
    "NewPersonSchema",
    "OwnNumberSchema",
    "OwnNumberShownSchema",
    "PersonRefSchema",
    "PersonSchema",
    "SearchSchema",
    "SignInForm",
]
