"""The answer to who may decide for a client: those who do and how, those who do not and why, and what lacks."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waarborg_shared.hooks.values import Scope

CLIENT = "client"


class Manner(StrEnum):
    """How somebody decides among those who do."""

    ALONE = "alone"
    EACH = "each"
    """One of them is enough."""
    TOGETHER = "together"
    """All of them are needed."""
    BESIDE = "beside"
    """Besides the client, who decides himself."""


class Why(StrEnum):
    """Why somebody decides."""

    CAPABLE_ADULT = "capable-adult"
    FROM_16 = "from-16"
    CHILD_AND_PARENTS = "child-and-parents"
    LASTING_WISH = "lasting-wish"
    SERIOUS_HARM = "serious-harm"
    AUTHORITY_OVER_MINOR = "authority-over-minor"
    APPOINTED = "appointed"
    AUTHORISED = "authorised"
    BESIDE_CLIENT = "beside-client"
    PARTNER = "partner"
    FAMILY = "family"


class WhyNot(StrEnum):
    """Why somebody does not."""

    NOT_YET = "not-yet"
    TERM_OVER = "term-over"
    WRONG_SCOPE = "wrong-scope"
    NEVER_ON_CARE = "never-on-care"
    UNWILLING = "unwilling"
    SET_ASIDE = "set-aside"
    CANNOT_ACT = "cannot-act"
    NO_AUTHORITY = "no-authority"
    ADULTS_ONLY = "adults-only"
    MINORS_ONLY = "minors-only"
    HIGHER_ACTS = "higher-acts"
    CLIENT_DECIDES = "client-decides"
    CHILD_DECIDES = "child-decides"
    UNDER_12 = "under-12"
    UNDER_16 = "under-16"
    UNDER_18 = "under-18"
    INCAPABLE = "incapable"
    UNDER_GUARDIANSHIP = "under-guardianship"
    UNDER_ADMINISTRATION = "under-administration"


class Missing(StrEnum):
    """Why nobody decides, or not enough do."""

    NO_PARENT = "no-parent"
    NOBODY = "nobody"
    SET_ASIDE = "set-aside"


@dataclass(frozen=True, slots=True, kw_only=True)
class Decider:
    """Somebody who may decide: the client himself (no ``representation_id``, rank 0) or a representative.

    ``until`` is the last day of his term, where it has one.
    """

    ref: str
    kind: str
    manner: Manner
    why: Why
    article: str
    rank: int = 0
    representation_id: str | None = None
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bystander:
    """Somebody who may not, and why."""

    ref: str
    kind: str
    why_not: WhyNot
    article: str
    rank: int = 0
    representation_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Deciders:
    """The answer. ``deciders`` stand in the law's order; ``missing`` says what lacks."""

    subject_ref: str
    topic: Scope
    on: date
    deciders: tuple[Decider, ...]
    others: tuple[Bystander, ...]
    missing: Missing | None = None
