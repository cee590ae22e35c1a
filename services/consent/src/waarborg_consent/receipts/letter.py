"""What stands in a receipt for people: plain sentences in one language, section by section."""

import unicodedata
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import Any

from waarborg_consent.domain import By, ReceiptFacts, ReceiptState
from waarborg_consent.receipts import words
from waarborg_consent.receipts.told import plain
from waarborg_shared.hooks.values import Text
from waarborg_shared.in_words import term_in_words
from waarborg_shared.web.words import day_in_words, moment_in_words, short_moment

_SHOWN = (
    *((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x24F), (0x386, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x477)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2022), (0x2026, 0x2026), (0x2030, 0x2037), (0x20AC, 0x20AC)),
)
"""The characters that the letter type has; PDF/A lets none be missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it: sentences, a list, or a table with a head."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    widths: tuple[int, ...] = field(default=())


def letter(facts: ReceiptFacts, language: str) -> dict[str, Any]:
    """Return the texts of a receipt, as the template takes them."""
    say = _Sayer(facts, language)
    issued = facts.issued_at
    return {
        "title": say.text(Text("Bewijs van toestemming", "Receipt of a consent")),
        "author": shown(facts.controller.legal_name),
        "lead": say.lead(),
        "language": language,
        "region": {"nl": "nl", "en": "gb"}[language],
        "date": [issued.year, issued.month, issued.day],
        "footer": f"{shown(facts.controller.legal_name)} · {shown(facts.receipt_id)}",
        "standing": say.standing(),
        "sections": [asdict(section) for section in say.sections()],
        "attached_description": say.text(Text("Hetzelfde bewijs voor computers", "The same receipt for computers")),
    }


def shown(text: str) -> str:
    """Return a text with a question mark for what the letter type does not have; the attached receipt has it all."""
    composed = unicodedata.normalize("NFC", plain(text))
    return "".join(each if any(low <= ord(each) <= high for low, high in _SHOWN) else "?" for each in composed)


class _Sayer:
    """Says the parts of one receipt in one language."""

    def __init__(self, facts: ReceiptFacts, language: str) -> None:
        self.facts = facts
        self.language = language

    def text(self, text: Text) -> str:
        return shown(text.to(self.language))

    def say(self, nl: str, en: str) -> str:
        return shown(nl if self.language == "nl" else en)

    def moment(self, at: datetime) -> str:
        return moment_in_words(at, self.language)

    def lead(self) -> str:
        name = self.facts.controller.legal_name
        return self.say(
            f"Hierin staat wat u met {name} hebt afgesproken over het gebruik van uw gegevens, en wat er daarna mee "
            "gebeurde. Bewaar dit bewijs: u kunt ermee laten zien wat u hebt gezegd.",
            f"This says what you agreed with {name} about the use of your data, and what happened to it afterwards. "
            "Keep this receipt: with it you can show what you said.",
        )

    def standing(self) -> str:
        at = self.moment(self.facts.issued_at)
        if self.facts.in_force:
            return self.say(f"Op {at} geldt deze toestemming.", f"On {at} this consent stands.")
        return self.say(f"Op {at} geldt deze toestemming niet.", f"On {at} this consent does not stand.")

    def sections(self) -> tuple[Section, ...]:
        return (
            self.what_for(),
            self.which_data(),
            self.who_has_them(),
            self.what_happened(),
            self.until_when(),
            self.who_is_responsible(),
            self.which_text(),
            self.references(),
            self.how_to_check(),
        )

    def what_for(self) -> Section:
        purpose = self.facts.purpose
        rests = [self.text(words.BASIS[each]) for each in purpose.bases]
        rests += [self.text(words.GROUND[each]) for each in purpose.special_grounds]
        return Section(
            heading=self.say("Waarvoor", "What for"),
            paragraphs=(
                f"{self.text(purpose.name)}. {self.text(purpose.explanation)}",
                f"{self.say('Dit rust op:', 'This rests on:')} {'; '.join(dict.fromkeys(rests))}.",
            ),
        )

    def which_data(self) -> Section:
        heading = self.say("Welke gegevens", "Which data")
        if not self.facts.categories:
            return Section(heading=heading, paragraphs=(self.say("Geen genoemd.", "None named."),))
        rows = []
        for each in self.facts.categories:
            kept = self.say("zie de privacyverklaring", "see the privacy statement")
            if each.keep is not None:
                kept = self.text(term_in_words(each.keep)) if each.keep.amount else self.say("gewist", "erased")
                kept += f" {self.text(each.counted_from)}" if each.counted_from else ""
            rows.append((self.text(each.category.name), kept))
        head = (self.say("Gegevens", "Data"), self.say("Hoe lang bewaard", "How long kept"))
        return Section(heading=heading, head=head, rows=tuple(rows), widths=(1, 1))

    def who_has_them(self) -> Section:
        heading = self.say("Wie er nog meer gegevens krijgt", "Who else gets data")
        said = [] if self.facts.recipients else [self._names_nobody()]
        version, where = self.facts.described_by, self.facts.controller.statement_url(self.facts.described_by)
        said.append(
            self.say(
                f"Wie voor ons werkt, onder een overeenkomst, staat in versie {version} van de privacyverklaring: "
                f"{where}.",
                f"Who works for us, under an agreement, is in version {version} of the privacy statement: {where}.",
            )
        )
        items = tuple(
            f"{self.text(each.name)} ({shown(each.country)}): {self.text(words.RECIPIENT[each.kind])}; "
            f"{self.text(each.what_for)}"
            for each in self.facts.recipients
        )
        return Section(heading=heading, paragraphs=tuple(said), items=items)

    def _names_nobody(self) -> str:
        return self.say(
            "Deze toestemming noemt geen ander. Zij laat ons dus niets aan een derde geven.",
            "This consent names nobody else. So it lets us give nothing to a third party.",
        )

    def what_happened(self) -> Section:
        head = Text("Wanneer", "When"), Text("Wat", "What"), Text("Hoe en door wie", "How and by whom")
        return Section(
            heading=self.say("Wat er gebeurde", "What happened"),
            head=tuple(self.text(each) for each in head),
            rows=tuple(self._happened(state) for state in self.facts.history),
            widths=(3, 4, 6),
        )

    def _happened(self, state: ReceiptState) -> tuple[str, ...]:
        how = self.text(words.BY[state.by])
        if state.by is not By.DATE:
            how = f"{self.text(words.HOW[state.how])}, {how}"
        if state.authority is not None:
            name = state.authority_name.to(self.language) if state.authority_name else state.authority.kind
            how += f" {shown(f'({name}, {state.authority.source}, {state.authority.representative_ref})')}"
        recorded = self.text(words.RECORDED.get(state.recorded_by, words.RECORDED["system"]))
        return short_moment(state.at, self.language), self.text(words.STATUS[state.status]), f"{how}; {recorded}"

    def _given_until(self) -> str:
        if not self.facts.opened.status.allows:
            return self.say("Er is geen toestemming gegeven.", "No consent was given.")
        if self.facts.valid_until is None:
            return self.say(
                "De toestemming is gegeven totdat u haar intrekt.", "Consent was given until you withdraw it."
            )
        until = self.moment(self.facts.valid_until)
        return self.say(f"De toestemming is gegeven tot {until}.", f"Consent was given until {until}.")

    def until_when(self) -> Section:
        where = shown(self.facts.controller.withdraw_url)
        return Section(
            heading=self.say("Tot wanneer, en intrekken", "Until when, and withdrawing"),
            paragraphs=(
                self._given_until(),
                self.say(
                    f"Intrekken kan altijd, en net zo makkelijk als geven: op {where}, of met een telefoontje, een "
                    "brief of een gesprek. Het werkt meteen. Uw zorg hangt er niet van af.",
                    f"You can always withdraw, as easily as you gave: at {where}, or by telephone, by letter or when "
                    "we see you. It works at once. Your care does not depend on it.",
                ),
            ),
        )

    def who_is_responsible(self) -> Section:
        who = self.facts.controller
        where = f"{who.address.street}, {who.address.postcode} {who.address.town}" if who.address else None
        lines = [who.legal_name, where, who.contact.to(self.language), who.phone, who.email, who.url]
        return Section(
            heading=self.say("Wie verantwoordelijk is", "Who is responsible"),
            items=tuple(shown(line) for line in lines if line),
        )

    def which_text(self) -> Section:
        facts, opened = self.facts, self.facts.opened
        version, now = shown(opened.statement_version), shown(facts.described_by)
        where = shown(facts.controller.statement_url(opened.statement_version))
        said = [
            self.say(
                f"U kreeg versie {version} van de privacyverklaring te zien. Zij staat op {where}.",
                f"You were shown version {version} of the privacy statement. It stands at {where}.",
            )
        ]
        if opened.text_digest:
            digest = shown(opened.text_digest)
            said.append(self.say(f"Controlegetal van die tekst: {digest}.", f"Digest of that text: {digest}."))
        if version != now:
            day = f" van {day_in_words(facts.statement_dated, 'nl')}" if facts.statement_dated else ""
            en_day = f" of {day_in_words(facts.statement_dated, 'en')}" if facts.statement_dated else ""
            said.append(
                self.say(
                    f"Doel, gegevens en ontvangers staan hier zoals in versie {now}{day}.",
                    f"Purpose, data and recipients are described here as in version {now}{en_day}.",
                )
            )
        return Section(heading=self.say("Welke tekst", "Which text"), paragraphs=tuple(said))

    def references(self) -> Section:
        facts = self.facts
        rows = (
            (self.say("Dit bewijs", "This receipt"), shown(facts.receipt_id)),
            (self.say("De toestemming", "The consent"), shown(facts.consent_id)),
            (self.say("U, bij ons", "You, with us"), shown(facts.subject_ref)),
            (self.say("Gemaakt op", "Made on"), self.moment(facts.issued_at)),
        )
        head = (self.say("Kenmerk van", "Reference of"), self.say("Kenmerk", "Reference"))
        return Section(heading=self.say("Kenmerken", "References"), head=head, rows=rows, widths=(1, 2))

    def how_to_check(self) -> Section:
        keys = shown(self.facts.controller.keys_url)
        return Section(
            heading=self.say("Controleren of het echt is", "Checking that it is genuine"),
            paragraphs=(
                self.say(
                    "Dit bestand is elektronisch ondertekend, van begin tot eind. Wie er iets aan verandert, maakt de "
                    "handtekening ongeldig. Op papier is dat niet te zien: bewaar daarom het bestand.",
                    "This file is signed electronically, from beginning to end. Whoever changes anything in it makes "
                    "the signature invalid. On paper that does not show: so keep the file.",
                ),
                self.say(
                    f"De sleutels om het te controleren staan op {keys}. Met die lijst en het programma "
                    "waarborg-consent (receipt check) kan het zonder internet. Een PDF-lezer kan zeggen dat hij de "
                    "ondertekenaar niet kent: het certificaat is van de organisatie zelf. In het bestand zit ook "
                    "hetzelfde bewijs voor computers, receipt.jws.",
                    f"The keys to check it with are at {keys}. With that list and the program waarborg-consent "
                    "(receipt check) it can be done without the internet. A PDF reader may say that it does not know "
                    "who signed: the certificate is the organisation's own. The file also holds the same receipt for "
                    "computers, receipt.jws.",
                ),
            ),
        )
