"""The sentences that go with who may decide for a client, and with what is to be looked at again."""

from waarborg_consent.domain import Manner, Missing, Why, WhyNot
from waarborg_shared.hooks.values import Text

WHY: dict[Why, Text] = {
    Why.CAPABLE_ADULT: Text("De cliënt is volwassen en beslist zelf.", "The client is of age and decides himself."),
    Why.FROM_16: Text("De cliënt is 16 of ouder en beslist zelf.", "The client is 16 or older and decides himself."),
    Why.CHILD_AND_PARENTS: Text(
        "Van 12 tot en met 15 jaar beslissen kind en ouders (of voogd) samen.",
        "From 12 to 15 child and parents (or guardian) decide together.",
    ),
    Why.LASTING_WISH: Text(
        "Er is vastgelegd dat het kind dit weloverwogen blijft willen, ook zonder de ouders.",
        "It is on record that this is the child's own considered, lasting wish, also without the parents.",
    ),
    Why.SERIOUS_HARM: Text(
        "Er is vastgelegd dat dit nodig is om ernstig nadeel voor het kind te voorkomen, ook zonder de ouders.",
        "It is on record that this is needed to avert serious harm to the child, also without the parents.",
    ),
    Why.AUTHORITY_OVER_MINOR: Text(
        "Heeft gezag over het kind, of is voogd.", "Has authority over the child, or is its guardian."
    ),
    Why.APPOINTED: Text("Is hiervoor door de rechter benoemd.", "Was appointed for this by a judge."),
    Why.AUTHORISED: Text(
        "Is hiervoor door de cliënt schriftelijk gemachtigd.", "Was authorised for this by the client in writing."
    ),
    Why.BESIDE_CLIENT: Text(
        "Is hiervoor gemachtigd, naast de cliënt die zelf beslist.",
        "Is authorised for this, beside the client who decides himself.",
    ),
    Why.PARTNER: Text(
        "Is de partner, en er is geen curator, mentor of gemachtigde die optreedt.",
        "Is the partner, and no guardian, mentor or authorised person acts.",
    ),
    Why.FAMILY: Text(
        "Is naaste familie, en er is niemand die volgens de wet eerder komt.",
        "Is close family, and there is nobody who comes earlier by law.",
    ),
}
OWN_WHY: dict[Why, Text] = {
    Why.CAPABLE_ADULT: Text("U bent volwassen en beslist zelf.", "You are of age and decide yourself."),
    Why.FROM_16: Text("U bent 16 of ouder en beslist zelf.", "You are 16 or older and decide yourself."),
}
"""The same, said to the client."""
WHY_NOT: dict[WhyNot, Text] = {
    WhyNot.NOT_YET: Text("De termijn is nog niet begonnen.", "The term has not begun."),
    WhyNot.TERM_OVER: Text("De termijn is voorbij.", "The term is over."),
    WhyNot.WRONG_SCOPE: Text("Beslist niet over dit onderwerp.", "Does not decide on this subject."),
    WhyNot.NEVER_ON_CARE: Text(
        "Een bewindvoerder beslist over geld en nooit over zorg.",
        "An administrator decides on money and never on care.",
    ),
    WhyNot.UNWILLING: Text("Wil niet optreden.", "Does not wish to act."),
    WhyNot.SET_ASIDE: Text(
        "De zorgverlener volgt deze persoon hierin niet, met de reden in het dossier.",
        "The carer does not follow this person in this; the reason is on record.",
    ),
    WhyNot.CANNOT_ACT: Text(
        "Is minderjarig, of kan hier zelf niet over beslissen.", "Is a minor, or cannot decide on this for himself."
    ),
    WhyNot.NO_AUTHORITY: Text("Heeft geen gezag over het kind.", "Has no authority over the child."),
    WhyNot.ADULTS_ONLY: Text("Dit geldt pas vanaf 18 jaar.", "This counts from 18 on only."),
    WhyNot.MINORS_ONLY: Text("Het gezag eindigde op de 18e verjaardag.", "The authority ended on the 18th birthday."),
    WhyNot.HIGHER_ACTS: Text(
        "Er is iemand die volgens de wet eerder aan de beurt is.", "Somebody comes earlier in the law's order."
    ),
    WhyNot.CLIENT_DECIDES: Text("De cliënt beslist zelf.", "The client decides himself."),
    WhyNot.CHILD_DECIDES: Text("Het kind beslist hier zelf.", "The child decides on this by itself."),
    WhyNot.UNDER_12: Text("Is nog geen 12 jaar.", "Is not 12 yet."),
    WhyNot.UNDER_16: Text(
        "Is nog geen 16 jaar. Intrekken kan altijd.", "Is not 16 yet. Withdrawing is always possible."
    ),
    WhyNot.UNDER_18: Text("Is nog geen 18 jaar.", "Is not 18 yet."),
    WhyNot.INCAPABLE: Text(
        "Kan zijn belangen hierin nu niet afwegen; dat is vastgesteld.",
        "Cannot weigh his interests in this now; that was established.",
    ),
    WhyNot.UNDER_GUARDIANSHIP: Text("Staat onder curatele.", "Is under guardianship (curatele)."),
    WhyNot.UNDER_ADMINISTRATION: Text("Het geld staat onder bewind.", "The money is under administration (bewind)."),
}
MISSING: dict[Missing, Text] = {
    Missing.NO_PARENT: Text(
        "Er staat geen ouder met gezag of voogd. Vraag wie het gezag heeft en leg het vast.",
        "No parent with authority or guardian is registered. Ask who has authority, and record it.",
    ),
    Missing.NOBODY: Text(
        "Er staat niemand die mag beslissen. Zoek iemand uit de volgorde van de wet, of vraag de rechter "
        "om een mentor, curator of bewindvoerder.",
        "Nobody who may decide is registered. Find somebody in the law's order, or ask the judge "
        "for a mentor, guardian or administrator.",
    ),
    Missing.SET_ASIDE: Text(
        "Wie aan de beurt is, wordt hierin niet gevolgd. De zorgverlener doet wat een goed hulpverlener doet.",
        "Who comes first is not followed in this. The carer does what a good carer does.",
    ),
}
MANNERS: dict[Manner, Text] = {
    Manner.ALONE: Text("beslist", "decides"),
    Manner.EACH: Text("beslist; één van hen is genoeg", "decides; one of them is enough"),
    Manner.TOGETHER: Text("beslist; allen zijn nodig", "decides; all are needed"),
    Manner.BESIDE: Text("mag ook, naast de cliënt", "may as well, beside the client"),
}
OWN_MANNERS: dict[Manner, Text] = {
    Manner.ALONE: Text("u beslist", "you decide"),
    Manner.EACH: Text("u beslist; één van hen is genoeg", "you decide; one of them is enough"),
    Manner.TOGETHER: Text("u beslist mee; allen zijn nodig", "you decide too; all are needed"),
    Manner.BESIDE: Text("u mag ook", "you may as well"),
}
"""The same to the client about himself."""
CLIENT_SELF = Text("De cliënt zelf", "The client himself")
YOURSELF = Text("Uzelf", "You yourself")
REVIEW_TITLE = Text("Toestemmingen opnieuw bekijken", "Look at consents again")
REVIEW_STATES: dict[bool, Text] = {
    False: Text("verjaardag op komst", "birthday ahead"),
    True: Text("te bekijken", "to be looked at"),
}
REVIEW_CLOCK_NAMES: dict[str, Text] = {
    "turns-12": Text("Tot de 12e verjaardag", "Until the 12th birthday"),
    "turns-16": Text("Tot de 16e verjaardag", "Until the 16th birthday"),
    "turns-18": Text("Tot de 18e verjaardag", "Until the 18th birthday"),
}
ONLY_REFERENCE = Text(
    "Vul hier het kenmerk van de persoon in. Zoeken op nummer kan alleen wie personen mag registreren.",
    "Give the person's reference here. Only who may register persons can search by number.",
)
REGISTER_AWAY = Text(
    "Het personenregister is nu niet bereikbaar. Er is niets vastgelegd; probeer het straks opnieuw.",
    "The register of persons cannot be reached now. Nothing was recorded; try again in a while.",
)
NOBODY_KNOWN = Text(
    "Niemand in het personenregister heeft dit nummer of kenmerk.",
    "Nobody in the register of persons has this number or reference.",
)
NOBODY_IN_EMERGENCY = Text(
    "Niemand heeft hier dit cliëntnummer. Kijk het nummer na.",
    "Nobody here has this client number. Check the number.",
)
