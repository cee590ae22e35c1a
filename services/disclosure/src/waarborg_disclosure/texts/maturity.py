"""The levels of disclose.io's maturity model in our words, and what each takes."""

from collections.abc import Mapping, Sequence

from waarborg_disclosure.domain.maturity import Criterion
from waarborg_shared.hooks.values import Text

LEVELS: Sequence[Text] = (
    Text("Niet te vinden", "Not to be found"),
    Text("Te vinden", "To be found"),
    Text("Een beleid met regels en een weg om te melden", "A policy with rules and a way to report"),
    Text("Melden is veilig", "Reporting is safe"),
    Text("Onderzoeken is veilig", "Researching is safe"),
    Text("Ook aan een termijn gehouden", "Held to a term as well"),
)

CRITERIA: Mapping[Criterion, Text] = {
    Criterion.FOUND: Text(
        "Wie iets vindt, vindt ook u: een formulier, een security.txt en een sleutel om mee te versleutelen.",
        "Who finds something finds you too: a form, a security.txt and a key to encrypt to.",
    ),
    Criterion.RULES: Text(
        "Het beleid zegt wat u vraagt, wat iemand niet mag doen en waar het over gaat.",
        "The policy says what you ask, what nobody may do, and what it is about.",
    ),
    Criterion.PROMISE: Text(
        "Het beleid zegt binnen welke tijd u antwoordt.", "The policy says within which time you answer."
    ),
    Criterion.NO_LEGAL_STEPS: Text(
        "U belooft geen juridische stappen tegen wie zich aan de regels hield.",
        "You promise no legal steps against who kept to the rules.",
    ),
    Criterion.ALLOWED: Text(
        "U zegt met zoveel woorden dat onderzoek volgens de regels mag, wat uw voorwaarden ook zeggen.",
        "You say outright that research by the rules is allowed, whatever your terms of use say.",
    ),
    Criterion.TIMELINE: Text(
        "Het beleid noemt een termijn waarna een melding openbaar mag worden, en hoe daarvan wordt afgeweken.",
        "The policy names a term after which a report may be made public, and how it is departed from.",
    ),
}
