"""Whether somebody may ask for another: what the register of representatives said, and until when that holds (B1)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from waarborg_requests.domain.states import RequestError
from waarborg_shared.hooks.values import RequestKind, Scope, Text


class AuthorityState(StrEnum):
    """What is known of the authority of who asks for another."""

    NEEDED = "needed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    ENDED = "ended"


class GoesOnWith(StrEnum):
    """Who goes on with a request when who asked it for another may no longer."""

    SELF = "self"
    ANOTHER = "another"


class StillRepresented(RequestError):
    """Who asks for another may, or it was not checked yet: nobody takes the request over from him."""

    field = "goes_on_with"
    text = Text(
        "Dit kan pas als de vertegenwoordiger niet (meer) mag optreden.",
        "This can be done only once the representative may not act (any more).",
    )


class NotForAnother(RequestError):
    """Somebody asked for himself: there is no authority to check."""

    field = "who"
    text = Text("Dit verzoek is voor de persoon zelf.", "This request is for the person himself.")


class WhichRepresentative(RequestError):
    """The register knows no such representative of this person."""

    field = "who"
    text = Text("Kies de vertegenwoordiger van de lijst.", "Choose the representative from the list.")


class AuthorityNeeded(RequestError):
    """Nothing is given to who asks for another before the register confirmed that he may."""

    field = "outcome"
    text = Text(
        "Controleer eerst in het register of de vertegenwoordiger dit mag. Weigeren kan wel.",
        "Check first in the register whether the representative may ask this. Refusing is possible.",
    )


class OnlyAboutMoney(RequestError):
    """Who may act on money only gets what is about money, and so never everything."""

    field = "outcome"
    text = Text(
        "Deze vertegenwoordiger gaat alleen over geldzaken. Ken het verzoek gedeeltelijk toe.",
        "This representative decides on money only. Grant the request in part.",
    )


class AuthorityOver(RequestError):
    """Who asked for another may not (any more): nothing is told to him or done on his word."""

    field = "number"
    text = Text(
        "U mag voor deze persoon niet (meer) optreden. Bel ons als dat niet klopt.",
        "You may not act for this person (any more). Call us if that is not right.",
    )


class NotForHim(AuthorityOver):
    """Staff were about to hand something over to who may not act for another."""

    field = ""
    text = Text(
        "De vertegenwoordiger mag niet (meer) optreden. Geef hem dit niet.",
        "The representative may not act (any more). Do not give him this.",
    )


# On which subject somebody must be able to act. Who asks to see or change the file can do so on the care that it is
# about (art. 7:465 and 7:456 BW) as well as on data; a bewindvoerder sees what is about money. The rest is about data.
_FILE = (Scope.DATA, Scope.CARE)
_SEES = (Scope.DATA, Scope.CARE, Scope.MONEY)
_SCOPES: Mapping[RequestKind, tuple[Scope, ...]] = {
    RequestKind.ACCESS: _SEES,
    RequestKind.COPY: _SEES,
    RequestKind.ACCESS_LOG: _FILE,
    RequestKind.REFERRAL_INDEX: _FILE,
    RequestKind.CORRECTION: _FILE,
    RequestKind.ADDITION: _FILE,
    RequestKind.ERASURE: _FILE,
    RequestKind.COMPLAINT: _SEES,
}


def scopes_for(kind: RequestKind) -> tuple[Scope, ...]:
    """Return the subjects on which somebody may act to ask this, the widest first."""
    return _SCOPES.get(kind, (Scope.DATA,))


@dataclass(frozen=True, slots=True, kw_only=True)
class MayAct:
    """What the register says of one representative on one subject today; ``together`` is whether others are needed."""

    representation_ref: str
    representative_ref: str
    capacity: str
    scope: Scope
    allowed: bool
    why: str
    source: str
    together: bool = False
    until: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of a check, to be kept as codes."""

    state: AuthorityState
    of: MayAct


def verdict(said: Iterable[MayAct], representation_ref: str, kind: RequestKind) -> Verdict:
    """Return what the register's word means for this request: the widest subject on which he may act by himself.

    Where several decide together the word of one is not enough, so that is no yes (art. 7:465(1) BW: both parents).

    Raises:
        WhichRepresentative: the register does not know him as a representative of this person.
    """
    his = [each for each in said if each.representation_ref == representation_ref]
    if not his:
        raise WhichRepresentative(representation_ref)
    for scope in scopes_for(kind):
        for each in his:
            if each.scope is scope and each.allowed and not each.together:
                return Verdict(state=AuthorityState.CONFIRMED, of=each)
    refused = next((each for each in his if each.scope is scopes_for(kind)[0]), his[0])
    return Verdict(state=AuthorityState.REFUSED, of=refused)


def holds(
    state: AuthorityState | None, *, checked_for: str | None, subject_ref: str | None, until: date | None, today: date
) -> bool:
    """Whether a confirmed authority counts: for the person whom it was checked for, and not after its last day."""
    if state is not AuthorityState.CONFIRMED or checked_for is None or checked_for != subject_ref:
        return False
    return until is None or today <= until


def may_begin(*, known: bool, subject_ref: str | None, for_another: bool, authorised: bool, sure: bool) -> bool:
    """Whether anything may be passed on, asked of a holder or carried out: it is sure who asks about whom, and may."""
    return known and subject_ref is not None and sure and (not for_another or authorised)
