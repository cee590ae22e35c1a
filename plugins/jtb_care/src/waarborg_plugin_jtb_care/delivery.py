"""How JTB-Care reaches people: in person, by letter, a service message by e-mail, and never by a mailing (J7)."""

from waarborg_shared.hooks.values import Channel, Content, Delivery, DeliveryState, Message, Text

_EVERYTHING = frozenset(Content)

CHANNELS = (
    Channel(code="contact", name=Text("Persoonlijk gesprek", "A talk in person"), carries=_EVERYTHING),
    Channel(code="letter", name=Text("Brief", "Letter"), carries=_EVERYTHING),
    Channel(code="email", name=Text("E-mail", "E-mail"), carries=frozenset({Content.NOTICE})),
)

_OUTCOMES = {
    "contact": Delivery(state=DeliveryState.TASK, detail="talk-in-person"),
    "letter": Delivery(state=DeliveryState.TO_PRINT),
    "email": Delivery(state=DeliveryState.TASK, detail="service-message"),
}
_CARRIES = {channel.code: channel.carries for channel in CHANNELS}


def deliver(message: Message) -> Delivery | None:
    """Make a task for a member of staff, or a letter to print; no opinion on a channel that JTB has not.

    The task stands with the case, and who takes that up is on its timeline: a message names nobody.

    The outcome follows from the message alone, so a second call with the same id changes nothing.
    """
    if message.channel not in _OUTCOMES:
        return None
    if message.content not in _CARRIES[message.channel]:
        return Delivery(state=DeliveryState.FAILED, detail="channel-not-secure-enough")
    return _OUTCOMES[message.channel]
