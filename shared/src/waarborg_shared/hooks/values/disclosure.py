"""Responsible disclosure as an organisation's plugin gives it: the policy, its promises, and where to go instead."""

from dataclasses import dataclass
from enum import StrEnum

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values.rewards import STANDARD_REWARDS, RewardRow, check_rewards
from waarborg_shared.hooks.values.text import Text, check_code, check_unique
from waarborg_shared.hooks.values.versions import check_clocks, count_from_receipt

REPORTER_KEPT = Term(3, Unit.MONTHS)
REPORT_KEPT = Term(24, Unit.MONTHS)


class Handover(StrEnum):
    """To which service of ours something goes that does not belong with the vulnerabilities."""

    BREACH = "breach"
    REQUESTS = "requests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Redirect:
    """What is not for this route, and the right way to go instead.

    ``goes_to``: we take it there ourselves as well. A data leak goes without asking, for the duty does not wait; a
    complaint with the reporter's leave.
    """

    code: str
    name: Text
    instead: Text
    phone: str | None = None
    goes_to: Handover | None = None

    def __post_init__(self) -> None:
        check_code(self.code, of="redirect")


class AnswerPart(StrEnum):
    """What a first answer must hold to count as one."""

    ASSESSMENT = "assessment"
    FIX_DATE = "fix_date"
    NEXT_STEP = "next_step"


TAKEN_ALONG = (
    Redirect(
        code="data_leak",
        name=Text("Een datalek", "A data leak"),
        instead=Text(
            "Wij geven het door aan wie hier over datalekken gaat, zonder te zeggen wie u bent.",
            "We pass it on to who deals with data leaks here, without saying who you are.",
        ),
        goes_to=Handover.BREACH,
    ),
    Redirect(
        code="complaint",
        name=Text("Een klacht", "A complaint"),
        instead=Text(
            "Als u dat wilt, geven wij uw klacht door aan wie klachten behandelt.",
            "If you wish, we pass your complaint on to who deals with complaints.",
        ),
        goes_to=Handover.REQUESTS,
    ),
)
"""Where the core takes what an organisation's own list does not name: no promise of the organisation, but a way."""
FORTNIGHT = Term(14, Unit.DAYS)
PROGRESS = ClockRule(name="progress", start_event="told", term=FORTNIGHT, source="ISO/IEC 29147")
"""How long a reporter of something that is being fixed goes without word: the core's, for no source names a term."""
PAUSED_WHILE_ASKING = frozenset({"fix", "progress"})
"""What waits while the reporter is asked something. The first answer does not: it was promised before any question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosurePolicy:
    """The responsible-disclosure policy: what we ask, what we promise and by when, and how we thank (J14, B22).

    Each promise stands once: ``we_promise`` holds, in sentences, what no other field says. ``reward`` is a sentence
    too; that the anonymous get none is ``reward_for_anonymous``.
    ``test_place`` says where somebody can try things out without harm, if there is such a place.
    ``promises`` may hold several versions of one clock by its name, each with its dates.
    ``progress`` says how often who reported hears how it stands while it is being fixed. ``pauses`` names the clocks
    that stand still while he is asked something; a question that he leaves is let go of after ``question_term``, and a
    fix that he does not try again counts as done after ``retest_term``.

    ``good_faith`` is the promise to who kept to the rules (no legal steps, no charges); None: none was made.
    ``research_allowed``: the policy also says outright that research by its rules is allowed. ``published_within`` is
    the term after which a report may be made public, where the policy names one.
    ``rewards`` is the table by which a promised reward is reckoned. After a report was closed its reporter's contact
    data go when ``reporter_kept`` is over, and all that was written in it when ``report_kept`` is, or the term of the
    retention rule whose code ``retention`` is.
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
    progress: ClockRule = PROGRESS
    pauses: frozenset[str] = PAUSED_WHILE_ASKING
    question_term: Term = FORTNIGHT
    retest_term: Term = FORTNIGHT
    good_faith: Text | None = None
    rewards: tuple[RewardRow, ...] = STANDARD_REWARDS
    reporter_kept: Term = REPORTER_KEPT
    report_kept: Term = REPORT_KEPT
    kept_source: str = "art. 5(1)(e) AVG"
    retention: str | None = None
    research_allowed: bool = False
    published_within: Term | None = None
    test_place: Text | None = None

    @property
    def ways(self) -> tuple[Redirect, ...]:
        """Every way to go instead: the organisation's own, and the core's for what its list does not name."""
        own = {redirect.code for redirect in self.redirects} | {redirect.goes_to for redirect in self.redirects}
        return (*self.redirects, *(each for each in TAKEN_ALONG if not {each.code, each.goes_to} & own))

    def __post_init__(self) -> None:
        check_rewards(self.rewards)
        if self.retention is not None:
            check_code(self.retention, of="disclosure policy: retention")
        check_clocks(self.promises, of="disclosure policy: promises")
        count_from_receipt(self.promises, of="disclosure policy: promises")
        check_unique([redirect.code for redirect in self.redirects], of="disclosure policy: redirects")
