"""What is known of a breach as facts: codes and numbers that advice, dossier, register and learning are made from."""

from dataclasses import dataclass, fields
from enum import StrEnum

from waarborg_breach.domain.states import BreachError
from waarborg_shared.hooks.values import Text


class DataKind(StrEnum):
    """How sensitive the data are, the least first."""

    PLAIN = "plain"
    LOCATION = "location"
    FINANCIAL = "financial"
    BSN = "bsn"
    CREDENTIALS = "credentials"
    SPECIAL = "special"
    HEALTH = "health"


class Identifiable(StrEnum):
    """How easily it can be seen whom the data are about, the hardest first (ENISA 2013: ease of identification)."""

    NEGLIGIBLE = "negligible"
    LIMITED = "limited"
    SIGNIFICANT = "significant"
    MAXIMUM = "maximum"


class PersonGroup(StrEnum):
    """Sorts of people whom the data are about."""

    CLIENTS = "clients"
    CHILDREN = "children"
    REPRESENTATIVES = "representatives"
    STAFF = "staff"
    APPLICANTS = "applicants"
    OTHERS = "others"


class Encryption(StrEnum):
    """Whether the data can be read, the best protected first."""

    STRONG = "strong"
    WEAK = "weak"
    NONE = "none"


class Holder(StrEnum):
    """Who has the data that should not, the least worrying first."""

    TRUSTED = "trusted"
    KNOWN = "known"
    STRANGERS = "strangers"
    PUBLIC = "public"


class Undone(StrEnum):
    """How far what was lost or changed was put right, the best first."""

    FULLY = "fully"
    PARTLY = "partly"
    NOT = "not"


class Care(StrEnum):
    """What it did to the care, the mildest first."""

    NONE = "none"
    DELAYED = "delayed"
    HARMED = "harmed"


class Contradiction(BreachError):
    """Two facts of a breach cannot both be true; ``field`` names which."""

    text = Text(
        "Kies wat u weet, of ‘nog niet bekend’. Allebei kan niet.",
        "Choose what you know, or ‘not known yet’. Both cannot be.",
    )

    def __init__(self, field: str, text: Text | None = None) -> None:
        super().__init__(field)
        self.field = field
        self.text = text or self.text


NO_COUNTRY = Text(
    "U noemt landen. Kies dan bij ‘andere EU-landen’ voor ja.",
    "You name countries. Then choose yes at ‘other EU countries’.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What is known of one breach. None is "not known", whether nobody was asked yet or somebody said so.

    ``categories`` are codes of the organisation's own data categories, and ``kinds`` how sensitive those are, with what
    was named beside them (passwords, where somebody was). ``persons`` and ``records`` are about how many.
    ``confidentiality``, ``integrity``, ``availability``: may somebody have seen the data who should not; were they
    changed; could they not be reached, for ``away_hours`` at the longest. ``undone`` says how far loss or change was
    put right, ``care`` what it did to the care. ``holder`` has the data now, and ``deletion_confirmed`` says that this
    holder destroyed them. ``key_safe``: nobody who has the data has the key. ``countries`` are codes of other EU
    countries where people live whom it is about (ISO 3166). ``averted``: what was done since makes a high risk unlikely
    (art. 34(3)(b) AVG). ``reachable``: the people can be told one by one without disproportionate effort (34(3)(c)).
    """

    categories: frozenset[str] | None = None
    kinds: frozenset[DataKind] | None = None
    identifiable: Identifiable | None = None
    groups: frozenset[PersonGroup] | None = None
    vulnerable: bool | None = None
    persons: int | None = None
    records: int | None = None
    confidentiality: bool | None = None
    holder: Holder | None = None
    deletion_confirmed: bool | None = None
    encryption: Encryption | None = None
    key_safe: bool | None = None
    integrity: bool | None = None
    availability: bool | None = None
    away_hours: int | None = None
    undone: Undone | None = None
    care: Care | None = None
    intent: bool | None = None
    other_eu: bool | None = None
    countries: frozenset[str] | None = None
    processor: bool | None = None
    averted: bool | None = None
    reachable: bool | None = None

    @property
    def unknown(self) -> tuple[str, ...]:
        """The names of the facts that are not known, in the order of the form."""
        return tuple(name for name in NAMES if getattr(self, name) is None)

    @property
    def worst_kind(self) -> DataKind | None:
        """The most sensitive kind of data, None where that is not known."""
        return max(self.kinds, key=tuple(DataKind).index) if self.kinds else None

    @property
    def unreadable(self) -> bool | None:
        """Whether whoever has the data cannot read them (art. 34(3)(a) AVG); None where that is not known."""
        if self.encryption in (Encryption.WEAK, Encryption.NONE) or self.key_safe is False:
            return False
        return True if self.encryption is Encryption.STRONG and self.key_safe else None


NAMES: tuple[str, ...] = tuple(each.name for each in fields(Facts))
"""The facts by name, in the order in which they are asked."""
