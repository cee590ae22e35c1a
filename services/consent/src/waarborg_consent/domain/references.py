"""What stands of a person who goes by several references, since two registrations turned out to be of one person."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from waarborg_consent.domain.consents import ConsentEvent, ConsentState, Given, Standing, standing


def joined(
    files: Mapping[str, Sequence[ConsentEvent]], purposes: Iterable[str], *, since: datetime
) -> tuple[ConsentEvent, ...]:
    """Return, of every purpose about which something is known, the event that decides for the person as a whole.

    What was said under either reference before they were known to be one (``since``) is joined in doubt: a withdrawal
    under any of them stands, whatever was given under another and when. After that the newest wins, as for anybody.
    """
    deciding = ((code, _deciding(files, code, since)) for code in purposes)
    return tuple(
        ConsentEvent(id=found.event_id or "", kind=_kind(found), purpose=code, at=found.since or since, sequence=number)
        for number, (code, found) in enumerate(deciding, 1)
        if found is not None
    )


def _deciding(files: Mapping[str, Sequence[ConsentEvent]], purpose: str, since: datetime) -> Standing | None:
    later = [
        event for events in files.values() for event in events if event.at > since and event.purpose in (purpose, None)
    ]
    if later:
        newest = max(later, key=lambda event: (event.at, event.kind is Given.WITHDRAWN, event.sequence))
        return standing([newest], purpose)
    before = [standing([event for event in events if event.at <= since], purpose) for events in files.values()]
    known = [found for found in before if found.state is not ConsentState.UNKNOWN]
    return max(known, key=lambda found: (found.state is ConsentState.WITHDRAWN, found.since or since), default=None)


def _kind(found: Standing) -> Given:
    return Given.WITHDRAWN if found.state is ConsentState.WITHDRAWN else Given.GIVEN
