"""Responsible disclosure as an organisation's plugin gives it: the policy, its promises, and where to go instead."""

from dataclasses import dataclass
from enum import StrEnum

from waarborg_shared.clocks import ClockRule
from waarborg_shared.hooks.values.text import Text, check_code, check_unique
from waarborg_shared.hooks.values.versions import check_clocks, count_from_receipt


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """What is not for this route, and the right way to go instead."""

    code: str
    name: Text
    instead: Text
    phone: str | None = None

    def __post_init__(self) -> None:
        check_code(self.code, of="redirect")


class AnswerPart(StrEnum):
    """What a first answer must hold to count as one."""

    ASSESSMENT = "assessment"
    FIX_DATE = "fix_date"
    NEXT_STEP = "next_step"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePolicy:
    """The responsible-disclosure policy: what we ask, what we promise and by when, and how we thank (J14, B22).

    Each promise stands once: ``we_promise`` holds, in sentences, what no other field says. ``reward`` is a sentence
    too; that the anonymous get none is ``reward_for_anonymous``.
    ``test_place`` says where somebody can try things out without harm, if there is such a place.
    ``promises`` may hold several versions of one clock by its name, each with its dates.
    """

    promises: tuple[ClockRule, ...]
    answer_needs: tuple[AnswerPart, ...]
    in_scope: tuple[Text, ...]
    redirects: tuple[Redirect, ...]
    we_ask: tuple[Text, ...]
    please_avoid: tuple[Text, ...]
    we_promise: tuple[Text, ...]
    receipt_at_once: bool
    pseudonym_allowed: bool
    anonymous_mailbox: bool
    reward: Text | None
    reward_for_anonymous: bool
    credit: bool
    source: str
    test_place: Text | None = None

    def __post_init__(self) -> None:
        check_clocks(self.promises, of="disclosure policy: promises")
        count_from_receipt(self.promises, of="disclosure policy: promises")
        check_unique([redirect.code for redirect in self.redirects], of="disclosure policy: redirects")
