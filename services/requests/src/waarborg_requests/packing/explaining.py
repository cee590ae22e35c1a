"""What goes with the data in a package (art. 15(1) and (2) AVG): what they are for, how long they stay, who gets them,
and what one can do. It is made of the rules that hold on the day, as the organisation's statement is."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import Purpose, Recipient, RetentionRule, Text
from waarborg_shared.in_words import LEGAL_BASES, RECIPIENT_KINDS, source_in_words, term_in_words

_GONE = Text(
    "Wat er over u naar een ander ging, staat bij uw gegevens onder “Wat naar een ander ging”.",
    "What went to others about you stands with your data, under “What went to somebody else”.",
)
_SOURCE = Text(
    "Bij elk onderdeel staat waar wij het vonden. Wilt u weten van wie wij iets kregen dat niet van uzelf kwam? Vraag "
    "het ons: u krijgt alles te horen wat wij daarvan weten.",
    "With each item stands where we found it. Do you want to know from whom we got what did not come from yourself? "
    "Ask us: you hear all that we know about it.",
)
_NO_MACHINE = Text(
    "Over uw verzoek besloot een mens. Het systeem dat dit pakket maakte neemt geen besluiten over u en maakt geen "
    "profiel van u.",
    "A human being decided on your request. The system that made this package takes no decisions about you and makes "
    "no profile of you.",
)
_RIGHTS: tuple[Text, ...] = (
    Text("Iets laten verbeteren of toevoegen (art. 16 AVG).", "Have something corrected or added (art. 16 GDPR)."),
    Text(
        "Gegevens laten wissen, als de wet niet zegt dat wij ze moeten bewaren (art. 17 AVG).",
        "Have data erased, where the law does not say that we must keep them (art. 17 GDPR).",
    ),
    Text("Het gebruik laten beperken (art. 18 AVG).", "Have their use restricted (art. 18 GDPR)."),
    Text("Bezwaar maken tegen het gebruik (art. 21 AVG).", "Object to their use (art. 21 GDPR)."),
    Text("Uw gegevens meenemen naar een ander (art. 20 AVG).", "Take your data along to somebody else (art. 20 GDPR)."),
    Text(
        "Een toestemming intrekken, wanneer u wilt (art. 7 lid 3 AVG).",
        "Withdraw a consent, whenever you wish (art. 7(3) GDPR).",
    ),
)
_ANY_WAY = Text(
    "U kunt elk van deze wegen kiezen. Geen ervan is een voorwaarde voor een andere.",
    "You can choose any of these ways. None is a condition for another.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A chapter: paragraphs, then for each thing that it is about a name with lines, or lines alone."""

    title: Text
    paragraphs: tuple[Text, ...] = ()
    things: tuple[tuple[Text, tuple[Text, ...]], ...] = ()
    lines: tuple[Text, ...] = ()


def explained(rules: Rules, *, on: date, given: Collection[str]) -> tuple[Chapter, ...]:
    """Return what art. 15(1) and (2) AVG ask to be told with the data, in the order of the law.

    ``given``: the codes of the kinds of data that are in the package, which are named with each purpose.
    """
    purposes = tuple((each.name, tuple(_purpose(rules, each, given))) for each in rules.purposes.values())
    kept = tuple(_kept(rules, each) for each in rules.retention(on).values())
    others = tuple(_recipient(each) for each in rules.recipients)
    remedies = tuple((each.name, (each.how, _see(rules, each.source))) for each in rules.organisation.remedies)
    return (
        Chapter(title=Text("Waarvoor wij gegevens gebruiken", "What we use data for"), things=purposes),
        Chapter(title=Text("Wie nog meer gegevens krijgt", "Who else gets data"), paragraphs=(_GONE,), lines=others),
        Chapter(title=Text("Hoe lang wij gegevens bewaren", "How long we keep data"), lines=kept),
        Chapter(title=Text("Wat u kunt vragen", "What you can ask"), lines=_RIGHTS),
        Chapter(
            title=Text("Bent u het niet met ons eens?", "Do you disagree with us?"),
            paragraphs=(_ANY_WAY,),
            things=remedies,
        ),
        Chapter(title=Text("Waar de gegevens vandaan komen", "Where the data come from"), paragraphs=(_SOURCE,)),
        Chapter(title=Text("Besluiten door een computer", "Decisions by a computer"), paragraphs=(_NO_MACHINE,)),
    )


def _purpose(rules: Rules, purpose: Purpose, given: Collection[str]) -> Iterator[Text]:
    yield purpose.explanation
    why = _listed(LEGAL_BASES[each] for each in purpose.bases)
    yield Text(f"Op grond van: {why.nl}.", f"Because of: {why.en}.")
    if purpose.categories:
        names = _listed(rules.categories[each].name for each in purpose.categories)
        yield Text(f"Soorten gegevens: {names.nl}.", f"Kinds of data: {names.en}.")
    here = [rules.categories[each].name for each in purpose.categories if each in given]
    if here:
        names = _listed(here)
        yield Text(f"Daarvan in dit pakket: {names.nl}.", f"Of these in this package: {names.en}.")
    if purpose.objectable and not purpose.rests_on_consent:
        yield Text("U kunt hiertegen bezwaar maken.", "You can object to this.")
    yield _see(rules, purpose.source)


def _kept(rules: Rules, rule: RetentionRule) -> Text:
    keep = term_in_words(rule.keep) if rule.keep.amount else Text("gewist", "erased")
    source = source_in_words(rule.source, rules.organisation.source_words)
    names = [each.name for each in rules.categories.values() if each.retention == rule.code]
    of = _listed(names) if names else None
    return Text(
        f"{rule.name.nl}: {keep.nl} {rule.counted_from.nl} ({source.nl})." + (f" Gegevens: {of.nl}." if of else ""),
        f"{rule.name.en}: {keep.en} {rule.counted_from.en} ({source.en})." + (f" Data: {of.en}." if of else ""),
    )


def _recipient(recipient: Recipient) -> Text:
    name, what, kind = recipient.name, recipient.what_for, RECIPIENT_KINDS[recipient.kind]
    said = Text(
        f"{name.nl} ({recipient.country}): {what.nl}; {kind.nl}.",
        f"{name.en} ({recipient.country}): {what.en}; {kind.en}.",
    )
    if recipient.inside_eea:
        return said
    by = recipient.safeguard or Text("geen, en daarom gaat er niets heen", "nothing, and so nothing goes there")
    return Text(
        f"{said.nl} Dit is buiten de Europese Economische Ruimte. Wat u daar beschermt: {by.nl}.",
        f"{said.en} This is outside the European Economic Area. What protects you there: {by.en}.",
    )


def _see(rules: Rules, source: str) -> Text:
    found = source_in_words(source, rules.organisation.source_words)
    return Text(f"Zie: {found.nl}.", f"See: {found.en}.")


def _listed(texts: Iterable[Text]) -> Text:
    every = tuple(texts)
    return Text(", ".join(each.nl for each in every), ", ".join(each.en for each in every))
