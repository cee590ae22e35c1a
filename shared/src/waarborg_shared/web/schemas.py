"""Strict fields for what comes in: lines, texts, codes, moments; nothing unknown, no control characters, no guessing.

A field's ``label`` is what a page calls it (`label=lazy_gettext("Your name")`).
"""

import re
import unicodedata
from collections.abc import Mapping, Sized
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from marshmallow import RAISE, ValidationError, fields, validate
from marshmallow import Schema as _Schema
from stdnum.nl import bsn

from waarborg_shared.web.i18n import noted

_CONTROL = (
    r"\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f"  # C0 and C1 but tab and line breaks
    r"\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff"  # separators, bidirectional overrides, half characters
)
_HALVES = r"\ud800-\udfff"  # no JSON text holds one that is well formed, and not every reader of patterns knows them
_BREAKS = r"\t\n\r"
_UNSEEN = r"\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2064\u2800\u3164\ufe00-\ufe0f\ufeff"
_SEEN = re.compile(rf"[^\s{_UNSEEN}]")
_YEARS = r"^(19|20|21)\d\d-"


class Schema(_Schema):
    """The base of every schema: an unknown field is an error."""

    class Meta:
        unknown = RAISE


def at_least(count: int) -> validate.Length:
    """Return the check that a list or a mapping holds no fewer than so many."""
    return validate.Length(min=count, error=f"At least {count} of these.")


def at_most(count: int) -> validate.Length:
    """Return the check that a list or a mapping holds no more than so many."""
    return validate.Length(max=count, error=f"At most {count} of these.")


class _Labelled:
    """Puts ``label`` and ``hint`` where pages find them, and out of the OpenAPI document."""

    @staticmethod
    def options(options: dict[str, Any], **described: Any) -> dict[str, Any]:
        given = dict(options.pop("metadata", {}))
        for name in ("label", "hint", "needed"):
            if name in options:
                given[name] = options.pop(name)
        return {**options, "metadata": {**described, **given}}


def _pattern(forbidden: str, *, filled: bool) -> str:
    forbidden = forbidden.replace(_HALVES, "")
    if not filled:
        return f"^[^{forbidden}]*$"
    return rf"^[^{forbidden}]*[^\s{_UNSEEN}{forbidden}][^{forbidden}]*$"


class _Length(validate.Length):
    """Says how much is too long, so that somebody knows how much to take out."""

    def __call__(self, value: Sized) -> Any:
        if self.max is not None and len(value) > self.max:
            raise ValidationError(f"Longer than maximum length {self.max}: {len(value)}.")
        return super().__call__(value)


class _Text(fields.String):
    """A text of at most ``longest`` characters in which ``forbidden`` ones are refused; not blank unless told."""

    forbidden = _CONTROL
    default_error_messages = {  # noqa: RUF012
        "control": noted("This contains characters that cannot be stored."),
        "blank": noted("Fill this in."),
    }

    def __init__(self, longest: int, *, blank: bool = False, **options: Any) -> None:
        pattern = _pattern(self.forbidden, filled=not blank)
        length = _Length(max=longest) if blank else _Length(min=1, max=longest)
        own = options.pop("validate", ())
        own = tuple(own) if isinstance(own, (list, tuple)) else (own,)
        super().__init__(validate=(length, *own), **_Labelled.options(options, pattern=pattern))
        self._bad = re.compile(f"[{self.forbidden}]")
        self._blank = blank

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        if self._bad.search(value):
            raise self.make_error("control")
        if not self._blank and not _SEEN.search(value):
            raise self.make_error("blank")
        return unicodedata.normalize("NFC", super()._deserialize(value, attr, data, **kwargs) or "")


class Line(_Text):
    """One line of text (a name, a street), 200 characters unless told."""

    forbidden = _CONTROL + _BREAKS

    def __init__(self, longest: int = 200, **options: Any) -> None:
        super().__init__(longest, **options)


class Words(_Text):
    """Text with line breaks, 10,000 characters unless told."""

    def __init__(self, longest: int = 10_000, **options: Any) -> None:
        super().__init__(longest, **options)

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        return super()._deserialize(value, attr, data, **kwargs).replace("\r\n", "\n").replace("\r", "\n")


class Code(fields.String):
    """A code: lower-case letters, digits and ``_ . -``, at most 100."""

    default_error_messages = {"shape": noted("This is not a code.")}  # noqa: RUF012
    _SHAPE = re.compile(r"[a-z0-9](?:[a-z0-9_.-]{0,98}[a-z0-9])?")

    def __init__(self, **options: Any) -> None:
        super().__init__(**_Labelled.options(options, pattern=f"^{self._SHAPE.pattern}$"))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        if not isinstance(value, str) or not self._SHAPE.fullmatch(value):
            raise self.make_error("shape")
        return value


class Reference(fields.String):
    """A reference that one of the services gave out: letters, digits and hyphens, 8 to 36 of them.

    Digits alone are none: they could be somebody's number, and no event may carry that.
    """

    SHAPE = re.compile(r"(?:[A-Za-z]|[0-9]+[A-Za-z-])[A-Za-z0-9-]*")
    SHORTEST, LONGEST = 8, 36

    def __init__(self, **options: Any) -> None:
        checks = (
            validate.Length(min=self.SHORTEST, max=self.LONGEST),
            validate.Regexp(f"^{self.SHAPE.pattern}$", error=noted("This is not a valid reference.")),
        )
        super().__init__(validate=checks, **_Labelled.options(options))

    @classmethod
    def fits(cls, text: str) -> bool:
        """Whether a text is shaped as a reference, for one that stands in an address."""
        return cls.SHORTEST <= len(text) <= cls.LONGEST and cls.SHAPE.fullmatch(text) is not None


class Choice(fields.String):
    """One of an enumeration's values, given back as its member."""

    def __init__(self, enum: type[StrEnum], **options: Any) -> None:
        described = _Labelled.options(options)
        super().__init__(validate=validate.OneOf([each.value for each in enum]), **described)
        self.enum = enum

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, str):
            raise self.make_error("invalid")
        try:
            return self.enum(value)
        except ValueError:
            return value  # OneOf then says what is wrong


class Flag(fields.Boolean):
    """True or false, nothing that looks like it."""

    def __init__(self, **options: Any) -> None:
        super().__init__(**_Labelled.options(options))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> bool:
        if not isinstance(value, bool):
            raise self.make_error("invalid", input=value)
        return value


class Whole(fields.Integer):
    """A whole number between two bounds; `"5"`, `5.0` and `true` are none."""

    def __init__(self, least: int = 0, most: int = 2_147_483_647, **options: Any) -> None:
        bounds = validate.Range(min=least, max=most)
        super().__init__(strict=True, validate=bounds, **_Labelled.options(options))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> int:
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.make_error("invalid", input=value)
        return value


class Moment(fields.AwareDateTime):
    """A moment with its offset (RFC 3339), given back in UTC; years 1900 to 2199, no naive ones."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **_Labelled.options(options, pattern=_YEARS))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not re.match(_YEARS, value):
            raise self.make_error("invalid", input=value, obj_type="aware datetime")
        moment: datetime = super()._deserialize(value, attr, data, **kwargs)
        return moment.astimezone(UTC)


class Day(fields.Date):
    """A date (`2027-01-05`), years 1900 to 2199."""

    def __init__(self, **options: Any) -> None:
        super().__init__(format="iso", **_Labelled.options(options, pattern=_YEARS))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not re.match(_YEARS, value):
            raise self.make_error("invalid", input=value, obj_type="date")
        return super()._deserialize(value, attr, data, **kwargs)


class Email(fields.Email):
    """An e-mail address, at most 254 characters."""

    def __init__(self, **options: Any) -> None:
        super().__init__(validate=validate.Length(max=254), **_Labelled.options(options))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> Any:
        if not isinstance(value, str) or not value.isprintable():
            raise self.make_error("invalid")
        return super()._deserialize(value, attr, data, **kwargs)


class Bsn(fields.String):
    """A burgerservicenummer that passes the 11-test, given back as nine digits."""

    default_error_messages = {"bsn": noted("This is not a valid BSN.")}  # noqa: RUF012

    def __init__(self, **options: Any) -> None:
        super().__init__(**_Labelled.options(options, pattern=r"^[0-9]{8,9}$"))

    def _deserialize(self, value: Any, attr: str | None, data: Mapping[str, Any] | None, **kwargs: Any) -> str:
        plain = re.sub(r"[ .]", "", value) if isinstance(value, str) else ""
        if not re.fullmatch(r"[0-9]{8,9}", plain) or not bsn.is_valid(plain.zfill(9)):
            raise self.make_error("bsn")
        return plain.zfill(9)

    @classmethod
    def fits(cls, text: str) -> bool:
        """Whether what somebody typed for something else is a BSN by its shape: nine digits that pass the 11-test."""
        plain = re.sub(r"[\s.-]", "", text)
        return re.fullmatch(r"[0-9]{9}", plain) is not None and bool(bsn.is_valid(plain))
