"""The words with which the message to the persons of a breach begins (art. 34(2) AVG)."""

from dataclasses import dataclass

from waarborg_shared.hooks.values.text import Text


@dataclass(frozen=True, slots=True, kw_only=True)
class TellingWords:
    """How the message to the persons of a breach begins: texts in plain language, to be filled in and changed.

    What stands between [ ] is a blank: the message is not sent while one is left. ``opening`` and ``closing`` stand
    around the four parts that the law asks for; the contact comes from the organisation itself.
    """

    title: Text
    opening: Text
    nature: Text
    consequences: Text
    measures: Text
    closing: Text


TELLING_WORDS = TellingWords(
    title=Text("Een datalek met uw gegevens", "A data breach with your data"),
    opening=Text(
        "Er ging iets mis met gegevens van u. Dat spijt ons. In dit bericht leest u wat er is gebeurd en wat u kunt "
        "doen.",
        "Something went wrong with data of yours. We are sorry. In this message you read what happened and what you "
        "can do.",
    ),
    nature=Text(
        "Op [dag] ontdekten wij dat [wat er gebeurde]. Het gaat om deze gegevens van u: [welke gegevens].",
        "On [day] we discovered that [what happened]. It is about these data of yours: [which data].",
    ),
    consequences=Text("Dit kan betekenen dat [gevolgen].", "This may mean that [consequences]."),
    measures=Text(
        "Wij hebben [wat er is gedaan]. Zelf kunt u dit doen: let op berichten of telefoontjes die u niet verwacht, en "
        "geef niemand uw codes of wachtwoorden. [Wat men verder kan doen.]",
        "We have [what was done]. You can do this yourself: watch out for messages or calls that you do not expect, "
        "and give nobody your codes or passwords. [What else one can do.]",
    ),
    closing=Text(
        "U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens, via autoriteitpersoonsgegevens.nl.",
        "You can also make a complaint to the Dutch data protection authority, at autoriteitpersoonsgegevens.nl.",
    ),
)
"""What an organisation that gives no words of its own begins with."""
