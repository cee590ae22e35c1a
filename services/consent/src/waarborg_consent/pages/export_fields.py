"""What each table and each field of the whole export says, in both languages: the README that travels in the file."""

from collections.abc import Iterable, Mapping

from waarborg_consent.actions.export_tables import NOT_TAKEN_ALONG, TABLES, Table
from waarborg_shared.hooks.values import Text

TABLE_TEXTS: Mapping[str, Text] = {
    "consents": Text("Alles wat over toestemmingen is gezegd.", "Everything that was said of consents."),
    "shown_texts": Text("De teksten die daarbij zijn getoond.", "The texts that were shown with them."),
    "references_of_one_person": Text(
        "Verwijzingen die van dezelfde persoon zijn.", "References that are of one and the same person."
    ),
    "representations": Text("Wie wie vertegenwoordigt.", "Who represents whom."),
    "representation_events": Text(
        "Wat er later met een vertegenwoordiging gebeurde: ended, unwilling, willing, set_aside.",
        "What happened later to a representation: ended, unwilling, willing, set_aside.",
    ),
    "client_facts": Text(
        "Wat een cliënt zelf kan beslissen, of juist niet.", "What a client can decide himself, or cannot."
    ),
    "acts_for_clients": Text("Wat er namens een cliënt is gedaan.", "What was done in a client's name."),
    "marks": Text(
        "Bezwaren, beperkingen en geheime adressen.", "Objections, restrictions of processing and secret addresses."
    ),
    "disclosures": Text("Wat er naar derden ging, of niet.", "What went to third parties, or did not."),
    "decisions": Text(
        "Vragen of iets mocht, en het antwoord.", "Questions whether something was allowed, and the answer."
    ),
    "role_table_versions": Text(
        "Elke keer dat een vakje van de rollentabel is bevestigd of verbeterd.",
        "Each time that a cell of the role table was confirmed or corrected.",
    ),
    "statement_versions": Text("Versies van de privacyverklaring.", "Versions of the privacy statement."),
    "statement_drafts": Text("Concepten van de privacyverklaring.", "Drafts of the privacy statement."),
    "statement_looks": Text(
        "Wanneer een versie opnieuw is bekeken en nog klopte.", "When a version was looked at again and still held."
    ),
    "agreements_with_recipients": Text("Overeenkomsten met ontvangers.", "Agreements with recipients."),
    "declarations_of_purposes": Text(
        "Verklaringen dat een nieuw doel bij een ander past, en wanneer zo'n verklaring ophield.",
        "Declarations that a new purpose is compatible with another, and when one ended.",
    ),
    "messages_let_through": Text("Berichten die verstuurd mochten worden.", "Messages that were allowed to be sent."),
    "links_to_opt_out": Text("Links om af te melden, zonder hun geheim.", "Links to opt out, without their secret."),
    "emergencies": Text(
        "Gebruik van de noodknop, het oordeel daarover, en of de cliënt het weet.",
        "Uses of the emergency button, the judgement on each, and whether the client knows.",
    ),
    "imports": Text("Bestanden met toestemmingen die zijn ingelezen.", "Files of consents that were imported."),
    "import_reports": Text("Wat er over rijen van die bestanden is gezegd.", "What was said of rows of those files."),
    "exports": Text("Wie eerder alles meenam.", "Who took everything along before."),
    "registered_things": Text(
        "Eigenschappen die andere systemen hebben opgegeven.", "Properties that other systems registered."
    ),
    "registered_relations": Text(
        "Relaties die andere systemen hebben opgegeven.", "Relations that other systems registered."
    ),
    "looks": Text("Het logboek van wie keek.", "The log of who looked."),
}
_SUBJECT = Text("De verwijzing van over wie het gaat.", "The reference of who it is about.")
_BY = Text("De verwijzing van wie dit deed.", "The reference of who did this.")
_BY_KIND = Text("Wat voor iemand dat was.", "What sort of somebody that was.")
_AT = Text("Wanneer dat was.", "When that was.")
_FROM, _UNTIL = (
    Text("De eerste dag of het begin.", "The first day or moment."),
    Text("De laatste dag of het einde.", "The last day or moment."),
)
_HOW = Text("Op welke manier.", "In which way.")
_DIGEST = Text("Een SHA-256, in hexadecimalen.", "A SHA-256, in hexadecimals.")
_FREE = Text("Vrije tekst.", "Free text.")
_COUNT = Text("Een aantal rijen.", "A number of rows.")
_PURPOSE = Text("De code van een doel.", "The code of a purpose.")
_RECIPIENT = Text("De code van een ontvanger.", "The code of a recipient.")
_REPRESENTATION = Text("De sleutel van de vertegenwoordiging.", "The key of the representation.")
_ASKER = Text("Wie vroeg, of voor wie.", "Who asked, or for whom.")
_THING = Text("Een ding of persoon, als soort en naam.", "A thing or person, as a type and a name.")
FIELD_TEXTS: Mapping[str, Text] = {
    "id": Text("De sleutel van deze regel; zij verandert nooit.", "The key of this line; it never changes."),
    "subject_ref": _SUBJECT,
    "sequence": Text("Het volgnummer.", "The number in order."),
    "number": Text("Het volgnummer.", "The number in order."),
    "kind": Text("Wat voor iets het is, als code.", "What sort of thing it is, as a code."),
    "purpose": _PURPOSE,
    "categories": Text("Codes van gegevens; leeg: alle.", "Codes of data; empty: all."),
    "recipients": Text("Codes van ontvangers; leeg: geen beperking.", "Codes of recipients; empty: no bound."),
    "undoes": Text("De sleutel van de regel die ongedaan is gemaakt.", "The key of the line that was undone."),
    "how": _HOW,
    "said_by": Text("person, representative, court of organisation.", "person, representative, court or organisation."),
    "statement_version": Text("De versie van de privacyverklaring.", "The version of the privacy statement."),
    "text_digest": _DIGEST,
    "language": Text("De taal waarin de tekst is getoond.", "The language in which the text was shown."),
    "at": _AT,
    "ends_at": Text("Tot wanneer het geldt.", "Until when it holds."),
    "actor_kind": _BY_KIND,
    "actor_ref": _BY,
    "representation_id": _REPRESENTATION,
    "representative_ref": Text("De verwijzing van de vertegenwoordiger.", "The reference of the representative."),
    "authority_kind": Text("Wat voor vertegenwoordiger dat was.", "What sort of representative that was."),
    "scan_sha256": _DIGEST,
    "request_ref": Text("Het verzoek waar het uit kwam.", "The request that it came from."),
    "note": _FREE,
    "witness": Text("Wie erbij was.", "Who was there."),
    "digest": _DIGEST,
    "words": Text("De woorden die erbij horen.", "The words that go with it."),
    "kept_at": Text("Sinds wanneer, of waar, het wordt bewaard.", "Since when, or where, it is kept."),
    "ref": Text("De ene verwijzing.", "The one reference."),
    "other_ref": Text("De andere verwijzing.", "The other reference."),
    "since": _FROM,
    "scopes": Text("Waarover: care, money, data.", "On what: care, money, data."),
    "begins_on": _FROM,
    "ends_on": _UNTIL,
    "evidence": Text("Wat er als bewijs is gezien.", "What was seen as evidence."),
    "evidence_seen_on": Text("Op welke dag dat is gezien.", "On which day that was seen."),
    "by_kind": _BY_KIND,
    "by_ref": _BY,
    "about_id": Text("De sleutel van waar het over gaat.", "The key of what it is about."),
    "topic": Text("Het onderwerp: care, money, data.", "The subject: care, money, data."),
    "ground": Text("De grond, als code.", "The ground, as a code."),
    "source": Text("Het artikel, of het systeem dat het meldde.", "The article, or the system that told it."),
    "what": Text("Wat er is gedaan, als code.", "What was done, as a code."),
    "about": Text("Waarover; leeg: alles.", "About what; empty: everything."),
    "act_ref": Text("De sleutel van wat er is gedaan.", "The key of what was done."),
    "set_at": _AT,
    "set_by": _BY,
    "set_by_kind": _BY_KIND,
    "set_by_ref": _BY,
    "ended_at": Text("Wanneer het ophield.", "When it ended."),
    "ended_by_ref": Text("De verwijzing van wie het beëindigde.", "The reference of who ended it."),
    "ended_how": _HOW,
    "end_note": _FREE,
    "overruled": Text(
        "Doelen waarvoor het bezwaar is afgewezen.", "Purposes for which the objection was answered with a no."
    ),
    "answered_at": Text("Wanneer erop is geantwoord.", "When it was answered."),
    "answered_by_ref": Text("De verwijzing van wie antwoordde.", "The reference of who answered."),
    "answer": _FREE,
    "verdict": Text("Het oordeel, als code.", "The verdict, as a code."),
    "why": Text("Waarom, als code of in woorden.", "Why, as a code or in words."),
    "allowed": Text("Of het mocht.", "Whether it was allowed."),
    "recipient": _RECIPIENT,
    "country": Text("Het land, met twee letters.", "The country, in two letters."),
    "outside_eea": Text("Of dat buiten de EER is.", "Whether that is outside the EEA."),
    "safeguard": Text("De waarborg voor doorgifte.", "The safeguard for a transfer."),
    "consent_event": Text("De sleutel van de toestemming erachter.", "The key of the consent behind it."),
    "consent_how": _HOW,
    "given_on": Text("Op welke dag het is gegeven.", "On which day it was given."),
    "authorisation_id": Text("De toestemming vooraf waar het bij hoort.", "The authorisation that it goes with."),
    "role": Text("De code van een rol.", "The code of a role."),
    "asked_by": _ASKER,
    "asker_type": _ASKER,
    "asker_ref": _ASKER,
    "right": Text("Wat iemand wilde doen.", "What somebody wanted to do."),
    "record_type": Text("Het soort dossierstuk.", "The kind of record."),
    "resource_id": Text("Het nummer van het dossierstuk.", "The number of the record."),
    "in_care": Text("Of er een zorgrelatie was.", "Whether there was a care relationship."),
    "named_ground": Text("De grond die is genoemd.", "The ground that was named."),
    "given_for": Text("Doelen waarvoor de gegevens zijn gegeven.", "Purposes that the data were given for."),
    "permitted": Text("Of het antwoord ja was.", "Whether the answer was yes."),
    "reason": Text("De reden, als code.", "The reason, as a code."),
    "rule": Text("De regel die besliste.", "The rule that decided."),
    "missing": Text("Wat er ontbrak.", "What was missing."),
    "basis": Text("De grondslag.", "The legal basis."),
    "override_id": Text("Het gebruik van de noodknop erachter.", "The use of the emergency button behind it."),
    "rights": Text("De letters C, R, U en D.", "The letters C, R, U and D."),
    "version": Text("De versie.", "The version."),
    "dated": Text("De datum van de versie.", "The date of the version."),
    "document": Text("De hele verklaring, in beide talen.", "The whole statement, in both languages."),
    "content_hash": _DIGEST,
    "digests": Text("De SHA-256 van elk hoofdstuk of doel.", "The SHA-256 of each chapter or purpose."),
    "published_at": _AT,
    "published_by": _BY,
    "drafted_by": Text("De verwijzing van wie het opstelde.", "The reference of who drafted it."),
    "drafted_at": _AT,
    "reviewed_by": Text("De verwijzing van wie ernaar keek.", "The reference of who reviewed it."),
    "reviewed_how": _HOW,
    "reviewed_at": Text("Wanneer ernaar is gekeken.", "When it was reviewed."),
    "reviewed_own": Text("Of iemand zijn eigen gebruik beoordeelde.", "Whether somebody judged his own use."),
    "state": Text("De stand, als code.", "The state, as a code."),
    "version_id": Text("De sleutel van de versie.", "The key of the version."),
    "signed_on": Text("Op welke dag het is getekend.", "On which day it was signed."),
    "until_on": _UNTIL,
    "sub_processors": Text("Wie de ontvanger inschakelt.", "Whom the recipient engages."),
    "ended": Text("Of het beëindigd is.", "Whether it ended."),
    "declaration_id": Text("De sleutel van de verklaring.", "The key of the declaration."),
    "from_purpose": _PURPOSE,
    "to_purpose": _PURPOSE,
    "staff_ref": Text("De verwijzing van de medewerker.", "The reference of the member of staff."),
    "channel": Text("De code van de weg.", "The code of the channel."),
    "made_at": _AT,
    "revoked_at": Text("Wanneer het is ingetrokken.", "When it was revoked."),
    "revoked_by_ref": Text("De verwijzing van wie het introk.", "The reference of who revoked it."),
    "created_at": _AT,
    "until_at": _UNTIL,
    "found": Text("Wat het oordeel vond.", "What the judgement found."),
    "word_state": Text("Wat er van het bericht aan de cliënt werd.", "What became of the word for the client."),
    "told_at": Text("Sinds wanneer de cliënt het weet.", "Since when the client knows."),
    "told_how": Text("page, letter of channel.", "page, letter or channel."),
    "told_by": _BY,
    "uploaded_by": _BY,
    "file_digest": _DIGEST,
    "file_bytes": Text("De grootte in bytes.", "The size in bytes."),
    "checked_at": _AT,
    "pressed_by": Text("De verwijzing van wie op Importeren drukte.", "The reference of who pressed Import."),
    "pressed_at": _AT,
    "emptied_at": Text("Wanneer het bestand is vernietigd.", "When the file was destroyed."),
    "fault": Text("Wat er mis was, als code.", "What was wrong, as a code."),
    "done_count": _COUNT,
    "whole_count": _COUNT,
    "rows": _COUNT,
    "wrong_rows": _COUNT,
    "skipped_rows": _COUNT,
    "good_rows": _COUNT,
    "imported_rows": _COUNT,
    "import_id": Text("De sleutel van de import.", "The key of the import."),
    "row": Text("De rij, zoals een spreadsheet telt.", "The row, as a spreadsheet counts."),
    "column": Text("De kolom.", "The column."),
    "other_row": Text("De rij die hetzelfde zegt.", "The row that says the same."),
    "type": _THING,
    "properties": Text("De eigenschappen.", "The properties."),
    "gone_at": _UNTIL,
    "subject_type": _THING,
    "subject_id": _THING,
    "relation": Text("De relatie.", "The relation."),
    "object_type": _THING,
    "object_id": _THING,
    "from_at": _FROM,
    "received_at": Text("Wanneer het hier aankwam.", "When it arrived here."),
    "event_id": Text("Het nummer bij het systeem dat het meldde.", "The number at the system that told it."),
    "decision_id": Text("De sleutel van de beslissing erachter.", "The key of the decision behind it."),
    "content": Text("Wat er is gemeld; leeg als het gewist is.", "What was told; empty where it was erased."),
}
_TITLE = Text("Alles wat over toestemming wordt bewaard", "Everything that is kept about consent")
_HOW_TO_READ = Text(
    "Elk bestand is een tabel: een regel is een rij, in JSON (JSON Lines, UTF-8). Momenten staan er met tijdzone "
    "(ISO 8601). Wie iemand is, zegt alleen het personenregister. Een tekst die is gewist, staat er als "
    '{"erased": true}. Het bestand bevat persoonsgegevens: vernietig het als het heeft gediend.',
    "Each file is a table: a line is a row, in JSON (JSON Lines, UTF-8). Moments have their time zone (ISO 8601). Only "
    'the register of persons says who somebody is. A text that was erased stands there as {"erased": true}. The file '
    "holds personal data: destroy it when it has served.",
)
_WITHHELD = Text(
    "Niet in dit bestand, omdat uw taken dat niet toelaten:", "Not in this file, for your duties do not allow it:"
)
_STAYS = Text("Wat niet meegaat, en waarom", "What is not taken along, and why")


def described(tables: Iterable[Table], language: str) -> str:
    """Return what is in an export of these tables, field by field, as Markdown."""
    there = tuple(tables)
    lines = [f"# {_TITLE.to(language)}", "", _HOW_TO_READ.to(language), ""]
    if withheld := [table.name for table in TABLES if table not in there]:
        lines += [f"{_WITHHELD.to(language)} {', '.join(withheld)}.", ""]
    for table in there:
        lines += [f"## {table.name}.jsonl", "", TABLE_TEXTS[table.name].to(language), ""]
        lines += [f"- `{name}`: {FIELD_TEXTS[name].to(language)}" for name in table.fields]
        lines.append("")
    lines += [f"## {_STAYS.to(language)}", ""]
    lines += [f"- `{name}`: {why.to(language)}" for name, why in NOT_TAKEN_ALONG.items()]
    return "\n".join(lines) + "\n"
