"""What pages call the states of authority and persons, the law's exceptions, and the steps of deciding."""

from waarborg_breach.domain import AuthorityState, NoticeKind, PersonsException, PersonsState
from waarborg_shared.hooks.values import Text

AUTHORITY_STATES: dict[str, Text] = {
    AuthorityState.UNDECIDED: Text("nog niet besloten", "not decided yet"),
    AuthorityState.NOT_TO_NOTIFY: Text("wordt niet gemeld", "will not be notified"),
    AuthorityState.TO_NOTIFY: Text("moet nog gemeld worden", "still to be notified"),
    AuthorityState.PROVISIONAL: Text("voorlopig gemeld", "notified provisionally"),
    AuthorityState.SUPPLEMENTED: Text("gemeld en aangevuld, nog niet volledig", "supplemented, not yet in full"),
    AuthorityState.COMPLETE: Text("volledig gemeld", "notified in full"),
    AuthorityState.WITHDRAWN: Text("melding ingetrokken", "notification withdrawn"),
}
PERSONS_STATES: dict[str, Text] = {
    PersonsState.UNDECIDED: Text("nog niet besloten", "not decided yet"),
    PersonsState.NOT_TO_INFORM: Text("worden niet ingelicht", "will not be told"),
    PersonsState.TO_INFORM: Text("moeten nog ingelicht worden", "still to be told"),
    PersonsState.TO_ANNOUNCE: Text("openbare mededeling moet nog", "public announcement still to be made"),
    PersonsState.IN_PART: Text("voor een deel ingelicht", "told in part"),
    PersonsState.INFORMED: Text("ingelicht", "told"),
    PersonsState.ANNOUNCED: Text("openbaar bekendgemaakt", "announced publicly"),
}
EXCEPTIONS: dict[str, Text] = {
    PersonsException.NO_HIGH_RISK: Text(
        "Het risico voor hen is niet hoog (art. 34 lid 1 AVG)", "The risk to them is not high (art. 34(1) GDPR)"
    ),
    PersonsException.UNINTELLIGIBLE: Text(
        "Niemand kan de gegevens lezen, bijvoorbeeld door versleuteling (art. 34 lid 3 onder a)",
        "Nobody can read the data, by encryption for instance (art. 34(3)(a))",
    ),
    PersonsException.AVERTED: Text(
        "Maatregelen achteraf hebben het hoge risico weggenomen (art. 34 lid 3 onder b)",
        "Later measures have taken away the high risk (art. 34(3)(b))",
    ),
    PersonsException.DISPROPORTIONATE: Text(
        "Ieder apart inlichten vraagt te veel; er komt een openbare mededeling (art. 34 lid 3 onder c)",
        "Telling each takes disproportionate effort; a public announcement is made (art. 34(3)(c))",
    ),
}
NOTICES: dict[str, Text] = {
    NoticeKind.PROVISIONAL: Text("Voorlopige melding", "Provisional notification"),
    NoticeKind.COMPLETE: Text("Volledige melding", "Complete notification"),
    NoticeKind.SUPPLEMENT: Text("Aanvulling", "Supplement"),
    NoticeKind.WITHDRAWAL: Text("Intrekking", "Withdrawal"),
}
CLOCKS: dict[str, Text] = {
    "measures": Text("Bedenken wat herhaling voorkomt", "Think of what prevents a repetition"),
    "supplement": Text("De voorlopige melding aanvullen", "Complete the provisional notification"),
    "nis2_warning": Text("Vroegtijdige waarschuwing over een incident (NIS2)", "Early warning of an incident (NIS2)"),
    "nis2_notice": Text("Melding van een incident (NIS2)", "Notification of an incident (NIS2)"),
}
STARTS: dict[str, Text] = {
    "decided": Text("vanaf het besluit", "from the decision"),
    "provisional": Text("vanaf de voorlopige melding", "from the provisional notification"),
}
DUTIES: dict[str, Text] = {
    "complete-notification": Text(
        "De melding bij de Autoriteit Persoonsgegevens volledig maken", "Complete the notification to the authority"
    ),
    "announce": Text("Het lek openbaar bekendmaken", "Announce the breach publicly"),
    "late-reason": Text("Opschrijven waarom te laat is gemeld", "Write down why the notification was late"),
}
STEPS: dict[str, Text] = {
    "decided-to-announce": Text(
        "Besloten de anderen met een openbare mededeling in te lichten",
        "Decided to tell the others by a public announcement",
    ),
    "supplemented-notification": Text("De melding is aangevuld", "The notification was supplemented"),
    "withdrew-notification": Text("De melding is ingetrokken", "The notification was withdrawn"),
    "notice-late": Text(
        "Na de verbetering blijkt de melding te laat", "By the correction the notification turns out late"
    ),
    "notice-in-time": Text(
        "Na de verbetering blijkt de melding op tijd", "By the correction the notification turns out in time"
    ),
    "explained-late": Text("Opgeschreven waarom te laat is gemeld", "Written down why the notification was late"),
    "announced-breach": Text("Openbaar bekendgemaakt", "Announced publicly"),
    "reopened-breach": Text("Weer geopend", "Opened again"),
    "clock-switched-on": Text("Termijn van een andere wet aangezet", "Term of another law switched on"),
    "clock-switched-off": Text("Termijn van een andere wet uitgezet", "Term of another law switched off"),
}
FORM_OF: dict[str, str] = {
    "complete-notification": "supplemented",
    "announce": "announced",
    "late-reason": "late-reason",
}
APPOINTED_ROLE = Text("Aangewezen vervanger", "Appointed deputy")
