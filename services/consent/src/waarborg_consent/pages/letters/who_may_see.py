"""The letter about who may see what of a client, for the same reasons as on his own page."""

from waarborg_consent.actions.who_may import who_may_use
from waarborg_consent.pages.letters.values import Letter, Part, Written
from waarborg_consent.pages.who_may_words import (
    Group,
    Kind,
    changes_of,
    groups_of,
    purposes_without_a_yes,
)
from waarborg_consent.shown.log_words import OWN_CONSENTS
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Text
from waarborg_shared.uow import Work

_YOURSELF = Text("Uzelf: {}", "You yourself: {}")
_ASK = Text("u kunt er altijd om vragen", "you can always ask for it")
_NOBODY = Text("Niemand anders mag er iets mee.", "Nobody else may do anything with it.")
_CHOICES = Text("Wat uw eigen keuzes veranderen", "What your own choices change")
_NO_CHOICES = Text("Tot nu toe niets.", "So far nothing.")
_WITHOUT = Text(
    "Zolang u geen ja zegt, gebruikt niemand uw gegevens voor: {}.",
    "As long as you do not say yes, nobody uses your data for: {}.",
)
_NOTHING = Text(
    "De regels van onze organisatie noemen geen gegevens over u.",
    "The rules of our organisation name no data about you.",
)
_OBJECT = Text("Ik maak bezwaar tegen: {}", "I object to: {}")
_SECRET = Text("Houd mijn adres geheim", "Keep my address secret")


def _write(work: Work, subject_ref: str, rules: Rules, language: str) -> Written:
    found = who_may_use(work, subject_ref, rules=rules)
    groups = groups_of(found, rules, language)
    if not groups:
        return Written(parts=(Part(heading=LETTER.title.to(language), paragraphs=(_NOTHING.to(language),)),))
    changes = [f"{each.purpose}: {each.said}" for each in changes_of(found, rules, language)]
    without = purposes_without_a_yes(found, rules, language)
    choices = Part(
        heading=_CHOICES.to(language),
        paragraphs=(
            *(() if changes else (_NO_CHOICES.to(language),)),
            *((_WITHOUT.to(language).format(", ".join(without)),) if without else ()),
        ),
        items=tuple(changes),
    )
    objectable = [each.name.to(language) for each in rules.purposes.values() if each.objectable]
    reply = (*(_OBJECT.to(language).format(name) for name in objectable), _SECRET.to(language))
    kinds = tuple(_part(group, kind, language) for group in groups for kind in group.kinds)
    return Written(parts=(*kinds, choices), reply=reply)


def _part(group: Group, kind: Kind, language: str) -> Part:
    own = _YOURSELF.to(language).format(kind.own or _ASK.to(language))
    others = [f"{terms.only}: {terms.who}" for terms in kind.terms]
    heading = f"{group.title}: {kind.name}"
    return Part(heading=heading, items=(own, *(others or [_NOBODY.to(language)])))


LETTER = Letter(
    code="who-may-see",
    title=Text("Wie mag wat van u zien", "Who may see what of yours"),
    lead=Text(
        "In deze brief staat wie vandaag wat mag met uw gegevens. Wie er niet bij staat, mag niets.",
        "This letter says who may do what with your data today. Whoever is not named may not.",
    ),
    how=Text(
        "U mag bezwaar maken. U mag ook vragen om uw gegevens te zien of te verbeteren, of om uw adres geheim te "
        "houden. Bel ons, schrijf ons, of zeg het als wij bij u zijn.",
        "You may object. You may also ask to see your data or to have them put right, or to keep your address secret. "
        "Call us, write to us, or say it when we see you.",
    ),
    write=_write,
    look=OWN_CONSENTS,
)
