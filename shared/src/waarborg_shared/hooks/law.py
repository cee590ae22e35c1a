"""The law's own terms, each with its article; what an organisation promises is held against these."""

from dataclasses import dataclass

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks.values.cases import BreachStart, RequestKind

MONTH = Term(1, Unit.MONTHS)


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestTerms:
    """The bounds of one kind of request: to answer, to extend by at most, and to tell of an extension."""

    answer: ClockRule
    notice: ClockRule
    extension: Term | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionBound:
    """The least and the most time that something may be kept."""

    floor: Term | None
    ceiling: Term | None
    source: str


def _answer(term: Term, source: str) -> ClockRule:
    return ClockRule(name="law", start_event="received", term=term, source=source)


_NOTICE = ClockRule(name="notice", start_event="received", term=MONTH, source="art. 12(3) AVG")
_AVG = RequestTerms(answer=_answer(MONTH, "art. 12(3) AVG"), notice=_NOTICE, extension=Term(2, Unit.MONTHS))
_COMPLAINT = RequestTerms(
    answer=_answer(Term(6, Unit.WEEKS), "art. 17(1) Wkkgz"),
    notice=ClockRule(name="notice", start_event="received", term=Term(6, Unit.WEEKS), source="art. 17(2) Wkkgz"),
    extension=Term(4, Unit.WEEKS),
)


def request_terms(kind: RequestKind) -> RequestTerms:
    """Return the law's terms for a request of ``kind``: art. 12(3) AVG; a complaint has those of the Wkkgz."""
    return _COMPLAINT if kind is RequestKind.COMPLAINT else _AVG


AUTHORITY_CLOCK = ClockRule(
    name="authority", start_event=BreachStart.AWARE, term=Term(72, Unit.HOURS), source="art. 33(1) AVG"
)

RETENTION_BOUNDS = {
    "medical_file": RetentionBound(floor=Term(240, Unit.MONTHS), ceiling=None, source="art. 7:454(3) BW"),
    "financial": RetentionBound(floor=Term(84, Unit.MONTHS), ceiling=None, source="art. 52(4) AWR"),
    "access_log": RetentionBound(floor=Term(60, Unit.MONTHS), ceiling=None, source="NEN 7513; art. 15e Wabvpz"),
}
