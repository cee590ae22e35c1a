"""What pages and reports call the states, the columns and the faults of an import, in both languages."""

from collections.abc import Mapping, Sequence

from waarborg_consent.domain.import_columns import HEADINGS, Column
from waarborg_consent.domain.importing import FileFault, Finding, ImportState, RowFault
from waarborg_shared.hooks.values import Text

STATES: Mapping[ImportState, Text] = {
    ImportState.WAITING: Text("Wacht op de controle", "Waits to be checked"),
    ImportState.CHECKING: Text("Wordt gecontroleerd", "Is being checked"),
    ImportState.REFUSED: Text("Geweigerd: niets is geïmporteerd", "Refused: nothing was imported"),
    ImportState.CHECKED: Text("Gecontroleerd: nog niets is geïmporteerd", "Checked: nothing has been imported yet"),
    ImportState.IMPORTING: Text("Wordt geïmporteerd", "Is being imported"),
    ImportState.STOPPED: Text("Gestopt: een deel is geïmporteerd", "Stopped: a part was imported"),
    ImportState.DONE: Text("Klaar", "Done"),
    ImportState.CANCELLED: Text("Afgebroken", "Cancelled"),
    ImportState.EXPIRED: Text(
        "Vervallen: er is een week lang niet op Importeren gedrukt",
        "Expired: nobody pressed Import for a week",
    ),
}
FILE_FAULTS: Mapping[FileFault, Text] = {
    FileFault.EMPTY: Text(
        "Het bestand is leeg. Begin met de regel met kolomnamen uit het sjabloon.",
        "The file is empty. Begin with the row of headings from the template.",
    ),
    FileFault.TOO_LARGE: Text(
        "Het bestand is groter dan 20 MB. Verdeel het over meer bestanden.",
        "The file is larger than 20 MB. Divide it over several files.",
    ),
    FileFault.TOO_MANY_ROWS: Text(
        "Het bestand heeft meer dan 200.000 rijen. Verdeel het over meer bestanden.",
        "The file has more than 200,000 rows. Divide it over several files.",
    ),
    FileFault.NO_ROWS: Text(
        "Onder de kolomnamen staat niets. Er is niets te importeren.",
        "There is nothing below the headings. There is nothing to import.",
    ),
    FileFault.NOT_A_SHEET: Text(
        "Dit is geen CSV en geen XLSX. Sla uw bestand op als een van die twee.",
        "This is neither CSV nor XLSX. Save your file as one of those.",
    ),
    FileFault.OLD_EXCEL: Text(
        "Dit is een oud Excel-bestand (XLS), of een dat met een wachtwoord is beveiligd. Sla het zonder wachtwoord op "
        "als XLSX.",
        "This is an old Excel file (XLS), or one with a password. Save it as XLSX without a password.",
    ),
    FileFault.LOCKED: Text(
        "Dit bestand is beveiligd met een wachtwoord. Sla het op zonder wachtwoord.",
        "This file is protected with a password. Save it without one.",
    ),
    FileFault.MACROS: Text(
        "In dit bestand zitten macro's. Sla het op als gewone XLSX, zonder macro's.",
        "This file holds macros. Save it as a plain XLSX, without macros.",
    ),
    FileFault.UNPACKS_TOO_LARGE: Text(
        "Uitgepakt is dit bestand veel te groot. Zet alleen de toestemmingen in een nieuw bestand.",
        "Unpacked this file is far too large. Put the consents alone in a new file.",
    ),
    FileFault.UNREADABLE: Text(
        "Dit bestand is niet te lezen: het is beschadigd of bijzonder gemaakt. Sla het opnieuw op als XLSX of CSV.",
        "This file cannot be read: it is damaged or made in an unusual way. Save it once more as XLSX or CSV.",
    ),
    FileFault.OPEN_QUOTE: Text(
        "Ergens in of vóór deze rij begint een aanhalingsteken dat nergens sluit. Daarna is het bestand niet te lezen.",
        "In or before this row a quotation mark is opened and never closed. After it the file cannot be read.",
    ),
    FileFault.MISSING_COLUMNS: Text("Deze kolommen ontbreken.", "These columns are missing."),
    FileFault.UNKNOWN_COLUMNS: Text(
        "Haal deze kolommen weg, of noem ze zoals in het sjabloon. We kennen ze niet.",
        "Take these columns out, or call them as the template does. We do not know them.",
    ),
    FileFault.DOUBLE_COLUMNS: Text("Deze kolommen staan er dubbel in.", "These columns are there twice."),
    FileFault.NO_PERSON_COLUMN: Text(
        "Er is geen kolom die zegt over wie het gaat: neem Cliëntnummer of Persoonsverwijzing op.",
        "No column says who it is about: include Client number or Person reference.",
    ),
    FileFault.BROKE_OFF: Text(
        "De controle is een paar keer misgegaan, en dat ligt niet aan u. Probeer het later nog eens.",
        "The check went wrong a few times, and that is not your fault. Try it once more later.",
    ),
}
ROW_FAULTS: Mapping[RowFault, Text] = {
    RowFault.UNREADABLE: Text(
        "Hier staan tekens die niet te lezen zijn. Sla het bestand op als UTF-8, of typ ze opnieuw.",
        "This holds signs that cannot be read. Save the file as UTF-8, or type them again.",
    ),
    RowFault.FORMULA: Text(
        "Dit is een formule, of begint met een teken waarmee een formule begint (= + - @). Zet er gewone tekst neer.",
        "This is a formula, or begins with a sign that a formula begins with (= + - @). Put plain text there.",
    ),
    RowFault.MERGED: Text(
        "Deze cel is samengevoegd met andere. Splits de cellen en vul elke rij in.",
        "This cell is merged with others. Split the cells and fill every row in.",
    ),
    RowFault.CONTROL: Text(
        "Hier staan onzichtbare tekens die niet bewaard kunnen worden.", "This holds unseen signs that cannot be kept."
    ),
    RowFault.TOO_LONG: Text(
        "Dit is te lang: een aantekening heeft ten hoogste 1.000 tekens, een getuige 200, een versie 32.",
        "This is too long: a note has 1,000 characters at the most, a witness 200, a version 32.",
    ),
    RowFault.TOO_MANY_CELLS: Text(
        "In deze rij staat iets buiten de kolommen.", "Something stands in this row outside the columns."
    ),
    RowFault.EMPTY: Text("Vul dit in.", "Fill this in."),
    RowFault.NO_PERSON: Text(
        "Er staat niet over wie het gaat. Vul een cliëntnummer in.",
        "It does not say who it is about. Give a client number.",
    ),
    RowFault.TWO_PERSONS: Text(
        "Geef een cliëntnummer of een persoonsverwijzing, niet allebei.",
        "Give a client number or a person reference, not both.",
    ),
    RowFault.NOT_A_CLIENT_NUMBER: Text(
        "Dit is geen cliëntnummer: 1 tot 40 letters, cijfers en . / -",
        "This is no client number: 1 to 40 letters, digits and . / -",
    ),
    RowFault.NOT_A_REFERENCE: Text("Dit is geen verwijzing van dit systeem.", "This is no reference of this system."),
    RowFault.UNKNOWN_PERSON: Text(
        "Deze cliënt staat hier niet ingeschreven. Schrijf de cliënt eerst in.",
        "This client is not registered here. Register the client first.",
    ),
    RowFault.UNKNOWN_PURPOSE: Text(
        "Dit doel staat niet op de lijst van doelen.", "This purpose is not on the list of purposes."
    ),
    RowFault.NEEDS_NO_CONSENT: Text("Voor dit doel is geen toestemming nodig.", "This purpose needs no consent."),
    RowFault.NOT_A_VERSION: Text(
        "Een versie is een code zonder spaties, zoals 2021-04.", "A version is a code without spaces, such as 2021-04."
    ),
    RowFault.UNKNOWN_ANSWER: Text("Schrijf ja, nee of ingetrokken.", "Write yes, no or withdrawn."),
    RowFault.UNKNOWN_HOW: Text(
        "Schrijf papier, mondeling, keukentafel, website of ander systeem.",
        "Write paper, spoken, kitchen table, page or other system.",
    ),
    RowFault.BAD_DATE: Text(
        "Dit is geen datum. Schrijf dag, maand en jaar met vier cijfers, zoals 3-2-2024.",
        "This is not a date. Write day, month and a year of four figures, such as 3-2-2024.",
    ),
    RowFault.FUTURE_DATE: Text("Deze datum moet nog komen.", "This date is yet to come."),
    RowFault.WITHDRAWN_BEFORE_GIVEN: Text(
        "De toestemming is ingetrokken voor zij gegeven is. Kijk beide datums na.",
        "The consent was withdrawn before it was given. Check both dates.",
    ),
    RowFault.YES_AND_WITHDRAWN: Text(
        "Er staat ja, en ook wanneer het is ingetrokken. Is het ingetrokken, schrijf dan ingetrokken.",
        "It says yes, and also when it was withdrawn. If it was withdrawn, write withdrawn.",
    ),
    RowFault.NO_AND_WITHDRAWN: Text(
        "Er staat nee, en ook wanneer het is ingetrokken. Haal een van beide weg.",
        "It says no, and also when it was withdrawn. Take one of them out.",
    ),
    RowFault.NOT_OF_THE_PURPOSE: Text(
        "Voor dit doel gebruiken wij deze gegevens niet. Schrijf namen of codes van gegevens, met een komma ertussen.",
        "We do not use these data for this purpose. Write names or codes of data, with a comma between them.",
    ),
    RowFault.UNKNOWN_RECIPIENT: Text(
        "Deze ontvanger staat niet op de lijst. Schrijf namen of codes, met een komma ertussen.",
        "This recipient is not on the list. Write names or codes, with a comma between them.",
    ),
    RowFault.PART_OF_A_NO: Text(
        "Een nee gaat over het hele doel. Is een ja voor een deel ingetrokken, schrijf dan ingetrokken.",
        "A no is about the whole purpose. If a yes to a part was withdrawn, write withdrawn.",
    ),
    RowFault.NOT_ON_AUTHORITY: Text(
        "Deze vertegenwoordiger mocht hier die dag niet over beslissen. Leg eerst vast wie de cliënt vertegenwoordigt.",
        "This representative could not decide on this that day. Record first who represents the client.",
    ),
    RowFault.NOBODY_GAVE: Text(
        "Een vertegenwoordiger hoort bij een ja. Maak dit leeg, of schrijf ja.",
        "A representative goes with a yes. Leave this empty, or write yes.",
    ),
    RowFault.NOT_A_DIGEST: Text(
        "Een SHA-256 heeft 64 tekens: cijfers en de letters a tot en met f.",
        "A SHA-256 has 64 signs: digits and the letters a to f.",
    ),
    RowFault.SCAN_WITHOUT_PAPER: Text("Een scan hoort bij een ja op papier.", "A scan goes with a yes on paper."),
    RowFault.WITNESS_MISSING: Text(
        "Een ja dat mondeling is gegeven, heeft een getuige nodig. Vul in wie erbij was.",
        "A yes that was spoken needs a witness. Fill in who was there.",
    ),
    RowFault.ENDS_BEFORE_GIVEN: Text(
        "De toestemming liep af voor zij gegeven is. Kijk beide datums na.",
        "The consent ended before it was given. Check both dates.",
    ),
    RowFault.NOTHING_TO_END: Text(
        "Alleen een ja, met de dag waarop het is gegeven, heeft een laatste dag. Haal deze datum weg.",
        "Only a yes, with the day on which it was given, has a last day. Take this date out.",
    ),
    RowFault.CHILD_NOT_ALONE: Text(
        "De cliënt was die dag te jong om dit alleen te beslissen, en er staat hier niemand die toen mocht beslissen. "
        "Leg eerst vast wie het gezag heeft.",
        "The client was too young that day to decide this alone, and nobody is recorded here who might decide then. "
        "First record who has authority.",
    ),
    RowFault.NOT_FOR_HIMSELF: Text(
        "De cliënt kon hier die dag niet zelf over beslissen, en er staat hier niemand die toen mocht beslissen. "
        "Leg eerst de vertegenwoordiger vast.",
        "The client could not decide this himself that day, and nobody is recorded here who might decide then. "
        "First record the representative.",
    ),
    RowFault.ERASED: Text(
        "De gegevens van deze cliënt zijn gewist: er kan geen aantekening meer bij.",
        "This client's data were erased: no note can be added any more.",
    ),
    RowFault.DOUBLE: Text(
        "Overgeslagen: hier staat hetzelfde als in een eerdere rij.", "Skipped: an earlier row says the same."
    ),
    RowFault.KNOWN: Text("Overgeslagen: dit is al vastgelegd.", "Skipped: this is recorded already."),
    RowFault.OVERTAKEN: Text(
        "Overgeslagen: er is al iets vastgelegd dat nieuwer is, en dat blijft gelden.",
        "Skipped: something newer is recorded already, and that goes on to hold.",
    ),
}


def heading(column: str) -> Text:
    """Return what a column is called; a heading that is no column of ours as it is written."""
    try:
        return Text(*HEADINGS[Column(column)])
    except ValueError:
        return Text(column, column) if column else Text("hele rij", "whole row")


def in_words(finding: Finding) -> Text:
    """Return what is said of a row, with the row that it repeats."""
    said = ROW_FAULTS[finding.fault]
    if finding.other_row is None:
        return said
    return Text(f"{said.nl} (Rij {finding.other_row}.)", f"{said.en} (Row {finding.other_row}.)")


def named(fault: FileFault, names: Sequence[str]) -> Text:
    """Return why a file was refused, with the columns that it is about, or the row."""
    said = FILE_FAULTS[fault]
    if not names:
        return said
    if fault is FileFault.OPEN_QUOTE:
        return Text(f"{said.nl} (Rij {names[0]}.)", f"{said.en} (Row {names[0]}.)")
    return Text(
        f"{said.nl.rstrip('.')}: {', '.join(heading(name).nl for name in names)}.",
        f"{said.en.rstrip('.')}: {', '.join(heading(name).en for name in names)}.",
    )
