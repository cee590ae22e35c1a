"""The letter about looks at a client's data in an emergency; why each was stands on his page, or he asks."""

from waarborg_consent import actions
from waarborg_consent.domain.emergencies import EmergencyVerdict
from waarborg_consent.models import Emergency
from waarborg_consent.pages.letters.values import Letter, Part, Written
from waarborg_consent.shown.log_words import OWN_LOG
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.words import day_in_words, moment_in_words

_SINCE = Text(
    "Iemand die niet bij uw zorg hoort kon uw gegevens zien vanaf {}.",
    "Somebody who is not involved in your care could see your data from {}.",
)
_UNTIL = Text("Dat kon tot {}.", "That was possible until {}.")
_WAITS = Text("Iemand anders kijkt nog of dat terecht was.", "Somebody else still has to look whether that was right.")
_VERDICTS = {
    EmergencyVerdict.JUSTIFIED: Text(
        "Iemand anders heeft daarnaar gekeken. Het was terecht.", "Somebody else looked into it. It was right."
    ),
    EmergencyVerdict.NOT_JUSTIFIED: Text(
        "Iemand anders heeft daarnaar gekeken. Het was niet terecht.", "Somebody else looked into it. It was not right."
    ),
}
_NOBODY = Text("Niemand keek in een noodgeval naar uw gegevens.", "Nobody looked at your data in an emergency.")


def _write(work: Work, subject_ref: str, rules: Rules, language: str) -> Written:
    parts = tuple(_use(row, language) for row in actions.emergencies_of(work, subject_ref))
    nothing = Part(heading=LETTER.title.to(language), paragraphs=(_NOBODY.to(language),))
    return Written(parts=parts or (nothing,))


def _use(row: Emergency, language: str) -> Part:
    said = (
        _SINCE.to(language).format(moment_in_words(row.created_at, language)),
        _UNTIL.to(language).format(moment_in_words(row.until_at, language)),
        (_VERDICTS[EmergencyVerdict(row.verdict)] if row.verdict else _WAITS).to(language),
    )
    return Part(heading=day_in_words(due_on(row.created_at), language), paragraphs=(" ".join(said),))


LETTER = Letter(
    code="emergencies",
    title=Text("Iemand keek in een noodgeval naar uw gegevens", "Somebody looked at your data in an emergency"),
    lead=Text(
        "Als het niet kan wachten, mag iemand die hier werkt meteen uw gegevens zien. Dat vertellen wij u altijd.",
        "When it cannot wait, somebody who works here may see your data at once. We always tell you.",
    ),
    how=Text(
        "Wilt u weten waarom het nodig was, of klopt er iets niet? Bel ons of schrijf ons, en noem de dag. Wij "
        "vertellen het u.",
        "Do you want to know why it was needed, or is something not right? Call us or write to us, and name the day. "
        "We tell you.",
    ),
    write=_write,
    look=OWN_LOG,
)
