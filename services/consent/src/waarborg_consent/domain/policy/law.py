"""The law's conditions on the use of a person's data: asked after the rules, and whatever those permit.

The first condition that is not met refuses, and names everything that it misses. No plugin can leave one out.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from waarborg_consent.domain.consents import Standing
from waarborg_consent.domain.marks import Mark, MarkKind, first_of, use_goes_on
from waarborg_consent.domain.objections import objection_to_purpose
from waarborg_consent.domain.policy.asked import NOTHING_KNOWN, Known
from waarborg_consent.domain.policy.reasons import (
    ADDRESS_GROUNDS,
    RESTRICTION_GROUNDS,
    SECRECY_GROUNDS,
    NamedGround,
    Reason,
)
from waarborg_shared.hooks.values import (
    About,
    DataCategory,
    LegalBasis,
    Purpose,
    Reach,
    Recipient,
    RecipientKind,
    RecordType,
    Role,
    RoleKind,
    Sensitivity,
    SpecialGround,
)

NOBODYS = frozenset({About.EVERYBODY, About.ORGANISATION})
OBLIGED = frozenset({Sensitivity.HEALTH, Sensitivity.BSN})
WITHOUT_CONSENT = frozenset({LegalBasis.CONTRACT, LegalBasis.LEGAL_DUTY, LegalBasis.VITAL_INTEREST})
"""Bases on which a third party gets data that nobody consented to giving him (J8): any other needs a yes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a person's data. ``categories`` are the kinds asked for; empty means the record as a whole.

    ``given_for`` are purposes for which the data were given, or are to be joined from, beside ``purpose`` (J2).
    """

    role: str
    right: str
    record_type: str
    purpose: str
    subject_ref: str
    asker_ref: str
    categories: tuple[str, ...] = ()
    in_care: bool = False
    named_ground: NamedGround | None = None
    given_for: tuple[str, ...] = ()
    recipient: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Use:
    """A use of data with all that decides on it: the question, the organisation's rules and what is known.

    ``standing`` is what stands of the person's consent for whoever would get the data, and ``recipient`` that one.
    ``addresses`` are the categories in which an address can be read; ``safeguarded`` the recipients with whom a
    safeguard was agreed that holds; ``known`` what is registered, and by which references the person goes.
    """

    question: Question
    role: Role | None
    record_type: RecordType
    purpose: Purpose | None
    standing: Standing
    categories: tuple[DataCategory | None, ...] = ()
    recipient: Recipient | None = None
    addresses: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    known: Known = NOTHING_KNOWN
    related_by_care: bool = False
    compatible: frozenset[tuple[str, str]] = frozenset()
    safeguarded: frozenset[str] = frozenset()

    @property
    def touches_health(self) -> bool:
        """Whether health data are asked for: by the kind of record, or by a category named (whatever the record)."""
        named = any(category and category.sensitivity is Sensitivity.HEALTH for category in self.categories)
        return named or self.record_type.health

    @property
    def own(self) -> bool:
        """Whether a person asks for what is his own."""
        asked = self.question
        person = self.role is not None and self.role.kind is RoleKind.PERSON
        return person and self.known.same(asked.asker_ref, asked.subject_ref)

    @property
    def in_care(self) -> bool:
        """Whether there is a care relationship: registered, or vouched for by the system that asks."""
        return self.related_by_care or self.question.in_care

    @property
    def given(self) -> bool:
        """Whether consent for the purpose stands, for whoever would get the data."""
        return self.standing.stands

    @property
    def to_third_party(self) -> bool:
        """Whether the data would go to somebody who does not work for the organisation (art. 4(10) AVG)."""
        return self.recipient is not None and self.recipient.kind is RecipientKind.RECIPIENT


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why not, and what would have to be there; each thing missing is a code, with its subject after a colon."""

    reason: Reason
    missing: tuple[str, ...] = ()


Condition = Callable[[Use, Purpose], Refusal | None]


def _person(use: Use, _: Purpose) -> Refusal | None:
    """Whose data they are must be known, unless they are nobody's."""
    if use.record_type.about in NOBODYS or use.question.subject_ref:
        return None
    return Refusal(Reason.UNKNOWN_PERSON, ("resource.properties.person",))


def _named_check(use: Use, _: Purpose) -> Refusal | None:
    """An insurer reads health data under a named check alone (materiële controle)."""
    checked = use.question.named_ground is NamedGround.MATERIAL_CHECK
    if use.role is not None and use.role.reach is Reach.NAMED_CHECK and use.touches_health and not checked:
        return Refusal(Reason.NO_NAMED_CHECK, (f"named-ground:{NamedGround.MATERIAL_CHECK}",))
    return None


def _secrecy(use: Use, _: Purpose) -> Refusal | None:
    """Art. 7:457 BW: who is not involved in the treatment needs a named ground to use health data."""
    outside = (use.role is None or use.role.reach is Reach.ALL) and not use.in_care
    if use.touches_health and outside and use.question.named_ground not in SECRECY_GROUNDS:
        return Refusal(Reason.SECRECY, _grounds(SECRECY_GROUNDS))
    return None


def _restriction(use: Use, purpose: Purpose) -> Refusal | None:
    """Art. 18(2) AVG: restricted data are kept and no more, but for the person himself, a named ground, or a consent
    that was given since."""
    grounded = use.own or use.question.named_ground in RESTRICTION_GROUNDS
    since = use.standing.since if use.given else None
    if use_goes_on(first_of(use.marks, MarkKind.RESTRICTION), grounded=grounded, consent_since=since):
        return None
    return Refusal(Reason.RESTRICTED, (*_grounds(RESTRICTION_GROUNDS), f"consent:{purpose.code}"))


def _address(use: Use, _: Purpose) -> Refusal | None:
    """B12: an address that is kept secret is for the person himself, or for a duty of the law that is named."""
    if any(code in use.addresses for code in use.question.categories) and keeps_address_secret(use):
        return Refusal(Reason.HIDDEN_ADDRESS, _grounds(ADDRESS_GROUNDS))
    return None


def keeps_address_secret(use: Use) -> bool:
    """Whether the address is to be left out of whatever else this use is permitted."""
    open_to = use.own or use.question.named_ground in ADDRESS_GROUNDS
    return not open_to and first_of(use.marks, MarkKind.ADDRESS_SECRECY) is not None


def _purpose_limits(use: Use, purpose: Purpose) -> Refusal | None:
    """J2: data serve the purposes they were given for; a category that the purpose does not name is another use."""
    strange = tuple(
        code
        for code, category in zip(use.question.categories, use.categories, strict=True)
        if category is None or code not in purpose.categories
    )
    return Refusal(Reason.OTHER_PURPOSE, tuple(f"purpose-names:{code}" for code in strange)) if strange else None


def _combining(use: Use, purpose: Purpose) -> Refusal | None:
    """J2, art. 6(4) AVG: data that were given for one purpose are not combined with those of another, nor used for it,
    unless somebody declared the two compatible."""
    strange = tuple(
        given
        for given in use.question.given_for
        if given != purpose.code and (given, purpose.code) not in use.compatible
    )
    return Refusal(Reason.COMBINED, tuple(f"compatible:{given}" for given in strange)) if strange else None


def _recipient(use: Use, _: Purpose) -> Refusal | None:
    """J8, B3: data leave to somebody who is registered, and the European Economic Area with a safeguard."""
    code = use.question.recipient
    if code is None:
        return None
    if use.recipient is None:
        return Refusal(Reason.UNKNOWN_RECIPIENT, (f"recipient:{code}",))
    if not use.recipient.inside_eea and use.recipient.safeguard is None and code not in use.safeguarded:
        return Refusal(Reason.NO_SAFEGUARD, (f"safeguard:{code}",))
    return None


def _special(use: Use, purpose: Purpose) -> Refusal | None:
    """B11: the BSN for legal tasks only. J4, B8, B13: special data only on one of their own grounds, or on all.

    A record about health that is asked for as a whole holds special data, whether or not a category is named.
    """
    kinds = {category.sensitivity for category in use.categories if category is not None}
    if use.record_type.health and not use.categories:
        kinds.add(Sensitivity.HEALTH)
    if Sensitivity.BSN in kinds and LegalBasis.LEGAL_DUTY not in purpose.bases:
        return Refusal(Reason.BSN_NEEDS_LEGAL_DUTY, (f"basis:{LegalBasis.LEGAL_DUTY}",))
    special = {kind for kind in kinds if kind.special and kind is not Sensitivity.BSN}
    if not special:
        return None
    if not purpose.special_grounds:
        return Refusal(Reason.SPECIAL_NEEDS_GROUND, ("special-ground",))
    # The clamp: where the law itself obliges (keeping a medical file) the duty stands, and a refused consent never
    # stops care; a criminal past or an ethnicity is no part of that duty.
    lacking = _lacking_grounds(use, purpose) if special - _obliged(purpose) else ()
    if not lacking:
        return None
    if set(lacking) != {f"special-ground:{SpecialGround.EXPLICIT_CONSENT}"}:
        return Refusal(Reason.SPECIAL_NEEDS_GROUND, lacking)
    return Refusal(Reason.SPECIAL_NEEDS_CONSENT, (*lacking, *_naming(use)))


def _lacking_grounds(use: Use, purpose: Purpose) -> tuple[str, ...]:
    """J4: where every ground is needed, each that is not there is named. B13: one is enough, and then none lacks."""
    absent = tuple(ground for ground in purpose.special_grounds if not _is_there(ground, use, purpose))
    if not purpose.every_ground_needed and len(absent) < len(purpose.special_grounds):
        return ()
    return tuple(f"special-ground:{ground}" for ground in absent)


def _is_there(ground: SpecialGround, use: Use, purpose: Purpose) -> bool:
    """Consent must stand and a duty be a basis; that care or insurance need the data the purpose itself says."""
    if ground is SpecialGround.EXPLICIT_CONSENT:
        return use.given
    return ground is not SpecialGround.LEGAL_DUTY or LegalBasis.LEGAL_DUTY in purpose.bases


def _obliged(purpose: Purpose) -> frozenset[Sensitivity]:
    return OBLIGED if LegalBasis.LEGAL_DUTY in purpose.bases else frozenset()


def _objection(use: Use, purpose: Purpose) -> Refusal | None:
    """Art. 21 AVG: an objection stops what may be objected to, unless it was answered on compelling grounds."""
    if objection_to_purpose(use.marks, purpose, consented=use.given) is None:
        return None
    return Refusal(Reason.OBJECTED, ("objection-ended",))


def _consent(use: Use, purpose: Purpose) -> Refusal | None:
    """A purpose that rests on consent alone stops the moment that consent is withdrawn (art. 7(3) AVG).

    Where consent is asked beside a basis that an objection stops (B10, research), a no is such an objection. A third
    party gets nothing without a consent that names him, unless the agreement or the law is a basis (J8).
    """
    missing = (f"consent:{purpose.code}", *_naming(use))
    if use.standing.opposes and LegalBasis.CONSENT in purpose.bases and purpose.objectable:
        return Refusal(Reason.CONSENT_WITHDRAWN, missing)
    by_yes_alone = use.to_third_party and WITHOUT_CONSENT.isdisjoint(purpose.bases)
    if use.given or not (purpose.rests_on_consent or by_yes_alone):
        return None
    never = purpose.rests_on_consent and not use.standing.unnamed
    return Refusal(Reason.CONSENT_MISSING if never else Reason.RECIPIENT_NOT_NAMED, missing)


def _naming(use: Use) -> tuple[str, ...]:
    """A consent that is lacking for a third party has to name him."""
    return (f"consent-names:{use.question.recipient}",) if use.to_third_party else ()


CONDITIONS: Mapping[str, Condition] = {
    "person": _person,
    "named-check": _named_check,
    "secrecy": _secrecy,
    "restriction": _restriction,
    "address": _address,
    "recipient": _recipient,
    "purpose": _purpose_limits,
    "combining": _combining,
    "special": _special,
    "objection": _objection,
    "consent": _consent,
}
"""The law's conditions by name, in the order in which they are asked."""


def covered(purpose: Purpose, categories: Mapping[str, DataCategory]) -> tuple[DataCategory, ...]:
    """Return the data that a yes to ``purpose`` is about: all of them where consent is a basis, else the special ones.

    Special data that the law obliges to use do not depend on it (J4).
    """
    all_of_it = tuple(categories[code] for code in purpose.categories if code in categories)
    if LegalBasis.CONSENT in purpose.bases:
        return all_of_it
    free = _obliged(purpose)
    return tuple(each for each in all_of_it if each.sensitivity.special and each.sensitivity not in free)


def carrying_basis(use: Use, purpose: Purpose) -> LegalBasis:
    """Return the basis that carries a yes: consent where it stands, else the first that is not consent."""
    if LegalBasis.CONSENT in purpose.bases and use.given:
        return LegalBasis.CONSENT
    return next(basis for basis in purpose.bases if basis is not LegalBasis.CONSENT)


def _grounds(several: frozenset[NamedGround]) -> tuple[str, ...]:
    return tuple(f"named-ground:{ground}" for ground in sorted(several))
