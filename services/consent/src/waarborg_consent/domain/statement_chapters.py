"""The chapters of a statement about data: what for, which, how long, who else has them, who speaks for somebody."""

from collections.abc import Iterator, Mapping

from waarborg_consent.domain.recipients import Safeguard
from waarborg_consent.domain.statement_document import Block, Bullets, Entry, Paragraph, Section
from waarborg_consent.domain.statement_rules import StatementRules, fill, listed, lowered, same
from waarborg_shared.hooks.values import (
    Channel,
    Content,
    DataCategory,
    Purpose,
    Recipient,
    RepresentativeKind,
    RetentionRule,
    Scope,
    Sensitivity,
    SpecialGround,
    Text,
)
from waarborg_shared.in_words import LEGAL_BASES, RECIPIENT_KINDS, term_in_words

GROUNDS: Mapping[SpecialGround, Text] = {
    SpecialGround.EXPLICIT_CONSENT: Text("u zei er uitdrukkelijk ja op", "you said yes to it in so many words"),
    SpecialGround.CARE: Text("het is nodig voor uw zorg", "it is needed for your care"),
    SpecialGround.INSTITUTION: Text("het is nodig om de instelling te leiden", "it is needed to run the institution"),
    SpecialGround.INSURANCE: Text("het is nodig voor de verzekering", "it is needed for the insurance"),
    SpecialGround.ARCHIVE_RESEARCH_STATISTICS: Text(
        "het is voor archief, onderzoek of statistiek", "it is for archive, research or statistics"
    ),
    SpecialGround.LEGAL_DUTY: Text("de wet verplicht ons ertoe", "the law obliges us"),
}
SAFEGUARDS: Mapping[Safeguard, Text] = {
    Safeguard.ADEQUACY: Text(
        "de Europese Commissie vindt de bescherming daar goed genoeg (art. 45 AVG)",
        "the European Commission finds the protection there good enough (art. 45 GDPR)",
    ),
    Safeguard.CLAUSES: Text(
        "wij tekenden de standaardbepalingen van de Europese Commissie (art. 46 AVG)",
        "we signed the European Commission's standard clauses (art. 46 GDPR)",
    ),
    Safeguard.BINDING_RULES: Text(
        "goedgekeurde bedrijfsregels binden de ontvanger (art. 47 AVG)",
        "approved corporate rules bind the recipient (art. 47 GDPR)",
    ),
    Safeguard.CODE_OR_CERTIFICATE: Text(
        "een goedgekeurde gedragscode of een certificaat bindt de ontvanger (art. 46 AVG)",
        "an approved code of conduct or a certificate binds the recipient (art. 46 GDPR)",
    ),
}
_NO_SAFEGUARD = Text(
    "er is geen waarborg vastgelegd, en daarom gaat er niets heen",
    "no safeguard is registered, and so nothing goes there",
)
_SENSITIVE: Mapping[Sensitivity, Text] = {
    Sensitivity.BSN: Text("alleen voor een wettelijke taak", "for a legal duty only"),
    Sensitivity.HEALTH: Text("bijzonder", "special"),
    Sensitivity.CRIMINAL: Text("bijzonder", "special"),
    Sensitivity.ETHNIC: Text("bijzonder", "special"),
}
_SCOPES: Mapping[Scope, Text] = {
    Scope.CARE: Text("zorg", "care"),
    Scope.MONEY: Text("geld", "money"),
    Scope.DATA: Text("gegevens", "data"),
}
_CONTENTS: Mapping[Content, Text] = {
    Content.NOTICE: Text("een bericht zonder gegevens over u", "a message without data about you"),
    Content.PERSONAL: Text("gewone gegevens over u", "ordinary data about you"),
    Content.FINANCIAL: Text("gegevens over geld", "data about money"),
    Content.HEALTH: Text("gegevens over gezondheid", "data about health"),
}


def purposes(rules: StatementRules) -> Section:
    """What data are used for, each purpose with its bases, its data and where it stands (art. 13(1)(c) AVG)."""
    entries = tuple(purpose_entry(rules, purpose) for purpose in rules.purposes)
    return Section(code="purposes", title=Text("Waarvoor", "What for"), blocks=entries)


def purpose_entry(rules: StatementRules, purpose: Purpose) -> Entry:
    """What a statement says of one purpose; its digest is what a consent is bound to."""
    names = tuple(rules.categories[code].name for code in purpose.categories)
    because = listed(LEGAL_BASES[basis] for basis in purpose.bases)
    lines = [fill(Text("Op grond van: {why}.", "Because of: {why}."), why=because)]
    if names:
        lines.append(fill(Text("Gegevens: {names}.", "Data: {names}."), names=listed(names)))
    special = tuple(each for each in purpose.categories if _special(rules.categories[each]))
    if special and purpose.special_grounds:
        together = Text("; en ", "; and ") if purpose.every_ground_needed else Text("; of ", "; or ")
        why = Text(
            together.nl.join(GROUNDS[each].nl for each in purpose.special_grounds),
            together.en.join(GROUNDS[each].en for each in purpose.special_grounds),
        )
        pattern = Text("Bijzondere gegevens alleen als: {why}.", "Special data only where: {why}.")
        lines.append(fill(pattern, why=why))
    if purpose.takes_consent:
        lines.append(Text("Een ja kunt u altijd weer intrekken.", "You can always withdraw a yes."))
    if purpose.objectable and not purpose.rests_on_consent:
        lines.append(Text("U kunt hiertegen bezwaar maken.", "You can object to this."))
    lines.append(fill(Text("Zie: {source}.", "See: {source}."), source=rules.source(purpose.source)))
    return Entry(code=purpose.code, title=purpose.name, blocks=(Paragraph(purpose.explanation), Bullets(tuple(lines))))


def _special(category: DataCategory) -> bool:
    return category.sensitivity.special and category.sensitivity is not Sensitivity.BSN


def later_uses(rules: StatementRules) -> Section | None:
    """Which later uses were weighed and found to go with what data were given for (art. 13(3) AVG; J2)."""
    by_code = {purpose.code: purpose.name for purpose in rules.purposes}
    known = [(by_code[old], by_code[new]) for old, new in rules.later_uses if old in by_code and new in by_code]
    if not known:
        return None
    pattern = Text("Gegevens voor “{old}” gebruiken wij ook voor “{new}”.", "Data for “{old}” we also use for “{new}”.")
    intro = Text(
        "Wij gebruiken gegevens alleen waarvoor u ze gaf. Voor deze nieuwe doelen is nagegaan en vastgelegd dat ze "
        "daarbij passen.",
        "We use data only for what you gave them for. Of these new purposes it was weighed and recorded that they go "
        "with it.",
    )
    items = tuple(fill(pattern, old=old, new=new) for old, new in known)
    title = Text("Nieuwe doelen die erbij passen", "New purposes that go with it")
    return Section(code="later-uses", title=title, blocks=(Paragraph(intro), Bullets(items)))


def categories(rules: StatementRules) -> Section:
    """Which kinds of data there are, and which of them ask for more care (J3, J4, B6)."""
    pattern = Text("{name} ({note})", "{name} ({note})")
    items = tuple(
        fill(pattern, name=each.name, note=_SENSITIVE[each.sensitivity])
        if each.sensitivity in _SENSITIVE
        else each.name
        for each in rules.categories.values()
    )
    title = Text("Welke gegevens", "Which data")
    return Section(code="categories", title=title, blocks=_list_or_nothing(items))


def retention(rules: StatementRules) -> Section:
    """How long data are kept, from when, and where the law holds and not the promise (art. 13(2)(a) AVG; J10, B12)."""
    items = tuple(listed(_kept(rules, rule), between=" ") for rule in rules.retention)
    title = Text("Hoe lang we gegevens bewaren", "How long we keep data")
    return Section(code="retention", title=title, blocks=_list_or_nothing(items))


def _kept(rules: StatementRules, rule: RetentionRule) -> Iterator[Text]:
    keep = term_in_words(rule.keep) if rule.keep.amount else Text("gewist", "erased")
    yield fill(
        Text("{name}: {keep} {counted} ({source}).", "{name}: {keep} {counted} ({source})."),
        name=rule.name,
        keep=keep,
        counted=rule.counted_from,
        source=rules.source(rule.source),
    )
    if rule.promised is not None:
        promised = term_in_words(rule.promised)
        if rule.promised_from is not None:
            promised = listed((promised, rule.promised_from), between=" ")
        yield fill(
            Text(
                "Wij beloofden {promised}; de wet zegt iets anders, en de wet gaat voor.",
                "We promised {promised}; the law says otherwise, and the law holds.",
            ),
            promised=promised,
        )
    names = tuple(each.name for each in rules.categories.values() if each.retention == rule.code)
    if names:
        yield fill(Text("Gegevens: {names}.", "Data: {names}."), names=listed(names))


def recipients(rules: StatementRules) -> Section:
    """Who else gets data, in which capacity, where, and what protects them there (art. 13(1)(e), (f) AVG; J8, B3)."""
    items = tuple(_recipient(rules, each) for each in rules.recipients)
    blocks: tuple[Block, ...] = (Bullets(items),) if items else (Paragraph(Text("Niemand.", "Nobody.")),)
    title = Text("Wie nog meer gegevens krijgt", "Who else has data")
    never = Paragraph(Text("Gegevens worden nooit verkocht.", "Data are never sold."))
    others = Paragraph(
        Text(
            "Anderen krijgen iets alleen als u dat goed vindt, als het voor onze overeenkomst nodig is, of als de wet "
            "of een rechter het eist. Gegevens over uw gezondheid geven wij alleen als u daar uitdrukkelijk ja op zei "
            "of als de wet ons verplicht. U kunt zien wat er over u is gegeven.",
            "Others get something only where you agree, where our agreement needs it, or where the law or a court "
            "demands it. Data about your health we give only where you said yes to it in so many words, or where the "
            "law obliges us. You can see what was given about you.",
        )
    )
    return Section(code="recipients", title=title, blocks=(*blocks, others, never))


def _recipient(rules: StatementRules, recipient: Recipient) -> Text:
    where = same(recipient.country)
    if not recipient.inside_eea:
        outside = Text("buiten de Europese Economische Ruimte", "outside the European Economic Area")
        where = listed((where, outside))
    agreed = RECIPIENT_KINDS[recipient.kind]
    if recipient.agreement is not None:
        agreed = fill(Text("{kind} ({it})", "{kind} ({it})"), kind=agreed, it=lowered(recipient.agreement))
    said = fill(
        Text("{name} ({where}): {what_for}; {agreed}.", "{name} ({where}): {what_for}; {agreed}."),
        name=recipient.name,
        where=where,
        what_for=recipient.what_for,
        agreed=agreed,
    )
    if recipient.inside_eea:
        return said
    safeguard = rules.safeguards.get(recipient.code)
    protects = SAFEGUARDS[safeguard] if safeguard is not None else recipient.safeguard or _NO_SAFEGUARD
    return fill(Text("{said} Doorgifte: {by}.", "{said} Transfer: {by}."), said=said, by=protects)


def representatives(rules: StatementRules) -> Section:
    """Who may speak for somebody, in the law's order, and on what (B1)."""
    items = tuple(_representative(rules, kind) for kind in rules.representative_kinds)
    intro = Text(
        "Kunt u zelf niet beslissen, dan mogen dezen voor u optreden, in deze volgorde.",
        "When you cannot decide yourself, these may speak for you, in this order.",
    )
    title = Text("Wie voor u mag optreden", "Who may speak for you")
    return Section(
        code="representatives", title=title, blocks=(Paragraph(intro), *_list_or_nothing(items, numbered=True))
    )


def _representative(rules: StatementRules, kind: RepresentativeKind) -> Text:
    scopes = tuple(words for scope, words in _SCOPES.items() if scope in kind.scopes)
    return fill(
        Text("{name}, over {on} ({source}). Nodig: {proof}.", "{name}, on {on} ({source}). Needed: {proof}."),
        name=kind.name,
        on=listed(scopes) if scopes else Text("niets", "nothing"),
        source=rules.source(kind.source),
        proof=lowered(kind.evidence),
    )


def channels(rules: StatementRules) -> Section:
    """By which ways people are reached, what each is for, and whether any is for mailings (J7)."""
    items = tuple(_channel(channel) for channel in rules.channels)
    mailings = tuple(channel.name for channel in rules.channels if channel.mailing)
    if mailings:
        pattern = Text(
            "Mailings komen langs deze weg, en alleen als u daar ja op zei: {names}.",
            "Mailings come this way, and only if you said yes to them: {names}.",
        )
        about_mailings = fill(pattern, names=listed(mailings))
    else:
        about_mailings = Text(
            "Geen van deze wegen is voor mailings: dit systeem verstuurt er geen.",
            "None of these ways is for mailings: this system sends none.",
        )
    title = Text("Hoe wij u bereiken", "How we reach you")
    return Section(code="channels", title=title, blocks=(*_list_or_nothing(items), Paragraph(about_mailings)))


def _channel(channel: Channel) -> Text:
    carried = tuple(words for content, words in _CONTENTS.items() if content in channel.carries)
    if len(carried) == len(_CONTENTS):
        what = Text("voor alles", "for everything")
    else:
        what = listed(carried) if carried else Text("voor niets", "for nothing")
    return fill(Text("{name}: {what}.", "{name}: {what}."), name=channel.name, what=what)


def _list_or_nothing(items: tuple[Text, ...], *, numbered: bool = False) -> tuple[Block, ...]:
    return (Bullets(items, numbered),) if items else (Paragraph(Text("Er is niets.", "There is nothing.")),)
