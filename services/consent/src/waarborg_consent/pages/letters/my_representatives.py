"""The letter about who decides for a client, and who is registered to speak for him."""

from flask_babel import gettext

from waarborg_consent.actions import representing
from waarborg_consent.domain import Representation
from waarborg_consent.pages.letters.values import Letter, Part, Written
from waarborg_consent.pages.representing_words import SCOPE_WORDS, answers, state_of
from waarborg_consent.shown.log_words import OWN_REPRESENTATIVES
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.words import day_in_words

_ON = Text("Wie beslist over {}", "Who decides on {}")
_REGISTERED = Text("Wie voor u geregistreerd staat", "Who is registered for you")
_NOBODY = Text("Er staat niemand geregistreerd.", "Nobody is registered.")
_FROM = Text("over {}, vanaf {}", "on {}, from {}")
_UNTIL = Text("tot en met {}", "up to and with {}")


def _write(work: Work, subject_ref: str, rules: Rules, language: str) -> Written:
    known, today = representing.known_of(work, subject_ref, rules=rules), due_on(work.now)
    parts = []
    for answer in answers(known, today, own=True):
        topic, lacks = answer["topic_words"], answer["missing"]
        parts.append(
            Part(
                heading=_ON.to(language).format(gettext(topic)),
                paragraphs=(lacks.to(language),) if lacks else (),
                items=tuple(
                    f"{each['name'].to(language)}: {each['manner'].to(language)}. {each['why'].to(language)}"
                    for each in answer["deciders"]
                ),
            )
        )
    registered = tuple(
        f"{each.kind.name.to(language)}: {_term(each, language)} ({gettext(state_of(each, today))})"
        for each in known.representations
    )
    nobody = () if registered else (_NOBODY.to(language),)
    parts.append(Part(heading=_REGISTERED.to(language), paragraphs=nobody, items=registered))
    return Written(parts=tuple(parts))


def _term(each: Representation, language: str) -> str:
    topics = ", ".join(str(gettext(words)) for scope, words in SCOPE_WORDS.items() if scope in each.scopes)
    said = _FROM.to(language).format(topics, day_in_words(each.term.begins_on, language))
    if each.term.ends_on is None:
        return said
    return f"{said} {_UNTIL.to(language).format(day_in_words(each.term.ends_on, language))}"


LETTER = Letter(
    code="my-representatives",
    title=Text("Wie voor u beslist", "Who decides for you"),
    lead=Text(
        "Zolang u kunt beslissen, beslist u zelf. Alleen als u dat niet kunt, beslist een ander voor u. De wet zegt "
        "wie.",
        "As long as you can decide, you decide. Only when you cannot does somebody else decide. The law says who.",
    ),
    how=Text(
        "Wilt u dat iemand met u mee beslist? Schrijf op wie dat is en waarover, zet uw handtekening, en geef het ons. "
        "Klopt er iets niet in deze brief? Bel ons, schrijf ons, of zeg het als wij bij u zijn.",
        "Do you want somebody to decide with you? Write down who it is and on what, sign it, and give it to us. Is "
        "something in this letter not right? Call us, write to us, or say it when we see you.",
    ),
    write=_write,
    look=OWN_REPRESENTATIVES,
)
