"""What stands in a letter: plain sentences in one language, section by section, from what is known."""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from waarborg_requests.domain import Outcome
from waarborg_requests.domain.letters import LetterKind
from waarborg_requests.domain.package.told import COLLECT
from waarborg_requests.typesetting import words
from waarborg_requests.typesetting.facts import LetterFacts, Passage
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.hooks.values import RequestKind, Subject, Text
from waarborg_shared.in_words import source_in_words
from waarborg_shared.web.words import day_in_words, due_in_words

_SHOWN = (
    *((0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x24F), (0x386, 0x38A), (0x38E, 0x3A1), (0x3A3, 0x3CE), (0x400, 0x477)),
    *((0x1E00, 0x1EFF), (0x2010, 0x2022), (0x2026, 0x2026), (0x2030, 0x2037), (0x20AC, 0x20AC)),
)
"""The characters that the letter type has; PDF/A lets none be missing."""
_INK = "#1b2733"
_HEX = re.compile(r"#[0-9A-Fa-f]{6}")
_COSTS = frozenset({RequestKind.COPY, RequestKind.ACCESS, RequestKind.PORTABILITY})


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading with what stands under it: sentences, a list, or a table with a head."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterText:
    """A letter in words, as the template takes them and as a page shows them before it is given."""

    title: str
    language: str
    region: str
    author: str
    lead: str
    date: tuple[int, int, int]
    colour: str
    sender: tuple[str, ...]
    addressee: tuple[str, ...]
    references: tuple[str, ...]
    salutation: str
    opening: tuple[str, ...]
    code: str
    sections: tuple[Section, ...]
    signature: tuple[str, ...]
    footer: str


def write(facts: LetterFacts) -> LetterText:
    """Return the letter in words, in its language."""
    say = _Sayer(facts)
    local = facts.written_at.astimezone(AMSTERDAM)
    body = _BODIES[facts.kind](say)
    return LetterText(
        title=say.text(words.TITLES[facts.kind]),
        language=facts.language,
        region={"nl": "nl", "en": "gb"}[facts.language],
        author=shown(facts.organisation.legal_name),
        lead=f"{say.text(words.TITLES[facts.kind])}: {facts.number}",
        date=(local.year, local.month, local.day),
        colour=_colour(facts),
        sender=say.sender(),
        addressee=tuple(shown(line) for line in (facts.name, *facts.address) if line.strip()),
        references=say.references(),
        salutation=say.say(f"Beste {facts.name},", f"Dear {facts.name},"),
        opening=body.opening,
        code=shown(facts.code) if facts.code else "",
        sections=(*body.sections, *say.ending()),
        signature=say.signature(),
        footer=f"{shown(facts.organisation.legal_name)} · {shown(facts.number)}",
    )


def shown(text: str) -> str:
    """Return a text on one line, with a question mark for what the letter type does not have."""
    seen = "".join(" " if unicodedata.category(each) in ("Cc", "Cs", "Cf") else each for each in text)
    composed = unicodedata.normalize("NFC", " ".join(seen.split()))
    return "".join(each if any(low <= ord(each) <= high for low, high in _SHOWN) else "?" for each in composed)


def paragraphs(text: str) -> tuple[str, ...]:
    """Return what somebody typed as paragraphs: what stood on a line of its own stays so."""
    return tuple(shown(line) for line in text.splitlines() if line.strip())


def _colour(facts: LetterFacts) -> str:
    primary = facts.theme.tokens.get("--waarborg-color-primary", "")
    return primary if _HEX.fullmatch(primary) else _INK


@dataclass(frozen=True, slots=True)
class _Body:
    opening: tuple[str, ...]
    sections: tuple[Section, ...] = ()


class _Sayer:
    """Says the parts of one letter in its language."""

    def __init__(self, facts: LetterFacts) -> None:
        self.facts = facts

    def text(self, text: Text) -> str:
        return shown(text.to(self.facts.language))

    def say(self, nl: str, en: str) -> str:
        return shown(nl if self.facts.language == "nl" else en)

    def source(self, source: str) -> str:
        return self.text(source_in_words(source, self.facts.organisation.source_words))

    def due(self) -> str:
        assert self.facts.due_at is not None
        return due_in_words(self.facts.due_at, self.facts.language)

    def sender(self) -> tuple[str, ...]:
        us = self.facts.organisation
        where = (us.address.street, f"{us.address.postcode} {us.address.town}") if us.address else ()
        contact = us.contact(Subject.PRIVACY)
        lines = (us.legal_name, *where, contact.phone, contact.email)
        return tuple(shown(line) for line in lines if line)

    def references(self) -> tuple[str, ...]:
        local = self.facts.written_at.astimezone(AMSTERDAM).date()
        day = day_in_words(local, self.facts.language)
        received = day_in_words(self.facts.received_on, self.facts.language)
        return (
            self.say(f"Datum: {day}", f"Date: {day}"),
            self.say(f"Ons kenmerk: {self.facts.number}", f"Our reference: {self.facts.number}"),
            self.say(f"Uw verzoek van: {received}", f"Your request of: {received}"),
        )

    def asked(self) -> str:
        facts = self.facts
        day, what = day_in_words(facts.received_on, facts.language), facts.policy.name.to(facts.language)
        asked = self.say(f"Op {day} vroeg u ons: {what}.", f"On {day} you asked us: {what}.")
        if facts.for_whom:
            asked += " " + self.say(f"U vroeg dit voor {facts.for_whom}.", f"You asked this for {facts.for_whom}.")
        return asked

    def ending(self) -> tuple[Section, ...]:
        return (*((self.remedies(),) if self.facts.kind in words.TO_DISAGREE_WITH else ()), self.questions())

    def remedies(self) -> Section:
        return Section(
            heading=self.say("Bent u het er niet mee eens?", "Do you disagree?"),
            paragraphs=(self.text(words.ANY_WAY),),
            head=(self.say("Waar", "Where"), self.say("Hoe", "How"), self.say("Volgens", "According to")),
            rows=tuple(
                (self.text(each.name), self.text(each.how), self.source(each.source))
                for each in self.facts.organisation.remedies
            ),
        )

    def questions(self) -> Section:
        contact, number = self.facts.organisation.contact(Subject.PRIVACY), self.facts.number
        lines = (self.text(contact.who), contact.phone, contact.email)
        return Section(
            heading=self.say("Hebt u vragen?", "Do you have questions?"),
            paragraphs=(
                self.say(
                    f"Bel of schrijf ons en noem het nummer {number}.",
                    f"Call or write to us, and mention the number {number}.",
                ),
            ),
            items=tuple(shown(line) for line in lines if line),
        )

    def signature(self) -> tuple[str, ...]:
        role = self.text(self.facts.signed_as) if self.facts.signed_as else ""
        name, us = shown(self.facts.signed_by), shown(self.facts.organisation.legal_name)
        lines = (self.say("Met vriendelijke groet,", "Kind regards,"), name, role, us)
        return tuple(line for line in lines if line)

    def passage(self, passage: Passage) -> Section:
        return Section(
            heading=self.text(passage.heading),
            paragraphs=tuple(self.text(each) for each in passage.paragraphs),
            head=tuple(self.text(each) for each in passage.head),
            rows=tuple(tuple(self.text(cell) for cell in row) for row in passage.rows),
        )


def _answer(say: _Sayer) -> _Body:
    facts = say.facts
    if facts.by_fact is not None:
        return _Body((say.asked(), say.text(facts.by_fact)), tuple(say.passage(each) for each in facts.passages))
    assert facts.outcome is not None
    came_of_it = words.OUTCOMES[facts.policy.kind][facts.outcome]
    sections = [Section(heading=say.say("Ons antwoord", "Our answer"), paragraphs=paragraphs(facts.text))]
    if facts.grounds:
        why = tuple(say.text(words.GROUNDS[ground]) for ground in facts.grounds)
        alone = len(why) == 1
        heading = say.text(words.WHY[facts.outcome])
        sections.append(Section(heading=heading, paragraphs=why if alone else (), items=() if alone else why))
    sections += [say.passage(each) for each in facts.passages]
    free = facts.policy.first_copy_free and facts.first_copy
    if facts.policy.kind in _COSTS and free and facts.outcome is not Outcome.REFUSED:
        heading = say.say("Wat het kost", "What it costs")
        sections.append(Section(heading=heading, paragraphs=(say.text(words.FIRST_COPY_FREE),)))
    return _Body((say.asked(), say.text(came_of_it)), tuple(sections))


def _extension(say: _Sayer) -> _Body:
    notice = say.facts.policy.notice
    source = say.source(notice.source if notice is not None else say.facts.policy.source)
    longer = say.say(
        f"Wij hebben er meer tijd voor nodig. U hebt ons antwoord uiterlijk op {say.due()}. De wet laat dat toe "
        f"({source}).",
        f"We need more time for it. You have our answer on {say.due()} at the latest. The law allows that ({source}).",
    )
    why = Section(
        heading=say.say("Waarom het langer duurt", "Why it takes longer"), paragraphs=paragraphs(say.facts.text)
    )
    return _Body((say.asked(), longer), (why,))


def _identification(say: _Sayer) -> _Body:
    asks = say.say(
        "Voordat wij verdergaan, willen wij zeker weten dat u het bent. Zo komen uw gegevens niet bij een ander. Tot "
        "wij dat weten, staat de termijn stil (art. 12 lid 6 AVG).",
        "Before we go on, we want to be sure that it is you. So your data do not come to somebody else. Until we know, "
        "the term stands still (art. 12(6) GDPR).",
    )
    doubt = (f"{say.text(say.facts.doubt)}.",) if say.facts.doubt else ()
    why = Section(
        heading=say.say("Waarom wij het vragen", "Why we ask"), paragraphs=(*doubt, *paragraphs(say.facts.text))
    )
    how = Section(
        heading=say.say("Zo kan het", "How to do it"),
        paragraphs=(say.say("Kies wat u het beste past:", "Choose what suits you best:"),),
        items=tuple(say.text(each) for each in words.HOW_TO_IDENTIFY),
    )
    not_so = Section(heading=say.say("Stuur geen kopie", "Send no copy"), paragraphs=(say.text(words.SEND_NO_COPY),))
    return _Body((say.asked(), asks), (*((why,) if why.paragraphs else ()), how, not_so))


def _code_for(say: _Sayer, nl: str, en: str) -> _Body:
    facts = say.facts
    until = (
        f" {say.say('tot en met', 'until')} {due_in_words(facts.code_until, facts.language)}"
        if (facts.code_until is not None)
        else ""
    )
    where = say.say(
        f"Zoek uw verzoek op via onze website, met het nummer {facts.number} en uw geheime code. Vul daar deze code "
        "in.",
        f"Look your request up on our website, with the number {facts.number} and your secret code. Fill in this code "
        "there.",
    )
    keep = say.say(
        f"Geef deze code aan niemand, ook niet aan ons. Hij werkt{until}.",
        f"Give this code to nobody, not to us either. It works{until}.",
    )
    return _Body((say.asked(), say.say(nl, en), where, keep))


def _read_code(say: _Sayer) -> _Body:
    return _code_for(
        say,
        "Ons antwoord ligt voor u klaar op een beveiligde pagina. Deze code hebt u nodig om het te lezen.",
        "Our answer lies ready for you on a secure page. You need this code to read it.",
    )


def _fetch_code(say: _Sayer) -> _Body:
    again = say.say(
        "Wij maken uw gegevens opnieuw voor u klaar. Met deze code haalt u ze op. Een ophaalcode uit een eerdere brief "
        "werkt niet meer.",
        "We make your data ready for you once more. With this code you fetch them. A code from an earlier letter to "
        "fetch with works no more.",
    )
    keep = say.say("Geef deze code aan niemand, ook niet aan ons.", "Give this code to nobody, not to us either.")
    return _Body((say.asked(), again, say.text(COLLECT), keep))


def _received(say: _Sayer) -> _Body:
    number = say.facts.number
    due = say.say(
        f"Wij hebben het ontvangen onder nummer {number}. U hebt ons antwoord uiterlijk op {say.due()} "
        f"({say.source(say.facts.policy.source)}).",
        f"We received it under number {number}. You have our answer on {say.due()} at the latest "
        f"({say.source(say.facts.policy.source)}).",
    )
    keep = (say.text(words.KEEP_THE_CODE),) if say.facts.code else ()
    return _Body((say.asked(), due, say.text(say.facts.policy.explanation), *keep))


def _fee(say: _Sayer) -> _Body:
    facts = say.facts
    runs = say.say(
        f"De termijn staat hiervoor niet stil: u hebt ons antwoord uiterlijk op {say.due()}.",
        f"The term does not stand still for this: you have our answer on {say.due()} at the latest.",
    )
    why = Section(heading=say.say("Waarom wij dit vragen", "Why we ask this"), paragraphs=paragraphs(facts.text))
    how = say.say(
        f"Zoek uw verzoek op via onze website, met het nummer {facts.number} en uw geheime code. Of bel ons.",
        f"Look your request up on our website, with the number {facts.number} and your secret code. Or call us.",
    )
    first = say.say(
        "Zonder uw ja maken wij de kopie niet en hoeft u niets te betalen.",
        "Without your yes we do not make the copy, and you need pay nothing.",
    )
    choose = Section(
        heading=say.say("U kiest zelf", "You choose"),
        paragraphs=(first, how),
        items=tuple(say.text(each) for each in words.FEE_CHOICES),
    )
    fee = (say.text(facts.fee),) if facts.fee is not None else ()
    return _Body((say.asked(), *fee, runs), (*((why,) if why.paragraphs else ()), choose))


def _new_code(say: _Sayer) -> _Body:
    number = say.facts.number
    new = say.say(
        f"U was de geheime code van verzoek {number} kwijt, en wij stelden opnieuw vast wie u bent. Dit is de nieuwe. "
        "Elke eerdere code werkt niet meer.",
        f"You had lost the secret code of request {number}, and we established anew who you are. This is the new one. "
        "Every earlier code works no more.",
    )
    not_asked = say.say("Vroeg u dit niet? Bel ons dan meteen.", "Did you not ask for this? Then call us at once.")
    return _Body((say.asked(), new, say.text(words.KEEP_THE_CODE), not_asked))


def _withdrawn(say: _Sayer) -> _Body:
    stops = say.say(
        "Dit verzoek is gestopt, zoals gevraagd. U krijgt er geen antwoord meer op. Wat intussen al is gedaan, blijft "
        "zo. U kunt altijd opnieuw iets vragen.",
        "This request has ended, as was asked. You get no answer to it any more. What was done meanwhile stays so. You "
        "can always ask something again.",
    )
    return _Body((say.asked(), stops))


def _message(say: _Sayer) -> _Body:
    number = say.facts.number
    where = say.say(
        f"Het bericht staat niet in deze brief. U leest het op onze website, met het nummer {number} en uw "
        "geheime code.",
        f"The message does not stand in this letter. You read it on our website, with the number {number} and "
        "your secret "
        "code.",
    )
    otherwise = say.say(
        "Liever niet op de website? Bel ons of kom langs. Wij vertellen het u als wij weten wie u bent.",
        "Rather not on the website? Call us or come by. We tell you once we know who you are.",
    )
    return _Body(
        (
            say.asked(),
            say.say("Wij schreven u daarover een bericht.", "We wrote you a message about it."),
            where,
            otherwise,
        )
    )


_BODIES: Mapping[LetterKind, Callable[[_Sayer], _Body]] = {
    LetterKind.RECEIVED: _received,
    LetterKind.IDENTIFICATION: _identification,
    LetterKind.READ_CODE: _read_code,
    LetterKind.FETCH_CODE: _fetch_code,
    LetterKind.NEW_CODE: _new_code,
    LetterKind.FEE: _fee,
    LetterKind.EXTENSION: _extension,
    LetterKind.ANSWER: _answer,
    LetterKind.MESSAGE: _message,
    LetterKind.WITHDRAWN: _withdrawn,
}
