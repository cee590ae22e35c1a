"""The letter about who looked at a client's data, for who cannot read it on the page."""

from babel.dates import format_time

from waarborg_consent.actions.who_looked import Period, who_looked
from waarborg_consent.pages.letters.values import Letter, Part, Written
from waarborg_consent.shown.log import Line, line_of
from waarborg_consent.shown.log_words import OWN_LOG
from waarborg_shared.calendar import AMSTERDAM
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Duty, Text
from waarborg_shared.uow import Work
from waarborg_shared.web.words import day_in_words

MOST = 100
_NOBODY = Text("Voor zover wij weten keek niemand.", "As far as we know nobody looked.")
_ONLY_NEWEST = Text(
    "Hier staan de nieuwste {} keren. Wilt u ook de keren daarvoor? Bel of schrijf ons.",
    "These are the newest {} times. Do you want those before as well? Call us or write to us.",
)
_WHY = Text("Waarom dat mocht: {}", "Why that was allowed: {}")
_ASKED = Text("Waarom dit het antwoord was: {}", "Why this was the answer: {}")
_REFERENCE = Text("Kenmerk van wie keek: {}.", "Reference of who looked: {}.")


def _write(work: Work, subject_ref: str, rules: Rules, language: str) -> Written:
    found = who_looked(work, subject_ref, period=Period(), limit=MOST + 1)
    days: dict[str, list[str]] = {}
    for each in found[:MOST]:
        day = day_in_words(due_on(each.at), language)
        days.setdefault(day, []).append(_line(line_of(each, rules), language))
    parts = [Part(heading=day, items=tuple(lines)) for day, lines in days.items()]
    if not found:
        parts.append(Part(heading=LETTER.title.to(language), paragraphs=(_NOBODY.to(language),)))
    if len(found) > MOST:
        heading = LETTER.title.to(language)
        parts.insert(0, Part(heading=heading, paragraphs=(_ONLY_NEWEST.to(language).format(MOST),)))
    return Written(parts=tuple(parts))


def _line(line: Line, language: str) -> str:
    said = [f"{format_time(line.entry.at.astimezone(AMSTERDAM).time(), 'HH:mm')}: {line.said.to(language)}"]
    if line.who:
        said.append(_REFERENCE.to(language).format(line.who))
    if line.why and (line.question or line.happened):
        said.append((_ASKED if line.question else _WHY).to(language).format(line.why.to(language)))
    elif line.why:
        said.append(line.why.to(language))
    return " ".join(said)


LETTER = Letter(
    code="who-looked",
    title=Text("Wie uw gegevens zag", "Who saw your data"),
    lead=Text(
        "In deze brief staat wie uw gegevens zag of veranderde, en waarom dat mocht. Wij schrijven geen namen op van "
        "wie hier werkt, alleen wat hun werk is en een kenmerk.",
        "This letter says who saw or changed your data, and why that was allowed. We write down no names of who works "
        "here, only what their work is and a reference.",
    ),
    how=Text(
        "Klopt er iets niet, of wilt u meer weten? Bel ons of schrijf ons, en noem de dag en het kenmerk. Wij zoeken "
        "het voor u uit.",
        "Is something not right, or do you want to know more? Call us or write to us, and name the day and the "
        "reference. We look into it for you.",
    ),
    write=_write,
    duty=Duty.LOG_READ,
    look=OWN_LOG,
)
