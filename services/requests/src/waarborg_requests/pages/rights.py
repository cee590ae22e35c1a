"""Who may do what with which request: a complaint is answered by another duty than what it may be about."""

from waarborg_requests.models import Request
from waarborg_shared.auth import require_duty
from waarborg_shared.hooks.values import Duty, RequestKind
from waarborg_shared.web import current

_ANSWERING = (Duty.REQUESTS_ANSWER, Duty.COMPLAINTS_ANSWER)
_READING = (Duty.REQUESTS_READ, Duty.COMPLAINTS_ANSWER)


def duty_to_answer(row: Request) -> Duty:
    """Return the duty that handling a request takes: complaints have an officer of their own (art. 15 Wkkgz)."""
    return Duty.COMPLAINTS_ANSWER if row.kind == RequestKind.COMPLAINT else Duty.REQUESTS_ANSWER


def may_answer(row: Request) -> bool:
    """Whether this member of staff handles such requests."""
    return duty_to_answer(row) in current.actor.duties


def require_any_answering() -> None:
    """Refuse who handles no request of any kind, before it is known which one is asked for."""
    _require_one(_ANSWERING)


def require_any_reading() -> None:
    """Refuse who reads no request of any kind."""
    _require_one(_READING)


def require_reading_complaints() -> None:
    """Refuse who reads no complaints."""
    _require_one(_READING)


def require_answering(row: Request) -> None:
    """Refuse who does not handle this request."""
    _require_one((duty_to_answer(row),))


def may_post(row: Request) -> bool:
    """Whether this member of staff sees to it that the person gets what lies ready: the office does for complaints."""
    return any(duty in current.actor.duties for duty in _posting(row))


def require_posting(row: Request) -> None:
    """Refuse who may not do that."""
    _require_one(_posting(row))


def _posting(row: Request) -> tuple[Duty, ...]:
    return _ANSWERING if row.kind == RequestKind.COMPLAINT else (Duty.REQUESTS_ANSWER,)


def may_read(row: Request, *, permitted: bool) -> bool:
    """Whether this member of staff may read it, as `require_reading` has it."""
    officers = row.kind == RequestKind.COMPLAINT or permitted
    return any(duty in current.actor.duties for duty in (_READING if officers else (Duty.REQUESTS_READ,)))


def require_reading(row: Request, *, permitted: bool) -> None:
    """Refuse who may not read it. ``permitted``: the person let the officer look into it for his complaint."""
    if row.kind == RequestKind.COMPLAINT or permitted:
        _require_one(_READING)
    else:
        _require_one((Duty.REQUESTS_READ,))


def _require_one(duties: tuple[Duty, ...]) -> None:
    require_duty(current.actor, next((duty for duty in duties if duty in current.actor.duties), duties[0]))
