"""How JTB-Care handles requests, breaches and reports of vulnerabilities (J11, J14; art. 33 AVG)."""

from dataclasses import replace

from waarborg_plugin_jtb_care.roles import CARE_LEAD
from waarborg_shared.clocks import ClockRule, Term, Unit
from waarborg_shared.hooks import law
from waarborg_shared.hooks.values import (
    GIVES_DATA,
    PROGRESS,
    AnswerPart,
    BreachProtocol,
    ComplaintRoute,
    DisclosurePolicy,
    RequestClass,
    RequestKind,
    RequestPolicy,
    Text,
)

AS_COMPLAINT = (
    RequestKind.ACCESS,
    RequestKind.COPY,
    RequestKind.ACCESS_LOG,
    RequestKind.REFERRAL_INDEX,
    RequestKind.CORRECTION,
    RequestKind.ADDITION,
    RequestKind.OBJECTION,
    RequestKind.ERASURE,
    RequestKind.COMPLAINT,
)
"""J11: access, correction, objection and erasure in each of their forms, and what is a complaint by itself."""

_EXPLANATION = Text(
    "Wij behandelen uw verzoek volgens onze klachtenprocedure. Binnen twee weken krijgt u een brief met ons antwoord.",
    "We handle your request under our complaints procedure. Within two weeks you get a letter with our answer.",
)


def _as_complaint(kind: RequestKind) -> RequestPolicy:
    return RequestPolicy(
        kind=kind,
        name=law.REQUEST_NAMES[kind],
        request_class=RequestClass.COMPLAINT,
        promise=ClockRule(
            name="answer", start_event="received", term=Term(14, Unit.DAYS), source="privacybeleid, uw rechten"
        ),
        extension=None,
        answer_channel="letter",
        identification=kind not in law.NO_IDENTIFICATION,
        first_copy_free=True,
        explanation=_EXPLANATION,
        four_eyes=kind in GIVES_DATA,
        source="privacybeleid, uw rechten",
    )


REQUEST_POLICIES = {kind: _as_complaint(kind) for kind in AS_COMPLAINT}

COMPLAINT_ROUTE = ComplaintRoute(
    handler=Text("JTB-Care zelf, volgens de klachtenprocedure", "JTB-Care itself, under its complaints procedure"),
    independent=False,
    explanation=Text(
        "Bij JTB-Care werkt één persoon. Gaat uw klacht over haar eigen werk, dan kijkt zij er na een nacht nog eens "
        "naar, of kijkt iemand van buiten mee.",
        "One person works at JTB-Care. If your complaint is about her own work, she looks at it again after a night, "
        "or somebody from outside looks at it too.",
    ),
    source="privacybeleid, uw rechten",
)

BREACH = BreachProtocol(
    responsible_role=CARE_LEAD,
    responsible=Text("De zorgverlener van JTB-Care", "JTB-Care's carer"),
    deputies=(),
    clocks=law.AUTHORITY_CLOCK,
    questions=law.QUESTIONS,
    grievance=Text(
        "Bent u het niet eens met wat is besloten? Dan bespreken wij dat; u kunt er ook een klacht over indienen.",
        "Do you disagree with what was decided? We talk it over with you; you can also make a complaint of it.",
    ),
    source="art. 33, 34 AVG",
    optional_clocks=law.OTHER_LAWS_CLOCKS,
    tell_by="contact",
    remind_by="email",
)

DISCLOSURE = DisclosurePolicy(
    promises=(
        ClockRule(
            name="first_answer",
            start_event="received",
            term=Term(5, Unit.DAYS),
            source="privacybeleid, responsible disclosure",
        ),
    ),
    answer_needs=(AnswerPart.ASSESSMENT, AnswerPart.FIX_DATE),
    in_scope=(Text("Zwakke plekken in onze systemen en op onze website", "Weak spots in our systems and our website"),),
    redirects=(),
    we_ask=(
        Text("Meld wat u vond zo snel mogelijk.", "Report what you found as soon as you can."),
        Text(
            "Geef genoeg om het na te doen: meestal volstaan het IP-adres of de URL en een beschrijving.",
            "Give enough to reproduce it: mostly an IP address or URL and a description will do.",
        ),
        Text(
            "Ga niet verder dan nodig is om het lek te laten zien.",
            "Go no further than showing the leak takes.",
        ),
        Text(
            "Vertel het niemand anders tot het is opgelost, en wis daarna wat u aan gegevens kreeg.",
            "Tell nobody else until it is fixed, and then wipe the data that you obtained.",
        ),
    ),
    please_avoid=(
        Text("Malware of een achterdeur plaatsen", "Placing malware or a backdoor"),
        Text(
            "Gegevens kopiëren, wijzigen of verwijderen; een lijst van een map volstaat",
            "Copying, changing or deleting data; a directory listing serves",
        ),
        Text("Het systeem veranderen", "Changing the system"),
        Text("Herhaald binnengaan, of de toegang delen", "Repeated access, or sharing the access"),
        Text("Wachtwoorden raden met brute kracht", "Guessing passwords by brute force"),
        Text("De dienst platleggen", "Denial of service"),
        Text("Mensen misleiden om binnen te komen", "Social engineering"),
    ),
    we_promise=(
        Text(
            "Wij houden uw melding vertrouwelijk en geven uw gegevens niet door, tenzij een wet dat eist.",
            "We keep your report in confidence and pass your data on to nobody, unless a law demands it.",
        ),
        Text("Wij laten u weten hoe het vordert.", "We tell you how it is coming on."),
        Text(
            "Wordt er na de oplossing over geschreven, dan doen wij graag mee.",
            "If it is written about after the fix, we like to take part.",
        ),
    ),
    receipt_at_once=True,
    pseudonym_allowed=True,
    anonymous_mailbox=True,
    reward=Text(
        "Voor ieder probleem dat wij nog niet kenden krijgt u een beloning. Hoe ernstiger het lek en hoe beter uw "
        "melding, hoe hoger de beloning.",
        "For every problem that we did not yet know you get a reward. The greater the severity of the leak and the "
        "quality of your report, the higher the reward.",
    ),
    reward_for_anonymous=True,
    credit=True,
    source="privacybeleid, responsible disclosure",
    good_faith=Text(
        "Hield u zich aan deze regels, dan volgen er geen juridische stappen.",
        "If you kept to these rules, no legal steps follow.",
    ),
    # It promises to tell how it is coming on, and names no interval: that is the core's.
    progress=replace(PROGRESS, source="privacybeleid, responsible disclosure"),
)
