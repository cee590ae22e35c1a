"""To whom data would go, and whom a purpose names by itself: a third party gets them only where a yes names him."""

from collections.abc import Iterable
from dataclasses import dataclass

from waarborg_shared.hooks.values import MessageKind, Recipient, RecipientKind


@dataclass(frozen=True, slots=True)
class Whom:
    """Who would use the data: the organisation itself (no code), or a recipient by its code.

    A ``third_party`` is reached by a yes that names him alone (J8, B12: explicit and specific). Processors and holders
    work for the organisation and are none (art. 4(10) AVG). One without a code is on no list: no yes can name him.
    """

    code: str | None = None
    third_party: bool = False


OURSELVES = Whom()
UNLISTED = Whom(third_party=True)


def whom_of(
    code: str | None, purpose: str, *, recipients: Iterable[Recipient], kinds: Iterable[MessageKind] = ()
) -> Whom:
    """Return who would get data for a purpose. ``code`` None is the organisation itself; one not listed a third party.

    ``kinds`` are the organisation's kinds of message: who is named by the purpose itself need not be named again.
    """
    if code is None:
        return OURSELVES
    listed = next((each for each in recipients if each.code == code), None)
    if listed is None:
        return UNLISTED
    outside = listed.kind is RecipientKind.RECIPIENT and code not in named_by(purpose, kinds)
    return Whom(code, third_party=outside)


def named_by(purpose: str, kinds: Iterable[MessageKind]) -> frozenset[str]:
    """Return whom a purpose names by itself: everything that is sent for it is handed to one and the same recipient,
    as the offers of an insurer are to the insurer. Who says yes to that says yes to him."""
    handed = {kind.handed_to for kind in kinds if kind.purpose == purpose}
    return frozenset(code for code in handed if code is not None) if len(handed) == 1 else frozenset()
