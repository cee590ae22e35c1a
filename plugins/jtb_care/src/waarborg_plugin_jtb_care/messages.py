"""What JTB-Care sends: confirmations and changes, which stay; the rest is said in person and never mailed (J6, J7)."""

from waarborg_shared.hooks.values import MessageKind, Text

_REACH = ("name", "address", "telephone", "email")
_WAYS = ("contact", "letter", "email")
_SOURCE = "privacybeleid, doeleinden, opt-out"


def _service(code: str, name: Text, explanation: Text) -> MessageKind:
    return MessageKind(
        code=code,
        name=name,
        explanation=explanation,
        purpose="service_message",
        channels=_WAYS,
        reach=_REACH,
        service=True,
        source=_SOURCE,
    )


MESSAGE_KINDS = (
    _service(
        "enrolment_confirmed",
        Text("Bevestiging van uw inschrijving", "Confirmation of your enrolment"),
        Text("U leest dat u bij ons bent ingeschreven.", "You read that you are enrolled with us."),
    ),
    _service(
        "payment_confirmed",
        Text("Bevestiging van een betaling", "Confirmation of a payment"),
        Text("U leest dat wij uw betaling hebben ontvangen.", "You read that we received your payment."),
    ),
    _service(
        "service_change",
        Text("Een verandering in onze diensten", "A change in our services"),
        Text("Wat er verandert aan wat u van ons krijgt.", "What changes in what you get from us."),
    ),
    MessageKind(
        code="activity_talk",
        name=Text("Een gesprek over activiteiten", "A talk about activities"),
        explanation=Text(
            "Iets dat bij onze diensten past. Een van ons bespreekt het met u, als u daar ja op zei.",
            "Something that goes with our services. One of us talks it over with you, if you said yes to that.",
        ),
        purpose="promotion",
        channels=("contact", "letter"),
        reach=_REACH,
        personal=True,
        source="privacybeleid, waarom we gegevens nodig hebben; art. 11.7 Tw",
    ),
    MessageKind(
        code="improvement_talk",
        name=Text("De vraag wat beter kan", "The question what can be better"),
        explanation=Text(
            "Wij vragen het u in een gesprek. Wilt u dat niet, dan vragen wij het niet.",
            "We ask you in a talk. If you don't want that, we don't ask.",
        ),
        purpose="improvement",
        channels=("contact",),
        reach=("name",),
        personal=True,
        source="privacybeleid, persoonsgegevens die wij verwerken; art. 21 AVG",
    ),
    MessageKind(
        code="newsletter_issue",
        name=Text("Een nieuwsbrief sturen", "Sending a newsletter"),
        explanation=Text(
            "De verklaring noemt een nieuwsbrief. Wij sturen er geen.",
            "The statement mentions a newsletter. We send none.",
        ),
        purpose="newsletter",
        channels=(),
        reach=("name", "email"),
        source="privacybeleid, opt-out; art. 11.7 Tw",
    ),
)
