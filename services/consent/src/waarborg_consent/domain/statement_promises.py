"""The chapters of a statement about the organisation: who it is, what people can ask and by when, what it promises."""

from collections.abc import Iterator, Mapping

from waarborg_consent.domain.statement_document import Block, Bullets, Paragraph, Section, Table
from waarborg_consent.domain.statement_rules import StatementRules, fill, listed, lowered, same
from waarborg_shared.clocks import ClockRule
from waarborg_shared.hooks.values import BreachStart, Contact, RequestClass, RequestPolicy, Subject, Text
from waarborg_shared.in_words import term_in_words

_SUBJECTS: Mapping[Subject, Text] = {
    Subject.GENERAL: Text("Algemeen", "General"),
    Subject.PRIVACY: Text("Privacy", "Privacy"),
    Subject.BREACH: Text("Een datalek", "A data breach"),
    Subject.DISCLOSURE: Text("Een zwakke plek in de beveiliging", "A weak spot in the security"),
    Subject.COMPLAINT: Text("Een klacht", "A complaint"),
}
_CLOCKS: Mapping[str, Text] = {
    "availability": Text("wie erbij betrokken is, blijft bereikbaar", "whoever is involved stays available"),
    "decision": Text("er is besloten wie het moet weten", "it is decided who has to know"),
    "authority": Text(
        "de Autoriteit Persoonsgegevens weet het, als dat moet", "the data protection authority knows, where it must"
    ),
    "persons": Text("wie er een hoog risico door loopt, weet het", "those who run a high risk by it know"),
}
_STARTS: Mapping[str, Text] = {
    BreachStart.DISCOVERED: Text("nadat het lek is ontdekt", "after the breach was discovered"),
    BreachStart.AWARE: Text("nadat wij het weten", "after we know of it"),
    BreachStart.REPORTED: Text("nadat het intern is gemeld", "after it was reported inside"),
}


def who(rules: StatementRules) -> Section:
    """Who is responsible, and how each subject is best reached (art. 13(1)(a), (b) AVG; J15, B18, B19)."""
    organisation = rules.organisation
    lines = [
        fill(
            Text("{name} is verantwoordelijk voor de gegevens.", "{name} is responsible for the data."),
            name=same(organisation.legal_name),
        )
    ]
    if organisation.address is not None:
        place = organisation.address
        where = same(f"{place.street}, {place.postcode} {place.town}")
        lines.append(fill(Text("Adres: {where}.", "Address: {where}."), where=where))
    contacts = Table(
        caption=Text("Met wie u contact opneemt", "Whom to get in touch with"),
        heads=(Text("Onderwerp", "Subject"), Text("Wie", "Who"), Text("Hoe", "How")),
        rows=tuple((_SUBJECTS[each.subject], each.who, _how(each)) for each in organisation.contacts),
    )
    title = Text("Wie wij zijn", "Who we are")
    return Section(code="who", title=title, blocks=(Paragraph(listed(lines, between=" ")), contacts))


def _how(contact: Contact) -> Text:
    ways = [contact.phone, contact.email]
    if contact.address is not None:
        ways.append(f"{contact.address.street}, {contact.address.postcode} {contact.address.town}")
    said = "; ".join(way for way in ways if way)
    return same(said) if said else Text("zie Algemeen", "see General")


def rights(rules: StatementRules) -> Section:
    """What people can ask, and by when they have an answer (art. 12, 13(2)(b) AVG; J11, B14 to B17)."""
    table = Table(
        caption=Text("Wat u kunt vragen, en wanneer u antwoord hebt", "What you can ask, and when you have an answer"),
        heads=(
            Text("Wat u vraagt", "What you ask"),
            Text("Antwoord binnen", "Answer within"),
            Text("Langer, als het ingewikkeld is", "Longer, where it is complex"),
            Text("Eerst laten zien wie u bent", "Show first who you are"),
            Text("Zie", "See"),
        ),
        rows=tuple(_right(rules, policy) for policy in rules.policies),
    )
    blocks: tuple[Block, ...] = (table, *(Paragraph(line) for line in _about_asking(rules)))
    return Section(code="rights", title=Text("Wat u kunt vragen", "What you can ask"), blocks=blocks)


def _right(rules: StatementRules, policy: RequestPolicy) -> tuple[Text, ...]:
    within = term_in_words(policy.promise.term)
    if policy.law is not None and policy.law.term != policy.promise.term:
        bound = term_in_words(policy.law.term)
        within = fill(
            Text("{own}, en uiterlijk in {law} (wet)", "{own}, and in {law} at the latest (law)"), own=within, law=bound
        )
    longer = term_in_words(policy.extension) if policy.extension is not None else Text("nee", "no")
    shown = Text("ja", "yes") if policy.identification else Text("nee", "no")
    return policy.name, within, longer, shown, rules.source(policy.source)


def _about_asking(rules: StatementRules) -> Iterator[Text]:
    yield Text(
        "U vraagt het op onze site, per telefoon of per brief. Moet het langer duren, dan schrijven wij u op tijd "
        "waarom.",
        "You ask it on our site, by telephone or by letter. Where it has to take longer, we write to you in time and "
        "say why.",
    )
    if any(policy.request_class is RequestClass.COMPLAINT for policy in rules.policies if not _complaint(policy)):
        names = listed(
            lowered(policy.name)
            for policy in rules.policies
            if policy.request_class is RequestClass.COMPLAINT and not _complaint(policy)
        )
        yield fill(
            Text("Volgens onze klachtenprocedure gaan: {names}.", "Under our complaints procedure go: {names}."),
            names=names,
        )
    if all(policy.first_copy_free for policy in rules.policies):
        yield Text(
            "De eerste kopie van uw gegevens is gratis.",
            "The first copy of your data is free.",
        )
    yield Text(
        "Een ja intrekken kan altijd, en werkt meteen. Bezwaar tegen reclame werkt altijd.",
        "You can withdraw a yes at any time, and it works at once. An objection to advertising always works.",
    )


def _complaint(policy: RequestPolicy) -> bool:
    return policy.kind.value == "complaint"


def remedies(rules: StatementRules) -> Section:
    """Every way to go for who disagrees; none is a condition for another (art. 13(2)(d) AVG; B19)."""
    items = tuple(
        fill(
            Text("{name}: {how} ({source})", "{name}: {how} ({source})"),
            name=each.name,
            how=each.how,
            source=rules.source(each.source),
        )
        for each in rules.organisation.remedies
    )
    intro = Text(
        "U kiest zelf welke weg u neemt. U hoeft de ene niet te proberen voor de andere.",
        "You choose which way to go. You need not try one before another.",
    )
    title = Text("Bent u het niet met ons eens?", "Do you disagree with us?")
    return Section(code="remedies", title=title, blocks=(Paragraph(intro), Bullets(items)))


def breach(rules: StatementRules) -> Section:
    """What happens when data leak, who is responsible, and by when (art. 33, 34 AVG; B24)."""
    protocol = rules.breach
    responsible = fill(
        Text(
            "Lekken er gegevens, dan beslist wie verantwoordelijk is wat er gebeurt: {who}.",
            "When data leak, whoever is responsible decides what is done: {who}.",
        ),
        who=protocol.responsible,
    )
    items = tuple(_breach_clock(rules, clock) for clock in protocol.clocks)
    grievance = Paragraph(protocol.grievance)
    blocks: tuple[Block, ...] = (Paragraph(responsible), Bullets(items), grievance)
    return Section(code="breach", title=Text("Als gegevens lekken", "When data leak"), blocks=blocks)


def _breach_clock(rules: StatementRules, clock: ClockRule) -> Text:
    named = rules.breach.clock_names.get(clock.name)
    what = _CLOCKS.get(clock.name) or (lowered(named) if named is not None else same(clock.name))
    within = Text("de eerste {term} {start}", "the first {term} {start}") if clock.period else None
    pattern = within or Text("binnen {term} {start}", "within {term} {start}")
    when = fill(pattern, term=term_in_words(clock.term), start=_STARTS[clock.start_event])
    source = rules.source(clock.source)
    said = Text("{what}: {when} ({source})", "{what}: {when} ({source})")
    return _dated(fill(said, what=what, when=when, source=source), clock)


def _dated(said: Text, clock: ClockRule) -> Text:
    """Say between which days a term holds, where it changes (a legal term has dates)."""
    if clock.valid_until is None:
        return said
    until = same(clock.valid_until.isoformat())
    return fill(Text("{said}, tot en met {until}", "{said}, until {until}"), said=said, until=until)


def disclosure(rules: StatementRules) -> Section:
    """What somebody who reports a weak spot can count on (J14, B22)."""
    policy = rules.disclosure
    answers = tuple(
        fill(
            Text("U hoort van ons binnen {term} ({source}).", "You hear from us within {term} ({source})."),
            term=term_in_words(clock.term),
            source=rules.source(clock.source),
        )
        for clock in policy.promises
    )
    good_faith = (policy.good_faith,) if policy.good_faith is not None else ()
    promises = (*answers, *good_faith, *policy.we_promise, *((policy.reward,) if policy.reward is not None else ()))
    intro = Text(
        "Vindt u een zwakke plek in onze systemen? Meld het, dan lossen wij het op.",
        "Did you find a weak spot in our systems? Report it, and we fix it.",
    )
    title = Text("Als u een zwakke plek vindt", "When you find a weak spot")
    return Section(code="disclosure", title=title, blocks=(Paragraph(intro), Bullets(promises)))


def cookies(rules: StatementRules) -> Section:
    """What the product itself does on a visitor's machine: nothing, until somebody signs in (B23)."""
    text = Text(
        "Wie niet inlogt, krijgt van dit systeem geen cookie, en wordt niet gevolgd. Wie inlogt, krijgt één cookie om "
        "ingelogd te blijven; die verdwijnt als u uitlogt.",
        "Who does not sign in gets no cookie from this system, and is not tracked. Who signs in gets one cookie to "
        "stay signed in; it goes when you sign out.",
    )
    return Section(code="cookies", title=Text("Cookies", "Cookies"), blocks=(Paragraph(text),))


def review(rules: StatementRules) -> Section:
    """How often the statement is looked at again, and how somebody sees what changed (B20, J1)."""
    text = fill(
        Text(
            "Wij kijken deze verklaring opnieuw na binnen {term}. Elke versie blijft te lezen, met wat er veranderde.",
            "We look at this statement again within {term}. Every version stays to be read, with what changed.",
        ),
        term=term_in_words(rules.organisation.review_after),
    )
    return Section(code="review", title=Text("Deze verklaring", "This statement"), blocks=(Paragraph(text),))
