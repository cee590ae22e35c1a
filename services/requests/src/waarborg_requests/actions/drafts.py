"""The answer that is being written: kept sealed with the case, one for each request, so that it can be looked over."""

from dataclasses import dataclass

from sqlalchemy import func, select

from waarborg_requests import domain
from waarborg_requests.actions.acting import in_role
from waarborg_requests.actions.stale import Stale
from waarborg_requests.actions.ways import check_way
from waarborg_requests.domain import Answer, Ground, Identification, Outcome, RequestState
from waarborg_requests.domain.letters import read_grounds, write_grounds
from waarborg_requests.models import AnswerDraft, Check, Request
from waarborg_shared.hooks import Rules
from waarborg_shared.hooks.values import RequestKind
from waarborg_shared.uow import ERASED, Work

_TABLE = "answer_draft"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer that was saved and not given yet; ``known_how`` is recorded with it, when it is given.

    It is None for anybody but who saved it, and once somebody was checked after that: it is no longer what was seen.
    """

    revision: int
    given: Answer
    known_how: Identification | None


def save_draft(
    work: Work,
    request_id: str,
    given: Answer,
    *,
    revision: int,
    draft: int,
    rules: Rules,
    known_how: Identification | None = None,
) -> Request:
    """Keep an answer that is not given yet. ``draft`` is the draft's revision that was seen, 0 where there was none.

    Raises:
        Stale: the request, or the draft, was changed meanwhile.
        MoveRefused, GroundNeeded, GroundDoesNotFit, OnlyByFact, ChannelNotKnown, ChannelNotSafeEnough, KeyDestroyed
    """
    row = work.case(Request, request_id)
    kept = _kept(work, row)
    if row.revision != revision or _seen(kept, row) != draft:
        raise Stale
    kind = RequestKind(row.kind)
    domain.answer(RequestState(row.state), given, kind=kind, must_identify=False, known=True)
    check_way(row, given, rules)
    columns = {
        "revision": (kept.revision if kept else 0) + 1,
        "outcome": given.outcome.value,
        "ground": given.ground.value if given.ground else None,
        "more_grounds": write_grounds(given.more_grounds),
        "language": given.language,
        "channel": given.channel,
        "known_how": known_how.value if known_how else None,
        "subject_ref": row.subject_ref,
        "saved_by": work.actor.ref,
        "saved_at": work.now,
        "text_sealed": work.seal(given.text, holder=row.id, table=_TABLE, column="text", row=row.id),
    }
    if kept is None:
        work.add(AnswerDraft(request_id=row.id, **columns))
    else:
        for name, value in columns.items():
            setattr(kept, name, value)
    work.record(row, verb="saved-draft", facts=in_role(work))
    return row


def draft_of(work: Work, row: Request) -> Draft | None:
    """Return the answer that is being written; None where there is none, or it was for another person, or is erased."""
    kept = _kept(work, row)
    if kept is None or not _seen(kept, row):
        return None
    text = work.unseal_to_show(kept.text_sealed, holder=row.id, table=_TABLE, column="text", row=row.id)
    if text is ERASED:
        return None
    given = Answer(
        outcome=Outcome(kept.outcome),
        text=str(text),
        ground=Ground(kept.ground) if kept.ground else None,
        more_grounds=read_grounds(kept.more_grounds),
        language=kept.language,
        channel=kept.channel,
    )
    return Draft(revision=kept.revision, given=given, known_how=_known_how(work, row, kept))


def draft_to_give(work: Work, request_id: str, *, revision: int, draft: int) -> Draft:
    """Return the draft that was looked over, to be given now; raises Stale where it, or the request, was changed."""
    row = work.case(Request, request_id)
    found = draft_of(work, row)
    if row.revision != revision or found is None or found.revision != draft:
        raise Stale
    return found


def check_draft(work: Work, request_id: str, draft: int) -> None:
    """Refuse to answer past what somebody else saved meanwhile: raises Stale where the draft is not the one seen."""
    row = work.case(Request, request_id)
    if _seen(_kept(work, row), row) != draft:
        raise Stale


def drop_draft(work: Work, row: Request, _rules: Rules) -> None:
    """The request has its answer, or ended without one: what was being written goes."""
    kept = _kept(work, row)
    if kept is not None:
        work.session.delete(kept)


def _known_how(work: Work, row: Request, kept: AnswerDraft) -> Identification | None:
    """Return how the one who saves it now said to have identified the person, where nothing was checked since."""
    if kept.known_how is None or kept.saved_by != work.actor.ref:
        return None
    checks = select(func.max(Check.at)).where(Check.organisation == work.organisation, Check.request_id == row.id)
    last = work.session.scalar(checks)
    return None if last is not None and last >= kept.saved_at else Identification(kept.known_how)


def _kept(work: Work, row: Request) -> AnswerDraft | None:
    query = select(AnswerDraft).where(AnswerDraft.organisation == work.organisation, AnswerDraft.request_id == row.id)
    return work.session.scalars(query).one_or_none()


def _seen(kept: AnswerDraft | None, row: Request) -> int:
    """The revision of a draft as pages show it: 0 for one that was written for another person than it is about now."""
    if kept is None or (kept.subject_ref is not None and kept.subject_ref != row.subject_ref):
        return 0
    return kept.revision
