"""The words of telling the persons of a breach."""

from waarborg_breach.domain.telling import PARTS, CareKind, MessagePart, PersonState, TellingState
from waarborg_breach.domain.telling_rows import Column, RowFault
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text

PERSON_STATES: dict[PersonState, Text] = {
    PersonState.TO_DO: Text("nog te doen", "to do"),
    PersonState.TO_PRINT: Text("brief ligt klaar om te printen", "letter lies ready to print"),
    PersonState.TASK: Text("een medewerker vertelt het persoonlijk", "a member of staff tells them in person"),
    PersonState.SENT: Text("ingelicht", "told"),
    PersonState.FAILED: Text("niet gelukt", "failed"),
    PersonState.UNREACHABLE: Text("niet te bereiken", "cannot be reached"),
}
TELLING_STATES: dict[TellingState, Text] = {
    TellingState.IDLE: Text("niet bezig", "not under way"),
    TellingState.SENDING: Text("bezig", "under way"),
    TellingState.STOPPED: Text("gestopt", "stopped"),
}
CARE_KINDS: dict[CareKind, Text] = {
    CareKind.ASKED: Text("Wat de persoon vroeg", "What the person asked"),
    CareKind.GIVEN: Text("Wat de persoon kreeg", "What the person got"),
}
HEADINGS: dict[MessagePart, Text] = {
    MessagePart.NATURE: Text("Wat is er gebeurd?", "What happened?"),
    MessagePart.CONSEQUENCES: Text("Wat kan dit voor u betekenen?", "What may this mean for you?"),
    MessagePart.MEASURES: Text(
        "Wat hebben wij gedaan, en wat kunt u zelf doen?", "What have we done, and what can you do yourself?"
    ),
    MessagePart.CONTACT: Text("Bij wie kunt u terecht?", "Whom can you contact?"),
}
"""Above the four parts, in the order in which people want to read them."""
SALUTATION = Text("Beste lezer,", "Dear reader,")
REGARDS = Text("Met vriendelijke groet,", "Kind regards,")
LETTERS = Text("Brieven over {number}", "Letters about {number}")
COLUMNS: dict[Column, Text] = {
    Column.REFERENCE: Text("verwijzing", "reference"),
    Column.CHANNEL: Text("kanaal", "channel"),
    Column.LANGUAGE: Text("taal", "language"),
}
FAULTS: dict[RowFault, Text] = {
    RowFault.EMPTY: Text("er staat niets", "nothing stands there"),
    RowFault.TOO_LONG: Text("langer dan 64 tekens", "longer than 64 characters"),
    RowFault.UNREADABLE: Text("er staan onleesbare tekens in", "it has characters that cannot be read"),
    RowFault.BSN: Text(
        "dit lijkt een BSN, en dat mag hier niet staan", "this looks like a BSN, which may not stand here"
    ),
    RowFault.ADDRESS: Text("dit is een e-mailadres en geen verwijzing", "this is an e-mail address and no reference"),
    RowFault.UNKNOWN_CHANNEL: Text("dit kanaal is hier niet bekend", "this channel is not known here"),
    RowFault.UNKNOWN_LANGUAGE: Text("deze taal is hier niet bekend", "this language is not known here"),
}
ERRORS: dict[str, Text] = {
    "no-channel": Text("geen kanaal nam het aan", "no channel took it"),
    "channel-not-secure-enough": Text("het kanaal is hier niet veilig genoeg voor", "the channel is not safe enough"),
    "erased": Text("de gegevens zijn gewist", "the data were erased"),
}
OTHER_ERROR = Text("het kanaal gaf een fout", "the channel failed")
TO_TELL = Text("{count} persoonlijk in te lichten", "{count} to be told in person")
NOT_TOLD_YET = Text("{count} op de lijst nog niet ingelicht", "{count} on the list not told yet")
STEPS: dict[str, Text] = {
    "listed-persons": Text("Op de lijst van mensen gezet", "Put on the list of people"),
    "settled-rows": Text("Foute rijen van de lijst afgehandeld", "Wrong rows of the list settled"),
    "wrote-message": Text("Het bericht aan de mensen bijgewerkt", "The message to the people updated"),
    "began-telling": Text("Opdracht gegeven om de mensen in te lichten", "Ordered that the people are told"),
    "telling-ended": Text("Het inlichten is klaar", "Telling the people is done"),
    "telling-stopped": Text("Het inlichten is gestopt", "Telling the people was stopped"),
    "posted-letters": Text("Brieven gepost", "Letters posted"),
    "made-letters": Text("Brieven gemaakt om te printen", "Letters made to print"),
    "told-person": Text("Iemand is ingelicht", "Somebody was told"),
    "person-unreachable": Text("Iemand is niet te bereiken", "Somebody cannot be reached"),
    "persons-wait-again": Text(
        "Niet iedereen blijkt ingelicht: er wacht nog iemand", "Not everybody turns out to be told: somebody waits"
    ),
    "tries-again": Text("Wordt opnieuw geprobeerd", "Tried again"),
    "chose-channel": Text("Een ander kanaal gekozen", "Another channel chosen"),
    "noted-person-care": Text("Nazorg van iemand genoteerd", "Aftercare of somebody noted"),
    "wrote-announcement": Text("De openbare mededeling bijgewerkt", "The public announcement updated"),
    "published-again": Text("De openbare mededeling staat er weer", "The public announcement stands there again"),
    "took-announcement-down": Text("De openbare mededeling weggehaald", "The public announcement taken down"),
}
__all__ = [
    "CARE_KINDS",
    "COLUMNS",
    "ERRORS",
    "FAULTS",
    "HEADINGS",
    "LETTERS",
    "NOT_TOLD_YET",
    "OTHER_ERROR",
    "PARTS",
    "PERSON_STATES",
    "REGARDS",
    "SALUTATION",
    "STEPS",
    "TELLING_STATES",
    "TO_TELL",
]
DUTIES: dict[str, Text] = {
    "tell-listed": Text(
        "Iedereen op de lijst inlichten, of vastleggen waarom niet", "Tell everybody on the list, or say why not"
    ),
}
FORM_OF: dict[str, str] = {"tell-listed": "telling"}
TOLD_BY: dict[str, Text] = {
    "several": Text("op meer dan een manier", "in more than one way"),
    "own-page": Text("met een openbare mededeling op de eigen site", "by a public announcement on our own site"),
}


def told_by(how: str, rules: Rules) -> Text:
    """Return in words how persons were told: a channel of the organisation's, one of ours, or what somebody typed."""
    channel = rules.channels.get(how)
    return channel.name if channel is not None else TOLD_BY.get(how, Text(how, how))
