"""How BQR handles what people ask about their data (B14 to B17), and complaints (B19)."""

from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks import law
from waarborg_shared.hooks.values import GIVES_DATA, ComplaintRoute, RequestClass, RequestKind, RequestPolicy, Text

_ANSWER = Text(
    "Binnen vier weken hebt u ons antwoord. Is het ingewikkeld, dan kan dat twee maanden langer worden; "
    "dat hoort u schriftelijk binnen een maand.",
    "You have our answer within four weeks. If it is complex that can become two months more; "
    "we tell you so in writing within a month.",
)
_WORD = Text(
    "Binnen vier weken hoort u van ons. Is het ingewikkeld, dan kan het twee maanden langer duren; "
    "dat hoort u schriftelijk binnen een maand.",
    "You hear from us within four weeks. If it is complex it can take two months more; "
    "we tell you so in writing within a month.",
)
_CONFIRMED = Text(
    "Binnen vier weken bevestigen wij schriftelijk wat er is gedaan.",
    "Within four weeks we confirm in writing what was done.",
)
_AT_ONCE = Text(f"Dit werkt zodra u het vraagt. {_CONFIRMED.nl}", f"This works the moment you ask. {_CONFIRMED.en}")
_COMPLAINT = Text(
    "De onafhankelijke klachtenfunctionaris behandelt uw klacht. U hoort binnen zes weken; "
    "dat kan vier weken langer worden.",
    "The independent complaints officer handles your complaint. You hear within six weeks, "
    "which can become four weeks more.",
)

_ANSWERED = frozenset(
    {
        RequestKind.ACCESS,
        RequestKind.COPY,
        RequestKind.ACCESS_LOG,
        RequestKind.REFERRAL_INDEX,
        RequestKind.CORRECTION,
        RequestKind.ADDITION,
    }
)


def _explanation(kind: RequestKind) -> Text:
    if kind is RequestKind.ADDRESS_SECRECY:
        return _AT_ONCE
    if kind is RequestKind.WITHDRAWAL:  # the page itself says when it works, which is a matter of who is known
        return _CONFIRMED
    return _ANSWER if kind in _ANSWERED else _WORD


def _policy(kind: RequestKind) -> RequestPolicy:
    month = Term(1, Unit.MONTHS)
    return RequestPolicy(
        kind=kind,
        name=law.REQUEST_NAMES[kind],
        request_class=RequestClass.REQUEST,
        promise=ClockRule(
            name="answer", start_event="received", term=Term(4, Unit.WEEKS), source="privacyverklaring, hoofdstuk 13"
        ),
        notice=ClockRule(
            name="notice", start_event="received", term=month, source="privacyverklaring, hoofdstuk 13; art. 12(3) AVG"
        ),
        extension=Term(2, Unit.MONTHS),
        answer_channel="letter",
        identification=kind not in law.NO_IDENTIFICATION,
        first_copy_free=True,
        explanation=_explanation(kind),
        four_eyes=kind in GIVES_DATA,
        source="privacyverklaring, hoofdstuk 10"
        if kind is RequestKind.ADDRESS_SECRECY
        else "privacyverklaring, hoofdstuk 12, 13",
    )


def _complaint() -> RequestPolicy:
    return RequestPolicy(
        kind=RequestKind.COMPLAINT,
        name=law.REQUEST_NAMES[RequestKind.COMPLAINT],
        request_class=RequestClass.COMPLAINT,
        promise=ClockRule(name="answer", start_event="received", term=Term(6, Unit.WEEKS), source="art. 17(1) Wkkgz"),
        extension=Term(4, Unit.WEEKS),
        answer_channel="letter",
        identification=False,
        first_copy_free=True,
        explanation=_COMPLAINT,
        source="privacyverklaring, hoofdstuk 16; art. 17 Wkkgz",
    )


COMPLAINT_ROUTE = ComplaintRoute(
    handler=Text(
        "De onafhankelijke klachtenfunctionaris van Stichting Klachtenregeling",
        "The independent complaints officer of Stichting Klachtenregeling",
    ),
    independent=True,
    explanation=Text(
        "De klachtenfunctionaris hoort niet bij BQR-Zorg en neemt geen partij. U kunt ook bellen met de functionaris.",
        "The complaints officer is not of BQR-Zorg and takes no side. You can also call the officer.",
    ),
    source="privacyverklaring, hoofdstuk 16",
)

REQUEST_POLICIES: dict[RequestKind, RequestPolicy] = {
    **{kind: _policy(kind) for kind in RequestKind if kind is not RequestKind.COMPLAINT},
    RequestKind.COMPLAINT: _complaint(),
}
