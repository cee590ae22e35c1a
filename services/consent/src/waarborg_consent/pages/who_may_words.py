"""Who may see what of a person's data, in plain words and in one language: for the page, and for a letter."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from waarborg_consent.actions.who_may import WhoMay
from waarborg_consent.domain import Decision, NamedGround, Reason
from waarborg_consent.domain.marks import MarkKind
from waarborg_consent.domain.who_may import Effect, May, Opened
from waarborg_consent.receipts.words import BASIS
from waarborg_consent.texts import REASONS
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RecordType, Right, Scope, Text

RIGHTS = {
    Right.READ: Text("inzien", "see"),
    Right.CREATE: Text("iets toevoegen", "add something"),
    Right.UPDATE: Text("wijzigen", "change"),
    Right.DELETE: Text("vragen om te vernietigen", "ask to destroy"),
}
_LETTERS = {Right.CREATE: "C", Right.READ: "R", Right.UPDATE: "U", Right.DELETE: "D"}
TOPICS = {
    Scope.CARE: Text("Over uw zorg", "About your care"),
    Scope.MONEY: Text("Over geld", "About money"),
    Scope.DATA: Text("Over uw gegevens en uw keuzes", "About your data and your choices"),
    None: Text("Over andere dingen", "About other things"),
}
GROUNDS = {
    NamedGround.DESTRUCTION_REQUEST: Text("een verzoek om gegevens te vernietigen", "a request to destroy data"),
    NamedGround.LEGAL_DUTY: Text("een plicht uit de wet", "a duty of the law"),
    NamedGround.INCIDENT: Text("een onderzoek naar iets dat misging", "an inquiry into something that went wrong"),
    NamedGround.MATERIAL_CHECK: Text("een controle van de verzekeraar", "a check by the insurer"),
    NamedGround.LEGAL_CLAIM: Text("een rechtszaak", "a legal claim"),
    NamedGround.OTHERS_RIGHTS: Text("de rechten van iemand anders", "somebody else's rights"),
    NamedGround.PUBLIC_INTEREST: Text("een groot algemeen belang", "an important public interest"),
}
NO_BY = {
    Reason.CONSENT_WITHDRAWN: Text("u nee zei, of uw ja introk", "you said no, or withdrew your yes"),
    Reason.CONSENT_MISSING: Text("u geen ja zei", "you did not say yes"),
    Reason.SPECIAL_NEEDS_CONSENT: Text("u geen ja zei", "you did not say yes"),
    Reason.OBJECTED: Text("u bezwaar maakte", "you objected"),
    Reason.RESTRICTED: Text(
        "u ons vroeg om uw gegevens voorlopig niet te gebruiken", "you asked us not to use your data for now"
    ),
}
"""What a person said that closes something, as it follows on *because*."""
_IN_CARE = Text("Alleen wie bij uw zorg betrokken is", "Only who is involved in your care")
_WITH_GROUND = Text("Alleen met een bijzondere reden", "Only with a special reason")
_OR_GROUND = Text("Een ander alleen met een bijzondere reden", "Somebody else only with a special reason")
_FOR_THEIR_WORK = Text("Voor hun werk", "For their work")
_SPECIAL_REASONS = Text("Een bijzondere reden is hier: {}", "A special reason is here: {}")
_NO_ADDRESS = Text("Uw adres hoort daar niet bij: dat houden wij geheim", "Not your address: we keep that secret")
_YES_SO = Text("U zei ja. Daarom mogen wij hiervoor gebruiken: {}.", "You said yes. So for this we may use: {}.")
_NO_SO = Text(
    "Hiervoor gebruiken wij niets van u. Dat komt doordat {}.", "For this we use nothing of yours. That is because {}."
)
_NOT_SO = Text(
    "Hiervoor gebruiken wij niet: {}. Dat komt doordat {}.", "For this we do not use: {}. That is because {}."
)
_FOR = Text("Waarvoor: {}", "What for: {}")
_NOT_FOR = Text("Niet voor {}: {}", "Not for {}: {}")
_PUBLISHED = Text("Rollentabel: {}, zoals gepubliceerd", "Role table: {}, as published")
_DECIDED = Text("Rollentabel: {}, zo beslist door de organisatie", "Role table: {}, as the organisation decided")
_RULE = Text("Regel van de organisatie: {}", "A rule of the organisation: {}")
_WITH_CONSENT = Text("met uw toestemming", "with your consent")


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What one role may do with a kind of record: how that is said, and why in points; ``sources`` are articles."""

    who: str
    rights: str
    only: str
    why: Sequence[str]
    sources: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """On which terms, said once, and who may do what on them."""

    only: str
    lines: Sequence[Line]

    @property
    def who(self) -> str:
        """Return who may do what, as it follows on the terms."""
        return "; ".join(f"{line.who} ({line.rights})" for line in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Kinds of record of which all the same holds: what the person may himself (empty for nothing), and who else."""

    code: str
    name: str
    own: str
    lines: Sequence[Line]

    @property
    def terms(self) -> Sequence[Terms]:
        """Return who else may by the terms on which they may, so that these are read once."""
        found: dict[str, list[Line]] = {}
        for line in self.lines:
            found.setdefault(line.only, []).append(line)
        return [Terms(only=only, lines=lines) for only, lines in found.items()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """Kinds of record on one subject."""

    title: str
    kinds: Sequence[Kind]


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """What the person's choices change about one purpose."""

    purpose: str
    said: str


def groups_of(who_may: WhoMay, rules: Rules, language: str) -> list[Group]:
    """Return the kinds of record with who may do what, by subject; those that nobody may use are there as well.

    Kinds of which all the same holds, down to the reasons, stand together.
    """
    say, about = _Sayer(rules, language), {each.record_type for each in who_may.found}
    kinds = [kind for kind in rules.record_types.values() if kind.code in about]
    found: list[Group] = []
    for topic, title in TOPICS.items():
        of_topic = _together(say.kind(kind, who_may.found) for kind in kinds if kind.topic == topic)
        if of_topic:
            found.append(Group(title=title.to(language), kinds=of_topic))
    return found


def _together(kinds: Iterable[Kind]) -> list[Kind]:
    found: dict[str, list[Kind]] = {}
    for kind in kinds:
        found.setdefault(repr((kind.own, kind.lines)), []).append(kind)
    return [
        replace(first, name=", ".join([first.name, *(_low(each.name) for each in others)]))
        for first, *others in found.values()
    ]


def changes_of(who_may: WhoMay, rules: Rules, language: str) -> list[Changed]:
    """Return what the person's consents, objections and other marks change, by purpose; his address last."""
    say = _Sayer(rules, language)
    open_to = {opened.purpose for each in who_may.found if not each.own for opened in each.opened}
    found = [
        Changed(
            purpose=rules.purposes[each.purpose].name.to(language),
            said=say.effect(each, all_closed=each.purpose not in open_to),
        )
        for each in who_may.effects
    ]
    if any(mark.kind is MarkKind.ADDRESS_SECRECY for mark in who_may.marks):
        secret = Text(
            "Wij houden uw adres geheim. Alleen u ziet het, en wie het volgens de wet moet weten.",
            "We keep your address secret. Only you see it, and who has to know it by law.",
        )
        found.append(Changed(purpose=Text("Uw adres", "Your address").to(language), said=secret.to(language)))
    return found


def purposes_without_a_yes(who_may: WhoMay, rules: Rules, language: str) -> list[str]:
    """Return the names of the purposes for which nobody uses anything without the person's yes.

    What he said no to is told where his choices are.
    """
    told = {each.purpose for each in who_may.effects}
    return [rules.purposes[code].name.to(language) for code in who_may.without_a_yes if code not in told]


class _Sayer:
    """Says it in one language."""

    def __init__(self, rules: Rules, language: str) -> None:
        self._rules, self._language = rules, language

    def kind(self, record_type: RecordType, found: Iterable[May]) -> Kind:
        theirs = [each for each in found if each.record_type == record_type.code and each.opened]
        own = {each.right for each in theirs if each.own}
        lines: list[Line] = []
        for role in self._rules.roles.values():
            of_role = [each for each in theirs if each.role == role.code and not each.own]
            lines += [self._line(role.name.to(self._language), alike) for alike in _alike(of_role)]
        return Kind(code=record_type.code, name=record_type.name.to(self._language), own=self._rights(own), lines=lines)

    def effect(self, each: Effect, *, all_closed: bool) -> str:
        """Say what a choice opens by the data that the purpose names, and what it closes by the kinds of record."""
        said = []
        if each.opens:
            categories = self._rules.categories
            codes = [code for code in self._rules.purposes[each.purpose].categories if code in categories]
            data = ", ".join(_low(categories[code].name.to(self._language)) for code in codes)
            said.append(self._say(_YES_SO, data))
        if each.closes:
            why = "; ".join(dict.fromkeys(self._no_by(reason) for reason in each.reasons))
            said.append(self._say(_NO_SO, why) if all_closed else self._say(_NOT_SO, self._names(each.closes), why))
        return " ".join(said)

    def _line(self, who: str, alike: Sequence[May]) -> Line:
        first = alike[0]
        return Line(
            who=who,
            rights=self._rights({each.right for each in alike}),
            only=self._only(first.opened),
            why=[point for point in self._why(alike) if point],
            sources=list(dict.fromkeys(each.decision.source for each in first.opened if each.decision.source)),
        )

    def _why(self, alike: Sequence[May]) -> list[str]:
        first = alike[0]
        alone = any(not each.grounds for each in first.opened)
        purposes = [self._purpose(each, grounded=alone and not each.in_care) for each in first.opened]
        return [
            self._table(first.opened[0].decision),
            self._special_reasons(first.opened),
            self._say(_FOR, "; ".join(purposes)),
            *(self._refused(code, decision) for code, decision in first.refused.items() if decision.reason in NO_BY),
        ]

    def _table(self, decision: Decision) -> str:
        """Say which cell or rule gives it."""
        cell = decision.cell
        if decision.rule and not decision.rule.startswith("cell."):
            rules = {rule.code: rule.because for rule in self._rules.policy.rules}
            return self._say(_RULE, rules[decision.rule].to(self._language)) if decision.rule in rules else ""
        if cell is None:
            return ""
        letters = "".join(letter for right, letter in _LETTERS.items() if right.value in cell.rights)
        return self._say(_DECIDED if cell.number else _PUBLISHED, letters)

    def _purpose(self, opened: Opened, *, grounded: bool) -> str:
        """Say a purpose with what carries it; and, where it is so for this one and not for all, on a ground alone."""
        decision, said = opened.decision, []
        if decision.consent_event is not None:
            said.append(_WITH_CONSENT.to(self._language))
        elif decision.basis is not None:
            said.append(BASIS[decision.basis].to(self._language))
        if grounded and opened.grounds:
            said.append(_low(_WITH_GROUND.to(self._language)))
        name = self._rules.purposes[opened.purpose].name.to(self._language)
        return f"{name} ({', '.join(said)})" if said else name

    def _refused(self, code: str, decision: Decision) -> str:
        why = _low(REASONS[decision.reason].to(self._language).rstrip("."))
        return self._say(_NOT_FOR, _low(self._rules.purposes[code].name.to(self._language)), why)

    def _only(self, opened: Sequence[Opened]) -> str:
        """Say what it takes, where all purposes take the same."""
        parts = []
        if all(each.in_care for each in opened):
            parts = [_IN_CARE, *([_OR_GROUND] if any(each.grounds for each in opened) else [])]
        elif all(each.grounds for each in opened):
            parts = [_WITH_GROUND]
        if any(each.decision.withhold for each in opened):
            parts = [*(parts or [_FOR_THEIR_WORK]), _NO_ADDRESS]
        return ". ".join(part.to(self._language) for part in parts or [_FOR_THEIR_WORK])

    def _special_reasons(self, opened: Sequence[Opened]) -> str:
        grounds = dict.fromkeys(ground for each in opened for ground in each.grounds)
        named = [GROUNDS[ground].to(self._language) for ground in grounds]
        return self._say(_SPECIAL_REASONS, ", ".join(named)) if named else ""

    def _rights(self, rights: set[str]) -> str:
        return ", ".join(words.to(self._language) for right, words in RIGHTS.items() if right.value in rights)

    def _names(self, codes: Sequence[str]) -> str:
        return ", ".join(_low(self._rules.record_types[code].name.to(self._language)) for code in codes)

    def _no_by(self, reason: Reason) -> str:
        return (NO_BY.get(reason) or REASONS[reason]).to(self._language)

    def _say(self, text: Text, *what: str) -> str:
        return text.to(self._language).format(*what)


def _low(text: str) -> str:
    """Return a text as it goes on within a sentence; what is written in capitals stays so."""
    return text if text[1:2].isupper() else f"{text[:1].lower()}{text[1:]}"


def _alike(several: Iterable[May]) -> list[list[May]]:
    """Return rights together where the same is needed for them, for the same purposes."""
    found: dict[tuple[object, ...], list[May]] = {}
    for each in several:
        found.setdefault(tuple((one.purpose, one.in_care, one.grounds) for one in each.opened), []).append(each)
    return list(found.values())
