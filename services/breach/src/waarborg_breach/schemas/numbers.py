"""The number by which the authority knows a notification."""

from typing import Any

from flask_babel import lazy_gettext
from marshmallow import validate

from waarborg_shared.web.schemas import Line


class AuthorityNumber(Line):
    """The authority's own number: letters, digits and ``- . /`` alone, for it stays when the case is erased."""

    def __init__(self, **options: Any) -> None:
        shape = validate.Regexp(
            r"[A-Za-z0-9][A-Za-z0-9./-]*\Z", error=lazy_gettext("Letters, digits and hyphens only.")
        )
        super().__init__(40, validate=shape, **options)
