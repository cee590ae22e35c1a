"""What the pages of consent call codes, and what every template of theirs is handed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext

from waarborg_consent import actions
from waarborg_consent.actions import Happened
from waarborg_consent.domain import UNDO_WITHIN, By, ConsentState, Given, How, Standing, covered, named_by
from waarborg_consent.domain.import_plan import only_the_day
from waarborg_shared.auth import ActorKind
from waarborg_shared.clocks import due_on
from waarborg_shared.hooks.values import DataCategory, LegalBasis, Purpose, Recipient, RecipientKind
from waarborg_shared.web import current, noted
from waarborg_shared.web.words import day_in_words, moment_in_words

HOW_WORDS = {
    How.KITCHEN_TABLE: noted("At the kitchen table, in person"),
    How.PAPER: noted("On paper, signed"),
    How.SPOKEN: noted("By telephone or spoken, with a witness"),
    How.PAGE: noted("On this website"),
    How.PARTNER: noted("In another system"),
    How.REQUEST: noted("In a request"),
}
STATE_WORDS = {
    ConsentState.UNKNOWN: noted("Not given"),
    ConsentState.REQUESTED: noted("Asked"),
    ConsentState.GIVEN: noted("Given"),
    ConsentState.REFUSED: noted("Refused"),
    ConsentState.DEFERRED: noted("Later"),
    ConsentState.RENEWED: noted("Given again"),
    ConsentState.WITHDRAWN: noted("Withdrawn"),
    ConsentState.REVOKED: noted("Ended by somebody else"),
    ConsentState.EXPIRED: noted("Ended by its date"),
    ConsentState.INVALIDATED: noted("Not valid"),
}
EVENT_WORDS = {
    Given.REQUESTED: noted("Asked for consent"),
    Given.GIVEN: noted("Said yes"),
    Given.REFUSED: noted("Said no"),
    Given.DEFERRED: noted("Will say later"),
    Given.RENEWED: noted("Said yes again"),
    Given.WITHDRAWN: noted("Consent withdrawn"),
    Given.REVOKED: noted("Consent ended by somebody else"),
    Given.INVALIDATED: noted("Consent found not valid"),
    Given.UNDONE: noted("Choice undone"),
}
BY_WORDS = {
    By.REPRESENTATIVE: noted("by a representative"),
    By.COURT: noted("by a court"),
    By.ORGANISATION: noted("by the organisation"),
}
BASIS_WORDS = {
    LegalBasis.CONSENT: noted("your consent"),
    LegalBasis.CONTRACT: noted("the agreement with you"),
    LegalBasis.LEGAL_DUTY: noted("a legal duty"),
    LegalBasis.VITAL_INTEREST: noted("a vital interest"),
    LegalBasis.PUBLIC_TASK: noted("a public task"),
    LegalBasis.LEGITIMATE_INTEREST: noted("a legitimate interest"),
}
OPEN_TO_NO = frozenset(
    {
        ConsentState.UNKNOWN,
        ConsentState.REQUESTED,
        ConsentState.DEFERRED,
        ConsentState.EXPIRED,
        ConsentState.INVALIDATED,
    }
)
OPEN_TO_LATER = frozenset({ConsentState.REQUESTED, ConsentState.DEFERRED})
HISTORY = 200
"""How many events a page shows; a program reads on."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One purpose as a page shows it: what it says, what stands, what was said, and how it came to stand."""

    purpose: Purpose
    stands: Standing
    happened: Sequence[Happened]
    data: Sequence[DataCategory]
    text_digest: str
    third_parties: Sequence[Recipient] = ()

    @property
    def source(self) -> Happened | None:
        """The event that says what stands."""
        return next((each for each in self.happened if each.id == self.stands.event_id), None)

    @property
    def ends_on(self) -> date | None:
        """The last day of what stands."""
        return due_on(self.stands.until) if self.stands.until else None

    @property
    def narrows(self) -> Sequence[DataCategory]:
        """The data to which a yes that stands can be said no: none where there is but one, for that is withdrawing."""
        no = {code for each in self.stands.parts if not each.stands for code in each.part.categories}
        left = [each for each in self.data if each.code not in no]
        return left if len(left) > 1 else ()

    @property
    def widens(self) -> Sequence[Recipient]:
        """The third parties to whom a yes that stands can be said besides: whom no yes names yet."""
        named = {
            code
            for each in self.stands.parts
            if each.stands and not each.part.categories
            for code in each.part.recipients
        }
        return [each for each in self.third_parties if each.code not in named]

    @property
    def anything_stands(self) -> bool:
        """Whether there is a yes to all of it or to a part."""
        return self.stands.stands or any(part.stands for part in self.stands.parts)


def how_said(event: Happened | None) -> str:
    """Return how something was said, in words; a question is asked and not said."""
    if event is None or event.kind is Given.REQUESTED:
        return ""
    if event.how is How.PAGE and event.recorded_by == ActorKind.STAFF:
        return str(gettext("On our device, in person"))
    return str(gettext(HOW_WORDS[event.how]))


def choices(stands: tuple[Standing, ...], happened: Iterable[Happened] = ()) -> list[Choice]:
    """Return every purpose that takes consent, with what was said about it or about everything."""
    rules, known = current.rules, tuple(happened)
    digests = actions.text_digests(rules)
    return [
        Choice(
            purpose=(purpose := rules.purposes[each.purpose]),
            stands=each,
            happened=[event for event in known if event.purpose in (each.purpose, None)],
            data=covered(purpose, rules.categories),
            text_digest=digests[each.purpose],
            third_parties=_third_parties(each.purpose),
        )
        for each in stands
    ]


def page_words() -> dict[str, Any]:
    """Return what every template of consent is handed."""
    rules = current.rules
    return {
        "state_words": STATE_WORDS,
        "event_words": EVENT_WORDS,
        "how_words": HOW_WORDS,
        "how_said": how_said,
        "by_words": BY_WORDS,
        "basis_words": BASIS_WORDS,
        "ConsentState": ConsentState,
        "open_to_no": OPEN_TO_NO,
        "open_to_later": OPEN_TO_LATER,
        "about_special": lambda purpose: LegalBasis.CONSENT not in purpose.bases,
        "undo_within": UNDO_WITHIN,
        "recipients": _listed_third_parties(),
        "part_words": lambda categories, recipients: _part_words(categories, recipients, rules.categories),
        "authority_words": {kind.code: kind.name for kind in rules.representative_kinds},
    }


def _listed_third_parties() -> list[Recipient]:
    return [each for each in current.rules.recipients if each.kind is RecipientKind.RECIPIENT]


def _third_parties(purpose: str) -> list[Recipient]:
    """Return whom a yes to a purpose can name besides: who is named by the purpose itself is in it already."""
    by_itself = named_by(purpose, current.rules.message_kinds.values())
    return [each for each in _listed_third_parties() if each.code not in by_itself]


def _part_words(categories: Iterable[str], recipients: Iterable[str], known: Mapping[str, DataCategory]) -> str:
    """Return what of a purpose something is about, in words: which data, and to whom."""
    by_code: dict[str, Recipient] = {each.code: each for each in current.rules.recipients}
    lang = current.lang
    data = [getattr(known[code].name, lang).lower() if code in known else code for code in sorted(categories)]
    who = [getattr(by_code[code].name, lang) if code in by_code else code for code in sorted(recipients)]
    said = [gettext("only %(what)s", what=", ".join(data))] if data else []
    return ", ".join([*said, *([gettext("only to %(whom)s", whom=", ".join(who))] if who else [])])


def said_at(at: datetime, language: str | None = None) -> str:
    """Return when something was said: a day alone where no more is known of it, as of what came in by file."""
    return day_in_words(due_on(at), language) if only_the_day(at) else moment_in_words(at, language)
