"""How BQR reaches people, and what each channel is secure enough for (B15: no invoices by plain e-mail)."""

from waarborg_shared.hooks.values import Channel, Content, Delivery, DeliveryState, Message, Text

_EVERYTHING = frozenset(Content)

CHANNELS = (
    Channel(code="letter", name=Text("Brief", "Letter"), carries=_EVERYTHING, mailing=True),
    Channel(code="secure_page", name=Text("Beveiligde pagina", "Secure page"), carries=_EVERYTHING),
    Channel(code="desk", name=Text("Op kantoor", "At the office"), carries=_EVERYTHING),
    Channel(
        code="email",
        name=Text("E-mail, zonder inhoud", "E-mail, without content"),
        carries=frozenset({Content.NOTICE}),
        mailing=True,
    ),
    Channel(code="telephone", name=Text("Telefoon", "Telephone"), carries=frozenset({Content.NOTICE})),
)

_OUTCOMES = {
    "letter": Delivery(state=DeliveryState.TO_PRINT),
    "secure_page": Delivery(state=DeliveryState.SENT, detail="to-be-read-there"),
    "desk": Delivery(state=DeliveryState.TASK, detail="at-the-office"),
    "email": Delivery(state=DeliveryState.TASK, detail="notice-by-email"),
    "telephone": Delivery(state=DeliveryState.TASK, detail="call"),
}
_CARRIES = {channel.code: channel.carries for channel in CHANNELS}


def deliver(message: Message) -> Delivery | None:
    """Make a letter to print, a task, or nothing more where the page itself is read; no opinion on other channels.

    The outcome follows from the message alone, so a second call with the same id changes nothing.
    """
    if message.channel not in _OUTCOMES:
        return None
    if message.content not in _CARRIES[message.channel]:
        return Delivery(state=DeliveryState.FAILED, detail="channel-not-secure-enough")
    return _OUTCOMES[message.channel]
