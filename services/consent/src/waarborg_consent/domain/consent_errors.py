"""What can be wrong with a consent, in words: each error names the field of what was sent."""

from waarborg_shared.hooks.values import Text


class ConsentError(Exception):
    """A consent cannot be recorded; ``field`` names what is wrong in what was sent."""

    field = "purpose"
    text = Text("Deze toestemming kan niet worden vastgelegd.", "This consent cannot be recorded.")


class UnknownPurpose(ConsentError):
    """The organisation's closed list has no such purpose (J2)."""

    text = Text("Dit doel staat niet op de lijst van doelen.", "This purpose is not on the list of purposes.")


class UnknownPerson(ConsentError):
    """Nobody goes by this reference at this organisation."""

    field = "subject_ref"
    text = Text(
        "Niemand heeft hier dit kenmerk. Zoek het op met het cliëntnummer.",
        "Nobody here has this reference. Look it up by the client number.",
    )

    def __init__(self, subject_ref: str) -> None:
        super().__init__(subject_ref)
        self.subject_ref = subject_ref


class ConsentNotNeeded(ConsentError):
    """The purpose does not rest on consent: asking for it would promise a choice that is not there."""

    text = Text("Voor dit doel is geen toestemming nodig.", "This purpose needs no consent.")


class StatementOutOfDate(ConsentError):
    """The text that was shown is not the one in force (art. 7(1) AVG: informed consent can be proved)."""

    field = "statement_version"
    text = Text(
        "De privacyverklaring is intussen veranderd. Lees de nieuwe en kies opnieuw.",
        "The privacy statement has changed in the meantime. Read the new one and choose again.",
    )


class TextOutOfDate(StatementOutOfDate):
    """What the purpose said when it was shown is not what it says now."""

    field = "text_digest"
    text = Text(
        "De tekst van dit doel is intussen veranderd. Lees de nieuwe en kies opnieuw.",
        "The text of this purpose has changed in the meantime. Read the new one and choose again.",
    )


class UnknownCategory(ConsentError):
    """The purpose does not use such data, so that a yes to it would mean nothing."""

    field = "categories"
    text = Text("Voor dit doel gebruiken wij deze gegevens niet.", "We do not use these data for this purpose.")


class UnknownRecipient(ConsentError):
    """Nobody of that code gets data from the organisation (J8)."""

    field = "recipients"
    text = Text("Deze ontvanger is hier niet bekend.", "This recipient is not known here.")


class NarrowedWithoutPurpose(ConsentError):
    """What ends everything is about everything."""

    text = Text(
        "Zeg erbij om welk doel het gaat, of trek alles in zonder een deel te noemen.",
        "Say which purpose it is about, or withdraw everything without naming a part.",
    )


class EndsTooEarly(ConsentError):
    """A consent that ends before it begins was never given."""

    field = "until_on"
    text = Text("De laatste dag ligt in het verleden.", "The last day lies in the past.")


class WitnessMissing(ConsentError):
    """What was said and not written is proved by who heard it (art. 7(1) AVG)."""

    field = "witness"
    text = Text(
        "Schrijf op wie erbij was: anders is niet te bewijzen wat er gezegd is.",
        "Write down who was there: otherwise nothing proves what was said.",
    )


class ScanWithoutPaper(ConsentError):
    """Only a paper can be scanned."""

    field = "scan_sha256"
    text = Text("Een scan hoort bij een papier.", "A scan goes with a paper.")


class NoAuthority(ConsentError):
    """Who speaks for somebody needs a right to do so, and on this: who decides on money decides on nothing else."""

    field = "authority"
    text = Text("Deze vertegenwoordiger mag hierover niet beslissen.", "This representative may not decide on this.")


class TooYoungAlone(ConsentError):
    """Under sixteen, whoever has parental authority consents (art. 5 UAVG), unless an exception is on record."""

    field = "age"
    text = Text(
        "Onder de 16 jaar beslist wie het gezag heeft, tenzij een uitzondering is vastgelegd.",
        "Under 16, whoever has parental authority decides, unless an exception is on record.",
    )


class AlreadyWithdrawn(ConsentError):
    """There is nothing given that a withdrawal could end."""

    text = Text("Er staat geen toestemming om in te trekken.", "There is no consent to withdraw.")


class NotNow(ConsentError):
    """What happened does not follow from what stands: a refusal of what was given, a renewal of what never was."""

    text = Text("Dit past niet bij wat er nu staat.", "This does not go with what stands now.")


class NotByThem(ConsentError):
    """Somebody does what is not his to do: only the person withdraws, and anybody else revokes."""

    field = "by"
    text = Text("Dit is niet aan deze persoon of instantie.", "This is not for this person or body to do.")


class NothingToUndo(ConsentError):
    """The choice is not there, is not the last one about its purpose, or was undone already."""

    text = Text("Er is geen keuze om ongedaan te maken.", "There is no choice to undo.")


class TooLateToUndo(NothingToUndo):
    """The minutes in which a choice can be undone are over; it can still be changed by a new one."""

    text = Text(
        "Ongedaan maken kan alleen kort na uw keuze. U kunt wel opnieuw kiezen.",
        "Undoing works only shortly after your choice. You can choose again.",
    )


class NotOwn(ConsentError):
    """A person may give and withdraw only what is their own."""

    field = "subject_ref"
    text = Text("Dit zijn de gegevens van iemand anders.", "These are somebody else's data.")
