"""What the cards on the staff desk are called, and how they stand."""

from waarborg_shared.hooks.values import Text

DESK_TITLES: dict[str, Text] = {
    "emergency": Text("Noodknop gebruikt", "Emergency button used"),
    "letter": Text("Brief versturen: noodknop gebruikt", "Letter to send: emergency button used"),
    "tell": Text("Cliënt vertellen", "Tell the client"),
    "judge": Text("Beoordelen", "Judge it"),
    "review": Text("De privacyverklaring opnieuw bekijken", "Look at the privacy statement again"),
    "draft": Text("Concept van de privacyverklaring", "Draft of the privacy statement"),
    "changed": Text("De regels zijn veranderd", "The rules have changed"),
    "first": Text("De eerste privacyverklaring publiceren", "Publish the first privacy statement"),
    "agreement": Text("Overeenkomst met {name}", "Agreement with {name}"),
    "term": Text("De overeenkomst loopt af", "The agreement ends"),
}
DESK_STATES: dict[str, Text] = {
    "open": Text("Nog te beoordelen", "To be judged"),
    "to-send": Text("te versturen", "to be sent"),
    "due": Text("bijna tijd", "nearly due"),
    "late": Text("te laat", "late"),
    "to-review": Text("na te kijken", "to be reviewed"),
    "to-publish": Text("te publiceren", "to be published"),
    "not-published": Text("nog geen versie", "no version yet"),
    "changed": Text("de verklaring zegt nog iets anders", "the statement still says something else"),
    "over": Text("afgelopen", "over"),
    "ends_soon": Text("loopt bijna af", "ends soon"),
}
