"""The letter about what a client said yes and no to."""

from waarborg_consent import actions
from waarborg_consent.domain import ConsentState, PartStanding, Standing, covered
from waarborg_consent.pages.letters.values import Letter, Part, Written
from waarborg_consent.receipts.words import HOW
from waarborg_consent.shown.log_words import OWN_CONSENTS
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work
from waarborg_shared.web.words import day_in_words

HISTORY = 200
STATES = {
    ConsentState.UNKNOWN: Text("U hebt hier nog niets over gezegd.", "You have not said anything about this yet."),
    ConsentState.REQUESTED: Text(
        "Wij vroegen u dit op {}. U hebt nog niet geantwoord.", "We asked you this on {}. You have not answered yet."
    ),
    ConsentState.DEFERRED: Text(
        "U wilde hier nog over nadenken. Dat zei u op {}.", "You wanted to think about it. You said so on {}."
    ),
    ConsentState.GIVEN: Text("U zei ja op {}.", "You said yes on {}."),
    ConsentState.RENEWED: Text("U zei opnieuw ja op {}.", "You said yes again on {}."),
    ConsentState.REFUSED: Text("U zei nee op {}.", "You said no on {}."),
    ConsentState.WITHDRAWN: Text("U trok uw ja in op {}.", "You withdrew your yes on {}."),
    ConsentState.REVOKED: Text(
        "Iemand anders maakte een eind aan uw ja, op {}.", "Somebody else ended your yes, on {}."
    ),
    ConsentState.EXPIRED: Text("Uw ja van {} is afgelopen.", "Your yes of {} has run out."),
    ConsentState.INVALIDATED: Text(
        "Uw ja bleek niet geldig. Dat is vastgesteld op {}.",
        "Your yes turned out not to be valid. That was found on {}.",
    ),
}
NOT_HIS_DOING = frozenset(
    {ConsentState.REQUESTED, ConsentState.EXPIRED, ConsentState.REVOKED, ConsentState.INVALIDATED}
)
"""What the client did not do himself, so that no way of doing it is told."""
_UNTIL_DAY = Text("Uw ja geldt tot en met {}.", "Your yes counts until and including {}.")
_UNTIL_WITHDRAWN = Text("Uw ja geldt totdat u het intrekt.", "Your yes counts until you withdraw it.")
_HOW = Text("U deed dat {}.", "You did so {}.")
_DATA = Text("Het gaat om: {}.", "It is about: {}.")
_ASKED_AGAIN = Text(
    "Wij hebben onze uitleg hierover veranderd, of wij weten niet welke uitleg u zag. "
    "Wij vragen u daarom opnieuw of u ja zegt.",
    "We have changed what we say about this, or we do not know what you were shown. "
    "So we ask you again whether you say yes.",
)
_WITHDRAW = Text("Ik trek mijn ja in voor: {}", "I withdraw my yes for: {}")
_NOTHING = Text(
    "Wij doen niets met uw gegevens waarvoor wij u om een ja moeten vragen.",
    "We do nothing with your data for which we have to ask you a yes.",
)


def _write(work: Work, subject_ref: str, rules: Rules, language: str) -> Written:
    stands = actions.what_stands(work, subject_ref, rules=rules)
    happened = {each.id: each for each in actions.history(work, subject_ref, limit=HISTORY)}
    parts = tuple(_purpose(each, happened.get(each.event_id or ""), rules, language) for each in stands)
    withdrawable = [each for each in stands if each.stands or any(part.stands for part in each.parts)]
    reply = tuple(
        _WITHDRAW.to(language).format(rules.purposes[each.purpose].name.to(language)) for each in withdrawable
    )
    nothing = Part(heading=LETTER.title.to(language), paragraphs=(_NOTHING.to(language),))
    return Written(parts=parts or (nothing,), reply=reply)


def _purpose(each: Standing, source: actions.Happened | None, rules: Rules, language: str) -> Part:
    purpose, said = rules.purposes[each.purpose], _said(each, language)
    if source is not None and each.state not in NOT_HIS_DOING:
        said.append(_HOW.to(language).format(HOW[source.how].to(language)))
    if each.asked_again:
        said.append(_ASKED_AGAIN.to(language))
    data = ", ".join(kind.name.to(language).lower() for kind in covered(purpose, rules.categories))
    about = _DATA.to(language).format(data)
    return Part(
        heading=purpose.name.to(language),
        paragraphs=(f"{purpose.explanation.to(language)} {about}", " ".join(said)),
        items=tuple(_part(one, rules, language) for one in each.parts),
    )


def _said(each: Standing, language: str) -> list[str]:
    day = day_in_words(due_on(each.since), language) if each.since else ""
    said = [STATES[each.state].to(language).format(day)]
    if each.stands and each.until is not None:
        said.append(_UNTIL_DAY.to(language).format(day_in_words(due_on(each.until), language)))
    elif each.stands:
        said.append(_UNTIL_WITHDRAWN.to(language))
    return said


def _part(each: PartStanding, rules: Rules, language: str) -> str:
    names = {code: category.name for code, category in rules.categories.items()}
    names |= {recipient.code: recipient.name for recipient in rules.recipients}
    codes = (*sorted(each.part.categories), *sorted(each.part.recipients))
    about = ", ".join(names[code].to(language) if code in names else code for code in codes)
    day = day_in_words(due_on(each.since), language)
    return f"{about}: {STATES[each.state].to(language).format(day)}"


LETTER = Letter(
    code="my-consents",
    title=Text("Waar u ja en nee tegen zei", "What you said yes and no to"),
    lead=Text(
        "In deze brief staat waarvoor wij uw gegevens mogen gebruiken omdat u ja zei. Ook staat er waar u nee tegen "
        "zei.",
        "This letter says what we may use your data for because you said yes. It also says what you said no to.",
    ),
    how=Text(
        "U mag altijd nee zeggen, ook als u eerst ja zei. Dat hoeft u niet uit te leggen. Bel ons, schrijf ons, of zeg "
        "het als wij bij u zijn. Wij stoppen dan meteen. Uw zorg blijft hetzelfde.",
        "You may always say no, also when you said yes before. You do not have to explain it. Call us, write to us, or "
        "say it when we see you. We stop at once. Your care stays the same.",
    ),
    write=_write,
    look=OWN_CONSENTS,
)
