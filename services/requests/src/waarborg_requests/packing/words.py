"""The words of the pages in a package, by language."""

from collections.abc import Mapping

from waarborg_shared.hooks.values import Text

WORDS: Mapping[str, Text] = {
    "title": Text("Uw gegevens", "Your data"),
    "lead": Text(
        "Dit zijn de gegevens die wij van u hebben. U kunt alles lezen zonder internet.",
        "These are the data that we have about you. You can read all of it without the internet.",
    ),
    "request": Text("Verzoek", "Request"),
    "made": Text("Gemaakt op", "Made on"),
    "from": Text("Van", "From"),
    "read": Text("Lees uw gegevens", "Read your data"),
    "read_how": Text(
        "Kies een soort gegevens. Wat erbij hoort als bestand, opent u op de bladzijde zelf.",
        "Choose a kind of data. What is a file you open on the page itself.",
    ),
    "kind": Text("Soort gegevens", "Kind of data"),
    "items": Text("Aantal", "Items"),
    "withheld": Text("Wat hier niet in zit", "What is not in here"),
    "withheld_how": Text(
        "Een deel gaven wij niet, of niet helemaal. In de brief met ons antwoord staat wat u kunt doen als u het er "
        "niet mee eens bent.",
        "A part we did not give, or not wholly. The letter with our answer says what you can do if you disagree.",
    ),
    "how_much": Text("Hoeveel", "How much"),
    "why": Text("Waarom", "Why"),
    "explained": Text(
        "Waarvoor wij gegevens gebruiken, en wat u kunt doen", "What we use data for, and what you can do"
    ),
    "explained_what": Text(
        "Hoe lang wij gegevens bewaren en wie ze krijgt, staat daar ook.",
        "How long we keep data and who gets them stands there too.",
    ),
    "explained_how": Text(
        "Dit hoort bij uw gegevens volgens art. 15 van de Algemene verordening gegevensbescherming (AVG). Het zijn de "
        "regels voor iedereen; wat daarvan over u gaat, ziet u aan de gegevens in dit pakket.",
        "This goes with your data by art. 15 of the General Data Protection Regulation (GDPR). These are the rules for "
        "everybody; which of them are about you you see by the data in this package.",
    ),
    "programs": Text("Voor programma's", "For programs"),
    "programs_how": Text(
        "De map “gegevens” heeft dezelfde gegevens als JSON, één bestand per plek waar ze stonden, met de "
        "beschrijving in "
        "“gegevens/schema.json”.",
        "The folder “gegevens” holds the same data as JSON, one file for each place where they were, described in "
        "“gegevens/schema.json”.",
    ),
    "portable_how": Text(
        "In “meenemen” staan uw gegevens om mee te nemen naar een ander: als JSON en als tabel (CSV). Elke regel "
        "van de "
        "tabel is één waarde: nummer, soort, plek, titel, dag, naam van de waarde (JSON Pointer, RFC 6901) en de "
        "waarde.",
        "“meenemen” holds your data to take along to somebody else: as JSON and as a table (CSV). Each row of "
        "the table is "
        "one value: number, kind, place, title, day, name of the value (JSON Pointer, RFC 6901) and the value.",
    ),
    "whole": Text("Is alles er nog?", "Is it all still there?"),
    "whole_how": Text(
        "“manifest.json” noemt elk bestand met zijn grootte en zijn controlegetal (SHA-256).",
        "“manifest.json” names every file with its size and its hash (SHA-256).",
    ),
    "care": Text(
        "Bewaar dit pakket goed: er staan gegevens over uw gezondheid in. Wis het van een computer die niet van "
        "u alleen "
        "is.",
        "Keep this package safe: it may hold data about your health. Erase it from a computer that is not yours alone.",
    ),
    "nothing_found": Text("Wij hebben hiervan niets gevonden.", "We found nothing of this kind."),
    "nothing_given": Text(
        "Hiervan gaven wij niets. Op de eerste bladzijde staat waarom.",
        "We gave nothing of this kind. The first page says why.",
    ),
    "back": Text("Terug naar het begin", "Back to the beginning"),
    "redacted": Text("Een deel is weggelaten.", "A part was left out."),
    "file": Text("Open het bestand", "Open the file"),
    "day": Text("Dag", "Day"),
    "holder": Text("Waar het stond", "Where it was"),
    "number": Text("Nummer", "Number"),
    "page_of": Text("bladzijde", "page"),
    "empty": Text("(leeg)", "(empty)"),
    "yes": Text("ja", "yes"),
    "no": Text("nee", "no"),
}
